"""Self-ensemble, the "+" of EDSR+: the mean over the eight turns and mirrorings of a picture.

Timofte et al., Seven Ways to Improve Example-Based Single Image Super Resolution, CVPR 2016;
Lim et al. 2017, section 3.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from sr_desktop.engine.tiling import Box, Margins

MEMBERS = 8
AT_ONCE = 4

Run = Callable[[Tensor, Margins], Tensor]


def mean_of_turned(run: Run, batch: Tensor, margins: Margins, *, together: bool = False) -> Tensor:
    """The mean of what run makes of each form of the tile, each turned back.

    Takes and answers what run does: see LoadedModel.__call__. One by one it takes eight times as
    long, and memory for one run and one result more; together run gets two batches of the four
    forms that have the same shape, and takes memory for four.
    """
    total: Tensor | None = None
    for forms in _SAME_SHAPE if together else [(form,) for form in _ALL]:
        for back in _turned_back(run, batch, margins, forms):
            total = back.clone() if total is None else total.add_(back)
    assert total is not None
    return total.div_(MEMBERS)


def _turned_back(
    run: Run, batch: Tensor, margins: Margins, forms: Sequence[_Form]
) -> Iterator[Tensor]:
    """What run makes of these forms at once, each turned back.

    Where their margins differ, at an edge of the picture, it is given what all of them have, and
    what it made of the rest is cut off.
    """
    arounds = [form.of_margins(margins) for form in forms]
    common = Margins(*(min(sides) for sides in zip(*arounds, strict=True)))
    turned = torch.cat([form.of(batch) for form in forms])
    answers = run(turned, common)
    scale = answers.shape[3] // (turned.shape[3] - common.left - common.right)
    for form, around, answer in zip(forms, arounds, torch.split(answers, 1), strict=True):
        spare = Margins(*(have - done for have, done in zip(around, common, strict=True)))
        core = Box(0, 0, *answer.shape[2:]).shrink(spare.times(scale))
        yield form.back(answer[(..., *core.slices)])


class _Form(NamedTuple):
    """So many quarter turns to the left, of the tile or of its mirror image."""

    quarters: int
    mirrored: bool

    def of(self, batch: Tensor) -> Tensor:
        return torch.rot90(batch.flip(3) if self.mirrored else batch, self.quarters, (2, 3))

    def back(self, turned: Tensor) -> Tensor:
        upright = torch.rot90(turned, -self.quarters, (2, 3))
        return upright.flip(3) if self.mirrored else upright

    def of_margins(self, margins: Margins) -> Margins:
        return _turned(_mirrored(margins) if self.mirrored else margins, self.quarters)


_SAME_SHAPE = tuple(
    tuple(_Form(quarters, mirrored) for quarters in turns for mirrored in (False, True))
    for turns in ((0, 2), (1, 3))
)
_ALL = tuple(form for forms in _SAME_SHAPE for form in forms)


def _mirrored(margins: Margins) -> Margins:
    return Margins(margins.top, margins.bottom, margins.right, margins.left)


def _turned(margins: Margins, quarters: int) -> Margins:
    """After turns to the left: what was at the right is at the top."""
    for _ in range(quarters):
        top, bottom, left, right = margins
        margins = Margins(top=right, bottom=left, left=top, right=bottom)
    return margins
