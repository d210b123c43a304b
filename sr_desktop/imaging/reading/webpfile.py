"""WebP: pixels by Pillow, words by our own reading of its chunks."""

from __future__ import annotations

from typing import IO

from sr_desktop.imaging.metadata import orientation_of
from sr_desktop.imaging.reading import pillow
from sr_desktop.imaging.reading.riff import read_riff
from sr_desktop.imaging.reading.source import Metadata, Raster, require_memory

_MOST_TIMES = 64  # that a screen may be larger than the largest frame on it


class WebpFile:
    """A Source. The whole is decoded at once: libwebp's own limit is 16383 px a side."""

    format = "WEBP"
    bits = 8
    channels = 3

    def __init__(self, file: IO[bytes]) -> None:
        riff = read_riff(file)
        self._metadata = riff.metadata
        self._image = pillow.open_image(file, "WEBP")
        self.width, self.height = self._image.size
        if riff.animated and self.width * self.height > _MOST_TIMES * riff.largest_frame_px:
            raise EOFError("a WebP with a screen far larger than its frames")
        self.frames = int(getattr(self._image, "n_frames", 1))
        self.animated = self.frames > 1
        self.alpha = self._image.mode == "RGBA"
        self.lossless = riff.lossless
        self.orientation = orientation_of(self._metadata.exif, self._metadata.xmp)

    def decode(self, side_px: int | None = None) -> Raster:
        require_memory(self.width * self.height * 12)
        return pillow.raster_of(self._image, side_px)

    def metadata(self) -> Metadata:
        return self._metadata
