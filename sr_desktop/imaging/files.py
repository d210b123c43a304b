"""The one door to picture files.

Reading: the first bytes decide the format, never the name. Writing: the whole file is encoded in
memory, written under a hidden name beside the target, and put in place in one step, so that a file
is either complete or not there, and what was there before stays until then.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import UnidentifiedImageError

from sr_desktop.errors import CannotWrite, ImageTooLarge, UnreadableImage
from sr_desktop.imaging import decoder, encoder
from sr_desktop.imaging.encoder import (
    Buffers,
    check_writable_size,
    extension_for,
    target_format,
)
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.source import MALFORMED, Source, Unsupported

__all__ = [
    "MAX_PIXELS",
    "READABLE",
    "WRITABLE",
    "Encoding",
    "Probe",
    "check_writable_place",
    "check_writable_size",
    "extension_for",
    "format_of",
    "looks_like_picture",
    "probe",
    "read",
    "shown_name",
    "target_format",
    "thumbnail",
    "write",
]

MAX_PIXELS = 500_000_000
_FORMAT_OF = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jfif": "JPEG",
    ".webp": "WEBP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".bmp": "BMP",
}
READABLE = tuple(_FORMAT_OF)
WRITABLE = tuple(ext for ext, format in _FORMAT_OF.items() if format in encoder.FORMATS)


@dataclass(frozen=True, slots=True)
class Probe:
    """What the header tells: the size as displayed, Pillow's name of the format, 8 or 16 bits per
    channel, the number of frames or pages.
    """

    width: int
    height: int
    format: str
    bits: int
    frames: int


def format_of(path: Path) -> str | None:
    """PNG, JPEG, WEBP, TIFF or BMP by the extension, or None."""
    return _FORMAT_OF.get(path.suffix.lower())


def looks_like_picture(path: Path) -> bool:
    """Whether the extension is one of a format that can be read."""
    return format_of(path) is not None


def shown_name(path: Path) -> str:
    """The file's name as one printable line, whatever bytes it is made of."""
    return _printable(path.name or str(path))


def _printable(text: str) -> str:
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def probe(path: Path) -> Probe:
    """Read the header only. Raises UnreadableImage."""
    with _open(path) as source:
        width, height = source.width, source.height
        if decoder.is_sideways(source):
            width, height = height, width
        return Probe(width, height, source.format, source.bits, source.frames)


def read(path: Path, max_pixels: int = MAX_PIXELS) -> Picture:
    """The whole picture, upright.

    Raises ImageTooLarge above max_pixels, before decoding; UnreadableImage for everything else that
    is not a sound picture.
    """
    with _open(path) as source:
        _check_pixels(path, source, max_pixels)
        return decoder.decode(source)


def thumbnail(path: Path, side_px: int) -> NDArray[np.uint8]:
    """A small copy, (h, w, 3) and upright, for lists; no side longer than side_px. Raises as read.

    Transparency is laid over mid-gray; CMYK is converted without its profile.
    """
    with _open(path) as source:
        _check_pixels(path, source, MAX_PIXELS)
        return decoder.thumbnail(source, side_px)


def write(path: Path, picture: Picture, encoding: Encoding) -> tuple[str, ...]:
    """Save, replacing what is there, and tell what the format could not hold.

    Missing folders are made. Raises CannotWrite; then, and when interrupted, path is as it was.
    """
    buffers, notices = encoder.encode(picture, encoding)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, buffers)
    except OSError as error:
        raise _cannot_write(path, error) from error
    return notices


def check_writable_place(path: Path) -> None:
    """Raise CannotWrite where no file can be made at this path; nothing is made to find out."""
    folder = path.parent
    while not os.path.lexists(folder):
        folder = folder.parent
    if not folder.is_dir():
        raise _cannot_write(path, OSError(errno.ENOTDIR, "not a folder"))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _cannot_write(path, OSError(errno.EACCES, "no permission"))


@contextmanager
def _open(path: Path) -> Iterator[Source]:
    """The file with its header read; whatever goes wrong inside becomes an UnreadableImage."""
    name = shown_name(path)
    try:
        with path.open("rb") as file:
            yield decoder.open_source(file)
    except Unsupported as error:
        raise UnreadableImage(f"{name} {error}.", error.hint) from error
    except UnidentifiedImageError as error:
        raise _not_a_picture(path) from error
    except MemoryError as error:
        raise ImageTooLarge(
            f"{name} needs more memory than is free.", "Close other programs, or use a smaller one."
        ) from error
    except MALFORMED as error:
        raise _unreadable(path, error) from error


def _not_a_picture(path: Path) -> UnreadableImage:
    with suppress(OSError):
        if path.stat().st_size == 0:
            return UnreadableImage(
                f"{shown_name(path)} is empty: it has 0 bytes.", "Copy or export it again."
            )
    return UnreadableImage(
        f"{shown_name(path)} is not a picture this program can read.",
        "It reads PNG, JPEG, WebP, TIFF and BMP; save the picture as one of these.",
    )


def _unreadable(path: Path, error: Exception) -> UnreadableImage:
    name = shown_name(path)
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return UnreadableImage(f"There is no file {name}.", "It may have been moved or renamed.")
    if isinstance(error, (IsADirectoryError, PermissionError)) and os.path.isdir(path):
        return UnreadableImage(f"{name} is a folder.", "Choose the pictures in it.")
    if isinstance(error, PermissionError):
        return UnreadableImage(f"You may not read {name}.", "Change its permissions, or copy it.")
    if isinstance(error, OSError) and error.errno is not None:
        return UnreadableImage(
            f"{name} cannot be read: {error.strerror}.", "Check the drive, or copy the file."
        )
    return UnreadableImage(
        f"{name} is damaged or incomplete.",
        "Copy or download it again, or save it anew in another program.",
    )


def _check_pixels(path: Path, source: Source, max_pixels: int) -> None:
    pixels = source.width * source.height
    if pixels > max_pixels:
        raise ImageTooLarge(
            f"{shown_name(path)} has {pixels / 1e6:.1f} megapixels; the limit is "
            f"{max_pixels / 1e6:.1f}.",
            "Cut it into parts, or make it smaller.",
        )


def _replace(path: Path, buffers: Buffers) -> None:
    # A leading dot: folder scans pass over it. Short, so that only path itself can be too long.
    temporary = path.parent / f".{secrets.token_hex(6)}.tmp"
    try:
        with temporary.open("xb") as file:
            _write_all(file, buffers)
        os.replace(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_all(file: IO[bytes], buffers: Buffers) -> None:
    for buffer in buffers:
        file.write(buffer)
    file.flush()
    os.fsync(file.fileno())


def _cannot_write(path: Path, error: OSError) -> CannotWrite:
    name, folder = shown_name(path), _printable(str(path.parent))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason, hint = "the disk is full", "Free some space, or save in another folder."
    elif error.errno == errno.EFBIG:
        reason, hint = "the disk does not take files of this size", "Save in another folder."
    elif error.errno == errno.ENAMETOOLONG:
        reason, hint = "its name is too long", "Give it a shorter name."
    elif os.path.isdir(path):  # unlike Path.is_dir, raises nothing itself
        reason, hint = "there is a folder of that name", "Choose another name."
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        reason = f"you may not write in {folder}"
        hint = "Choose another folder; if the file is open in another program, close it there."
    elif error.errno in (errno.ENOTDIR, errno.EEXIST):
        reason, hint = f"{folder} is not a folder", "Choose another folder."
    else:
        reason = f"{folder}: {error.strerror or 'the disk refused it'}"
        hint = "Choose another folder."
    return CannotWrite(f"{name} was not saved: {reason}.", hint)
