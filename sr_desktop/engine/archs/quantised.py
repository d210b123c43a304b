"""The networks with convolutions of bytes, for CPUs that multiply bytes (VNNI) faster than floats.

A convolution takes 8-bit codes of its input, under a range that is fixed beforehand, and 8-bit
weights, under a scale per output channel; it adds up exactly, in 32 bits. Sums and activations
stay in float32. As nothing is measured on the tile at hand, tiled equals whole.

The convolutions are PyTorch's own (oneDNN); they are what its quantised export runs on.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from sr_desktop.engine.archs.blocks import (
    as_kind,
    attended_,
    bias_of,
    in_runs,
    nearest_then_conv,
    shuffled,
    with_weights,
)
from sr_desktop.engine.archs.edsr import EDSR, FoldedEDSR, FoldedResBlock
from sr_desktop.engine.archs.msrn import MSRB, MSRN, FoldedMSRN
from sr_desktop.engine.archs.pan import LEAK, PAN, SCPA, FoldedPAN, FoldedSCPA, Stage

if TYPE_CHECKING:
    from sr_desktop.engine.archs.inference import TrunkAndTail
    from sr_desktop.engine.archs.network import Network

_MOST_CODE = 255
_MOST_WEIGHT = 127
_LEAST_SPAN = 1e-6  # of a range: a layer may give nothing but zeros


@dataclass(frozen=True, slots=True)
class Range:
    """The values that 256 codes stand for, evenly spaced; zero is one of them."""

    low: float
    high: float

    @property
    def step(self) -> float:
        return max(self._end - self._start, _LEAST_SPAN) / _MOST_CODE

    @property
    def zero(self) -> int:
        """The code of 0."""
        return min(_MOST_CODE, round(-self._start / self.step))

    @property
    def _start(self) -> float:
        return min(self.low, 0.0)

    @property
    def _end(self) -> float:
        return max(self.high, 0.0)


# For each convolution of the plain network, by its name there, the range of what it takes.
Ranges = Mapping[str, Range]


def quantise(features: Tensor, range: Range) -> Tensor:
    """(1, n, h, w) float32 as uint8 codes in channels-last order; what is beyond is cut off."""
    _take_the_warning()
    dense = features.contiguous(memory_format=torch.channels_last)
    codes = torch.quantize_per_tensor(dense, range.step, range.zero, torch.quint8)
    plain = torch.empty(0, dtype=torch.uint8)
    # The same bytes as a plain tensor; int_repr() would copy them.
    return plain.set_(codes.untyped_storage(), 0, codes.size(), codes.stride())


@cache
def _take_the_warning() -> None:
    """torch says once that it means to remove its quantised tensors. It has no other way yet to
    round and cut off in one pass over the memory: https://github.com/pytorch/pytorch/issues/184982
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.quantize_per_tensor(torch.zeros(1), 1.0, 0, torch.quint8)


class QuantisedConv(nn.Module):
    """A convolution of bytes.

    takes is the range of its input; it gets float32, or the codes of it. Its answer is float32,
    or where gives is a range, codes. With is_relu, negative values become 0 on the way.
    """

    def __init__(
        self, like: nn.Conv2d, takes: Range, gives: Range | None = None, *, is_relu: bool = False
    ) -> None:
        super().__init__()
        self.takes = takes
        self.gives = gives
        self._bias = None if like.bias is None else bias_of(like).float()
        self._activation = "relu" if is_relu else "none"
        self._geometry = [list(_pair(each)) for each in (like.stride, like.padding, like.dilation)]
        weight = like.weight.detach().float()
        self._steps = weight.abs().amax((1, 2, 3)).clamp_min(_LEAST_SPAN) / _MOST_WEIGHT
        self._zeros = torch.zeros(len(weight), dtype=torch.int)
        codes = (weight / self._steps.view(-1, 1, 1, 1)).round().to(torch.int8)
        # Not a parameter: what oneDNN packs can neither be moved nor copied.
        self._weight = torch.ops.onednn.qconv_prepack(
            codes, self._steps, takes.step, takes.zero, *self._geometry, 1, None
        )

    def forward(self, features: Tensor) -> Tensor:
        codes = features if features.dtype == torch.uint8 else quantise(features, self.takes)
        gives = self.gives
        answer: Tensor = torch.ops.onednn.qconv2d_pointwise(
            codes,
            self.takes.step,
            self.takes.zero,
            self._weight,
            self._steps,
            self._zeros,
            self._bias,
            *self._geometry,
            1,
            1.0 if gives is None else gives.step,
            0 if gives is None else gives.zero,
            torch.float32 if gives is None else torch.uint8,
            self._activation,
            [],
            "",
        )
        return answer


def _pair(size: Any) -> tuple[int, int]:
    height, width = size
    return height, width


class QuantisedShuffle(nn.Module):
    """A convolution of bytes and the pixel shuffle after it."""

    def __init__(
        self, like: nn.Conv2d, factor: int, takes: Range, gives: Range | None = None
    ) -> None:
        super().__init__()
        self.factor = factor
        self.conv = QuantisedConv(in_runs(like, factor), takes, gives)

    def forward(self, features: Tensor) -> Tensor:
        return shuffled(self.conv(features), self.factor)


class QuantisedEDSR(FoldedEDSR):
    """EDSR: the head, the sums of what the blocks add, and the tail, in float32.

    The tail makes the whole picture of its features, not details alone: in bytes it cost
    MSRN-small another 0.06 dB.
    """

    def __init__(self, network: EDSR, ranges: Ranges) -> None:
        super().__init__(network)
        folded = [as_kind(FoldedResBlock, block) for block in self.blocks]
        self.blocks = nn.ModuleList(
            _QuantisedResBlock(block, f"body.{number}.body", ranges)
            for number, block in enumerate(folded)
        )
        self.add_module(
            "closing",
            QuantisedConv(as_kind(nn.Conv2d, self.closing), ranges[f"body.{len(folded)}"]),
        )


class _QuantisedResBlock(nn.Module):
    """A residual block in codes but for its sum."""

    def __init__(self, block: FoldedResBlock, name: str, ranges: Ranges) -> None:
        super().__init__()
        taken, between = ranges[f"{name}.0"], ranges[f"{name}.2"]
        self.first = QuantisedConv(block.first, taken, between, is_relu=True)
        self.second = QuantisedConv(block.second, between)

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        features.add_(self.second(self.first(features)))


class QuantisedMSRN(FoldedMSRN):
    """MSRN: the head, all sums, what joins the blocks, and the tail (as EDSR's), in float32."""

    def __init__(self, network: MSRN, ranges: Ranges) -> None:
        super().__init__(network)
        self.blocks = nn.ModuleList(
            _QuantisedMSRB(as_kind(MSRB, block), f"body.{number}", ranges)
            for number, block in enumerate(network.body)
        )
        self.add_module(
            "closing", QuantisedConv(as_kind(nn.Conv2d, self.closing), ranges["tail.1"])
        )


class _QuantisedMSRB(nn.Module):
    """A multi-scale block in codes but for its sum."""

    def __init__(self, block: MSRB, name: str, ranges: Ranges) -> None:
        super().__init__()
        taken, both = ranges[f"{name}.conv_3_1"], ranges[f"{name}.conv_3_2"]
        again = ranges[f"{name}.confusion"]
        self.conv_3_1 = QuantisedConv(block.conv_3_1, taken, both, is_relu=True)
        self.conv_5_1 = QuantisedConv(block.conv_5_1, taken, both, is_relu=True)
        self.conv_3_2 = QuantisedConv(block.conv_3_2, both, again, is_relu=True)
        self.conv_5_2 = QuantisedConv(block.conv_5_2, both, again, is_relu=True)
        self.confusion = QuantisedConv(block.confusion, again)

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        codes = quantise(features, self.conv_3_1.takes)
        both = torch.cat([self.conv_3_1(codes), self.conv_5_1(codes)], 1)
        both = torch.cat([self.conv_3_2(both), self.conv_5_2(both)], 1)
        features.add_(self.confusion(both))


class QuantisedPAN(FoldedPAN):
    """PAN: the first convolution, what joins the branches of a block, activations, the stages'
    attention and sums in float32; at x2 and x3 the last convolution but one too.
    """

    def __init__(self, network: PAN, ranges: Ranges) -> None:
        super().__init__(network)
        self.blocks = nn.ModuleList(
            _QuantisedSCPA(as_kind(SCPA, block), f"SCPA_trunk.{number}", ranges)
            for number, block in enumerate(network.SCPA_trunk)
        )
        self.add_module("closing", QuantisedConv(self.closing, ranges["trunk_conv"]))
        self.stages = nn.Sequential(
            *(
                _QuantisedStage(stage, number, ranges)
                for number, stage in enumerate(network.stages(), start=1)
            )
        )
        if len(self.stages) == 1:  # in bytes it cost the authors' x2 0.13 dB, x4 little
            self.stages[0].add_module("hr_conv", network.stages()[0].hr_conv)
        self.add_module("last", QuantisedConv(self.last, ranges["conv_last"]))


class _QuantisedSCPA(FoldedSCPA):
    """An SCPA block that adds to its features in place. What joins its branches is in float32: to
    make codes for it takes longer than bytes save.
    """

    def __init__(self, block: SCPA, name: str, ranges: Ranges) -> None:
        super().__init__(block)
        self.taken, self.half_taken = ranges[f"{name}.conv1_a"], ranges[f"{name}.PAConv.k2"]
        takes = {
            "conv1_a": self.taken,
            "conv1_b": self.taken,
            "k1": ranges[f"{name}.k1.0"],
            "k2": self.half_taken,
            "k3": self.half_taken,
            "k4": ranges[f"{name}.PAConv.k4"],
        }
        for layer, range in takes.items():
            plain = as_kind(nn.Conv2d, getattr(self, layer))
            self.add_module(layer, QuantisedConv(plain, range))

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        codes = quantise(features, self.taken)
        plain = _leaky_(self.k1(_leaky_(self.conv1_a(codes))))
        half = quantise(_leaky_(self.conv1_b(codes)), self.half_taken)
        attended = _leaky_(self.k4(attended_(self.k3(half), self.k2(half))))
        self.join(features, plain, attended)


class _QuantisedStage(nn.Module):
    """One enlarging step: the nearest-neighbour one folded into a convolution at LR size. Attention
    is in float32, as what joins the branches of a block.
    """

    def __init__(self, stage: Stage, number: int, ranges: Ranges) -> None:
        super().__init__()
        folded = _nearest_then_shuffle(nearest_then_conv(stage.upconv, stage.factor), stage.factor)
        self.enlarge = QuantisedShuffle(folded, stage.factor, ranges[f"upconv{number}"])
        self.attention = stage.attention.conv
        self.hr_conv = QuantisedConv(stage.hr_conv, ranges[f"HRconv{number}"])

    def forward(self, features: Tensor) -> Tensor:
        enlarged: Tensor = self.enlarge(features)
        attended = attended_(enlarged, self.attention(enlarged))
        return _leaky_(self.hr_conv(_leaky_(attended)))


def _leaky_(features: Tensor) -> Tensor:
    return functional.leaky_relu_(features, LEAK)


def _nearest_then_shuffle(transposed: nn.ConvTranspose2d, factor: int) -> nn.Conv2d:
    """A transposed convolution of stride factor as a 3x3 one that a pixel shuffle follows.

    Its window is factor + 2 wide with padding 1: output pixel p of a block meets input pixel d
    (-1, 0 or 1 away) through tap p + 1 - d * factor, where there is such a tap.
    """
    kernel = transposed.weight.detach()
    inputs, outputs, window, _ = kernel.shape
    weight = kernel.new_zeros(outputs, factor, factor, inputs, 3, 3)
    taps = [
        (at, away + 1, at + 1 - away * factor)
        for at in range(factor)
        for away in (-1, 0, 1)
        if 0 <= at + 1 - away * factor < window
    ]
    for row, down, row_tap in taps:
        for column, across, column_tap in taps:
            weight[:, row, column, :, down, across] = kernel[:, :, row_tap, column_tap].T
    assert transposed.bias is not None
    plain = nn.Conv2d(inputs, outputs * factor**2, 3, padding=1)
    bias = transposed.bias.detach().repeat_interleave(factor**2)
    return with_weights(plain, weight.flatten(0, 2), bias)


_FORMS: dict[type[Network], Callable[[Any, Ranges], TrunkAndTail]] = {
    EDSR: QuantisedEDSR,
    MSRN: QuantisedMSRN,
    PAN: QuantisedPAN,
}


def can_be_quantised(network: Network) -> bool:
    """Whether there is a form of bytes for its architecture."""
    return type(network) in _FORMS


def quantised(network: Network, ranges: Ranges) -> TrunkAndTail:
    """The network's form of bytes, for the CPU. network is in float32 and can be quantised."""
    return _FORMS[type(network)](network, ranges)
