"""PNG, JPEG, WebP and BMP, read by Pillow."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sr_desktop.imaging import png, vips
from sr_desktop.imaging.metadata import orientation_of, sane_dpi
from sr_desktop.imaging.source import Metadata, Raster, shrink_for

_FORMATS = ("PNG", "JPEG", "WEBP", "BMP")
_BAND_ROWS = 256
_one_at_a_time = threading.Lock()


@contextmanager
def quietly() -> Iterator[None]:
    """Let Pillow read headers and tags without its pixel limit and without warnings.

    Both are global to the process, so they are put back at once, and only one thread at a time may
    be here; decoding needs neither and stays outside. Our own limit is files.MAX_PIXELS.
    """
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        limit = Image.MAX_IMAGE_PIXELS
        Image.MAX_IMAGE_PIXELS = None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit


class PillowFile:
    """A Source. Its first bytes decide which format it is."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        with quietly():
            self._image = Image.open(file, formats=_FORMATS)
        # MPO is a JPEG with more pictures behind the first.
        self.format = (self._image.format or "").replace("MPO", "JPEG")
        self.width, self.height = self._image.size
        self.frames = int(getattr(self._image, "n_frames", 1))
        self.bits = 16 if self.format == "PNG" and self._png_bits() == 16 else 8
        self.orientation = self._orientation()

    def decode(self, side_px: int | None = None) -> Raster:
        if self.bits == 16:
            return self._decode_16_bits(side_px)
        if side_px is not None:
            self._image.draft(None, (side_px, side_px))
        self._load()
        image = _plain(self._image)
        if side_px is not None:
            image.thumbnail((side_px, side_px), Image.Resampling.BICUBIC, reducing_gap=2.0)
        return Raster(_array(image), cmyk=image.mode == "CMYK")

    def _decode_16_bits(self, side_px: int | None) -> Raster:
        """Pillow would give the upper 8 bits only; it reads the metadata."""
        if png.has_more_behind_pixels(self._file):
            self._load()
        self._file.seek(0)
        return Raster(vips.load_png(self._file.read(), shrink_for(self, side_px)))

    def _load(self) -> None:
        self._image.load()
        self.orientation = self._orientation()  # a PNG may state it behind the pixels

    def metadata(self) -> Metadata:
        info = self._image.info
        xmp = info.get("xmp") or info.get("XML:com.adobe.xmp")
        return Metadata(
            icc=info.get("icc_profile") or None,
            exif=info.get("exif") or self._exif_as_text(),
            xmp=xmp.encode() if isinstance(xmp, str) else xmp,
            dpi=sane_dpi(info.get("dpi")),
        )

    def _png_bits(self) -> int:
        self._file.seek(0)
        return png.bit_depth(self._file.read(25))

    def _orientation(self) -> int:
        # Not the image's own getexif(): that of a PNG decodes all pixels to look behind them.
        metadata = self.metadata()
        return orientation_of(metadata.exif, metadata.xmp)

    def _exif_as_text(self) -> bytes | None:
        """EXIF as old ImageMagick wrote it into PNG: "\\nexif\\n", its length, hexadecimal."""
        text = self._image.info.get("Raw profile type exif")
        if not text:
            return None
        try:
            return bytes.fromhex("".join(text.split("\n")[3:]))
        except ValueError:
            return b""


def _plain(image: Image.Image) -> Image.Image:
    """The same image in mode L, LA, RGB, RGBA or CMYK."""
    if image.mode in ("LA", "RGBA", "CMYK"):
        return image
    gray = image.mode in ("1", "L")
    if image.has_transparency_data:
        return image.convert("LA" if gray else "RGBA")
    return image.convert("L" if gray else "RGB") if image.mode not in ("L", "RGB") else image


def _array(image: Image.Image) -> NDArray[np.uint8]:
    """(H, W, C), writable. In bands: np.asarray would hold the picture twice more for a moment."""
    result = np.empty((image.height, image.width, len(image.getbands())), np.uint8)
    for top in range(0, image.height, _BAND_ROWS):
        bottom = min(top + _BAND_ROWS, image.height)
        band = np.asarray(image.crop((0, top, image.width, bottom)))
        result[top:bottom] = band.reshape(bottom - top, *result.shape[1:])
    return result
