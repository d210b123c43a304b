"""Fewer bits, no alpha, sRGB: for formats that hold less than the picture, and for views."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    from sr_desktop.imaging.picture import Pixels

_ICC_DATE = slice(24, 36)  # of an ICC profile's header, ICC.1:2022 section 7.2
_BAND_ROWS = 256  # what is widened for arithmetic is never more than this at once


def to_8_bits(pixels: Pixels) -> NDArray[np.uint8]:
    """The nearest of 256 levels; any shape, 8 bits are passed through."""
    if pixels.dtype == np.uint8:
        return pixels.astype(np.uint8, copy=False)
    result = np.empty(pixels.shape, np.uint8)
    for rows in _bands(pixels):
        wide = pixels[rows].astype(np.uint32)
        result[rows] = (wide + 128) // 257
    return result


def to_16_bits(pixels: Pixels) -> NDArray[np.uint16]:
    """The same levels out of 65536, exactly; any shape, 16 bits are passed through."""
    if pixels.dtype == np.uint16:
        return pixels.astype(np.uint16, copy=False)
    return np.multiply(pixels, np.uint16(257), dtype=np.uint16)


def lay_over(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8], gray: int) -> NDArray[np.uint8]:
    """Over an opaque sheet of one grey level; pixels is (H, W, C), straight alpha is (H, W)."""
    result = np.empty_like(pixels)
    for rows in _bands(pixels):
        share = alpha[rows][..., np.newaxis].astype(np.uint16)
        mixed = pixels[rows] * share + np.uint16(gray) * (255 - share)
        result[rows] = (mixed + 127) // 255
    return result


def to_srgb(image: Image.Image, icc: bytes | None) -> tuple[NDArray[np.uint8], bytes, bool]:
    """An image in CMYK or L as sRGB.

    Returns (H, W, 3), the profile of sRGB, and whether the image's own profile was followed;
    without a usable one the colours are an estimate.
    """
    from PIL import ImageCms

    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    try:
        if icc is None:
            raise OSError("no profile")
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(icc)),
            srgb,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ImageCms.PyCMSError):
        converted = None
    rgb = converted if converted is not None else image.convert("RGB")
    return np.asarray(rgb), _undated(srgb.tobytes()), converted is not None


def srgb_profile() -> bytes:
    """The profile of sRGB, the same bytes in each run."""
    from PIL import ImageCms

    return _undated(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def _undated(icc: bytes) -> bytes:
    """The profile as if made at the start of 2000: equal runs are to give equal files."""
    date = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    return icc[: _ICC_DATE.start] + date + icc[_ICC_DATE.stop :]


def _bands(pixels: Pixels) -> Iterator[slice]:
    for top in range(0, pixels.shape[0], _BAND_ROWS):
        yield slice(top, top + _BAND_ROWS)
