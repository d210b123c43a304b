"""The segments of a JPEG before its pixels: what it is, and what it says of itself."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field
from typing import IO

from sr_desktop.imaging import iptc
from sr_desktop.imaging.metadata import sane_dpi
from sr_desktop.imaging.reading.source import Metadata

_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_ICC, _PHOTOSHOP = b"ICC_PROFILE\0", b"Photoshop 3.0\0"
_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start-of-frame markers
_AT_ONCE = frozenset(range(0xC0, 0xD0)) - {0xC0, 0xC1, 0xC9}  # all but the sequential ones
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_PER_INCH, _PER_CM = 1, 2
_MOST_BYTES = 64 << 20
_TAIL_BYTES = 65_536


@dataclass(slots=True)
class Segments:
    """progressive means that nothing can be shown before all was read."""

    width: int = 0
    height: int = 0
    components: int = 0
    precision: int = 8
    progressive: bool = False
    pixels_at: int = 0
    samples: int = 0  # of all components together, for each pixel, in 64ths
    exif: bytes | None = None
    xmp: bytes | None = None
    jfif_dpi: tuple[float, float] | None = None
    comments: list[str] = field(default_factory=list)
    _icc: dict[int, bytes] = field(default_factory=dict)
    _photoshop: list[bytes] = field(default_factory=list)

    @property
    def icc(self) -> bytes | None:
        return b"".join(self._icc[number] for number in sorted(self._icc)) or None

    @property
    def metadata(self) -> Metadata:
        return Metadata(
            icc=self.icc,
            exif=self.exif,
            xmp=self.xmp,
            iptc=iptc.from_photoshop(b"".join(self._photoshop)),
            dpi=self.jfif_dpi,
            text=tuple(("Comment", comment) for comment in self.comments),
        )


def read_segments(file: IO[bytes]) -> Segments:
    """From the start to the first scan. Raises ValueError where none comes."""
    file.seek(2)
    segments, taken = Segments(), 0
    while True:
        marker = _next_marker(file)
        if marker == _SOS:
            break
        if marker in _BARE:
            continue
        length = int.from_bytes(file.read(2), "big") - 2
        content = file.read(length) if length >= 0 else b""
        taken += length
        if marker == _EOI or length < 0 or len(content) < length or taken > _MOST_BYTES:
            raise ValueError("a JPEG without pixels")
        if marker in _FRAMES:
            _take_frame(segments, marker, content)
        else:
            _take(segments, marker, content)
    segments.pixels_at = file.tell()
    if not segments.components:
        raise ValueError("a JPEG without size")
    return segments


def has_end(file: IO[bytes], pixels_at: int) -> bool:
    """Whether an end of image follows the start of the pixels: of a download that was made room
    for and then broke off, only zeros do.
    """
    stop = file.seek(0, os.SEEK_END)
    while stop > pixels_at + 1:
        start = max(pixels_at, stop - _TAIL_BYTES)
        file.seek(start)
        if b"\xff\xd9" in file.read(stop - start):
            return True
        stop = start + 1 if start > pixels_at else start
    return False


def _next_marker(file: IO[bytes]) -> int:
    """Past the bytes that pad, and past junk between segments, as libjpeg does."""
    byte = file.read(1)
    while byte:
        if byte == b"\xff":
            while byte == b"\xff":
                byte = file.read(1)
            if byte not in (b"", b"\0"):
                return byte[0]
        byte = file.read(1)
    raise ValueError("a JPEG that ends before its pixels")


def _take_frame(segments: Segments, marker: int, content: bytes) -> None:
    segments.precision, segments.height, segments.width, segments.components = struct.unpack_from(
        ">BHHB", content
    )
    segments.progressive = marker in _AT_ONCE
    factors = [(byte >> 4, byte & 15) for byte in content[7::3][: segments.components]]
    most = max((h * v for h, v in factors), default=1) or 1
    segments.samples = sum(64 * h * v // most for h, v in factors)


def _take(segments: Segments, marker: int, content: bytes) -> None:
    if marker == 0xE0 and content.startswith(b"JFIF\0") and len(content) >= 12:
        unit, x, y = struct.unpack_from(">BHH", content, 7)
        times = {_PER_INCH: 1.0, _PER_CM: 2.54}.get(unit)
        segments.jfif_dpi = sane_dpi((x * times, y * times)) if times else None
    elif marker == 0xE1 and content.startswith(_EXIF):
        segments.exif = segments.exif if segments.exif is not None else content
    elif marker == 0xE1 and content.startswith(_XMP):
        segments.xmp = segments.xmp or content[len(_XMP) :]
    elif marker == 0xE2 and content.startswith(_ICC) and len(content) > 14:
        segments._icc.setdefault(content[12], content[14:])
    elif marker == 0xED and content.startswith(_PHOTOSHOP):
        segments._photoshop.append(content[len(_PHOTOSHOP) :])
    elif marker == _COM:
        try:
            comment = content.decode("utf-8")
        except UnicodeDecodeError:
            comment = content.decode("latin-1")
        if comment.strip("\0"):
            segments.comments.append(comment.rstrip("\0"))
