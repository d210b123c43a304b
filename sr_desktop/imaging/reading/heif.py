"""HEIC of phones, by a library that is an extra of this program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from sr_desktop import paths
from sr_desktop.imaging.reading.source import (
    Colours,
    Metadata,
    Raster,
    Unsupported,
    require_memory,
    rows_per_band,
)
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LIBRARY_MISSING = mark("{name} is an HEIC picture, which needs a further library.")


def how_to_get_libraries() -> str:
    if paths.is_frozen():  # their terms, GPL, are not those under which our binaries ship
        return tr("Save it as JPEG or PNG first: the program from the installer cannot read it.")
    return tr("Install it by: pip install 'sr-desktop[formats]'")


class HeifFile:
    """A Source. The whole is decoded at once, by libheif, which turns it upright as well."""

    format = "HEIF"
    orientation = 1
    animated = False
    lossless = False

    def __init__(self, file: IO[bytes]) -> None:
        try:
            import pillow_heif
        except ImportError as error:
            raise Unsupported(_LIBRARY_MISSING, how_to_get_libraries()) from error
        file.seek(0)
        self._heif = pillow_heif.open_heif(file, convert_hdr_to_8bit=False, hdr_to_16bit=False)
        self.width, self.height = self._heif.size
        self.frames = len(self._heif)
        self._depth = int(self._heif.info.get("bit_depth", 8))
        self.bits = 16 if self._depth > 8 else 8
        mode = str(self._heif.mode).split(";")[0]
        self.channels = 1 if mode in ("L", "LA", "I") else 3
        self.alpha = bool(self._heif.has_alpha)

    def decode(self, side_px: int | None = None) -> Raster:
        del side_px
        require_memory(self.width * self.height * 8)
        pixels: NDArray[Any] = np.asarray(self._heif)
        pixels = pixels.reshape(self.height, self.width, -1)
        colours: Colours = "gray" if self.channels == 1 else "rgb"
        return Raster(
            self.height,
            self.width,
            pixels.shape[2],
            self.bits,
            colours,
            _bands(pixels, self._depth),
        )

    def metadata(self) -> Metadata:
        info = self._heif.info
        return Metadata(
            icc=info.get("icc_profile") or None,
            exif=info.get("exif") or None,
            xmp=info.get("xmp") or None,
        )


def _bands(pixels: NDArray[Any], depth: int) -> Iterator[NDArray[Any]]:
    rows = rows_per_band(pixels.shape[1] * pixels.shape[2] * 4)
    for top in range(0, len(pixels), rows):
        band = pixels[top : top + rows]
        yield stretched(band, depth) if depth > 8 else band


def stretched(band: NDArray[Any], depth: int) -> NDArray[np.uint16]:
    """10 or 12 bits over the full range of 16."""
    most = 2**depth - 1
    wide = np.minimum(band.astype(np.uint32), most)
    return np.asarray((wide * 65535 + most // 2) // most, np.uint16)
