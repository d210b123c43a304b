"""How a picture is cut into tiles: integers only, every pixel in exactly one core."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Margins(NamedTuple):
    """Pixels around a core that are there only to be looked at, on each side."""

    top: int
    bottom: int
    left: int
    right: int

    def beyond(self, needed: Margins) -> Margins:
        """How much larger these are on each side."""
        return Margins(*(have - need for have, need in zip(self, needed, strict=True)))

    def times(self, scale: int) -> Margins:
        return Margins(*(side * scale for side in self))


NO_MARGINS = Margins(0, 0, 0, 0)
# Pixels, about, of the strips that threads take one by one of a map in planes, and of a small map.
# Larger ones are up to 4 % quicker, and those of all threads take their memory at the same time.
PLANAR_STRIP_PX = 10_000
LEAST_PLANAR_STRIP_PX = 7_000
# What runs through a network is a multiple of so many pixels wide, where the picture has room: at
# other widths oneDNN's convolutions in half precision and int8 take up to five times as long
# (docs/design/speed.md).
QUICK_PX = 4
# The reach of a network that looks at everything: no picture is as large.
WHOLE_PICTURE_PX = 2**24


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of whole pixels: LR pixels, unless a name says HR."""

    top: int
    left: int
    height: int
    width: int

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def area(self) -> int:
        return self.height * self.width

    @property
    def slices(self) -> tuple[slice, slice]:
        """The index of this box in an array that begins with rows and columns."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def times(self, scale: int) -> Box:
        return Box(self.top * scale, self.left * scale, self.height * scale, self.width * scale)

    def grow(self, by_px: int, height: int, width: int, grid_px: int = 1) -> Box:
        """This box with by_px more on each side, cut at the edges of a height x width picture.

        It begins at a multiple of grid_px, up to grid_px - 1 further out.
        """
        top = max(0, self.top - by_px) // grid_px * grid_px
        left = max(0, self.left - by_px) // grid_px * grid_px
        bottom, right = min(height, self.bottom + by_px), min(width, self.right + by_px)
        return Box(top, left, bottom - top, right - left)

    def quick(self, width: int, height: int | None = None) -> Box:
        """This box with up to QUICK_PX - 1 more columns, so that its width is a multiple of that;
        unchanged where a picture of this width has no room for them. With height its rows, too.
        """
        left, columns = _quick(self.left, self.width, width)
        top, rows = self.top, self.height
        if height is not None:
            top, rows = _quick(top, rows, height)
        return Box(top, left, rows, columns)

    def shrink(self, margins: Margins) -> Box:
        """This box without its margins."""
        top, bottom, left, right = margins
        height, width = self.height - top - bottom, self.width - left - right
        return Box(self.top + top, self.left + left, height, width)

    def within(self, outer: Box) -> Box:
        """The same pixels, counted from the corner of outer."""
        return Box(self.top - outer.top, self.left - outer.left, self.height, self.width)

    def beyond(self, outer: Box) -> Box:
        """The reverse of within()."""
        return Box(self.top + outer.top, self.left + outer.left, self.height, self.width)

    def margins_in(self, outer: Box) -> Margins:
        """How far outer reaches beyond this box, which lies inside it."""
        return Margins(
            self.top - outer.top,
            outer.bottom - self.bottom,
            self.left - outer.left,
            outer.right - self.right,
        )

    def quarters(self) -> list[Box]:
        """The box cut in half both ways: four boxes, or two of a line, or itself if one pixel."""
        return [
            Box(top, left, bottom - top, right - left)
            for top, bottom in pairwise(_cuts(self.top, self.height, 2))
            for left, right in pairwise(_cuts(self.left, self.width, 2))
        ]


def _quick(start: int, length: int, whole: int) -> tuple[int, int]:
    more = -length % QUICK_PX
    earlier = start - max(0, start + length + more - whole)
    return (earlier, length + more) if earlier >= 0 else (start, length)


def _cuts(start: int, length: int, parts: int) -> list[int]:
    """Where to cut length pixels into so many parts, even to one pixel and none of them empty."""
    parts = min(parts, length)
    return [start + length * part // parts for part in range(parts + 1)]


def plan_tiles(height: int, width: int, tile_px: int) -> list[Box]:
    """Boxes of at most tile_px a side that cover height x width once, row by row.

    They are even to one pixel: a thin leftover would cost as much surroundings as a full tile.
    """
    rows = _cuts(0, height, -(-height // tile_px))
    columns = _cuts(0, width, -(-width // tile_px))
    return _boxes(rows, columns)


def _boxes(rows: list[int], columns: list[int]) -> list[Box]:
    return [
        Box(top, left, bottom - top, right - left)
        for top, bottom in pairwise(rows)
        for left, right in pairwise(columns)
    ]


def plan_tall(height: int, width: int, tile_px: int, reach_px: int) -> list[Box]:
    """Boxes of about tile_px**2 pixels that cover height x width once, row by row, for networks
    that go on from what the tile on the left has left (archs/passage.py).

    Such tiles have surroundings above and below alone. So they are twice as high as a square, up to
    three times where that leaves no small ones; but never narrower than goes_on() asks for. They
    begin at multiples of QUICK_PX.
    """
    least_px = _least_width(reach_px)
    most_rows = max(1, min(2 * tile_px, tile_px**2 // least_px))
    rows = _cuts(0, height, max(1, round(height / most_rows)))
    parts = round(width / max(least_px, tile_px**2 // (rows[1] - rows[0])))
    parts = max(1, min(parts, width // (least_px + QUICK_PX)))
    columns = [cut * QUICK_PX for cut in _cuts(0, -(-width // QUICK_PX), parts)[:-1]]
    return _boxes(rows, [*columns, width])


def goes_on(width: int, reach_px: int) -> bool:
    """Whether a tile so wide can take what the one on its left has left, and leave as much."""
    return width >= _least_width(reach_px)


def _least_width(reach_px: int) -> int:
    return 2 * reach_px


def even_tile_px(height: int, width: int, usual_px: int) -> int:
    """The tile side nearest to usual_px that leaves no small tiles: up to 1.5 times as large.

    A picture a little larger than a tile is better done in one than in four with their halos.
    """
    return max(_even_side(height, usual_px), _even_side(width, usual_px))


def _even_side(length: int, usual_px: int) -> int:
    parts = max(1, round(length / usual_px))
    return -(-length // parts)


def plan_strips(box: Box, most_rows: int) -> list[Box]:
    """The box cut into full-width strips of at most most_rows, even to one row, from the top."""
    cuts = _cuts(box.top, box.height, -(-box.height // most_rows))
    return [Box(top, box.left, bottom - top, box.width) for top, bottom in pairwise(cuts)]


def rows_from(boxes: Sequence[Box], row: int, column: int) -> list[Box]:
    """The same boxes, for tiles that go on from one another: the nearest to this pixel, what is to
    its right, then the rest of its row from the left, then the other rows, the nearest first.
    """
    first = nearest_first(boxes, row, column)[0]

    def place(box: Box) -> tuple[int, int, bool, int]:
        is_first = box.top == first.top
        away = -1 if is_first else abs(box.top + box.bottom - 2 * row)
        return away, box.top, is_first and box.left < first.left, box.left

    return sorted(boxes, key=place)


def nearest_first(boxes: Iterable[Box], row: int, column: int) -> list[Box]:
    """The same boxes, those whose middle is nearest to this pixel first."""

    def distance(box: Box) -> int:
        down = box.top + box.bottom - 2 * row
        across = box.left + box.right - 2 * column
        return down * down + across * across

    return sorted(boxes, key=distance)
