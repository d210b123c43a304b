"""MSRN: Li et al., Multi-scale Residual Network for Image Super-Resolution, ECCV 2018.

Layers and state-dict keys as in MIVRC/MSRN-PyTorch at a0e038d.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from sr_desktop.engine.archs.blocks import (
    MeanShift,
    Upsampler,
    as_kind,
    conv,
    grouped_last_conv,
    shuffled_tail_reach,
    shuffles,
)
from sr_desktop.engine.archs.inference import (
    SLACK_PX,
    InferenceForm,
    TrunkAndTail,
    channels_last,
    trim,
)
from sr_desktop.engine.archs.network import Network

if TYPE_CHECKING:
    from sr_desktop.engine.tiling import Margins

BLOCK_REACH_PX = 4


class MSRB(nn.Module):
    """Multi-scale residual block: 3x3 and 5x5 convolutions side by side, twice, exchanging."""

    def __init__(self, n_feats: int) -> None:
        super().__init__()
        self.conv_3_1 = conv(n_feats, n_feats, 3)
        self.conv_3_2 = conv(2 * n_feats, 2 * n_feats, 3)
        self.conv_5_1 = conv(n_feats, n_feats, 5)
        self.conv_5_2 = conv(2 * n_feats, 2 * n_feats, 5)
        self.confusion = conv(4 * n_feats, n_feats, 1)

    def forward(self, features: Tensor) -> Tensor:
        narrow, wide = self.conv_3_1(features), self.conv_5_1(features)
        both = functional.relu(torch.cat([narrow, wide], 1))
        narrow, wide = self.conv_3_2(both), self.conv_5_2(both)
        both = functional.relu(torch.cat([narrow, wide], 1))
        residual: Tensor = self.confusion(both)
        return residual + features


class MSRN(Network):
    """The authors' size: 64 features, 8 blocks."""

    def __init__(
        self, scale: int, n_feats: int = 64, n_blocks: int = 8, mean_shift: bool = False
    ) -> None:
        super().__init__()
        self.scale = scale
        self.mean_shift = mean_shift
        self.reach_px = 1 + n_blocks * BLOCK_REACH_PX + 1 + shuffled_tail_reach(scale)
        self.sub_mean = MeanShift(-1)
        self.add_mean = MeanShift(1)
        self.head = nn.Sequential(conv(3, n_feats, 3))
        self.body = nn.Sequential(*(MSRB(n_feats) for _ in range(n_blocks)))
        self.tail = nn.Sequential(
            conv(n_feats * (n_blocks + 1), n_feats, 1),
            conv(n_feats, n_feats, 3),
            Upsampler(scale, n_feats),
            conv(n_feats, 3, 3),
        )

    def forward(self, batch: Tensor) -> Tensor:
        head = self.head(self.sub_mean(batch) if self.mean_shift else batch)
        features, collected = head, []
        for block in self.body:
            features = block(features)
            collected.append(features)
        picture: Tensor = self.tail(torch.cat([*collected, head], 1))
        return self.add_mean(picture) if self.mean_shift else picture

    def folded(self) -> InferenceForm:
        return FoldedMSRN(self)


class FoldedMSRN(TrunkAndTail):
    """MSRN with the last convolution grouped."""

    def __init__(self, network: MSRN) -> None:
        super().__init__()
        self.scale = network.scale
        self.tail_reach_px = 1 + shuffled_tail_reach(network.scale)
        self.sub_mean = network.sub_mean if network.mean_shift else nn.Identity()
        self.add_mean = network.add_mean if network.mean_shift else nn.Identity()
        self.head = as_kind(nn.Conv2d, network.head[0])
        self.n_feats = self.hr_feats = self.head.out_channels
        self.blocks = network.body
        self.confusion, *middle, last = network.tail
        self.middle = nn.Sequential(*middle)
        self.last_factor = shuffles(network.scale)[-1]
        self.last = grouped_last_conv(as_kind(nn.Conv2d, last), self.last_factor)

    def trunk(self, batch: Tensor, margins: Margins) -> tuple[Tensor, Margins]:
        shifted: Tensor = self.sub_mean(batch)
        head: Tensor = self.head(channels_last(shifted, self.head.weight.dtype))
        features, around = head, margins
        collected = []
        for left, block in zip(range(len(self.blocks), 0, -1), self.blocks, strict=True):
            ahead_px = self.tail_reach_px + left * BLOCK_REACH_PX
            features, around = trim(features, around, ahead_px, SLACK_PX)
            features = block(features)
            collected.append(trim(features, around, self.tail_reach_px)[0])
        head, around = trim(head, margins, self.tail_reach_px)
        return self.confusion(torch.cat([*collected, head], 1)), around

    def tail(self, features: Tensor) -> Tensor:
        grouped: Tensor = self.last(self.middle(features))
        return functional.pixel_shuffle(grouped, self.last_factor)

    def finish(self, detail: Tensor, batch: Tensor, margins: Margins) -> Tensor:
        shifted_back: Tensor = self.add_mean(detail)
        return shifted_back
