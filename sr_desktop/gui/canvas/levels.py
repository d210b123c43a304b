"""Levels of a picture: level 0 is its pixels one to one, each further one half the size. No Qt."""

from __future__ import annotations

import math

TILE_PX = 256

Key = tuple[int, int, int]
"""Of a tile: level, row, column."""
Region = tuple[int, int, int, int]
"""top, left, height, width in px of the whole"""


def level_for(zoom: float) -> int:
    """The level to draw from at this many screen pixels per result pixel."""
    return max(0, math.floor(math.log2(1 / zoom) + 1e-6)) if zoom < 1 else 0


def level_size(height: int, width: int, level: int) -> tuple[int, int]:
    return -(-height >> level), -(-width >> level)


def tile_region(height: int, width: int, row: int, column: int) -> Region:
    """Where a tile lies in a level of this size: top, left, height, width in the level's pixels."""
    top, left = row * TILE_PX, column * TILE_PX
    return top, left, min(TILE_PX, height - top), min(TILE_PX, width - left)


def coarsest(height: int, width: int) -> int:
    """The first level that is one tile."""
    return max(0, math.ceil(math.log2(max(height, width) / TILE_PX)))


def overlaps(key: Key, part: Region) -> bool:
    """Whether this tile shows anything of the part."""
    level, row, column = key
    top, left, height, width = part
    side = TILE_PX << level
    rows = row * side < top + height and top < (row + 1) * side
    return rows and column * side < left + width and left < (column + 1) * side
