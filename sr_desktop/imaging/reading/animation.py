"""Pictures that move: whole frames, one after the other, with their times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from sr_desktop.imaging.reading import decoder, pillow
from sr_desktop.imaging.reading.chunks import read_chunks
from sr_desktop.imaging.reading.riff import read_riff
from sr_desktop.imaging.reading.source import Source, require_memory

if TYPE_CHECKING:
    from PIL import Image

    from sr_desktop.imaging.picture import Picture

_OPAQUE = 255


class Animation:
    """An open GIF, WebP or APNG; a context manager, which closes the file.

    durations_ms says how long each frame is shown. loop is how often all of them are shown, 0 for
    ever. pictures gives each frame once, composited as it is seen, upright, with the metadata of
    the file; either all of them have alpha or none has. Raises as files.read does.
    """

    durations_ms: tuple[int, ...]
    loop: int

    def __init__(
        self,
        source: Source,
        file: IO[bytes],
        opened: ExitStack,
        translated: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._source, self._opened, self._translated = source, opened, translated
        require_memory(source.width * source.height * 16)
        self._image = pillow.open_image(file, source.format)
        self._first = 0
        if source.format == "WEBP":
            riff = read_riff(file)
            self.loop, self.durations_ms = riff.plays, tuple(riff.delays_ms)
            self._alpha = source.alpha
        elif source.format == "PNG":
            chunks = read_chunks(file)
            self.loop, self.durations_ms = chunks.plays, tuple(chunks.delays_ms)
            self._alpha = source.alpha
            self._first = 0 if chunks.first_is_frame else 1
        else:
            self.loop = _plays_of_gif(self._image)
            self.durations_ms, self._alpha = _times_of_gif(self._image)
        if len(self.durations_ms) != self._frames - self._first:
            raise ValueError("more or fewer frames than the header tells")

    @property
    def pictures(self) -> Iterator[Picture]:
        metadata = self._source.metadata()
        with self._translated():
            for number in range(self._first, self._frames):
                frame = _frame(self._image, number)
                if not self._alpha:
                    frame = frame.convert("RGB")
                picture = decoder.picture_of(
                    pillow.raster_of(frame, None), metadata, self._source, ()
                )
                yield replace(picture, frames=len(self.durations_ms))

    @property
    def _frames(self) -> int:
        return int(getattr(self._image, "n_frames", 1))

    def close(self) -> None:
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _frame(image: Image.Image, number: int) -> Image.Image:
    """As it is seen, in mode RGBA."""
    image.seek(number)
    image.load()
    return image.convert("RGBA")


def _plays_of_gif(image: Image.Image) -> int:
    """A GIF says how often it is repeated, or nothing, and is then shown once."""
    repeats = image.info.get("loop")
    if repeats is None:
        return 1
    return int(repeats) + 1 if repeats else 0


def _times_of_gif(image: Image.Image) -> tuple[tuple[int, ...], bool]:
    """How long each frame is shown, and whether anything is seen through any of them."""
    times, clear = [], False
    for number in range(int(getattr(image, "n_frames", 1))):
        frame = _frame(image, number)
        times.append(int(image.info.get("duration", 0)))
        low, _ = frame.getchannel("A").getextrema()
        clear = clear or low != _OPAQUE
    return tuple(times), clear
