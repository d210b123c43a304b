"""Parts that the networks share, and exact rewritings of parts that run faster."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cache
from itertools import product
from math import prod
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from sr_desktop.errors import UsageError
from sr_desktop.language import tr

# Mean of DIV2K's training pictures, RGB in 0..1 (Lim et al. 2017).
DIV2K_MEAN = (0.4488, 0.4371, 0.4040)

# oneDNN orders weights by the size of the maps, a little: those of a tile.
_PACKED_FOR_PX = (240, 320)
# So many weights a layer: ordering more takes nothing beside what they are multiplied with.
_MOST_PACKED = 2**16

# Where the sigmoid is 1 in every type, and the exponential is still a number.
_ALL_OF_IT = 80

Kind = TypeVar("Kind", bound=nn.Module)


class _Conv2d(nn.Conv2d):
    """On the meta device no numbers are drawn: torch does so in Python, for a third of a load."""

    def reset_parameters(self) -> None:
        if not self.weight.is_meta:
            super().reset_parameters()


def conv(inputs: int, outputs: int, kernel: int, *, bias: bool = True) -> nn.Conv2d:
    """A convolution that keeps height and width."""
    return _Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=bias)


class MeanShift(nn.Conv2d):
    """Subtracts (sign -1) or adds (sign 1) the DIV2K mean; a checkpoint overwrites the numbers."""

    def __init__(self, sign: int, input_range: float = 255.0) -> None:
        super().__init__(3, 3, 1)
        with_weights(
            self,
            # No torch.eye and no product of tensors: on the meta device they import torch._dynamo
            # or torch._refs, which take a second and 74 MiB.
            torch.tensor([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]]).view(3, 3, 1, 1),
            torch.tensor([mean * sign * input_range for mean in DIV2K_MEAN]),
        )


def shuffles(scale: int) -> tuple[int, ...]:
    """The steps in which the networks enlarge: x4 is twice x2. Raises UsageError beyond x2..x4."""
    steps = {2: (2,), 3: (3,), 4: (2, 2)}
    if scale not in steps:
        raise UsageError(
            tr("There is no network for x{scale}.", scale=scale), tr("The scales are 2, 3 and 4.")
        )
    return steps[scale]


class Upsampler(nn.Sequential):
    """For each step of the scale a convolution to factor**2 times the features, then a shuffle."""

    def __init__(self, scale: int, n_feats: int) -> None:
        super().__init__()
        for factor in shuffles(scale):
            self.append(conv(n_feats, n_feats * factor**2, 3))
            self.append(nn.PixelShuffle(factor))


def shuffled_tail_reach(scale: int) -> int:
    """LR pixels that an Upsampler and one 3x3 convolution after it look at."""
    reach = 1
    for factor in reversed(shuffles(scale)):
        reach = -(-reach // factor) + 1
    return reach


def grouped_last_conv(last: nn.Conv2d, factor: int) -> nn.Conv2d:
    """A 3x3 convolution to few channels, as a strided one to factor**2 as many before a shuffle.

    Processors fill 16 or more channels at a time whether they are asked for or not; 12 from a
    4x4 window cost less than four times 3 from 3x3 windows. shuffled() must follow, and height and
    width must be multiples of factor.
    """
    window = factor + 2
    outputs, inputs = last.weight.shape[:2]
    weight = last.weight.new_zeros(factor, factor, outputs, inputs, window, window)
    for row in range(factor):
        for column in range(factor):
            weight[row, column, :, :, row : row + 3, column : column + 3] = last.weight.detach()
    bias = bias_of(last).repeat(factor**2)
    return conv_of(weight.flatten(0, 2), bias, stride=(factor, factor))


def in_runs(layer: nn.Conv2d, factor: int) -> nn.Conv2d:
    """A convolution that PixelShuffle(factor) follows, as one that shuffled() follows."""
    weight, bias = (
        each.view(-1, factor**2, *each.shape[1:]).transpose(0, 1).flatten(0, 1)
        for each in (layer.weight.detach(), bias_of(layer))
    )
    return with_weights(copy.deepcopy(layer), weight, bias)


def shuffled(blocks: Tensor, factor: int) -> Tensor:
    """(N, factor**2 * c, h, w) as (N, c, h * factor, w * factor), dense in channels-last order.

    As a pixel shuffle, but of blocks whose pixels come one after the other, with all channels of
    each: what is moved is a whole row of a block at once, in half of the time.
    """
    count, _, height, width = blocks.shape
    runs = blocks.permute(0, 2, 3, 1).view(count, height, width, factor, -1)
    rows = runs.transpose(2, 3).contiguous()
    enlarged = rows.view(count, height * factor, width * factor, -1)
    return enlarged.permute(0, 3, 1, 2)


def nearest_then_conv(after: nn.Conv2d, factor: int) -> nn.Conv2d:
    """Nearest-neighbour enlargement by 2 or 3 and the 3x3 convolution after it, as one of 2x2 at LR
    size that singly() and from_corners() follow.

    Where four LR pixels meet, the factor**2 pixels around that corner look at these four alone: the
    enlarged map holds each factor**2 times, and the taps of the kernel that meet the same are added
    up. So it is 4 taps a pixel for 9.
    """
    kernel = after.weight.detach()
    outputs, inputs = kernel.shape[:2]
    weight = kernel.new_zeros(factor, factor, outputs, inputs, 2, 2)
    for column, row, down, across in product(range(factor), range(factor), range(3), range(3)):
        # Pixel 0 of a corner is the last one of the LR pixel before.
        met = (..., (factor - 2 + row + down) // factor, (factor - 2 + column + across) // factor)
        weight[column, row][met] += kernel[:, :, down, across]
    return conv_of(weight.flatten(0, 2), bias_of(after).repeat(factor**2))


def singly(blocks: Tensor, count: int) -> Tensor:
    """Blocks of count pixels (N, count * c, h, w), dense in channels-last order, as pixels one by
    one (N, c, h, w * count), in the same memory. Of blocks higher than a pixel that is no map: for
    what looks at no neighbours.
    """
    rows = blocks.permute(0, 2, 3, 1)
    return rows.view(*rows.shape[:2], rows.shape[2] * count, -1).permute(0, 3, 1, 2)


def from_corners(pixels: Tensor, factor: int) -> Tensor:
    """The enlarged map (N, c, h * factor, w * factor) of what nearest_then_conv gave singly(), the
    blocks of pixels around (h + 1) * (w + 1) corners; in channels-last order, dense where N is 1.
    """
    count, channels, down, across = pixels.shape
    columns = across // factor
    height, width = (down - 1) * factor, columns - factor
    blocks = pixels.permute(0, 2, 3, 1).view(count, down, columns, factor, channels)
    rows = blocks[:, :, 1 : 1 + width].transpose(2, 3).contiguous()
    enlarged = rows.view(count, down * factor, width, channels)[:, 1 : 1 + height]
    return enlarged.permute(0, 3, 1, 2)


def composed(layers: Sequence[nn.Module], scale: int, reach_px: int) -> nn.Conv2d:
    """Convolutions and shuffles that enlarge by scale in all, as one convolution at LR size.

    reach_px is how many LR pixels they look around. PixelShuffle(scale) must follow. Inside a
    picture it is the same function; at its edges the zeros that each layer pads with are missing.
    The kernel is found backwards: each value of one pixel's block, by what it takes of the pixels
    around. EDSR's tail at x4 is 10 times as many multiplications, one layer after the other.
    """
    last = as_kind(nn.Conv2d, layers[-1])
    outputs = last.out_channels
    values, side = outputs * scale**2, 2 * reach_px + 1
    taken = torch.eye(values, dtype=last.weight.dtype).view(values, outputs, scale, scale)
    taken = functional.pad(taken, [reach_px * scale] * 4)
    for layer in reversed(layers):
        taken = _adjoint(layer, taken)
    given = last.weight.new_zeros(1, taken.shape[1], side, side)
    for layer in layers:
        given = layer(given)
    middle = slice(reach_px * scale, (reach_px + 1) * scale)
    bias = given[0, :, middle, middle].flatten()
    return conv_of(taken.contiguous(), bias, padding=reach_px)


def _adjoint(layer: nn.Module, taken: Tensor) -> Tensor:
    """From what is taken of a layer's output to what is thereby taken of its input."""
    if isinstance(layer, nn.PixelShuffle):
        return functional.pixel_unshuffle(taken, layer.upscale_factor)
    weight = as_kind(nn.Conv2d, layer).weight.detach()
    return functional.conv_transpose2d(taken, weight, padding=weight.shape[-1] // 2)


def pack(form: nn.Module) -> None:
    """Order the weights of convolutions on the CPU as oneDNN wants them, which it else does in each
    run of each layer, for 25 µs. The answers stay the same to the last bit.

    form is to stay on its device and in its types after that.
    """
    for layer in form.modules():
        if (
            isinstance(layer, nn.Conv2d)
            and _is_joined(layer.weight)
            and layer.weight.numel() <= _MOST_PACKED
        ):
            if _is_pointwise(layer):
                vars(layer)["matrix"] = _matrix_of(layer)
                continue
            weight, _, *geometry = _call(layer)
            size = [1, layer.in_channels, *_PACKED_FOR_PX]
            order = torch.ops.mkldnn._reorder_convolution_weight  # not there without oneDNN
            vars(layer)["packed"] = order(weight, *geometry, size)


def convolved(layer: nn.Conv2d, features: Tensor) -> Tensor:
    """A convolution's answer, by packed weights where it has some."""
    return _alone(layer, features, "none", []) if _is_joined(features) else layer(features)


def activated(layer: nn.Conv2d, features: Tensor, leak: float = 0.0) -> Tensor:
    """ReLU of a convolution's answer, with a leak below zero, in one pass over the memory where
    oneDNN does it: as torch.compile would have it.
    """
    if _is_joined(features):
        return _alone(layer, features, "leaky_relu", [leak])
    return functional.leaky_relu_(layer(features), leak)


def times(layer: nn.Conv2d, features: Tensor, weights: Tensor) -> Tensor:
    """A convolution's answer times weights of the same shape, in one pass as activated()."""
    if _is_joined(features):
        return _joined(layer, features, weights, "mul")
    answer: Tensor = layer(features)
    return answer.mul_(weights)


def plus(layer: nn.Module, features: Tensor, others: Tensor) -> Tensor:
    """A layer's answer plus others of the same shape, a convolution's as activated()."""
    if isinstance(layer, nn.Conv2d) and _is_joined(features):
        return _joined(layer, features, others, "add")
    answer: Tensor = layer(features)
    return answer.add_(others)


def plus_(total: Tensor, layer: nn.Conv2d, features: Tensor) -> Tensor:
    """Add a convolution's answer to total, which is dense, in one pass as activated()."""
    if not _is_joined(features):
        return total.add_(layer(features))
    convolution = torch.ops.mkldnn._convolution_pointwise_.binary
    convolution(total, features, *_call(layer), "add", None, None, [], None)
    return total


def attended_(features: Tensor, attention: Tensor) -> Tensor:
    """Features times the sigmoid of attention, of the same shape, in place.

    On the CPU in one pass over the memory: that is what goes back through a softplus.
    """
    if features.device.type != "cpu":
        return features.mul_(attention.sigmoid_())
    backwards = torch.ops.aten.softplus_backward.grad_input
    answer: Tensor = backwards(features, attention, 1, _ALL_OF_IT, grad_input=features)
    return answer


def _alone(layer: nn.Conv2d, features: Tensor, then: str, numbers: list[float]) -> Tensor:
    if _is_pointwise(layer):
        return _multiplied(layer, features, then, numbers)
    convolution = torch.ops.mkldnn._convolution_pointwise.default
    answer: Tensor = convolution(features, *_call(layer), then, numbers, "")
    return answer


def _multiplied(layer: nn.Conv2d, features: Tensor, then: str, numbers: list[float]) -> Tensor:
    """A pointwise convolution's answer by oneDNN's product of matrices, in 0.9 of the time."""
    matrix = vars(layer).get("matrix")
    if matrix is None:
        matrix = _matrix_of(layer)
    product = torch.ops.mkldnn._linear_pointwise.default
    rows = features.permute(0, 2, 3, 1)
    answer: Tensor = product(rows, matrix, layer.bias, then, numbers, "")
    return answer.permute(0, 3, 1, 2)


def _matrix_of(layer: nn.Conv2d) -> Tensor:
    """A pointwise convolution's weights as oneDNN wants those of a product of matrices."""
    order = torch.ops.mkldnn._reorder_linear_weight
    matrix: Tensor = order(layer.weight.flatten(1), prod(_PACKED_FOR_PX))
    return matrix


def _joined(layer: nn.Conv2d, features: Tensor, others: Tensor, how: str) -> Tensor:
    convolution = torch.ops.mkldnn._convolution_pointwise.binary
    answer: Tensor = convolution(features, others, *_call(layer), how, None, None, [], None)
    return answer


def _call(layer: nn.Conv2d) -> list[Any]:
    packed = vars(layer).get("packed")
    weight = layer.weight if packed is None else packed
    return [weight, layer.bias, layer.padding, layer.stride, layer.dilation, layer.groups]


def _is_pointwise(layer: nn.Conv2d) -> bool:
    """Whether it is a 1x1 convolution of every pixel, which is a product of matrices."""
    unit = (1, 1)
    is_single = (layer.kernel_size, layer.stride, layer.padding) == (unit, unit, (0, 0))
    return is_single and layer.groups == 1


def _is_joined(features: Tensor) -> bool:
    return features.device.type == "cpu" and features.dtype in _joined_types()


@cache
def _joined_types() -> frozenset[torch.dtype]:
    """What oneDNN's convolutions with something after them take on this CPU."""
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return frozenset()
    takes_bfloat16 = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return frozenset({torch.float32, *([torch.bfloat16] if takes_bfloat16 else [])})


def pixels_of(features: Tensor) -> Tensor:
    """(N, c, h, w), dense in channels-last order, as a matrix (N * h * w, c) without a copy."""
    return features.permute(0, 2, 3, 1).view(-1, features.shape[1])


def features_of(pixels: Tensor, like: Tensor) -> Tensor:
    """The reverse of pixels_of, for features of the same shape as like."""
    return pixels.view(like.permute(0, 2, 3, 1).shape).permute(0, 3, 1, 2)


def frozen(weights: Tensor) -> nn.Parameter:
    """Weights of their own, which move and change type with their module."""
    return nn.Parameter(weights.contiguous(), requires_grad=False)


def as_kind(kind: type[Kind], module: nn.Module) -> Kind:
    """The module, known to be of this kind: containers forget what they hold."""
    assert isinstance(module, kind)
    return module


def bias_of(layer: nn.Conv2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias.detach()


def conv_of(
    weight: Tensor, bias: Tensor | None, stride: tuple[int, int] = (1, 1), padding: int = 1
) -> nn.Conv2d:
    """A convolution of these numbers; none are drawn at random for it."""
    outputs, inputs, rows, columns = weight.shape
    shape = _Conv2d(inputs, outputs, (rows, columns), stride, padding, device="meta")
    return with_weights(shape, weight, bias)


def with_weights(layer: nn.Conv2d, weight: Tensor, bias: Tensor | None) -> nn.Conv2d:
    """The layer, holding these numbers."""
    layer.weight = nn.Parameter(weight, requires_grad=False)
    layer.bias = None if bias is None else nn.Parameter(bias, requires_grad=False)
    return layer
