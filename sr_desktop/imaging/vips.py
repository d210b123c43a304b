"""libvips, for what Pillow cannot do: 16 bits per channel, every kind of TIFF, fast PNG.

Pixels only: libvips rewrites EXIF (MakerNote is lost), so metadata never passes through here.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sr_desktop.imaging.picture import Pixels

PNG_LEVEL = 4  # of 9. An enlarged photo, 18 MP: 1.5 s and 42.6 % at 4, 1.2 s and 63.9 % at 1,
# 2.4 s and 41.9 % at 6; Pillow needs 2.8 s for its level 4.
TIFF_LEVEL = 4  # The same photo: 1.0 s and 46.9 % at 4, 1.5 s and 46.0 % at 6.

_FORMATS: dict[np.dtype[Any], str] = {np.dtype(np.uint8): "uchar", np.dtype(np.uint16): "ushort"}
_TIFF_BYTES = 2**32 - 2**26  # offsets have 32 bits; what is larger becomes a BigTIFF


def load_png(data: bytes, shrink: int = 1) -> NDArray[Any]:
    """The pixels of a PNG, (H, W, 1 to 4), uint8 or uint16. Raises ValueError for a damaged one.

    shrink averages so many pixels a side into one, for a thumbnail.
    """
    return _load("pngload_buffer", data, shrink)[0]


def load_tiff(data: bytes, shrink: int = 1) -> tuple[NDArray[Any], bool]:
    """The pixels of a TIFF's first page, and whether they are CMYK; shrink as in load_png.

    (H, W, C) uint8 or uint16, not turned; palettes are resolved, white is the largest value, alpha
    is straight. Raises ValueError for a damaged one and for pixels of other types.
    """
    pixels, interpretation = _load("tiffload_buffer", data, shrink)
    return pixels, interpretation == "cmyk"


def save_png(pixels: Pixels, alpha: Pixels | None) -> bytes:
    """A PNG without metadata; arguments as in Picture."""
    image = _image(pixels, alpha)
    return bytes(image.pngsave_buffer(compression=PNG_LEVEL, filter="all", keep="none"))


def save_tiff(pixels: Pixels, alpha: Pixels | None) -> bytes:
    """A TIFF in strips, deflated, without metadata; arguments as in Picture."""
    image = _image(pixels, alpha)
    raw_bytes = pixels.nbytes + (alpha.nbytes if alpha is not None else 0)
    data = image.tiffsave_buffer(
        compression="deflate",
        predictor="horizontal",
        level=TIFF_LEVEL,
        bigtiff=raw_bytes > _TIFF_BYTES,
        keep="none",
    )
    return bytes(data)


@lru_cache(maxsize=1)
def _pyvips() -> Any:
    """Imported at first use: it costs 20 to 50 ms, and the window must show at once."""
    # libvips warns about odd files through this logger; what matters comes as an error anyway.
    logging.getLogger("pyvips").setLevel(logging.CRITICAL)
    import pyvips

    pyvips.cache_set_max(0)  # every picture is opened once; the cache would only hold its pixels
    return pyvips


def _load(operation: str, data: bytes, shrink: int) -> tuple[NDArray[Any], str]:
    pyvips = _pyvips()
    # unlimited: libtiff's own limit of 50 MiB a strip refuses the one-strip files some programs
    # write; the picture's size was checked before.
    try:
        image = getattr(pyvips.Image, operation)(
            data, fail_on="error", access="sequential", unlimited=True
        )
        if image.format not in _FORMATS.values():
            raise ValueError(f"pixels of type {image.format}")
        if shrink > 1:
            image = image.shrink(shrink, shrink)
        pixels = image.numpy()
    except pyvips.Error as error:
        raise ValueError(error.detail or error.message) from error
    return pixels.reshape(image.height, image.width, image.bands), image.interpretation


def _image(pixels: Pixels, alpha: Pixels | None) -> Any:
    """Shares the arrays' memory."""
    image = _plane(pixels)
    if alpha is not None:
        image = image.bandjoin(_plane(alpha[..., np.newaxis]))
    gray = pixels.shape[2] == 1
    if pixels.dtype == np.uint8:
        return image.copy(interpretation="b-w" if gray else "srgb")
    return image.copy(interpretation="grey16" if gray else "rgb16")


def _plane(pixels: Pixels) -> Any:
    height, width, bands = pixels.shape
    data = np.ascontiguousarray(pixels)
    return _pyvips().Image.new_from_memory(data, width, height, bands, _FORMATS[pixels.dtype])
