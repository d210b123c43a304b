"""PNG: the first 8 bits by Pillow, 16 bits and giants by libvips, words by our own chunks."""

from __future__ import annotations

import io
import os
from typing import IO

from sr_desktop.imaging.metadata import orientation_of
from sr_desktop.imaging.reading import pillow, vips
from sr_desktop.imaging.reading.chunks import read_chunks, without_words
from sr_desktop.imaging.reading.source import Metadata, Raster, require_memory, shrink_for


class PngFile:
    """A Source. Read in bands where it is large; all at once where it is interlaced."""

    format = "PNG"
    lossless = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._chunks = chunks = read_chunks(file)
        self._metadata = chunks.metadata
        self.width, self.height = chunks.width, chunks.height
        self.bits = 16 if chunks.depth == 16 else 8
        self.channels, self.alpha = chunks.channels, chunks.alpha
        self.frames = chunks.frames + (chunks.frames > 1 and not chunks.first_is_frame)
        self.animated = chunks.frames > 1
        self.orientation = orientation_of(chunks.exif, chunks.xmp)

    def decode(self, side_px: int | None = None) -> Raster:
        if not self._chunks.is_whole:
            raise EOFError("a PNG without its end")
        large = self.width * self.height > pillow.LARGE_PIXELS
        if self._chunks.interlaced:
            bytes_each = (self.channels + self.alpha) * self.bits // 8
            require_memory(self.width * self.height * bytes_each)
        if self.bits == 8 and not large:
            data = io.BytesIO(without_words(self._file, self._chunks))
            return pillow.raster_of(pillow.open_image(data, "PNG"), side_px)
        loaded = vips.load("pngload", self._pixels(large), shrink_for(self, side_px))
        colours = 1 if loaded.channels < 3 else 3
        return Raster(
            loaded.height,
            loaded.width,
            loaded.channels,
            loaded.dtype.itemsize * 8,
            "gray" if colours == 1 else "rgb",
            loaded.bands(),
        )

    def metadata(self) -> Metadata:
        return self._metadata

    def _pixels(self, large: bool) -> str | bytes:
        """The name of a large file; of a small one, its bytes without what a bomb may hide in."""
        name = getattr(self._file, "name", None)
        if not large or not isinstance(name, str):
            return without_words(self._file, self._chunks)
        if self._chunks.left_out and os.fstat(self._file.fileno()).st_size < 1 << 30:
            return without_words(self._file, self._chunks)
        return name
