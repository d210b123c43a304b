"""AVIF: 8 bits by Pillow, 10 and 12 by libvips, which keeps them."""

from __future__ import annotations

from typing import IO

from sr_desktop.imaging.reading import vips
from sr_desktop.imaging.reading.heif import stretched
from sr_desktop.imaging.reading.pillow import PillowFile
from sr_desktop.imaging.reading.source import Raster, require_memory, shrink_for

_HEAD_BYTES = 65_536
_DEEP, _DEEPER = 0x40, 0x20  # high_bitdepth and twelve_bit of AV1CodecConfigurationBox


class AvifFile(PillowFile):
    """A Source. The whole is decoded at once; what is deep comes out turned upright."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, "AVIF")
        self._depth = _depth(file)
        if self._depth > 8:
            self.bits = 16
            if self.orientation >= 5:
                self.width, self.height = self.height, self.width
            self.orientation = 1

    def decode(self, side_px: int | None = None) -> Raster:
        if self._depth == 8:
            return super().decode(side_px)
        require_memory(self.width * self.height * 16)
        self._file.seek(0)
        loaded = vips.load("heifload", self._file.read(), shrink_for(self, side_px))
        shift = 16 - self._depth  # libvips puts the bits on top
        return Raster(
            loaded.height,
            loaded.width,
            loaded.channels,
            16,
            "gray" if loaded.channels < 3 else "rgb",
            (stretched(band >> shift, self._depth) for band in loaded.bands()),
        )


def _depth(file: IO[bytes]) -> int:
    """8, 10 or 12 bits per channel, by the first configuration of the codec."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    at = head.find(b"av1C")
    flags = head[at + 6] if 0 <= at < len(head) - 6 else 0
    return (12 if flags & _DEEPER else 10) if flags & _DEEP else 8
