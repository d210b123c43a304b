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
    activated,
    as_kind,
    attended_,
    bias_of,
    from_corners,
    nearest_then_conv,
    singly,
)
from sr_desktop.engine.archs.edsr import EDSR, FoldedEDSR, FoldedResBlock
from sr_desktop.engine.archs.msrn import MSRB, MSRN, FoldedMSRN
from sr_desktop.engine.archs.pan import LEAK, PAN, SCPA, FoldedPAN, FoldedSCPA, LastOfBlocks, Stage

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

    def before_leak(self, leak: float) -> Range:
        """Of what a leaky ReLU takes that gives this one."""
        return Range(self.low / leak, self.high)

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
    quantised = torch.quantize_per_tensor(dense, range.step, range.zero, torch.quint8)
    return _codes_of(quantised)


def leaky(codes: Tensor, takes: Range, gives: Range, leak: float) -> Tensor:
    """A leaky ReLU of codes of one range, dense in channels-last order, as codes of another."""
    _take_the_warning()
    quantised = torch._empty_affine_quantized(
        codes.shape,
        scale=takes.step,
        zero_point=takes.zero,
        dtype=torch.quint8,
        memory_format=torch.channels_last,
    )
    # The same bytes, as what torch has such an operation for.
    quantised.set_(codes.untyped_storage(), codes.storage_offset(), codes.shape, codes.stride())
    operation = torch.ops.quantized.leaky_relu
    return _codes_of(operation(quantised, leak, False, gives.step, gives.zero))


def _codes_of(quantised: Tensor) -> Tensor:
    """Its bytes as a plain tensor; int_repr() would copy them."""
    plain = torch.empty(0, dtype=torch.uint8)
    return plain.set_(quantised.untyped_storage(), 0, quantised.size(), quantised.stride())


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
        codes, self._steps, self._zeros = _coded(like.weight)
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


class QuantisedMixing(nn.Module):
    """A 1x1 convolution of bytes without a bias and a leaky ReLU after it, from codes to codes.

    In one pass over the memory: that is oneDNN's linear layer of pixels one by one, for torch has
    no leaky ReLU in its convolution of bytes.
    """

    def __init__(self, like: nn.Conv2d, takes: Range, gives: Range, leak: float) -> None:
        super().__init__()
        self.takes, self.gives, self._leak = takes, gives, leak
        codes, self._steps, self._zeros = _coded(like.weight)
        self._weight = torch.ops.onednn.qlinear_prepack(codes.flatten(1), None)

    def forward(self, codes: Tensor) -> Tensor:
        """(1, n, h, w) uint8, dense in channels-last order."""
        rows = codes.permute(0, 2, 3, 1)
        answer: Tensor = torch.ops.onednn.qlinear_pointwise(
            rows,
            self.takes.step,
            self.takes.zero,
            self._weight,
            self._steps,
            self._zeros,
            None,
            self.gives.step,
            self.gives.zero,
            torch.uint8,
            "leaky_relu",
            [self._leak],
            "",
        )
        return answer.permute(0, 3, 1, 2)


def _coded(weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """A layer's weights as int8 codes, with the step and the zero of each output channel."""
    weight = weight.detach().float()
    steps = weight.abs().amax((1, 2, 3)).clamp_min(_LEAST_SPAN) / _MOST_WEIGHT
    codes = (weight / steps.view(-1, 1, 1, 1)).round().to(torch.int8)
    return codes, steps, torch.zeros(len(weight), dtype=torch.int)


def _pair(size: Any) -> tuple[int, int]:
    height, width = size
    return height, width


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
        last = as_kind(LastOfBlocks, self.last)
        last.add_module("conv", QuantisedConv(last.conv, ranges["conv_last"]))
        last.blank = ranges["conv_last"].zero
        stages = network.stages()
        kind = _QuantisedStage if len(stages) > 1 else _HalfQuantisedStage
        self.stages = nn.Sequential(
            *(kind(stage, number, ranges) for number, stage in enumerate(stages, start=1))
        )


class _QuantisedSCPA(FoldedSCPA):
    """An SCPA block that adds to its features in place. What joins its branches is in float32: to
    make codes for it takes longer than bytes save.
    """

    def __init__(self, block: SCPA, name: str, ranges: Ranges) -> None:
        super().__init__(block)
        taken, half = ranges[f"{name}.conv1_a"], ranges[f"{name}.PAConv.k2"]
        plain = ranges[f"{name}.k1.0"]
        self.takes = taken
        in_bytes = {
            "conv1_a": QuantisedMixing(block.conv1_a, taken, plain, LEAK),
            "conv1_b": QuantisedMixing(block.conv1_b, taken, half, LEAK),
            "k1": QuantisedConv(self.k1, plain),
            "k2": QuantisedConv(self.k2, half),
            "k3": QuantisedConv(self.k3, half),
            "k4": QuantisedConv(self.k4, ranges[f"{name}.PAConv.k4"]),
        }
        for layer_name, layer in in_bytes.items():
            self.add_module(layer_name, layer)

    def forward(self, features: Tensor) -> None:
        """Add to features, which are dense in channels-last order."""
        codes = quantise(features, self.takes)
        plain = _leaky_(self.k1(self.conv1_a(codes)))
        half = self.conv1_b(codes)
        attended = _leaky_(self.k4(attended_(self.k3(half), self.k2(half))))
        self.join(features, plain, attended)


class _QuantisedStage(nn.Module):
    """One enlarging step, as FoldedStage. It gives codes, of what follows it."""

    def __init__(self, stage: Stage, number: int, ranges: Ranges) -> None:
        super().__init__()
        self.factor = stage.factor
        self.gives = ranges.get(f"upconv{number + 1}", ranges["conv_last"])
        enlarge = nearest_then_conv(stage.upconv, stage.factor)
        self.enlarge = QuantisedConv(enlarge, ranges[f"upconv{number}"])
        self.attention = QuantisedConv(stage.attention.conv, ranges[f"att{number}.conv"])
        taken = ranges[f"HRconv{number}"]
        self.hr_conv: nn.Module = QuantisedConv(stage.hr_conv, taken, self.gives.before_leak(LEAK))

    def forward(self, features: Tensor) -> Tensor:
        pixels = singly(self.enlarge(features), self.factor**2)
        return self.convolved(_leaky_(attended_(pixels, self.attention(pixels))))

    def convolved(self, pixels: Tensor) -> Tensor:
        """The convolution of the enlarged map. Codes come to their places in a quarter of the time
        of floats.
        """
        layer = as_kind(QuantisedConv, self.hr_conv)
        answer = layer(from_corners(quantise(pixels, layer.takes), self.factor))
        return leaky(answer, self.gives.before_leak(LEAK), self.gives, LEAK)


class _HalfQuantisedStage(_QuantisedStage):
    """With a convolution of the enlarged map in float32: in bytes it cost the authors' x2 0.13 dB,
    x4 little.
    """

    def __init__(self, stage: Stage, number: int, ranges: Ranges) -> None:
        super().__init__(stage, number, ranges)
        self.hr_conv = stage.hr_conv

    def convolved(self, pixels: Tensor) -> Tensor:
        layer = as_kind(nn.Conv2d, self.hr_conv)
        return quantise(activated(layer, from_corners(pixels, self.factor), LEAK), self.gives)


def _leaky_(features: Tensor) -> Tensor:
    return functional.leaky_relu_(features, LEAK)


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
