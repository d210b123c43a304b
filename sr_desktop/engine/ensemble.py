"""Self-ensemble, the "+" of EDSR+: the mean over the eight turns and mirrorings of a picture.

Timofte et al., Seven Ways to Improve Example-Based Single Image Super Resolution, CVPR 2016;
Lim et al. 2017, section 3.4.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from sr_desktop.engine.tiling import Margins

MEMBERS = 8

Run = Callable[[Tensor, Margins], Tensor]


def mean_of_turned(run: Run, batch: Tensor, margins: Margins) -> Tensor:
    """The mean of what run makes of each form of the tile, each turned back.

    Takes and answers what run does: see LoadedModel.__call__. It takes eight times as long, and
    memory for one run and one result more.
    """
    total: Tensor | None = None
    for quarters in range(4):
        for mirrored in (False, True):
            form = torch.rot90(batch.flip(3) if mirrored else batch, quarters, (2, 3))
            around = _turned(_mirrored(margins) if mirrored else margins, quarters)
            back = torch.rot90(run(form, around), -quarters, (2, 3))
            back = back.flip(3) if mirrored else back
            total = back.clone() if total is None else total.add_(back)
    assert total is not None
    return total.div_(MEMBERS)


def _mirrored(margins: Margins) -> Margins:
    return Margins(margins.top, margins.bottom, margins.right, margins.left)


def _turned(margins: Margins, quarters: int) -> Margins:
    """After turns to the left: what was at the right is at the top."""
    for _ in range(quarters):
        top, bottom, left, right = margins
        margins = Margins(top=right, bottom=left, left=top, right=bottom)
    return margins
