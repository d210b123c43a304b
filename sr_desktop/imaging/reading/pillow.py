"""GIF and BMP, read by Pillow; and what the other formats need of it."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFile

from sr_desktop.imaging.metadata import orientation_of, sane_dpi
from sr_desktop.imaging.reading.source import (
    Colours,
    Metadata,
    Raster,
    require_memory,
    rows_per_band,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGE_PIXELS = 16_000_000  # Pillow holds four bytes of each; above this, read in bands if possible
_GRAY_MODES = ("1", "L", "LA", "I;16")
_one_at_a_time = threading.Lock()


@contextmanager
def quietly() -> Iterator[None]:
    """Let Pillow read headers and tags without its pixel limit and without warnings.

    Both are global to the process, so they are put back at once, and only one thread at a time may
    be here; decoding needs neither and stays outside. Our own limit is formats.MAX_PIXELS.
    """
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        limit = Image.MAX_IMAGE_PIXELS
        Image.MAX_IMAGE_PIXELS = None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def open_image(file: IO[bytes], format: str) -> ImageFile.ImageFile:
    """The header only. Raises what Pillow raises."""
    file.seek(0)
    with quietly():
        image = Image.open(file, formats=(format,))
    assert isinstance(image, ImageFile.ImageFile)
    return image


# Of LZW: the longest run that 12 bits can stand for has 4096 px, and each must be built up to.
_MOST_GIF_PIXELS_PER_BYTE = 4096


class PillowFile:
    """A Source of GIF, BMP or, of 8 bits, AVIF.

    BMP without compression is read in bands; of the others the whole is decoded at once.
    """

    lossless = False

    def __init__(self, file: IO[bytes], format: str) -> None:
        self._file = file
        self._image = open_image(file, format)
        self.format = format
        self.width, self.height = self._image.size
        promised = self.width * self.height // _MOST_GIF_PIXELS_PER_BYTE
        if format == "GIF" and file.seek(0, os.SEEK_END) < promised:
            raise EOFError("a GIF with a screen far larger than what it holds")
        with quietly():
            self.frames = int(getattr(self._image, "n_frames", 1))
        self.animated = format == "GIF" and self.frames > 1
        self.bits = 8
        self.channels = 1 if self._image.mode in _GRAY_MODES else 3
        self.alpha = bool(self._image.has_transparency_data)
        metadata = self.metadata()
        # Pillow tells an AVIF's own turning as EXIF; what XMP says was applied there already.
        self.orientation = orientation_of(metadata.exif, None)

    def decode(self, side_px: int | None = None) -> Raster:
        if side_px is None and self._has_raw_rows() and self.width * self.height > LARGE_PIXELS:
            return self._decode_raw_rows()
        require_memory(self.width * self.height * 8)
        return raster_of(self._image, side_px)

    def metadata(self) -> Metadata:
        info = self._image.info
        comment = info.get("comment") if self.format == "GIF" else None
        words = comment.decode("utf-8", "replace") if isinstance(comment, bytes) else ""
        xmp = info.get("xmp")
        return Metadata(
            icc=info.get("icc_profile") or None,
            exif=info.get("exif") or None,
            xmp=xmp if isinstance(xmp, bytes) else None,
            dpi=sane_dpi(info.get("dpi")),
            text=(("Comment", words),) if words else (),
        )

    def _has_raw_rows(self) -> bool:
        tile = self._image.tile
        return self.format == "BMP" and len(tile) == 1 and tile[0][0] == "raw"

    def _decode_raw_rows(self) -> Raster:
        # Not getpalette, which decodes the picture.
        colours = self._image.palette if self._image.mode == "P" else None
        palette = colours.getdata() if colours is not None else None
        with_alpha = self._image.mode in ("LA", "RGBA")
        return Raster(
            self.height,
            self.width,
            self.channels + with_alpha,
            8,
            "gray" if self.channels == 1 else "rgb",
            self._raw_bands(palette),
        )

    def _raw_bands(self, palette: Any) -> Iterator[NDArray[Any]]:
        """The rows of an uncompressed BMP, which lie in the file from below upwards, or not."""
        offset: int = self._image.tile[0][2]
        arguments: Any = self._image.tile[0][3]
        raw_mode, stride, direction = arguments
        rows = rows_per_band(self.width * 4)
        for top in range(0, self.height, rows):
            height = min(rows, self.height - top)
            first = top if direction > 0 else self.height - top - height
            self._file.seek(offset + first * stride)
            data = self._file.read(height * stride)
            if len(data) < height * stride:
                raise EOFError("the file ends early")
            size = (self.width, height)
            band = Image.frombytes(self._image.mode, size, data, "raw", raw_mode, stride, direction)
            if palette is not None:
                mode, colours = palette
                band.putpalette(colours, mode)
            yield array_of(plain(band))


def raster_of(image: Image.Image, side_px: int | None) -> Raster:
    """Decode the whole image, perhaps smaller, and give it in bands."""
    image.load()
    image = plain(image)
    if side_px is not None:
        image.thumbnail((side_px, side_px), Image.Resampling.BICUBIC, reducing_gap=2.0)
    colours: Colours = "gray" if image.mode in ("L", "LA") else "rgb"
    return Raster(
        image.height,
        image.width,
        len(image.getbands()),
        8,
        "cmyk" if image.mode == "CMYK" else colours,
        _bands(image),
    )


def plain(image: Image.Image) -> Image.Image:
    """The same image in mode L, LA, RGB, RGBA or CMYK."""
    if image.mode in ("LA", "RGBA", "CMYK"):
        return image
    gray = image.mode in ("1", "L")
    if image.has_transparency_data:
        return image.convert("LA" if gray else "RGBA")
    return image.convert("L" if gray else "RGB") if image.mode not in ("L", "RGB") else image


def array_of(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image).reshape(image.height, image.width, len(image.getbands()))


def _bands(image: Image.Image) -> Iterator[NDArray[np.uint8]]:
    """Not at once: np.asarray would hold the picture twice more for a moment."""
    rows = rows_per_band(image.width * 4)
    if rows >= image.height:
        yield array_of(image)
        return
    for top in range(0, image.height, rows):
        yield array_of(image.crop((0, top, image.width, min(top + rows, image.height))))
