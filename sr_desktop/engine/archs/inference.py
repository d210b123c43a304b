"""How a tile goes through a network: its halo shrinks on the way, its tail runs in strips."""

from __future__ import annotations

from abc import abstractmethod
from typing import Self

import torch
from torch import Tensor, nn

from sr_desktop.engine.archs.blocks import MeanShift
from sr_desktop.engine.tiling import NO_MARGINS, Box, Margins, plan_strips

# A halo is trimmed in steps of so many pixels: each step costs a copy of the features.
SLACK_PX = 8
# Features at HR size, per strip of a tail. On the CPU well below the 32 MiB from which on glibc
# gives every block back to the system: fetching it again, page by page, took a fifth of the time.
STRIP_BYTES = {"cpu": 20 * 2**20}
STRIP_BYTES_ELSEWHERE = 128 * 2**20


class InferenceForm(nn.Module):
    """A network as it runs on tiles; equal to it up to rounding, and not for training.

    n_feats is its number of channels at LR size. layout is how weights and maps are best ordered
    in memory.
    """

    scale: int
    n_feats: int
    layout: torch.memory_format = torch.channels_last

    @abstractmethod
    def forward(self, batch: Tensor, margins: Margins = NO_MARGINS) -> Tensor:
        """Enlarge the core of a tile.

        batch is (1, 3, h, w) in the network's input range, margins of it are surroundings. The
        answer is (1, 3, (h - top - bottom) * scale, (w - left - right) * scale) of the batch's
        type, which is float32 also where the weights are in half precision. It equals that part of
        the whole picture's answer where each margin is the network's reach_px or ends at the
        picture's edge.
        """

    def in_precision(self, dtype: torch.dtype) -> Self:
        """Cast the weights; the mean shift to no less than float32: 114.4 is 114.5 in bfloat16."""
        for module in self.modules():
            own = (
                torch.promote_types(dtype, torch.float32)
                if isinstance(module, MeanShift)
                else dtype
            )
            for parameter in module.parameters(recurse=False):
                parameter.data = parameter.data.to(own)
        return self


class TrunkAndTail(InferenceForm):
    """A network rewritten for speed, in two parts.

    The trunk works at LR size and looks far; the tail enlarges and looks tail_reach_px around.
    n_feats and hr_feats are their numbers of channels.
    """

    tail_reach_px: int
    hr_feats: int

    def forward(self, batch: Tensor, margins: Margins = NO_MARGINS) -> Tensor:
        features, around = self.trunk(batch, margins)
        detail = self._tail_in_strips(features, around, batch.dtype)
        return self.finish(detail, batch, margins)

    @abstractmethod
    def trunk(self, batch: Tensor, margins: Margins) -> tuple[Tensor, Margins]:
        """The features that the tail takes, and their margins: at most tail_reach_px."""

    @abstractmethod
    def tail(self, features: Tensor) -> Tensor:
        """Features (1, n, h, w) enlarged to (1, 3, h * scale, w * scale)."""

    @abstractmethod
    def finish(self, detail: Tensor, batch: Tensor, margins: Margins) -> Tensor:
        """Add in float32 what the network adds at the end: the mean, or the smooth part."""

    def _tail_in_strips(self, features: Tensor, around: Margins, dtype: torch.dtype) -> Tensor:
        whole = _box_of(features)
        core = whole.shrink(around)
        detail = torch.empty(
            (1, 3, core.height * self.scale, core.width * self.scale),
            dtype=dtype,
            device=features.device,
            memory_format=torch.channels_last,
        )
        for strip in plan_strips(core, self._strip_rows(features)):
            outer = strip.grow(self.tail_reach_px, whole.height, whole.width)
            enlarged = self.tail(features[(..., *outer.slices)])
            to = strip.within(core).times(self.scale)
            from_ = strip.within(outer).times(self.scale)
            detail[(..., *to.slices)] = enlarged[(..., *from_.slices)]
        return detail

    def _strip_rows(self, features: Tensor) -> int:
        most = STRIP_BYTES.get(features.device.type, STRIP_BYTES_ELSEWHERE)
        row_bytes = features.shape[-1] * self.hr_feats * self.scale**2 * features.itemsize
        return max(1, most // row_bytes - 2 * self.tail_reach_px)


def trim(
    features: Tensor, margins: Margins, reach_px: int, slack_px: int = 0
) -> tuple[Tensor, Margins]:
    """Cut margins that nothing will look at any more.

    The copy is worth its time only for some pixels: nothing happens while no side has more than
    slack_px too many.
    """
    needed = margins.within(reach_px)
    spare = Margins(*(have - need for have, need in zip(margins, needed, strict=True)))
    if max(spare) <= slack_px:
        return features, margins
    return crop(features, spare), needed


def crop(features: Tensor, margins: Margins) -> Tensor:
    """(N, C, h, w) without its margins, dense in channels-last order as convolutions want it."""
    inner = features[(..., *_box_of(features).shrink(margins).slices)]
    return inner.contiguous(memory_format=torch.channels_last)


def channels_last(batch: Tensor, dtype: torch.dtype) -> Tensor:
    """The batch as the first convolution wants it."""
    return batch.to(dtype, memory_format=torch.channels_last)


def _box_of(features: Tensor) -> Box:
    height, width = features.shape[-2:]
    return Box(0, 0, height, width)
