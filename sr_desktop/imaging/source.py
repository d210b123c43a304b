"""What an open picture file gives, whichever library reads it."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray

# What Pillow and our own parsing raise over damaged files, as fuzzing them showed.
MALFORMED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


class Unsupported(ValueError):
    """A sound file of a kind we do not read.

    The message ends a sentence that began with the file's name; hint is the next step.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels as stored: (H, W, C) uint8 or uint16, not turned.

    C is 1 or 3, or 4 if cmyk, and one or more if there is alpha or other channels.
    """

    pixels: NDArray[Any]
    cmyk: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """As in Picture, but as stored: not yet turned upright. Empty exif was there, but damaged."""

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None


class Source(Protocol):
    """The header is read when it is made; what is damaged shows as OSError, ValueError and such.

    format is PNG, JPEG, WEBP, TIFF or BMP; width and height are as stored; orientation is EXIF's
    1 to 8; bits are 8 or 16, per channel; frames counts the pictures in the file.
    """

    format: str
    width: int
    height: int
    bits: int
    frames: int
    orientation: int

    def decode(self, side_px: int | None = None) -> Raster:
        """All pixels; or, given side_px, perhaps a smaller copy with a side at least that long."""

    def metadata(self) -> Metadata:
        """To be called after decode: some formats keep it behind the pixels."""


def shrink_for(source: Source, side_px: int | None) -> int:
    """By which whole factor a source may be shrunk for a copy of side_px; 1 for all pixels."""
    return max(1, max(source.width, source.height) // (2 * side_px)) if side_px else 1
