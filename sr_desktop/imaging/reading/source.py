"""What an open picture file gives, whichever library reads it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from sr_desktop.language import tr

if TYPE_CHECKING:
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

BAND_BYTES = 16 << 20  # what is decoded at once where a format can be read in bands

Colours = Literal["gray", "rgb", "cmyk", "lab", "icclab", "ycbcr"]
COLOUR_CHANNELS: dict[Colours, int] = {
    "gray": 1,
    "rgb": 3,
    "cmyk": 4,
    "lab": 3,
    "icclab": 3,
    "ycbcr": 3,
}


class Unsupported(ValueError):
    """A sound file of a kind we do not read.

    template is a marked sentence with {name} for the file's, and the names of values; hint is the
    next step.
    """

    def __init__(self, template: str, hint: str, **values: object) -> None:
        super().__init__(template)
        self.hint = hint
        self._template = template
        self._values = values

    def told_of(self, name: str) -> str:
        """The sentence about the file of this name."""
        return tr(self._template).format(name=name, **self._values)


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels as stored, not turned, in bands from the top down.

    Each band is (h, width, channels), uint8 or uint16 as bits says, over the full range of that
    type; only the last one may have fewer rows. channels is as many as colours need (1, 3, or 4 for
    CMYK), and one or more if there is alpha or more. Of Lab, the second and third channel are
    signed in "lab" and begin at the middle in "icclab", as TIFF stores both. notices is complete
    when the last band was given.
    """

    height: int
    width: int
    channels: int
    bits: int
    colours: Colours
    bands: Iterator[NDArray[Any]]
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Metadata:
    """As in Picture, but as stored: not yet turned upright. Empty exif was there, but damaged."""

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dpi: tuple[float, float] | None = None
    text: tuple[tuple[str, str], ...] = ()
    made: str | None = None  # the text of KEYWORD, not yet parsed
    notices: tuple[str, ...] = ()


class Source(Protocol):
    """The header is read when it is made; what is damaged shows as OSError, ValueError and such.

    format is Pillow's name of it; width and height are as stored; orientation is EXIF's 1 to 8;
    bits are 8 or 16, channels 1 or 3, as read gives them; alpha as far as the header tells; frames
    counts the pictures in the file, animated says whether they are one that moves.
    """

    format: str
    width: int
    height: int
    bits: int
    channels: int
    alpha: bool
    frames: int
    animated: bool
    lossless: bool
    orientation: int

    def decode(self, side_px: int | None = None) -> Raster:
        """All pixels; or, given side_px, perhaps a smaller copy with a side at least that long."""

    def metadata(self) -> Metadata:
        """What belongs to the picture beside its pixels."""


def shrink_for(source: Source, side_px: int | None) -> int:
    """By which whole factor a source may be shrunk for a copy of side_px; 1 for all pixels."""
    return max(1, max(source.width, source.height) // (2 * side_px)) if side_px else 1


def require_memory(needed_bytes: int) -> None:
    """Raise MemoryError where what must be decoded at once would not fit."""
    import psutil  # late: a window shows sooner without it

    if needed_bytes > 64 << 20 and needed_bytes > psutil.virtual_memory().available:
        raise MemoryError(f"{needed_bytes} bytes")


def rows_per_band(row_bytes: int) -> int:
    return max(1, BAND_BYTES // max(1, row_bytes))
