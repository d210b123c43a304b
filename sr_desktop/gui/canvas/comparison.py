"""How the canvas compares, as a value that is remembered. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any, Self

GAINS = (1, 2, 4, 8, 16)
_HOTTEST = 64  # grey levels at the end of the heat map's scale, at a gain of 1


class Mode(Enum):
    """What is done with the two layers, in the order of their keys 1 to 6."""

    SPLIT = "split"
    SIDE = "side"
    LENS = "lens"
    BLINK = "blink"
    DIFFERENCE = "difference"
    CONSISTENCY = "consistency"


class Sampling(Enum):
    """How pixels are drawn that are no screen pixels."""

    AUTO = "auto"  # smooth, but single pixels as squares from twice their size on
    SMOOTH = "smooth"
    SHARP = "sharp"


@dataclass(frozen=True, slots=True)
class Comparison:
    """level is a divider from left to right; swapped shows the base in the lens.

    gain is how many times differences are amplified.
    """

    mode: Mode = Mode.SPLIT
    level: bool = False
    square: bool = False
    swapped: bool = False
    gain: int = 4
    sampling: Sampling = Sampling.AUTO

    def choosing(self, mode: Mode) -> Self:
        """With another mode; asked for once more, the divider turns."""
        if mode is self.mode and mode in (Mode.SPLIT, Mode.SIDE):
            return replace(self, level=not self.level)
        return replace(self, mode=mode)

    def with_next_sampling(self) -> Self:
        kinds = list(Sampling)
        return replace(self, sampling=kinds[(kinds.index(self.sampling) + 1) % len(kinds)])

    @property
    def hottest(self) -> int:
        """The grey levels at the end of the heat map's scale."""
        return _HOTTEST // self.gain

    def texts(self) -> list[str]:
        """To be kept: one line each, "gain=4"."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return [f"{name}={_text(value)}" for name, value in values.items()]

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> Self:
        """What was kept; unusable lines count as absent."""
        kept = dict(text.split("=", 1) for text in texts if "=" in text)
        usual = cls()
        known: dict[str, dict[str, object]] = {
            "mode": {each.value: each for each in Mode},
            "sampling": {each.value: each for each in Sampling},
            "gain": {str(each): each for each in GAINS},
        }
        flags: dict[str, object] = {"yes": True, "no": False}
        chosen: dict[str, Any] = {
            each.name: known.get(each.name, flags).get(
                kept.get(each.name, ""), getattr(usual, each.name)
            )
            for each in fields(cls)
        }
        return cls(**chosen)


Change = Callable[[Comparison], Comparison]
"""What a control asks for: made of whatever is shown by the time that it is done."""


def changing(**fields_and_values: object) -> Change:
    """Have these fields otherwise."""
    return lambda comparison: replace(comparison, **fields_and_values)  # type: ignore[arg-type]


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
    return str(value)
