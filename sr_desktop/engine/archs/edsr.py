"""EDSR: Lim et al., Enhanced Deep Residual Networks for Single Image Super-Resolution, CVPRW 2017.

Layers and state-dict keys as in sanghyun-son/EDSR-PyTorch at 3dd71ae.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from torch import Tensor, nn

from sr_desktop.engine.archs.blocks import (
    MeanShift,
    Upsampler,
    activated,
    as_kind,
    bias_of,
    conv,
    plus,
    plus_,
    shuffled_tail_reach,
    with_weights,
)
from sr_desktop.engine.archs.inference import InferenceForm, LinearTail, channels_last, trim
from sr_desktop.engine.archs.network import Network
from sr_desktop.engine.archs.passage import through
from sr_desktop.engine.archs.planes import InPlanes, go_into_planes
from sr_desktop.engine.archs.seams import NO_SEAMS, Seams

if TYPE_CHECKING:
    from sr_desktop.engine.tiling import Margins

BLOCK_REACH_PX = 2
# Of so many channels on, 3x3 in planes are worth their transforms.
PLANAR_FEATS = 128


class ResBlock(nn.Module):
    """Two 3x3 convolutions with a ReLU between, scaled and added to what came in."""

    def __init__(self, n_feats: int, res_scale: float) -> None:
        super().__init__()
        self.body = nn.Sequential(conv(n_feats, n_feats, 3), nn.ReLU(), conv(n_feats, n_feats, 3))
        self.res_scale = res_scale

    def forward(self, features: Tensor) -> Tensor:
        residual: Tensor = self.body(features)
        return residual * self.res_scale + features


class EDSR(Network):
    """Baseline: 64 features, 16 blocks. Full: 256 features, 32 blocks, res_scale 0.1."""

    def __init__(
        self,
        scale: int,
        n_feats: int = 64,
        n_blocks: int = 16,
        res_scale: float = 1.0,
        mean_shift: bool = False,
    ) -> None:
        super().__init__()
        self.scale = scale
        self.mean_shift = mean_shift
        self.reach_px = 1 + n_blocks * BLOCK_REACH_PX + 1 + shuffled_tail_reach(scale)
        self.sub_mean = MeanShift(-1)
        self.add_mean = MeanShift(1)
        self.head = nn.Sequential(conv(3, n_feats, 3))
        blocks = [ResBlock(n_feats, res_scale) for _ in range(n_blocks)]
        self.body = nn.Sequential(*blocks, conv(n_feats, n_feats, 3))
        self.tail = nn.Sequential(Upsampler(scale, n_feats), conv(n_feats, 3, 3))

    def forward(self, batch: Tensor) -> Tensor:
        features = self.head(self.sub_mean(batch) if self.mean_shift else batch)
        picture: Tensor = self.tail(self.body(features) + features)
        return self.add_mean(picture) if self.mean_shift else picture

    def folded(self) -> InferenceForm:
        return FoldedEDSR(self)


class FoldedEDSR(LinearTail):
    """EDSR with res_scale in the weights and its tail as one convolution."""

    def __init__(self, network: EDSR) -> None:
        upsampler, last = network.tail
        layers = [*as_kind(Upsampler, upsampler), last]
        super().__init__(layers, network.scale, shuffled_tail_reach(network.scale))
        self.sub_mean = network.sub_mean if network.mean_shift else nn.Identity()
        self.add_mean = network.add_mean if network.mean_shift else nn.Identity()
        self.head = as_kind(nn.Conv2d, network.head[0])
        self.n_feats = self.head.out_channels
        *blocks, self.closing = network.body
        self.blocks = nn.ModuleList(FoldedResBlock(as_kind(ResBlock, block)) for block in blocks)

    def settle(self, room_bytes: float = math.inf) -> None:
        if self.n_feats >= PLANAR_FEATS:
            go_into_planes(self.blocks, PlanarResBlock, room_bytes)
        super().settle(room_bytes)

    def trunk(
        self, batch: Tensor, margins: Margins, seams: Seams = NO_SEAMS
    ) -> tuple[Tensor, Margins]:
        shifted: Tensor = self.sub_mean(batch)
        head: Tensor = self.head(channels_last(shifted, self.head.weight.dtype))
        last_px = 1 + self.tail_reach_px
        passage = through(
            self.blocks, head, margins, seams, reach_px=BLOCK_REACH_PX, last_px=last_px
        )
        features = plus(self.closing, passage.near(), passage.near_head())
        return trim(features, passage.around, self.tail_reach_px)

    def finish(self, detail: Tensor, batch: Tensor, margins: Margins) -> Tensor:
        shifted_back: Tensor = self.add_mean(detail)
        return shifted_back


class FoldedResBlock(nn.Module):
    """A block with res_scale in the weights of its second convolution; it works in place."""

    def __init__(self, block: ResBlock) -> None:
        super().__init__()
        self.first, second = as_kind(nn.Conv2d, block.body[0]), as_kind(nn.Conv2d, block.body[2])
        self.second = with_weights(
            conv(second.in_channels, second.out_channels, 3),
            second.weight.detach() * block.res_scale,
            bias_of(second) * block.res_scale,
        )

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        plus_(features, self.second, activated(self.first, features))


class PlanarResBlock(nn.Module):
    """A block by convolutions in planes."""

    def __init__(self, block: nn.Module) -> None:
        super().__init__()
        plain = as_kind(FoldedResBlock, block)
        self.convolutions = InPlanes([[plain.first], [plain.second]])

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        self.convolutions(features, _add)


def _add(features: Tensor, rows: slice, answers: list[Tensor]) -> None:
    features[..., rows, :] += answers[0]
