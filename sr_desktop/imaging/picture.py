"""The picture as it travels through the program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sr_desktop.imaging.form import Form

if TYPE_CHECKING:
    from sr_desktop.imaging.provenance import Provenance

Pixels = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels, and everything beside them that must survive saving.

    pixels is (H, W, 1) for gray or (H, W, 3) for RGB, uint8 or uint16 over the full range of the
    type, upright (EXIF orientation applied), in the file's own colour encoding; those of a giant
    lie in a scratch file (store.py). alpha is (H, W) of the same type, straight, or None. exif and
    xmp are the blobs as Pillow's savers take them, with the orientation reset. iptc is the IIM
    records, without Photoshop's block around them. dpi is (x, y). text is what a PNG says in words,
    (keyword, text) each, in the file's order; a JPEG's comment has the keyword Comment. format is
    Pillow's name of the source's format, and lossless tells a lossless WebP from a lossy one.
    frames counts the pictures of the source, of which this is the first. made is how this program
    made it, if it did. notices tell a person what of the file could not be kept.
    """

    pixels: Pixels
    alpha: Pixels | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dpi: tuple[float, float] | None = None
    text: tuple[tuple[str, str], ...] = ()
    format: str = "PNG"
    lossless: bool = False
    frames: int = 1
    made: Provenance | None = None
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
    def form(self) -> Form:
        return Form(
            self.height, self.width, self.pixels.shape[2], self.bits, self.alpha is not None
        )

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


def dtype_of(bits: int) -> np.dtype[np.uint8] | np.dtype[np.uint16]:
    """Of pixels with 8 or 16 bits per channel."""
    return np.dtype(np.uint16) if bits == 16 else np.dtype(np.uint8)
