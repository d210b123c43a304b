"""PAN: Zhao et al., Efficient Image Super-Resolution Using Pixel Attention, ECCVW 2020.

Layers and state-dict keys as in zhaohengyuan1/PAN at 4d045d1.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from sr_desktop.engine.archs.blocks import (
    activated,
    as_kind,
    attended_,
    bias_of,
    conv,
    conv_of,
    convolved,
    features_of,
    from_corners,
    frozen,
    grouped_last_conv,
    nearest_then_conv,
    pixels_of,
    plus,
    plus_,
    shuffled,
    shuffles,
    singly,
    times,
)
from sr_desktop.engine.archs.inference import (
    InferenceForm,
    TrunkAndTail,
    channels_last,
    inside,
    trim,
)
from sr_desktop.engine.archs.lanes import InLanes, fits_lanes, is_quicker_in_lanes, joined
from sr_desktop.engine.archs.network import Network
from sr_desktop.engine.archs.passage import through
from sr_desktop.engine.archs.seams import NO_SEAMS, Seams
from sr_desktop.engine.tiling import Margins

LEAK = 0.2
BILINEAR_REACH_PX = 1
BLOCK_REACH_PX = 2


def _leaky(features: Tensor) -> Tensor:
    return functional.leaky_relu(features, LEAK)


def _dense(features: Tensor) -> Tensor:
    return features.contiguous(memory_format=torch.channels_last)


class PixelAttention(nn.Module):
    """Each value times a weight between 0 and 1 of its own."""

    def __init__(self, n_feats: int) -> None:
        super().__init__()
        self.conv = conv(n_feats, n_feats, 1)

    def forward(self, features: Tensor) -> Tensor:
        return features * torch.sigmoid(self.conv(features))


class PAConv(nn.Module):
    """A 3x3 convolution under pixel attention, then another."""

    def __init__(self, n_feats: int) -> None:
        super().__init__()
        self.k2 = conv(n_feats, n_feats, 1)
        self.k3 = conv(n_feats, n_feats, 3, bias=False)
        self.k4 = conv(n_feats, n_feats, 3, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        attended: Tensor = self.k4(self.k3(features) * torch.sigmoid(self.k2(features)))
        return attended


class SCPA(nn.Module):
    """Self-calibrated block with pixel attention: two half-width branches, joined and added."""

    def __init__(self, n_feats: int) -> None:
        super().__init__()
        half = n_feats // 2
        self.conv1_a = conv(n_feats, half, 1, bias=False)
        self.conv1_b = conv(n_feats, half, 1, bias=False)
        self.k1 = nn.Sequential(conv(half, half, 3, bias=False))
        self.PAConv = PAConv(half)
        self.conv3 = conv(2 * half, n_feats, 1, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        if self.training and features.device.type == "cpu":
            return self._learning(features)
        plain = _leaky(self.k1(_leaky(self.conv1_a(features))))
        attended = _leaky(self.PAConv(_leaky(self.conv1_b(features))))
        joined: Tensor = self.conv3(torch.cat([plain, attended], 1))
        return joined + features

    def _learning(self, features: Tensor) -> Tensor:
        """The same, faster to learn from: conv1_a and conv1_b are one, and gradients lie without
        gaps. On the CPU, torch takes ten times as long to bring those of a cat through an
        activation; a step at x2 takes 0.85 of the time.
        """
        weight = torch.cat([self.conv1_a.weight, self.conv1_b.weight])
        both = _leaky(functional.conv2d(features, weight)).chunk(2, 1)
        first, second = (_dense(half) for half in both)
        halves = [_leaky(self.k1(first)), _leaky(self.PAConv(second))]
        for half in halves:
            if half.requires_grad:
                half.register_hook(_dense)  # type: ignore[no-untyped-call]
        joined: Tensor = self.conv3(torch.cat(halves, 1))
        return joined + features


class Stage(NamedTuple):
    """One step of the enlargement, after the nearest-neighbour enlargement by factor."""

    factor: int
    upconv: nn.Conv2d
    attention: PixelAttention
    hr_conv: nn.Conv2d


class PAN(Network):
    """The authors' size: 40 features, 24 when enlarging, 16 blocks. It has no mean shift."""

    def __init__(
        self, scale: int, n_feats: int = 40, up_feats: int = 24, n_blocks: int = 16
    ) -> None:
        super().__init__()
        self.scale = scale
        self.steps = shuffles(scale)
        self.tail_reach_px = _tail_reach(self.steps)
        self.reach_px = 1 + n_blocks * BLOCK_REACH_PX + 1 + self.tail_reach_px
        self.conv_first = conv(3, n_feats, 3)
        self.SCPA_trunk = nn.Sequential(*(SCPA(n_feats) for _ in range(n_blocks)))
        self.trunk_conv = conv(n_feats, n_feats, 3)
        for number in range(1, len(self.steps) + 1):
            inputs = n_feats if number == 1 else up_feats
            self.add_module(f"upconv{number}", conv(inputs, up_feats, 3))
            self.add_module(f"att{number}", PixelAttention(up_feats))
            self.add_module(f"HRconv{number}", conv(up_feats, up_feats, 3))
        self.conv_last = conv(up_feats, 3, 3)

    def stages(self) -> list[Stage]:
        numbered = enumerate(self.steps, start=1)
        return [
            Stage(
                factor,
                as_kind(nn.Conv2d, self.get_submodule(f"upconv{number}")),
                as_kind(PixelAttention, self.get_submodule(f"att{number}")),
                as_kind(nn.Conv2d, self.get_submodule(f"HRconv{number}")),
            )
            for number, factor in numbered
        ]

    def forward(self, batch: Tensor) -> Tensor:
        first = self.conv_first(batch)
        features = first + self.trunk_conv(self.SCPA_trunk(first))
        for stage in self.stages():
            enlarged = functional.interpolate(features, scale_factor=stage.factor, mode="nearest")
            features = _leaky(stage.hr_conv(_leaky(stage.attention(stage.upconv(enlarged)))))
        residual: Tensor = self.conv_last(features)
        return residual + _bilinear(batch, self.scale)

    def folded(self) -> InferenceForm:
        return FoldedPAN(self)


def _tail_reach(steps: tuple[int, ...]) -> int:
    """Pixels that enlarging stages look at: the last convolution's, then two per stage."""
    reach = 1
    for factor in reversed(steps):
        reach = -(-(reach + 2) // factor)
    return reach


def _bilinear(batch: Tensor, scale: int) -> Tensor:
    return functional.interpolate(batch, scale_factor=scale, mode="bilinear", align_corners=False)


def _add_bilinear(detail: Tensor, batch: Tensor, margins: Margins) -> Tensor:
    """Add _bilinear of the batch without its margins to detail, dense in channels-last order.

    Sideways first, which is a small picture; then each row is mixed from two where it is added.
    """
    height, width = batch.shape[-2:]
    scale = detail.shape[-1] // (width - margins.left - margins.right)
    size = (height, width * scale)
    wide = functional.interpolate(
        batch.contiguous(), size=size, mode="bilinear", align_corners=False
    )
    core = inside(wide, Margins(0, 0, margins.left, margins.right).times(scale))
    rows = core.permute(0, 2, 3, 1).flatten(2)
    rows = torch.cat([rows[:, :1], rows, rows[:, -1:]], 1)
    above, here, below = (
        rows[:, first + margins.top : first + height - margins.bottom] for first in range(3)
    )
    mixed = detail.permute(0, 2, 3, 1).view(*here.shape[:2], scale, -1)
    for row in range(scale):
        away = (row + 0.5) / scale - 0.5
        mixed[:, :, row].add_(torch.lerp(here, above if away < 0 else below, abs(away)))
    return detail


def _fewer_rows(features: Tensor, around: Margins, reach_px: int) -> tuple[Tensor, Margins]:
    """Without the rows that nothing will look at any more: a view, dense where it is one tile."""
    needed = around._replace(top=min(around.top, reach_px), bottom=min(around.bottom, reach_px))
    return inside(features, around.beyond(needed)), needed


class FoldedPAN(TrunkAndTail):
    """PAN with its nearest-neighbour steps folded into the convolutions that follow.

    The bilinear part is added in float32, so that half precision rounds only the detail.
    Activations work in place, and the last convolution is grouped.
    """

    def __init__(self, network: PAN) -> None:
        super().__init__()
        self.scale = network.scale
        self.tail_reach_px = network.tail_reach_px
        # Of each stage its factor, and how far it and what follows look.
        self.steps = [
            (factor, _tail_reach(network.steps[number:]))
            for number, factor in enumerate(network.steps)
        ]
        self.n_feats = network.conv_first.out_channels
        self.hr_feats = network.conv_last.in_channels
        self.first = network.conv_first
        self.blocks = nn.ModuleList(
            FoldedSCPA(as_kind(SCPA, block)) for block in network.SCPA_trunk
        )
        self.closing = network.trunk_conv
        self.stages = nn.Sequential(*(FoldedStage(stage) for stage in network.stages()))
        self.last: nn.Module = LastOfBlocks(network.conv_last, network.steps[-1])

    def settle(self, room_bytes: float = math.inf) -> None:
        self.go_into_lanes()
        super().settle(room_bytes)

    def go_into_lanes(self) -> None:
        """Put the 3x3 convolutions of the blocks and the last stage's into lanes, where that is
        quicker.
        """
        for number, block in enumerate(self.blocks):
            if is_quicker_in_lanes(as_kind(FoldedSCPA, block).k1):
                self.blocks[number] = LanedSCPA(as_kind(FoldedSCPA, block))
        stage = as_kind(FoldedStage, self.stages[-1])
        if is_quicker_in_lanes(stage.hr_conv):
            self.stages[-1] = laned = LanedStage(stage)
            self.last = LastOfParts(as_kind(LastOfBlocks, self.last), laned.hr_conv.full)

    def trunk(
        self, batch: Tensor, margins: Margins, seams: Seams = NO_SEAMS
    ) -> tuple[Tensor, Margins]:
        first: Tensor = self.first(channels_last(batch, self.first.weight.dtype))
        last_px = 1 + self.tail_reach_px
        passage = through(
            self.blocks, first, margins, seams, reach_px=BLOCK_REACH_PX, last_px=last_px
        )
        features = plus(self.closing, passage.near(), passage.near_head())
        return trim(features, passage.around, self.tail_reach_px)

    def tail(self, features: Tensor, around: Margins) -> Tensor:
        enlarged = features
        for stage, (factor, reach_px) in zip(self.stages, self.steps, strict=True):
            enlarged, around = _fewer_rows(enlarged, around, reach_px)
            enlarged, around = stage(enlarged), around.times(factor)
        return inside(shuffled(self.last(enlarged), self.steps[-1][0]), around)

    def finish(self, detail: Tensor, batch: Tensor, margins: Margins) -> Tensor:
        near, around = trim(batch, margins, BILINEAR_REACH_PX)
        return _add_bilinear(detail, near, around)


class FoldedSCPA(nn.Module):
    """An SCPA block that works in place; its last three steps are two matrix products."""

    def __init__(self, block: SCPA) -> None:
        super().__init__()
        self.conv1_a, self.conv1_b = block.conv1_a, block.conv1_b
        self.k1 = as_kind(nn.Conv2d, block.k1[0])
        self.k2, self.k3, self.k4 = block.PAConv.k2, block.PAConv.k3, block.PAConv.k4
        plain, attended = block.conv3.weight.detach().flatten(1).T.chunk(2)
        self.conv3_plain, self.conv3_attended = frozen(plain), frozen(attended)

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        plain = activated(self.k1, activated(self.conv1_a, features, LEAK), LEAK)
        half = activated(self.conv1_b, features, LEAK)
        weights = convolved(self.k2, half).sigmoid_()
        attended = activated(self.k4, times(self.k3, half, weights), LEAK)
        self.join(features, plain, attended)

    def join(self, features: Tensor, plain: Tensor, attended: Tensor) -> None:
        """Add conv3 of both branches side by side to features, without joining them first."""
        total = pixels_of(features)
        total.addmm_(pixels_of(plain), self.conv3_plain)
        total.addmm_(pixels_of(attended), self.conv3_attended)


class LanedSCPA(nn.Module):
    """A FoldedSCPA whose 3x3 convolutions fill a processor's registers, and answer in two parts."""

    def __init__(self, block: FoldedSCPA) -> None:
        super().__init__()
        self.plain = block
        self.k1, self.k3, self.k4 = (InLanes(layer) for layer in (block.k1, block.k3, block.k4))
        weights = (block.conv3_plain.detach(), block.conv3_attended.detach())
        (plain, left), (attended, right) = (each.tensor_split([self.k1.full]) for each in weights)
        self.conv3_plain, self.conv3_attended = frozen(plain.clone()), frozen(attended.clone())
        self.conv3_left = frozen(torch.cat([left, right]))

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        if not fits_lanes(features):
            self.plain(features)
            return
        plain, left = self.k1(activated(self.plain.conv1_a, features, LEAK), LEAK)
        attended, right = self._attended(features)
        total = pixels_of(features)
        total.addmm_(joined([left, right]), self.conv3_left)
        total.addmm_(pixels_of(plain), self.conv3_plain)
        total.addmm_(pixels_of(attended), self.conv3_attended)

    def _attended(self, features: Tensor) -> list[Tensor]:
        half = activated(self.plain.conv1_b, features, LEAK)
        filtered = features_of(joined(self.k3(half)), half)
        answer: list[Tensor] = self.k4(attended_(filtered, convolved(self.plain.k2, half)), LEAK)
        return answer


class FoldedStage(nn.Module):
    """One enlarging step: a convolution, attention, another convolution.

    Attention looks at no neighbours: it is done before the pixels are put in their places.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.factor = stage.factor
        self.enlarge = nearest_then_conv(stage.upconv, stage.factor)
        self.attention = stage.attention.conv
        self.hr_conv = stage.hr_conv

    def forward(self, features: Tensor) -> Tensor:
        return activated(self.hr_conv, self.enlarged(features), LEAK)

    def enlarged(self, features: Tensor) -> Tensor:
        """What the second convolution takes."""
        pixels = singly(_dense(convolved(self.enlarge, features)), self.factor**2)
        attended = attended_(pixels, convolved(self.attention, pixels))
        return from_corners(functional.leaky_relu_(attended, LEAK), self.factor)


class LanedStage(nn.Module):
    """A FoldedStage whose second convolution fills a processor's registers, and gives parts."""

    def __init__(self, stage: FoldedStage) -> None:
        super().__init__()
        self.plain, self.hr_conv = stage, InLanes(stage.hr_conv)

    def forward(self, features: Tensor) -> list[Tensor]:
        enlarged = self.plain.enlarged(features)
        if not fits_lanes(enlarged):
            return [activated(self.plain.hr_conv, enlarged, LEAK)]
        parts: list[Tensor] = self.hr_conv(enlarged, LEAK)
        return parts


class LastOfBlocks(nn.Module):
    """The last convolution, of blocks of factor x factor pixels, which shuffled() follows."""

    blank = 0  # a value of nothing, in what it takes

    def __init__(self, layer: nn.Conv2d, factor: int) -> None:
        super().__init__()
        self.factor = factor
        self.conv = grouped_last_conv(layer, factor)

    def forward(self, enlarged: Tensor) -> Tensor:
        width = enlarged.shape[-1] // self.factor
        if width == 1:
            # With AMX, oneDNN's strided convolution fills answers one pixel wide with what lay in
            # memory, in bfloat16. Zeros on the right are what it would have padded with.
            enlarged = functional.pad(enlarged, (0, self.factor), value=self.blank)
        answer: Tensor = self.conv(enlarged)
        return answer[..., :width]


class LastOfParts(nn.Module):
    """The last convolution of what a LanedStage gives: the sum of what it makes of both parts."""

    def __init__(self, last: LastOfBlocks, full: int) -> None:
        super().__init__()
        self.plain = last
        first, second = last.conv.weight.detach().tensor_split([full], 1)
        stride = (last.factor, last.factor)
        self.first = conv_of(first.clone(), bias_of(last.conv), stride)
        self.second = conv_of(second.clone(), None, stride)

    def forward(self, parts: list[Tensor]) -> Tensor:
        if len(parts) == 1:
            answer: Tensor = self.plain(parts[0])
            return answer
        first, second = parts
        return plus_(convolved(self.first, first), self.second, second)
