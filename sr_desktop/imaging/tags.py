"""What a file tells beside its pixels: which of it a format can hold, and what becomes of it."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sr_desktop.imaging import provenance, xmp
from sr_desktop.imaging.formats import LABELS
from sr_desktop.imaging.metadata import exif_with_dpi, sized_exif
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.form import Form
    from sr_desktop.imaging.picture import Picture

_COMMENT = "Comment"
_WITH_XMP = ("PNG", "JPEG", "TIFF", "WEBP", "AVIF")
_WITH_IPTC = ("PNG", "JPEG", "TIFF")
_WITH_DPI = ("PNG", "JPEG", "TIFF")
_JPEG_BYTES = 65_533  # what a segment holds
_XMP_NAME_BYTES = 29
_IPTC_NAME_BYTES = 14 + 13  # with the block of Photoshop around it
_LONGEST_KEYWORD = 79


@dataclass(frozen=True, slots=True)
class Tags:
    """As in Picture, ready to be written."""

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dpi: tuple[float, float] | None = None
    text: tuple[tuple[str, str], ...] = ()

    def iptc_block(self) -> bytes:
        """The IPTC records as Photoshop's resource 0x0404, which is where they are looked for."""
        iptc = self.iptc or b""
        head = struct.pack(">4sHHI", b"8BIM", 0x0404, 0, len(iptc))
        return head + iptc + b"\0" * (len(iptc) % 2)


Notices = tuple[str, ...]
_ONLY_A_COMMENT = mark("Text was left out: {format} holds only a comment; PNG keeps it.")
_NO_TEXT = mark("Text was left out: {format} holds none; PNG keeps it.")


def fitting(like: Picture, form: Form, format: str, encoding: Encoding) -> tuple[Tags, Notices]:
    """What a file of this format, with pixels of this form, is to tell; and what is lost."""
    icc = like.icc if format != "GIF" else None
    if encoding.strip_metadata:
        return Tags(icc), ()
    dpi = (encoding.dpi, encoding.dpi) if encoding.dpi is not None else like.dpi
    tags = Tags(icc, like.exif, like.xmp, like.iptc, dpi, _own_text(like.text))
    tags, notices = _mend(tags, form)
    for step in (_fit_blobs, _fit_text, _fit_segments if format == "JPEG" else _fit_png_text):
        tags, more = step(tags, format)
        notices += more
    if like.made is not None and encoding.provenance:
        tags, more = _tell_provenance(tags, like.made, format)
        notices += more
    return _tell_dpi(tags, format), notices


def _own_text(text: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Without what is written by other means."""
    return tuple(
        (keyword, said)
        for keyword, said in text
        if keyword not in (provenance.KEYWORD, "XML:com.adobe.xmp")
        and not keyword.startswith("Raw profile type ")
    )


def _mend(tags: Tags, form: Form) -> tuple[Tags, Notices]:
    """The sizes and the resolution that EXIF and XMP state become those of this picture."""
    if tags.xmp:
        tags = replace(tags, xmp=xmp.mended(tags.xmp, form.width, form.height, tags.dpi))
    if not tags.exif:
        return tags, ()
    try:
        exif = sized_exif(tags.exif, form.width, form.height, tags.dpi)
    except ValueError:
        return replace(tags, exif=None), (tr("Damaged EXIF data is left out."),)
    return replace(tags, exif=exif), ()


def _fit_blobs(tags: Tags, format: str) -> tuple[Tags, Notices]:
    notices = []
    label = LABELS[format]
    if tags.exif and format == "GIF":
        tags = replace(tags, exif=None)
        notices.append(tr("EXIF data was left out: {format} holds none.", format=label))
    if tags.xmp and format not in _WITH_XMP:
        tags = replace(tags, xmp=None)
        notices.append(tr("XMP data was left out: {format} holds none.", format=label))
    if tags.iptc and format not in _WITH_IPTC:
        tags = replace(tags, iptc=None)
        notices.append(
            tr(
                "IPTC data was left out: {format} holds none; PNG, JPEG and TIFF keep it.",
                format=label,
            )
        )
    if tags.xmp and format == "PNG":
        tags = replace(tags, xmp=xmp.as_utf8(tags.xmp))
    return tags, tuple(notices)


def _fit_text(tags: Tags, format: str) -> tuple[Tags, Notices]:
    """Words: all of them in PNG, the comment in JPEG and GIF, else none."""
    if format == "PNG":
        return tags, ()
    commented = format in ("JPEG", "GIF")
    kept = tuple(pair for pair in tags.text if commented and pair[0] == _COMMENT)
    if len(kept) == len(tags.text):
        return tags, ()
    told = _ONLY_A_COMMENT if commented else _NO_TEXT
    notice = tr(told, format=LABELS[format])
    return replace(tags, text=kept), (notice,)


def _fit_png_text(tags: Tags, format: str) -> tuple[Tags, Notices]:
    """Keywords as PNG allows them."""
    text = tuple((_keyword(keyword), said.replace("\0", "")) for keyword, said in tags.text)
    return replace(tags, text=text), ()


def _keyword(keyword: str) -> str:
    """1 to 79 printable characters of Latin-1, without spaces at the ends or two in a row."""
    latin = keyword.encode("latin-1", "replace").decode("latin-1")
    words = "".join(char if char.isprintable() else " " for char in latin).split()
    return " ".join(words)[:_LONGEST_KEYWORD].strip() or _COMMENT


def _fit_segments(tags: Tags, format: str) -> tuple[Tags, Notices]:
    """A segment of a JPEG holds 64 KiB."""
    notices = []
    if tags.exif is not None and len(tags.exif) > _JPEG_BYTES:
        tags = replace(tags, exif=None)
        notices.append(tr("EXIF data was left out: JPEG holds at most 64 KiB of it."))
    if tags.xmp is not None and not _fits_jpeg(tags.xmp):
        tags = replace(tags, xmp=None)
        notices.append(tr("XMP data was left out: JPEG holds at most 64 KiB of it."))
    if tags.iptc is not None and len(tags.iptc) > _JPEG_BYTES - _IPTC_NAME_BYTES:
        tags = replace(tags, iptc=None)
        notices.append(tr("IPTC data was left out: JPEG holds at most 64 KiB of it."))
    short = tuple(
        pair for pair in tags.text if len(pair[1].encode("utf-8", "replace")) <= _JPEG_BYTES
    )
    if len(short) < len(tags.text):
        tags = replace(tags, text=short)
        notices.append(tr("A comment was left out: JPEG holds at most 64 KiB of it."))
    return tags, tuple(notices)


def _fits_jpeg(packet: bytes) -> bool:
    return len(packet) <= _JPEG_BYTES - _XMP_NAME_BYTES


def _tell_provenance(tags: Tags, made: provenance.Provenance, format: str) -> tuple[Tags, Notices]:
    if format not in _WITH_XMP:
        return tags, ()
    packet, kept = xmp.with_provenance(tags.xmp, made)
    if format == "JPEG" and not _fits_jpeg(packet):
        return tags, ()  # what a person wrote goes first
    tags = replace(tags, xmp=packet)
    if format == "PNG":
        tags = replace(tags, text=(*tags.text, (provenance.KEYWORD, made.to_json())))
    return tags, () if kept else (tr("XMP data was left out: it is damaged."),)


def _tell_dpi(tags: Tags, format: str) -> Tags:
    """WebP and AVIF have no place for a resolution but EXIF."""
    if format in ("WEBP", "AVIF") and tags.dpi is not None:
        return replace(tags, exif=exif_with_dpi(tags.exif, tags.dpi))
    return tags
