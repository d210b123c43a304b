"""JPEG: by Pillow, and giants by libvips (both are libjpeg-turbo); words by our own segments."""

from __future__ import annotations

import os
from typing import IO

from sr_desktop.imaging.metadata import orientation_of
from sr_desktop.imaging.reading import pillow, vips
from sr_desktop.imaging.reading.segments import has_end, read_segments
from sr_desktop.imaging.reading.source import (
    Colours,
    Metadata,
    Raster,
    Unsupported,
    require_memory,
)
from sr_desktop.language import mark, tr

_COLOURS: dict[int, Colours] = {1: "gray", 3: "rgb", 4: "cmyk"}


# Of Huffman codes: a block of 8 x 8 px takes a bit at least. (libjpeg would fill hundreds of
# megapixels that a header promises with gray before it complains.)
_MOST_PIXELS_PER_BYTE = 8 * 64


class JpegFile:
    """A Source. Large ones are read in bands, unless progressive: those are decoded at once.

    Of an MPO it is the first picture.
    """

    format = "JPEG"
    lossless = False
    bits = 8
    alpha = False
    animated = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._segments = segments = read_segments(file)
        if segments.components not in _COLOURS:
            raise ValueError(f"a JPEG of {segments.components} components")
        if segments.precision != 8:
            raise Unsupported(
                mark("{name} is a JPEG of {bits} bits per channel."),
                tr("Save it as PNG or TIFF of 16 bits in another program."),
                bits=segments.precision,
            )
        self._metadata = segments.metadata
        self._image = pillow.open_image(file, "JPEG")
        self.width, self.height = self._image.size
        self.channels = 1 if segments.components == 1 else 3
        with pillow.quietly():
            self.frames = int(getattr(self._image, "n_frames", 1))
        self.orientation = orientation_of(self._metadata.exif, self._metadata.xmp)

    def decode(self, side_px: int | None = None) -> Raster:
        if not has_end(self._file, self._segments.pixels_at):
            raise EOFError("a JPEG without its end")
        pixels = self.width * self.height
        if self._file.seek(0, os.SEEK_END) < pixels // _MOST_PIXELS_PER_BYTE:
            raise EOFError("a JPEG with less than a bit for each of its blocks")
        if self._segments.progressive and side_px is None:  # coefficients have 16 bits
            require_memory(pixels * self._segments.samples * 2 // 64)
        name = getattr(self._file, "name", None)
        if side_px is not None:
            self._image.draft(None, (side_px, side_px))
        elif pixels > pillow.LARGE_PIXELS and isinstance(name, str):
            return self._in_bands(name)
        return pillow.raster_of(self._image, side_px)

    def metadata(self) -> Metadata:
        return self._metadata

    def _in_bands(self, name: str) -> Raster:
        loaded = vips.load("jpegload", name)
        colours = _COLOURS[loaded.channels]
        return Raster(loaded.height, loaded.width, loaded.channels, 8, colours, loaded.bands())
