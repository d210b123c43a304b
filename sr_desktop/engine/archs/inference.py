"""How a tile goes through a network: its halo shrinks on the way, its tail runs in strips."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from typing import Self

import torch
from torch import Tensor, nn

from sr_desktop.engine.archs.blocks import MeanShift, composed, in_runs, pack, shuffled
from sr_desktop.engine.archs.seams import NO_SEAMS, Seams
from sr_desktop.engine.tiling import NO_MARGINS, Box, Margins, plan_strips

# Features at HR size, per strip of a tail. On the CPU well below the 32 MiB from which on glibc
# gives every block back to the system: fetching it again, page by page, took a fifth of the time.
STRIP_BYTES = {"cpu": 10 * 2**20}
STRIP_BYTES_ELSEWHERE = 128 * 2**20


class InferenceForm(nn.Module):
    """A network as it runs on tiles; equal to it up to rounding, and not for training.

    n_feats is its number of channels at LR size. layout is how weights and maps are best ordered
    in memory. takes_batches: whether it takes several tiles of the same margins at once.
    has_seams: whether a tile can go on from what the one to its left has left.
    """

    scale: int
    n_feats: int
    layout: torch.memory_format = torch.channels_last
    takes_batches = False
    has_seams = False

    @abstractmethod
    def forward(self, batch: Tensor, margins: Margins = NO_MARGINS) -> Tensor:
        """Enlarge the core of a tile.

        batch is (1, 3, h, w) in the network's input range, margins of it are surroundings. The
        answer is (1, 3, (h - top - bottom) * scale, (w - left - right) * scale) of the batch's
        type, which is float32 also where the weights are in half precision. It equals that part of
        the whole picture's answer where each margin is at least the network's reach_px or ends
        at the picture's edge.
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

    def settle(self, room_bytes: float = math.inf) -> None:
        """On its device and in its types for good: prepare what makes it run faster there, with as
        many threads as torch has here, and with no more than room_bytes beside its maps.
        """


class TrunkAndTail(InferenceForm):
    """A network rewritten for speed, in two parts.

    The trunk works at LR size and looks far; the tail enlarges and looks tail_reach_px around.
    n_feats and hr_feats are their numbers of channels. It takes several tiles (N, 3, h, w) too.
    """

    takes_batches = True
    has_seams = True
    tail_reach_px: int
    hr_feats: int

    def forward(
        self,
        batch: Tensor,
        margins: Margins = NO_MARGINS,
        seams: Seams = NO_SEAMS,
    ) -> Tensor:
        """As InferenceForm; see passage.Passage for the seams."""
        features, around = self.trunk(batch, margins, seams)
        detail = self.enlarge(features, around, batch.dtype)
        return self.finish(detail, batch, margins)

    def settle(self, room_bytes: float = math.inf) -> None:
        pack(self)

    @abstractmethod
    def trunk(
        self, batch: Tensor, margins: Margins, seams: Seams = NO_SEAMS
    ) -> tuple[Tensor, Margins]:
        """The features that the tail takes, and their margins, trimmed to tail_reach_px."""

    @abstractmethod
    def tail(self, features: Tensor, around: Margins) -> Tensor:
        """The core of features (N, n, h, w), enlarged: (N, 3, rows * scale, columns * scale) of it.

        around are its margins, at least tail_reach_px or at the picture's edge.
        """

    @abstractmethod
    def finish(self, detail: Tensor, batch: Tensor, margins: Margins) -> Tensor:
        """Add in float32 what the network adds at the end: the mean, or the smooth part."""

    def enlarge(self, features: Tensor, around: Margins, dtype: torch.dtype) -> Tensor:
        """What the tail makes of the core, of this type; around are the margins of the features."""
        core = box_of(features).shrink(around)
        detail = torch.empty(
            (len(features), 3, core.height * self.scale, core.width * self.scale),
            dtype=dtype,
            device=features.device,
            memory_format=torch.channels_last,
        )
        for strip in plan_strips(core, self._strip_rows(features)):
            self.put_part(detail, strip.within(core), features, strip)
        return detail

    def put_part(self, detail: Tensor, to: Box, features: Tensor, part: Box) -> None:
        """Enlarge a part of the features by the tail and put it into detail, there in LR pixels."""
        height, width = features.shape[-2:]
        outer = part.grow(self.tail_reach_px, height, width).quick(width)
        enlarged = self.tail(features[(..., *outer.slices)], part.margins_in(outer))
        detail[(..., *to.times(self.scale).slices)] = enlarged

    def _strip_rows(self, features: Tensor) -> int:
        most = STRIP_BYTES.get(features.device.type, STRIP_BYTES_ELSEWHERE)
        row_bytes = features.shape[-1] * self.hr_feats * self.scale**2 * features.itemsize
        return max(1, most // row_bytes - 2 * self.tail_reach_px)


class LinearTail(TrunkAndTail):
    """A network whose tail has no nonlinearity: inside the picture it is one convolution.

    at_once is that convolution, see composed(), in the order of shuffled(). Within a pixel of the
    picture's edges, where each layer of the tail pads with zeros, they are done one by one.
    """

    hr_feats = 3

    def __init__(self, layers: Sequence[nn.Module], scale: int, reach_px: int) -> None:
        super().__init__()
        self.scale, self.tail_reach_px = scale, reach_px
        self.layers = nn.Sequential(*layers)
        self.at_once = in_runs(composed(layers, scale, reach_px), scale)

    def tail(self, features: Tensor, around: Margins) -> Tensor:
        enlarged: Tensor = self.layers(features)
        return inside(enlarged, around.times(self.scale))

    def enlarge(self, features: Tensor, around: Margins, dtype: torch.dtype) -> Tensor:
        core = box_of(features).shrink(around)
        grouped = self.at_once(features)[(..., *core.slices)]
        detail = shuffled(grouped, self.scale).to(dtype)
        for edge in edges(core, around):
            self.put_part(detail, edge.within(core), features, edge)
        return detail


def edges(core: Box, around: Margins) -> list[Box]:
    """The outermost pixels of a core on each side that has no margin, the picture's edge."""
    sides = (
        Box(core.top, core.left, 1, core.width),
        Box(core.bottom - 1, core.left, 1, core.width),
        Box(core.top, core.left, core.height, 1),
        Box(core.top, core.right - 1, core.height, 1),
    )
    return [side for side, margin in zip(sides, around, strict=True) if margin == 0]


def trim(features: Tensor, margins: Margins, reach_px: int) -> tuple[Tensor, Margins]:
    """Cut margins that nothing will look at any more, but for what a quick width keeps of them."""
    height, width = features.shape[-2:]
    core = box_of(features).shrink(margins)
    needed = core.margins_in(core.grow(reach_px, height, width).quick(width))
    return crop(features, margins.beyond(needed)), needed


def crop(features: Tensor, margins: Margins) -> Tensor:
    """(N, C, h, w) without its margins, dense in channels-last order as convolutions want it."""
    return inside(features, margins).contiguous(memory_format=torch.channels_last)


def inside(features: Tensor, margins: Margins) -> Tensor:
    """(N, C, h, w) without its margins, a view."""
    return features[(..., *box_of(features).shrink(margins).slices)]


def channels_last(batch: Tensor, dtype: torch.dtype) -> Tensor:
    """The batch as the first convolution wants it."""
    return batch.to(dtype, memory_format=torch.channels_last)


def box_of(features: Tensor) -> Box:
    height, width = features.shape[-2:]
    return Box(0, 0, height, width)
