"""What one tile leaves for the next. How it is used: passage.py."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from sr_desktop.engine.tiling import Box

if TYPE_CHECKING:
    from torch import Tensor


class Seam:
    """The last columns of a tile's maps, one map after the other, for the tile on its right.

    They lie in one piece of memory, which goes when the tile on the right is done.
    """

    def __init__(self) -> None:
        self._memory: Tensor | None = None
        self._columns: deque[Tensor] = deque()

    def make_room(self, like: Tensor, columns_px: int) -> None:
        """For so many pixels in all of maps like this one."""
        self._memory = like.new_empty(columns_px, like.shape[1])

    def leave(self, columns: Tensor) -> None:
        assert self._memory is not None
        height, width = columns.shape[-2:]
        room = map_at(self._memory, 0, Box(0, 0, height, width))
        self._memory = self._memory[height * width :]
        self._columns.append(room.copy_(columns))

    def take(self) -> Tensor:
        """The columns that were left first."""
        return self._columns.popleft()


class Seams(NamedTuple):
    """What the tile to the left has left, if anything, and what is to be filled for the tile to the
    right, if one is to come.
    """

    left: Seam | None = None
    right: Seam | None = None


NO_SEAMS = Seams()


def map_at(memory: Tensor, start_px: int, size: Box) -> Tensor:
    """The map of this size in channels-last order that begins so many pixels after memory does."""
    channels = memory.shape[1]
    row = size.width * channels
    return memory.as_strided(
        (1, channels, size.height, size.width),
        (size.height * row, 1, row, channels),
        memory.storage_offset() + start_px * channels,
    )
