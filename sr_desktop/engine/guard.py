"""Whether what a network gave can be an enlargement of what it got."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch.nn import functional

if TYPE_CHECKING:
    from torch import Tensor

BLOCK_PX = 4
MOST_DRIFT = 0.15
LEAST_DETAIL = 0.1
DETAIL_LEVELS = 2 / 255


def is_faithful(enlarged: Tensor, lr: Tensor) -> Tensor:
    """Whether the mean colour of each block of 4 x 4 LR pixels moved by 0.15 at most, and what was
    not flat has not become flat: one bool, where the pictures are. To read it is to wait for them.

    enlarged is (1, 3, h * scale, w * scale) and lr (1, 3, h, w), both around 0..1 and not clamped.
    NaN and infinity are unfaithful.

    Measured with six PAN checkpoints: photos move by 0.04 at most, and the hardest patterns (one
    pixel checkers, dither, salt and pepper) by 0.10 with weights that stay sound on them. The
    authors' weights run away on noise and on hard black text, by 0.23 to 1e22.
    """
    return (drift(enlarged, lr) <= MOST_DRIFT) & ~is_flattened(enlarged, lr)


def is_flattened(enlarged: Tensor, lr: Tensor) -> Tensor:
    """Whether less than a tenth of the standard deviation of the core came through.

    A core that varies by less than two of 255 levels can be flat by right.
    """
    before, after = lr.std(correction=0), enlarged.std(correction=0)
    return (before > DETAIL_LEVELS) & (after < LEAST_DETAIL * before)


def drift(enlarged: Tensor, lr: Tensor) -> Tensor:
    """The largest change of a block's mean in any channel; NaN where there are no numbers."""
    scale = enlarged.shape[-1] // lr.shape[-1]
    moved = _block_means(enlarged, BLOCK_PX * scale) - _block_means(lr, BLOCK_PX)
    return moved.abs().max()


def _block_means(batch: Tensor, side_px: int) -> Tensor:
    """Means of whole blocks, and of what is left of blocks at the right and bottom edges.

    Whole rows of the picture are added up first, which is much faster than block by block.
    """
    rows = batch.permute(0, 2, 3, 1)
    number, height, *row = rows.shape
    count, left = divmod(height, side_px)
    means = [rows[:, : height - left].view(number, count, side_px, *row).mean(2)]
    if left:
        means.append(rows[:, -left:].mean(1, keepdim=True))
    columns = torch.cat(means, 1).permute(0, 3, 1, 2)
    return functional.avg_pool2d(columns, (1, side_px), ceil_mode=True, count_include_pad=False)
