"""How a network does on this computer, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from sr_desktop.engine.footprint import Footprint


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that a picture takes with a network: for each megapixel of its pixels (LR), and
    besides for the picture itself, however small: reading, the network's first steps, the file.
    """

    per_mp: float
    per_picture: float = 0.0

    def seconds(self, megapixels: float, pictures: int = 1) -> float:
        """For so many pictures, which have so many LR megapixels in all."""
        return self.per_mp * megapixels + self.per_picture * pictures

    def times(self, factor: float) -> Self:
        """That of a network run so many times."""
        return type(self)(self.per_mp * factor, self.per_picture * factor)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found out by running a network a little.

    footprint is None where nobody knows what it takes of memory. base_bytes is what the process
    takes without the network.
    """

    pace: Pace
    footprint: Footprint | None = None
    base_bytes: int = 0
