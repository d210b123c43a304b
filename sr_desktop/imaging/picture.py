"""The picture as it travels through the program."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels, and everything beside them that must survive saving.

    pixels is (H, W, 1) for gray or (H, W, 3) for RGB, uint8 or uint16 over the full range of the
    type, upright (EXIF orientation applied), in the file's own colour encoding. alpha is (H, W) of
    the same type, straight, or None. exif and xmp are the blobs as Pillow's savers take them, with
    the orientation reset. dpi is (x, y). format is Pillow's name of the source's format. notices
    tell a person what of the file could not be kept.
    """

    pixels: Pixels
    alpha: Pixels | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    format: str = "PNG"
    notices: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def is_gray(self) -> bool:
        return bool(self.pixels.shape[2] == 1)

    @property
    def bits(self) -> int:
        """Per channel: 8 or 16."""
        return self.pixels.dtype.itemsize * 8

    def with_pixels(self, pixels: Pixels, alpha: Pixels | None) -> Picture:
        """Other pixels with the same metadata."""
        return replace(self, pixels=pixels, alpha=alpha)


def levels(dtype: np.dtype[np.uint8] | np.dtype[np.uint16]) -> int:
    """The largest value of a pixel type: 255 or 65535."""
    return int(np.iinfo(dtype).max)
