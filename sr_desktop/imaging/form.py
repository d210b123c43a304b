"""What the pixels of a picture are, before there are any."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """What the pixels of a picture are: its size, 1 or 3 channels of 8 or 16 bits, and alpha."""

    height: int
    width: int
    channels: int = 3
    bits: int = 8
    alpha: bool = False

    @property
    def bytes(self) -> int:
        """Of all pixels with their alpha, as they lie in memory."""
        return self.height * self.width * (self.channels + self.alpha) * self.bits // 8
