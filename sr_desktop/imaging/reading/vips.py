"""libvips, for what Pillow cannot do: 16 bits per channel, every kind of TIFF, fast PNG.

Pixels only: libvips rewrites EXIF (MakerNote is lost), so metadata never passes through here.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sr_desktop.imaging.reading.source import rows_per_band

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMATS: dict[np.dtype[Any], str] = {np.dtype(np.uint8): "uchar", np.dtype(np.uint16): "ushort"}
_ROWS_AT_ONCE = 16  # libvips keeps several times what is asked for at once: of a JPEG of 25000 px
# 562 MiB when 223 rows are asked for, 116 MiB when 8 are
_DTYPES = {
    "uchar": np.uint8,
    "ushort": np.uint16,
    "short": np.int16,
    "uint": np.uint32,
    "int": np.int32,
    "float": np.float32,
    "double": np.float64,
}


class Loaded:
    """A picture that libvips has opened, to be read once, from the top down.

    interpretation is libvips' word, such as srgb or cmyk; dtype that of its pixels.
    """

    def __init__(self, image: Any) -> None:
        self._image = image
        self.width, self.height, self.channels = image.width, image.height, image.bands
        self.interpretation: str = image.interpretation
        self.dtype = np.dtype(_DTYPES[image.format])

    def bands(self) -> Iterator[NDArray[Any]]:
        """(h, width, channels). Raises ValueError where the file turns out to be damaged."""
        pyvips = libvips()
        rows = rows_per_band(self.width * self.channels * self.dtype.itemsize)
        try:
            region = pyvips.Region.new(self._image)
            for top in range(0, self.height, rows):
                height = min(rows, self.height - top)
                band = np.empty((height, self.width, self.channels), self.dtype)
                for row in range(0, height, _ROWS_AT_ONCE):
                    part = band[row : row + _ROWS_AT_ONCE]
                    data = region.fetch(0, top + row, self.width, len(part))
                    part[:] = np.frombuffer(data, self.dtype).reshape(part.shape)
                yield band
        except pyvips.Error as error:
            raise ValueError(error.detail or error.message) from error


def load(
    loader: Literal["pngload", "jpegload", "tiffload", "heifload"],
    data: str | bytes,
    shrink: int = 1,
) -> Loaded:
    """Open a file by its name, or its bytes. Raises ValueError for a damaged one.

    Palettes are resolved, white is the largest value, alpha is as stored. shrink averages so many
    pixels a side into one, for a thumbnail.
    """
    pyvips = libvips()
    options: dict[str, Any] = {"fail_on": "error", "access": "sequential"}
    if loader == "tiffload":
        # libtiff's own limit of 50 MiB a strip refuses the one-strip files some programs write; the
        # picture's size was checked before.
        options["unlimited"] = True
    try:
        if isinstance(data, str):
            # As bytes: a name need not be valid text.
            name = os.fsencode(data) if os.name == "posix" else data
            image = getattr(pyvips.Image, loader)(name, **options)
        else:
            image = getattr(pyvips.Image, f"{loader}_buffer")(data, **options)
        if image.format not in _DTYPES:
            raise ValueError(f"pixels of type {image.format}")
        return Loaded(image.shrink(shrink, shrink).cast(image.format) if shrink > 1 else image)
    except pyvips.Error as error:
        raise ValueError(error.detail or error.message) from error


def to_srgb_16(pixels: NDArray[Any], interpretation: str, icc: bytes | None) -> NDArray[np.uint16]:
    """(h, W, C) of 16-bit CMYK by its profile, or of Lab as floats, as (h, W, 3) in sRGB.

    Raises ValueError for a profile that does not serve.
    """
    pyvips = libvips()
    height, width, channels = pixels.shape
    kind = "float" if pixels.dtype == np.float32 else "ushort"
    try:
        image = pyvips.Image.new_from_memory(
            np.ascontiguousarray(pixels), width, height, channels, kind
        ).copy(interpretation=interpretation)
        image.set_type(pyvips.GValue.gint_type, "concurrency", os.cpu_count() or 1)
        how = {"depth": 16, "intent": "relative", "black_point_compensation": True}
        if icc is not None:
            image.set_type(pyvips.GValue.blob_type, "icc-profile-data", icc)
            image = image.icc_transform("srgb", embedded=True, **how)
        else:
            image = image.icc_export(output_profile="srgb", **how)
        result = image.numpy()
    except pyvips.Error as error:
        raise ValueError(error.detail or error.message) from error
    return np.asarray(result, np.uint16).reshape(height, width, 3)


@lru_cache(maxsize=1)
def libvips() -> Any:
    """Imported at first use: it costs 20 to 50 ms, and the window must show at once."""
    # libvips warns about odd files through this logger; what matters comes as an error anyway.
    logging.getLogger("pyvips").setLevel(logging.CRITICAL)
    import pyvips

    pyvips.cache_set_max(0)  # every picture is opened once; the cache would only hold its pixels
    # Files are read and written one part after the other: two threads take 5 to 9 % more CPU, and
    # sixteen twice the memory, 267 for 130 MiB while a JPEG of 50596 px is written.
    pyvips.concurrency_set(1)
    return pyvips
