"""MSRN: Li et al., Multi-scale Residual Network for Image Super-Resolution, ECCV 2018.

Layers and state-dict keys as in MIVRC/MSRN-PyTorch at a0e038d.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from sr_desktop.engine.archs.blocks import (
    MeanShift,
    Upsampler,
    activated,
    as_kind,
    bias_of,
    conv,
    features_of,
    frozen,
    pixels_of,
    shuffled_tail_reach,
)
from sr_desktop.engine.archs.inference import InferenceForm, LinearTail, channels_last, trim
from sr_desktop.engine.archs.network import Network
from sr_desktop.engine.archs.passage import Passage
from sr_desktop.engine.archs.planes import InPlanes, go_into_planes
from sr_desktop.engine.archs.seams import NO_SEAMS, Seams

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


class FoldedMSRN(LinearTail):
    """MSRN with its tail as one convolution, but for that at LR size."""

    def __init__(self, network: MSRN) -> None:
        first, closing, upsampler, last = network.tail
        layers = [*as_kind(Upsampler, upsampler), last]
        super().__init__(layers, network.scale, shuffled_tail_reach(network.scale))
        self.sub_mean = network.sub_mean if network.mean_shift else nn.Identity()
        self.add_mean = network.add_mean if network.mean_shift else nn.Identity()
        self.head = as_kind(nn.Conv2d, network.head[0])
        self.n_feats = self.head.out_channels
        self.blocks = nn.ModuleList(FoldedMSRB(as_kind(MSRB, block)) for block in network.body)
        self.closing, joining = closing, as_kind(nn.Conv2d, first)
        shares = torch.split(joining.weight.detach().flatten(1).T, self.n_feats)
        self.joining = nn.ParameterList(frozen(share) for share in shares)
        self.joining_bias = frozen(bias_of(joining))

    def settle(self, room_bytes: float = math.inf) -> None:
        go_into_planes(self.blocks, PlanarMSRB, room_bytes)
        super().settle(room_bytes)

    def trunk(
        self, batch: Tensor, margins: Margins, seams: Seams = NO_SEAMS
    ) -> tuple[Tensor, Margins]:
        shifted: Tensor = self.sub_mean(batch)
        passage = Passage(
            self.head(channels_last(shifted, self.head.weight.dtype)),
            margins,
            seams,
            blocks=len(self.blocks),
            reach_px=BLOCK_REACH_PX,
            last_px=1 + self.tail_reach_px,
            nears=True,
        )
        # tail.0 takes all that the blocks gave side by side; it is added up as they give it.
        near = passage.near_head()
        joined = torch.addmm(self.joining_bias, pixels_of(near), self.joining[-1])
        for block, share in zip(self.blocks, self.joining[:-1], strict=True):
            block(passage.features)
            passage.advance()
            joined.addmm_(pixels_of(passage.near()), share)
        features = self.closing(features_of(joined, near))
        return trim(features, passage.around, self.tail_reach_px)

    def finish(self, detail: Tensor, batch: Tensor, margins: Margins) -> Tensor:
        shifted_back: Tensor = self.add_mean(detail)
        return shifted_back


class FoldedMSRB(nn.Module):
    """A block that works in place; its last convolution is two matrix products, without joining
    its inputs first.
    """

    def __init__(self, block: MSRB) -> None:
        super().__init__()
        self.conv_3_1, self.conv_5_1 = block.conv_3_1, block.conv_5_1
        self.conv_3_2, self.conv_5_2 = block.conv_3_2, block.conv_5_2
        narrow, wide = block.confusion.weight.detach().flatten(1).T.chunk(2)
        self.narrow, self.wide = frozen(narrow), frozen(wide)
        self.bias = frozen(bias_of(block.confusion))

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        narrow, wide = activated(self.conv_3_1, features), activated(self.conv_5_1, features)
        both = torch.cat([narrow, wide], 1)
        del narrow, wide
        total = pixels_of(features).add_(self.bias)
        total.addmm_(pixels_of(activated(self.conv_3_2, both)), self.narrow)
        total.addmm_(pixels_of(activated(self.conv_5_2, both)), self.wide)


class PlanarMSRB(nn.Module):
    """A block by convolutions in planes."""

    def __init__(self, block: nn.Module) -> None:
        super().__init__()
        plain = as_kind(FoldedMSRB, block)
        steps = [[plain.conv_3_1, plain.conv_5_1], [plain.conv_3_2, plain.conv_5_2]]
        self.convolutions = InPlanes(steps, ends_in_relu=True)
        self.shares = nn.ParameterList([plain.narrow, plain.wide])
        self.bias = plain.bias

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        self.convolutions(features, self._add)

    def _add(self, features: Tensor, rows: slice, answers: list[Tensor]) -> None:
        total = pixels_of(features[..., rows, :]).add_(self.bias)
        for answer, share in zip(answers, self.shares, strict=True):
            total.addmm_(answer[0].flatten(1).T, share)
