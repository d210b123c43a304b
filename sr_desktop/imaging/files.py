"""The one door to picture files.

Reading: the first bytes decide the format, never the name. Writing: a file is encoded while its
rows come, under a hidden name beside the target, and put in place in one step, so that it is either
complete or not there, and what was there before stays until then.
"""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from PIL import UnidentifiedImageError

from sr_desktop.errors import ImageTooLarge, UnreadableImage
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.formats import MAX_PIXELS
from sr_desktop.imaging.place import check_writable_place, printable, shown_name
from sr_desktop.imaging.reading import decoder
from sr_desktop.imaging.reading.animation import Animation
from sr_desktop.imaging.reading.source import MALFORMED, Source, Unsupported
from sr_desktop.imaging.writing.animation_out import write_animation
from sr_desktop.imaging.writing.writing import Writing, start, write
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sr_desktop.imaging.picture import Picture
    from sr_desktop.imaging.provenance import Provenance

__all__ = [
    "Animation",
    "Encoding",
    "Probe",
    "Writing",
    "check_writable_place",
    "open_animation",
    "printable",
    "probe",
    "probe_in",
    "provenance",
    "provenance_in",
    "read",
    "shown_name",
    "start",
    "thumbnail",
    "write",
    "write_animation",
]

_PIPE = mark("{name} is no file but a pipe or a device.")
_CHANGED = mark("{name} was changed while it was read.")


@dataclass(frozen=True, slots=True)
class Probe:
    """What the header tells: the size as displayed, Pillow's name of the format, 8 or 16 bits per
    channel, the number of frames or pages, 1 or 3 channels, whether there is alpha (as far as the
    header tells), and whether the frames are an animation.
    """

    width: int
    height: int
    format: str
    bits: int
    frames: int
    channels: int = 3
    alpha: bool = False
    animated: bool = False


def probe(path: Path) -> Probe:
    """Read the header only. Raises UnreadableImage."""
    with _open(path) as source:
        return _probed(source)


def probe_in(file: IO[bytes], path: Path) -> Probe:
    """As probe, of an open file that messages know by this path."""
    with _translated(path):
        return _probed(decoder.open_source(file))


def _probed(source: Source) -> Probe:
    width, height = source.width, source.height
    if decoder.is_sideways(source):
        width, height = height, width
    return Probe(
        width,
        height,
        source.format,
        source.bits,
        source.frames,
        source.channels,
        source.alpha,
        source.animated,
    )


def read(path: Path, max_pixels: int = MAX_PIXELS) -> Picture:
    """The whole picture, upright; of several frames or pages the first.

    PNG, baseline JPEG, TIFF, uncompressed BMP and binary PNM are decoded in bands, so that whatever
    their size some hundred MiB of memory do. What is interlaced or progressive, and WebP, AVIF,
    HEIC, GIF and JPEG XL, is decoded at once.

    Raises ImageTooLarge above max_pixels, before decoding, and where memory does not suffice;
    UnreadableImage for everything else that is not a sound picture, also for a file that was
    changed while it was read.
    """
    with _open(path) as source:
        _check_pixels(path, source, max_pixels)
        return decoder.decode(source)


def provenance(path: Path) -> Provenance | None:
    """How this program made the file, as its header tells; None for any other file."""
    try:
        with _opened(path) as file:
            return provenance_in(file)
    except MALFORMED:
        return None


def provenance_in(file: IO[bytes]) -> Provenance | None:
    """As provenance, of an open file."""
    try:
        return decoder.provenance(file)
    except (*MALFORMED, MemoryError):
        return None


def open_animation(path: Path, max_pixels: int = MAX_PIXELS) -> Animation:
    """A GIF, WebP or APNG of more than one frame, to be closed after use.

    Raises as read does, and UnreadableImage for what does not move; its pictures raise the same.
    """
    stack = ExitStack()
    try:
        source = stack.enter_context(_open(path))
        _check_pixels(path, source, max_pixels)
        if not source.animated:
            raise UnreadableImage(
                tr("{name} is no animation.", name=shown_name(path)),
                tr("Read it as a picture instead."),
            )
        file = stack.enter_context(_opened(path))
        return Animation(source, file, stack, lambda: _translated(path))
    except (*MALFORMED, MemoryError, UnreadableImage) as error:
        stack.close()
        if isinstance(error, UnreadableImage):
            raise
        with _translated(path):
            raise


def thumbnail(path: Path, side_px: int, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """A small copy, (h, w, 3) and upright, for lists; no side longer than side_px. Raises as read.

    Transparency is laid over mid-gray; CMYK is converted without its profile.
    """
    with _open(path) as source:
        _check_pixels(path, source, max_pixels)
        return decoder.thumbnail(source, side_px)


@contextmanager
def _open(path: Path) -> Iterator[Source]:
    """The file with its header read; whatever goes wrong inside becomes an UnreadableImage."""
    with _translated(path), _opened(path) as file:
        before = _state(os.fstat(file.fileno()))
        try:
            yield decoder.open_source(file)
        except MALFORMED:
            _refuse_changed(path, before)
            raise
        _refuse_changed(path, before)


def _opened(path: Path) -> IO[bytes]:
    """Raises Unsupported for a pipe or a device: to read from those may take for ever."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise Unsupported(_PIPE, tr("Choose a picture's file."))
    return path.open("rb")


def _refuse_changed(path: Path, before: tuple[int, ...]) -> None:
    if before != _state(path.stat()):
        raise Unsupported(_CHANGED, tr("Try again when it is complete."))


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Whatever goes wrong inside becomes an UnreadableImage."""
    name = shown_name(path)
    try:
        yield
    except Unsupported as error:
        raise UnreadableImage(error.told_of(name), error.hint) from error
    except UnidentifiedImageError as error:
        raise _not_a_picture(path) from error
    except MemoryError as error:
        raise ImageTooLarge(
            tr("{name} needs more memory than is free.", name=name),
            tr("Close other programs, or use a smaller one."),
        ) from error
    except MALFORMED as error:
        raise _unreadable(path, error) from error


def _not_a_picture(path: Path) -> UnreadableImage:
    return UnreadableImage(
        tr("{name} is not a picture this program can read.", name=shown_name(path)),
        tr(
            "It reads PNG, JPEG, WebP, TIFF, BMP, GIF, AVIF, HEIC, JPEG XL and PNM; "
            "save the picture as one of these."
        ),
    )


def _unreadable(path: Path, error: Exception) -> UnreadableImage:
    name = shown_name(path)
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return UnreadableImage(
            tr("There is no file {name}.", name=name), tr("It may have been moved or renamed.")
        )
    if isinstance(error, (IsADirectoryError, PermissionError)) and os.path.isdir(path):
        return UnreadableImage(
            tr("{name} is a folder.", name=name), tr("Choose the pictures in it.")
        )
    if isinstance(error, PermissionError):
        return UnreadableImage(
            tr("You may not read {name}.", name=name), tr("Change its permissions, or copy it.")
        )
    if isinstance(error, OSError) and error.errno is not None:
        return UnreadableImage(
            tr("{name} cannot be read: {reason}.", name=name, reason=error.strerror),
            tr("Check the drive, or copy the file."),
        )
    return UnreadableImage(
        tr("{name} is damaged or incomplete.", name=name),
        tr("Copy or download it again, or save it anew in another program."),
    )


def _check_pixels(path: Path, source: Source, max_pixels: int) -> None:
    pixels = source.width * source.height
    if pixels > max_pixels:
        raise ImageTooLarge(
            tr(
                "{name} has {pixels_mp:.1f} megapixels; the limit is {limit_mp:.1f}, "
                "which guards against files made to fill the memory.",
                name=shown_name(path),
                pixels_mp=pixels / 1e6,
                limit_mp=max_pixels / 1e6,
            ),
            tr(
                "If you trust the file, raise the limit: --pixel-limit {wanted_mp} "
                "(megapixels), or Raise the limit in the window.",
                wanted_mp=math.ceil(pixels / 1e6),
            ),
            pixels,
        )
