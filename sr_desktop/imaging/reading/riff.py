"""The chunks of a WebP: what it is, and what it says of itself."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field
from typing import IO

from sr_desktop.imaging.reading.source import Metadata

_ALPHA, _ANIMATION = 0x10, 0x02  # flags of VP8X
_MOST_BYTES = 64 << 20  # of one chunk of metadata


@dataclass(slots=True)
class Riff:
    """lossless is about the first frame; plays is 0 for ever; largest_frame_px is that of ANMF."""

    lossless: bool = False
    alpha: bool = False
    animated: bool = False
    plays: int = 1
    delays_ms: list[int] = field(default_factory=list)
    largest_frame_px: int = 0
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None

    @property
    def metadata(self) -> Metadata:
        return Metadata(icc=self.icc, exif=self.exif, xmp=self.xmp)


def read_riff(file: IO[bytes]) -> Riff:
    """Pixels are passed over. Never raises for damage: who decodes will."""
    size = file.seek(0, os.SEEK_END)
    riff, at, first = Riff(), 12, True
    while at + 8 <= size:
        file.seek(at)
        name, length = struct.unpack("<4sI", file.read(8))
        if name == b"VP8X":
            flags = file.read(1)
            riff.alpha = bool(flags and flags[0] & _ALPHA)
            riff.animated = bool(flags and flags[0] & _ANIMATION)
        elif name == b"ANIM" and len(content := file.read(6)) == 6:
            (riff.plays,) = struct.unpack_from("<H", content, 4)
        elif name == b"ANMF" and len(content := file.read(24)) == 24:
            wide, high, delay_ms = (
                int.from_bytes(content[start : start + 3], "little") for start in (6, 9, 12)
            )
            riff.delays_ms.append(delay_ms)
            riff.largest_frame_px = max(riff.largest_frame_px, (wide + 1) * (high + 1))
            if first:
                riff.lossless, first = content[16:20] == b"VP8L", False
        elif name == b"VP8L" and first:
            riff.lossless, first = True, False
            head = file.read(5)
            riff.alpha = riff.alpha or (len(head) == 5 and bool(head[4] & 0x10))
        elif name in (b"ICCP", b"EXIF", b"XMP ") and length <= _MOST_BYTES:
            content = file.read(length)
            if len(content) == length:
                setattr(riff, {b"ICCP": "icc", b"EXIF": "exif", b"XMP ": "xmp"}[name], content)
        at += 8 + length + length % 2
    return riff
