"""The chunks of a PNG: its header, and everything in it that is not pixels."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass, field
from typing import IO

from sr_desktop.imaging import iptc
from sr_desktop.imaging.metadata import sane_dpi
from sr_desktop.imaging.provenance import KEYWORD
from sr_desktop.imaging.reading.source import Metadata
from sr_desktop.language import tr

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP_KEYWORD = "XML:com.adobe.xmp"
_READ = (
    *(b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"pHYs", b"eXIf"),
    *(b"tEXt", b"zTXt", b"iTXt", b"acTL", b"fcTL"),
)
_MOST_BYTES = 32 << 20  # of one chunk that is no pixels, and of what may be inflated in one file
_MOST_TEXTS = 10_000
_RAW_PROFILE = re.compile(r"Raw profile type (\w+)")
_GRAY, _RGB, _PALETTE, _GRAY_ALPHA, _RGB_ALPHA = 0, 2, 3, 4, 6
_DEPTHS = {
    _GRAY: (1, 2, 4, 8, 16),
    _RGB: (8, 16),
    _PALETTE: (1, 2, 4, 8),
    _GRAY_ALPHA: (8, 16),
    _RGB_ALPHA: (8, 16),
}


@dataclass(slots=True)
class Chunks:
    """Of a PNG: the header, frames of an APNG with their seconds, and metadata.

    critical are the chunks a decoder needs, as (offset, length with head and checksum).
    first_is_frame tells whether the plain picture belongs to the animation.
    """

    width: int = 0
    height: int = 0
    depth: int = 8
    colour_type: int = _RGB
    interlaced: bool = False
    transparent: bool = False
    frames: int = 1
    plays: int = 0
    delays_ms: list[int] = field(default_factory=list)
    first_is_frame: bool = True
    is_whole: bool = False
    critical: list[tuple[int, int]] = field(default_factory=list)
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dpi: tuple[float, float] | None = None
    text: list[tuple[str, str]] = field(default_factory=list)
    made: str | None = None
    left_out: bool = False
    _inflated: int = 0

    @property
    def channels(self) -> int:
        return 1 if self.colour_type in (_GRAY, _GRAY_ALPHA) else 3

    @property
    def alpha(self) -> bool:
        return self.transparent or self.colour_type in (_GRAY_ALPHA, _RGB_ALPHA)

    @property
    def metadata(self) -> Metadata:
        notices = (tr("Damaged or overlong text is left out."),) if self.left_out else ()
        return Metadata(
            icc=self.icc,
            exif=self.exif,
            xmp=self.xmp,
            iptc=self.iptc,
            dpi=self.dpi,
            text=tuple(self.text),
            made=self.made,
            notices=notices,
        )


def read_chunks(file: IO[bytes], pixels_too: bool = True) -> Chunks:
    """Walk a PNG from its start; not pixels_too stops before them.

    Raises ValueError for a damaged header; what is damaged later is left to who decodes.
    """
    file.seek(len(SIGNATURE))
    chunks = Chunks()
    _read_header(chunks, file)
    at, seen_pixels = len(SIGNATURE) + 25, False
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return chunks
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if name == b"IDAT" and not pixels_too:
            return chunks
        seen_pixels = seen_pixels or name == b"IDAT"
        if not name[0] & 0x20 or name == b"tRNS":
            chunks.critical.append((at, length + 12))
        if name == b"IEND":
            chunks.is_whole = True
            return chunks
        if name in _READ and length <= _MOST_BYTES:
            content = file.read(length)
            if len(content) == length and zlib.crc32(content, zlib.crc32(name)) == int.from_bytes(
                file.read(4), "big"
            ):
                _take(chunks, name, content, seen_pixels)
        at += length + 12


def _read_header(chunks: Chunks, file: IO[bytes]) -> None:
    head = file.read(25)
    if len(head) < 25 or head[:8] != b"\0\0\0\x0dIHDR":
        raise ValueError("no PNG header")
    if zlib.crc32(head[4:21]) != int.from_bytes(head[21:], "big"):
        raise ValueError("damaged PNG header")
    width, height, depth, colour, method, filtering, interlace = struct.unpack(
        ">IIBBBBB", head[8:21]
    )
    if depth not in _DEPTHS.get(colour, ()) or method or filtering or interlace > 1:
        raise ValueError("no such PNG")
    if not 0 < width < 2**31 or not 0 < height < 2**31:
        raise ValueError("a PNG without size")
    chunks.width, chunks.height, chunks.depth = width, height, depth
    chunks.colour_type, chunks.interlaced = colour, bool(interlace)
    chunks.critical.append((len(SIGNATURE), 25))


def _take(chunks: Chunks, name: bytes, content: bytes, seen_pixels: bool) -> None:
    try:
        if name == b"tRNS":
            chunks.transparent = True
        elif name == b"iCCP":
            chunks.icc = _inflate(chunks, content.split(b"\0", 1)[1][1:])
        elif name == b"pHYs":
            x, y, unit = struct.unpack(">IIB", content)
            chunks.dpi = sane_dpi((x * 0.0254, y * 0.0254)) if unit == 1 else None
        elif name == b"eXIf":
            chunks.exif = content
        elif name == b"acTL":
            frames, chunks.plays = struct.unpack(">II", content)
            chunks.frames = max(1, frames)
        elif name == b"fcTL":
            if not chunks.delays_ms:
                chunks.first_is_frame = not seen_pixels
            over, under = struct.unpack_from(">HH", content, 20)
            chunks.delays_ms.append(round(1000 * over / (under or 100)))
        elif name in (b"tEXt", b"zTXt", b"iTXt"):
            _take_text(chunks, *_words(chunks, name, content))
    except (ValueError, LookupError, struct.error, zlib.error):
        chunks.left_out = True


def _words(chunks: Chunks, name: bytes, content: bytes) -> tuple[str, str]:
    """The keyword and the text of a tEXt, zTXt or iTXt."""
    key, rest = content.split(b"\0", 1)
    keyword = key.decode("latin-1")
    if name == b"tEXt":
        return keyword, rest.decode("latin-1")
    if name == b"zTXt":
        return keyword, _inflate(chunks, rest[1:]).decode("latin-1")
    packed, (_, _, text) = rest[0], rest[2:].split(b"\0", 2)
    return keyword, (_inflate(chunks, text) if packed else text).decode("utf-8")


def _take_text(chunks: Chunks, keyword: str, text: str) -> None:
    if keyword == _XMP_KEYWORD:
        chunks.xmp = text.encode()
    elif keyword == KEYWORD:
        chunks.made = text
    elif match := _RAW_PROFILE.fullmatch(keyword):
        _take_raw_profile(chunks, match[1].lower(), text)
    elif len(chunks.text) < _MOST_TEXTS:
        chunks.text.append((keyword, text))


def _take_raw_profile(chunks: Chunks, kind: str, text: str) -> None:
    """As ImageMagick writes them: a newline, the kind, the length, and hexadecimal digits."""
    try:
        data = bytes.fromhex("".join(text.split("\n")[3:]))
    except ValueError:
        data = b""
    if kind == "iptc":
        chunks.iptc = iptc.from_photoshop(data) or iptc.records(data)
    elif kind in ("exif", "app1") and data.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
        chunks.xmp = chunks.xmp or data.split(b"\0", 1)[1]
    elif kind in ("exif", "app1"):
        chunks.exif = chunks.exif or data
    elif kind == "xmp":
        chunks.xmp = chunks.xmp or data or None
    elif kind in ("icc", "icm"):
        chunks.icc = chunks.icc or data or None


def _inflate(chunks: Chunks, data: bytes) -> bytes:
    """Raises ValueError where it would become too much: a few bytes can hold gigabytes."""
    left = _MOST_BYTES - chunks._inflated
    inflater = zlib.decompressobj()
    result = inflater.decompress(data, max(1, left))
    chunks._inflated += len(result)
    if not inflater.eof:
        raise ValueError("too much text, or cut")
    return result


def without_words(file: IO[bytes], chunks: Chunks) -> bytes:
    """The PNG with only what a decoder needs. Raises ValueError where a checksum is wrong."""
    parts = [SIGNATURE]
    for at, length in chunks.critical:
        file.seek(at)
        part = file.read(length)
        if len(part) < length or zlib.crc32(part[4:-4]) != int.from_bytes(part[-4:], "big"):
            raise ValueError("a damaged part of a PNG")
        parts.append(part)
    return b"".join(parts)
