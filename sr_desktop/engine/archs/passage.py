"""How the features of a tile pass through the blocks of a trunk: what nobody will look at is left
out on the way, and what the tile on the left has computed is not computed again.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sr_desktop.engine.archs.inference import box_of, crop
from sr_desktop.engine.archs.seams import Seams, map_at
from sr_desktop.engine.tiling import QUICK_PX, Box, Margins

# A halo is trimmed in steps of so many pixels: one of columns costs a copy of the features; rows
# cost none, but maps of ever other sizes leave the heap in pieces (docs/design/speed.md).
SLACK_COLUMNS_PX = 8
SLACK_ROWS_PX = 16


def through(
    blocks: nn.ModuleList,
    head: Tensor,
    margins: Margins,
    seams: Seams,
    *,
    reach_px: int,
    last_px: int,
) -> Passage:
    """The passage of head through these blocks, at its end."""
    passage = Passage(head, margins, seams, blocks=len(blocks), reach_px=reach_px, last_px=last_px)
    for block in blocks:
        block(passage.features)
        passage.advance()
    return passage


class Passage:
    """A tile's features on their way through blocks that work in place and look reach_px around.

    head is what the first block gets, (N, c, h, w), of a tile with these margins; it stays as it
    is. What follows the last block looks last_px around the core.

    features is what the next block is to work on, dense in channels-last order; after it comes
    advance(). In the end near() is what the last block gave, with around as its margins, and
    near_head() head with the same. With nears, near() may be asked after each block.

    Seams are between tiles of the same rows. They need N = 1 and a core twice as wide as the
    network's reach, and the right one a margin of that reach. With a left one, nothing on that side
    of the core is computed again: a block gives reach_px fewer columns on the right than it takes,
    and begins as many further left, where the seam knows what to take. So the map moves left from
    block to block and stays as wide, which takes no copy: it begins some pixels earlier in memory.
    The columns that hold the ends of the rows above then are those that the seam overwrites, or
    further left, where nobody looks.
    """

    def __init__(
        self,
        head: Tensor,
        margins: Margins,
        seams: Seams,
        *,
        blocks: int,
        reach_px: int,
        last_px: int,
        nears: bool = False,
    ) -> None:
        self._head = head
        self._core = box_of(head).shrink(margins)
        self._reach_px, self._last_px, self._nears = reach_px, last_px, nears
        self._ahead_px = last_px + blocks * reach_px
        self._left, self._right = seams
        self._known: Tensor | None = None
        if self._right is not None:
            aheads = range(last_px, self._ahead_px + 1, reach_px)
            kept = (self._kept_px(ahead) * self._needed(ahead).height for ahead in aheads)
            self._right.make_room(head, sum(kept))
        self._near = self._near_box()
        self.around = self._core.margins_in(self._near)
        self.features, self._at = (
            self._entered() if self._left is not None else (_copied(head), box_of(head))
        )
        self._arrive()

    def advance(self) -> None:
        """On to the next block, after one has worked on the features."""
        self._ahead_px -= self._reach_px
        self._arrive()

    def near(self) -> Tensor:
        """What the blocks so far have made of the core and what lies around it."""
        if self._known is None:
            return crop(self.features, self._near.margins_in(self._at))
        near, new = self._near, self._needed()
        known_px = new.left - near.left
        whole = _empty(self.features, near.height, near.width)
        rows = slice(near.top - new.top, near.bottom - new.top)
        whole[..., :known_px] = self._known[..., rows, self._known.shape[-1] - known_px :]
        whole[..., known_px:] = self._columns(near, near.right, near.width - known_px)
        return whole

    def near_head(self) -> Tensor:
        """What the first block got, of the same pixels as near()."""
        return crop(self._head, self._near.margins_in(box_of(self._head)))

    def _needed(self, ahead_px: int | None = None) -> Box:
        """What is looked at of a map by what looks so far ahead; with left, what is new of it."""
        ahead_px = self._ahead_px if ahead_px is None else ahead_px
        box = self._core.grow(ahead_px, *self._head.shape[-2:])
        if self._left is None:
            return box
        start = self._core.left + ahead_px
        return Box(box.top, start, box.height, box.right - start)

    def _near_box(self) -> Box:
        height, width = self._head.shape[-2:]
        box = self._core.grow(self._last_px, height, width)
        if self._left is None:
            return box.quick(width)
        columns = _quick_px(box.width)  # there are more on the left, but not on the right
        return Box(box.top, box.right - columns, box.height, columns)

    def _entered(self) -> tuple[Tensor, Box]:
        """The head's new columns and some to their left, with room in memory to move there."""
        first, last = self._needed(), self._needed(self._last_px)
        width = min(_quick_px(last.width + 2 * self._reach_px), first.right)
        at = Box(first.top, first.right - width, first.height, width)
        room_px = first.right - last.right
        memory = self._head.new_empty(room_px + at.area, self._head.shape[1])
        memory[:room_px] = 0
        features = map_at(memory, room_px, at)
        features.copy_(self._head[(..., *at.slices)])
        return features, at

    def _arrive(self) -> None:
        """Bring the map to where the next block takes it."""
        needed = self._needed()
        if self._left is None:
            self._narrow()
        else:
            self._move(needed, self._at.right - needed.right)
            self._known = self._left.take()
            around_px = 2 * self._reach_px
            self._columns(needed, needed.left, around_px).copy_(self._known[..., -around_px:])
        if self._right is not None:
            kept_px = self._kept_px(self._ahead_px)
            self._right.leave(self._columns(needed, needed.right, kept_px))

    def _columns(self, rows: Box, end: int, count: int) -> Tensor:
        """So many columns of the map that end there, of these rows: a view."""
        part = Box(rows.top, end - count, rows.height, count)
        return self.features[(..., *part.within(self._at).slices)]

    def _kept_px(self, ahead_px: int) -> int:
        """How many columns of a map the next tile wants: for a block, and for near()."""
        if not self._nears and ahead_px > self._last_px:
            return 2 * self._reach_px
        near_px = ahead_px + self._last_px + QUICK_PX - 1
        return max(near_px, 2 * self._reach_px)

    def _narrow(self) -> None:
        """Trim the margins: columns where it is worth a copy, rows as well if that takes none."""
        at = self._at
        wanted = self._near.grow(self._ahead_px - self._last_px, at.bottom, at.right)
        wanted = wanted.within(at).quick(at.width).beyond(at)
        spare = wanted.margins_in(at)
        if len(self.features) == 1 and max(spare.left, spare.right) <= SLACK_COLUMNS_PX:
            self._move(wanted, 0)
        elif max(spare) > SLACK_COLUMNS_PX:
            self.features, self._at = crop(self.features, spare), wanted

    def _move(self, rows: Box, by_px: int) -> None:
        """To these rows, if that is worth it, and so many columns to the left."""
        at = self._at
        if max(rows.top - at.top, at.bottom - rows.bottom) <= SLACK_ROWS_PX:
            rows = at
        start = (rows.top - at.top) * at.width - by_px
        self._at = Box(rows.top, at.left - by_px, rows.height, at.width)
        self.features = map_at(self.features, start, self._at)


def _quick_px(width: int) -> int:
    return -(-width // QUICK_PX) * QUICK_PX


def _copied(features: Tensor) -> Tensor:
    return features.clone(memory_format=torch.channels_last)


def _empty(like: Tensor, height: int, width: int) -> Tensor:
    return torch.empty(
        (1, like.shape[1], height, width),
        dtype=like.dtype,
        device=like.device,
        memory_format=torch.channels_last,
    )
