"""The size asked for, and how to come to it: passes of a network, then one antialiased shrink."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sr_desktop.errors import UsageError
from sr_desktop.language import listed, mark, tr

MOST_FACTOR = 16
FORMS = mark(
    "150%, 2.5x, 1920x1080 (fits inside), w=1920, h=1080, long=4000, short=2000, mp=24, "
    "print=20x30cm@300 (cm, mm or in; at so many dpi)"
)

_NUMBER = r"(\d+(?:\.\d+)?)"
_PATTERNS = {
    "factor": re.compile(rf"{_NUMBER}x|x{_NUMBER}"),
    "percent": re.compile(rf"{_NUMBER}%"),
    "fit": re.compile(r"(\d+)x(\d+)"),
    "width": re.compile(r"w=(\d+)"),
    "height": re.compile(r"h=(\d+)"),
    "long": re.compile(r"long=(\d+)"),
    "short": re.compile(r"short=(\d+)"),
    "megapixels": re.compile(rf"mp={_NUMBER}"),
    "print": re.compile(rf"print={_NUMBER}x{_NUMBER}(cm|mm|in)@{_NUMBER}"),
}
_SHORT = {"width": "w", "height": "h", "megapixels": "mp"}
_UNITS_PER_INCH = {"cm": 2.54, "mm": 25.4, "in": 1.0}


@dataclass(frozen=True, slots=True)
class Size:
    """A size to come to, whatever the picture's own; the ratio of its sides stays.

    kind is one of: factor; percent; width, height, long, short (one side in px); megapixels; fit
    (two sides in px: as large as fits inside); print (two sides in unit, cm, mm or in, at dpi: as
    large as fits on the sheet).
    """

    kind: str
    first: float
    second: float = 0.0
    unit: str = ""
    dpi: float | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """From one of FORMS, in any case. Raises UsageError."""
        asked = text.strip().lower().replace("\N{MULTIPLICATION SIGN}", "x").replace(" ", "")
        for kind, pattern in _PATTERNS.items():
            if match := pattern.fullmatch(asked):
                return cls._of(kind, [group for group in match.groups() if group is not None])
        raise UsageError(
            tr("The size {text!r} means nothing.", text=text),
            tr("It is one of: {forms}.", forms=tr(FORMS)),
        )

    @classmethod
    def _of(cls, kind: str, parts: list[str]) -> Self:
        unit = parts.pop(2) if kind == "print" else ""
        numbers = [float(part) for part in parts]
        if min(numbers) <= 0:
            raise UsageError(
                tr("A size cannot be 0."), tr("It is one of: {forms}.", forms=tr(FORMS))
            )
        dpi = numbers.pop(2) if kind == "print" else None
        return cls(kind, numbers[0], numbers[1] if len(numbers) > 1 else 0.0, unit, dpi)

    def __str__(self) -> str:
        """As parse takes it."""
        first, second = f"{self.first:.10g}", f"{self.second:.10g}"
        match self.kind:
            case "factor":
                return f"{first}x"
            case "percent":
                return f"{first}%"
            case "fit":
                return f"{first}x{second}"
            case "print":
                return f"print={first}x{second}{self.unit}@{self.dpi:.10g}"
        return f"{_SHORT.get(self.kind, self.kind)}={first}"

    def pixels(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the result for a picture of this size, each at least 1."""
        factor = self._factor(width, height)
        sides = [max(1, math.floor(side * factor + 0.5)) for side in (width, height)]
        match self.kind:  # the side that was asked for is met in any case
            case "width":
                sides[0] = int(self.first)
            case "height":
                sides[1] = int(self.first)
            case "long":
                sides[0 if width >= height else 1] = int(self.first)
            case "short":
                sides[0 if width < height else 1] = int(self.first)
        return sides[0], sides[1]

    def _factor(self, width: int, height: int) -> float:
        match self.kind:
            case "factor":
                return self.first
            case "percent":
                return self.first / 100
            case "width":
                return self.first / width
            case "height":
                return self.first / height
            case "long":
                return self.first / max(width, height)
            case "short":
                return self.first / min(width, height)
            case "megapixels":
                return math.sqrt(self.first * 1e6 / (width * height))
            case "fit":
                return min(self.first / width, self.second / height)
        per_unit = (self.dpi or 0.0) / _UNITS_PER_INCH[self.unit]
        sheet = sorted((self.first * per_unit, self.second * per_unit))
        # A sheet can be turned: its longer side goes with the picture's longer one.
        return min(sheet[0] / min(width, height), sheet[1] / max(width, height))


@dataclass(frozen=True, slots=True)
class Steps:
    """How a picture comes to its size: scales of the network's passes, then width x height.

    is_resized tells whether what the passes give has yet to be made smaller.
    """

    passes: tuple[int, ...]
    width: int
    height: int
    is_resized: bool

    @property
    def is_one_pass(self) -> bool:
        """Whether the network alone does it, at once."""
        return len(self.passes) == 1 and not self.is_resized

    def network_px(self, width: int, height: int) -> int:
        """How many LR pixels all passes together take in, for a source of this size."""
        total, pixels = 0, width * height
        for scale in self.passes:
            total += pixels
            pixels *= scale**2
        return total


def steps_to(size: Size | None, width: int, height: int, scales: Iterable[int]) -> Steps:
    """The cheapest way from width x height to the size, with a network that has these scales.

    Without a size it is one pass of the first scale. A picture that is large enough already gets
    no pass. Raises UsageError beyond MOST_FACTOR.
    """
    scales = tuple(scales)
    if size is None:
        return Steps(scales[:1], width * scales[0], height * scales[0], False)
    wide, high = size.pixels(width, height)
    passes = _passes(max(wide / width, high / height), sorted(set(scales)))
    product = math.prod(passes)
    return Steps(passes, wide, high, (wide, high) != (width * product, height * product))


def _passes(factor: float, scales: list[int]) -> tuple[int, ...]:
    """The smallest product that is enough; the smaller scale first, for it costs less that way."""
    if factor <= 1:
        return ()
    useful = [scale for scale in scales if scale > 1]
    ways = [
        way
        for count in range(1, MOST_FACTOR.bit_length())
        for way in itertools.combinations_with_replacement(useful, count)
        if factor <= math.prod(way) <= MOST_FACTOR
    ]
    if not ways:
        raise UsageError(
            tr("{factor:.3g} times the size is more than this model comes to.", factor=factor),
            tr(
                "The most is {most} times, by scales of {scales}.",
                most=MOST_FACTOR,
                scales=listed(useful),
            ),
        )
    return min(ways, key=lambda way: (math.prod(way), len(way)))
