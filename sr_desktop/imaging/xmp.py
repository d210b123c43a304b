"""XMP after the picture was enlarged: what would lie is mended, how it was made is added.

A packet is changed in place as text, every other character stays as it is; a parser would lose the
order, the prefixes and the padding that other programs chose.
"""

from __future__ import annotations

import html
import re

from sr_desktop.imaging.metadata import rational
from sr_desktop.imaging.provenance import NAMESPACE, Provenance, of_text

_NEW_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    "</rdf:RDF>\n</x:xmpmeta>\n"
    '<?xpacket end="w"?>'
)
_WIDE_CODECS = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_WIDTHS = ("tiff:ImageWidth", "exif:PixelXDimension")
_HEIGHTS = ("tiff:ImageLength", "exif:PixelYDimension")
_END = re.compile(r"</([A-Za-z_][\w.-]*):RDF\s*>")
_EMPTY = re.compile(r"<([A-Za-z_][\w.-]*):RDF(\s[^<>]*)?/>")
_OUR_PREFIX = re.compile(r"""xmlns:([A-Za-z_][\w.-]*)\s*=\s*["']""" + re.escape(NAMESPACE))


def mended(xmp: bytes, width: int, height: int, dpi: tuple[float, float] | None) -> bytes:
    """The same packet, with its sizes in pixels and its resolution those of the result.

    Only what is stated is mended, be it an attribute or an element.
    """
    values = dict.fromkeys(_WIDTHS, str(width)) | dict.fromkeys(_HEIGHTS, str(height))
    if dpi is not None:
        values |= {
            "tiff:XResolution": "{}/{}".format(*rational(dpi[0])),
            "tiff:YResolution": "{}/{}".format(*rational(dpi[1])),
        }
        values["tiff:ResolutionUnit"] = "2"
    text, encoding = _decoded(xmp)
    for name, value in values.items():
        stated = re.compile(rf"""(\b{name}\s*(?:=\s*["']|>)\s*)\d+(?:/\d+)?(?=\s*["'<])""")
        text = stated.sub(lambda match, value=value: match[1] + value, text)  # type: ignore[misc]
    return text.encode(encoding)


def with_provenance(xmp: bytes | None, made: Provenance) -> tuple[bytes, bool]:
    """The packet telling how the picture was made, instead of what it told of that before.

    Also whether the packet could be kept; one without rdf:RDF is replaced.
    """
    text, encoding = _decoded(xmp) if xmp else (_NEW_PACKET, "utf-8")
    text = _without_ours(text)
    opened = _EMPTY.sub(r"<\1:RDF\2></\1:RDF>", text, count=1)
    ends = list(_END.finditer(opened))
    kept = bool(ends)
    if not kept:
        opened, encoding = _NEW_PACKET, "utf-8"
        ends = list(_END.finditer(opened))
    at, rdf = ends[-1].start(), ends[-1][1]
    return (opened[:at] + _description(made, rdf) + opened[at:]).encode(encoding), kept


def provenance_in(xmp: bytes | None) -> Provenance | None:
    """How the picture was made, in whatever form the packet tells it; None for a bad one."""
    return of_text(_provenance_text(xmp)) if xmp else None


def as_utf8(xmp: bytes) -> bytes:
    """The packet as PNG asks for it."""
    text, encoding = _decoded(xmp)
    return xmp if encoding in ("utf-8", "latin-1") else text.removeprefix("\ufeff").encode()


def _provenance_text(xmp: bytes) -> str | None:
    """What srd:Provenance says, or None."""
    text, _ = _decoded(xmp)
    for prefix in _OUR_PREFIX.findall(text):
        name = re.escape(prefix) + ":Provenance"
        attribute = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", text)
        element = re.search(rf"<{name}(?:\s[^<>]*)?>([^<]*)</{name}\s*>", text)
        for match in (attribute, element):
            if match:
                return html.unescape(next(group for group in match.groups() if group is not None))
    return None


def _decoded(xmp: bytes) -> tuple[str, str]:
    """The packet as text, and with which codec it becomes the same bytes again."""
    for codec in _WIDE_CODECS:
        if xmp.startswith(("<".encode(codec), "\ufeff".encode(codec))):
            try:
                return xmp.decode(codec), codec
            except UnicodeDecodeError:
                break
    # Markup is ASCII; whatever else stands there goes through unharmed.
    return xmp.decode("latin-1"), "latin-1"


def _description(made: Provenance, rdf: str) -> str:
    """In ASCII, which is the same in UTF-8 and in what _decoded takes it for."""
    facts = {
        "Model": made.model.encode("ascii", "backslashreplace").decode(),
        "Steps": "; ".join(made.steps).encode("ascii", "backslashreplace").decode(),
        "Provenance": made.to_json(),
    }
    told = "".join(f"\n srd:{name}={_quoted(fact)}" for name, fact in facts.items())
    return f'<{rdf}:Description {rdf}:about="" xmlns:srd="{NAMESPACE}"{told}/>\n'


def _quoted(text: str) -> str:
    return '"' + html.escape(_one_line(text)) + '"'


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _without_ours(text: str) -> str:
    """Without what we told, in any of the forms that other programs rewrite it to."""
    for prefix in map(re.escape, set(_OUR_PREFIX.findall(text))):
        for name in (f"{prefix}:{fact}" for fact in ("Provenance", "Model", "Steps")):
            text = re.sub(rf"""\s+{name}\s*=\s*(?:"[^"]*"|'[^']*')""", "", text)
            text = re.sub(rf"<{name}(?:\s[^<>]*)?/>\s*", "", text)
            text = re.sub(rf"<{name}(?:\s[^<>]*)?>.*?</{name}\s*>\s*", "", text, flags=re.DOTALL)
        about = r"""(?:\s+[\w.-]+:about\s*=\s*(?:""|''))?"""
        binding = rf"""\s+xmlns:{prefix}\s*=\s*["']{re.escape(NAMESPACE)}["']"""
        empty = rf"<([\w.-]+:Description){about}{binding}\s*(?:/>|>\s*</\1\s*>)\n?"
        text = re.sub(empty, "", text)
    return text
