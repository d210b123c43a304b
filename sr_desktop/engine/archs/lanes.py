"""Convolutions that fill a processor's registers, of layers whose channels do not.

A CPU with AVX-512 computes 16 numbers at once, and oneDNN gives a convolution whole registers of
channels: 20 take as long as 32. Here the first 16 are a convolution of their own. The 4 that are
left, of four pixels next to each other, are the 16 of another, which looks at 3x6 pixels and moves
on by four. That is 9 + 18 / 4 = 13.5 multiplications of a register a pixel for 18; of 24 channels
15 for 18. Of finite numbers each is the same sum, to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import torch
from torch import Tensor, nn

from sr_desktop.engine.archs.blocks import (
    activated,
    bias_of,
    conv_of,
    convolved,
    pixels_of,
    singly,
)

# Numbers in a register of AVX-512, which adds up in float32.
_LANES = 16
# Channels beyond whole registers: fewer are not whole words in bfloat16, others do not divide 16.
_LEFT_OVER = (4, 8)
_MOST_ABREAST = _LANES // min(_LEFT_OVER)
# Of fewer pixels, to begin two convolutions for one takes longer than they save.
_LEAST_PX = 2**15


class InLanes(nn.Module):
    """A 3x3 convolution whose channels leave 4 or 8 over, and a leaky ReLU if there is a leak."""

    def __init__(self, layer: nn.Conv2d) -> None:
        super().__init__()
        left = layer.out_channels % _LANES
        self.full = layer.out_channels - left
        self.abreast = _LANES // left
        filling, over = layer.weight.detach().tensor_split([self.full])
        spread = over.new_zeros(self.abreast, *over.shape[:3], self.abreast + 2)
        for pixel in range(self.abreast):
            spread[pixel, ..., pixel : pixel + 3] = over
        first, second = None, None
        if layer.bias is not None:
            first, second = bias_of(layer).tensor_split([self.full])
            first, second = first.clone(), second.repeat(self.abreast)
        self.first = conv_of(filling.clone(), first)
        self.second = conv_of(spread.flatten(0, 1), second, stride=(1, self.abreast))

    def forward(self, features: Tensor, leak: float | None = None) -> list[Tensor]:
        """Of (N, n, h, w) in channels-last order the first channels of the answer and those that
        are left, both dense. w is a multiple of abreast.
        """
        second = _answer(self.second, features, leak)
        return [_answer(self.first, features, leak), singly(second, self.abreast)]


def joined(parts: Sequence[Tensor]) -> Tensor:
    """Maps (N, c, h, w) of the same pixels, dense in channels-last order, as one matrix
    (N * h * w, channels of all). Whole words are moved, in 0.6 of the time.
    """
    words = [pixels_of(part).view(torch.int64) for part in parts]
    return torch.cat(words, 1).view(parts[0].dtype)


def fits_lanes(features: Tensor) -> bool:
    """Whether a map (N, n, h, w) can go through any InLanes, and is large enough to."""
    count, _, height, width = features.shape
    return width % _MOST_ABREAST == 0 and count * height * width >= _LEAST_PX


def is_quicker_in_lanes(layer: nn.Module) -> bool:
    """Whether this is a convolution that InLanes makes quicker, where it is and in its type."""
    if not isinstance(layer, nn.Conv2d) or layer.weight.device.type != "cpu":
        return False
    full, left = divmod(layer.out_channels, _LANES)
    fits = layer.kernel_size == (3, 3) and full > 0 and left in _LEFT_OVER
    return fits and layer.weight.dtype in _types()


@cache
def _types() -> frozenset[torch.dtype]:
    """The types in which the CPU's registers are of 16 numbers, and are what limits it: not where
    bfloat16 is multiplied in tiles (AMX).
    """
    if torch.backends.cpu.get_cpu_capability() != "AVX512":
        return frozenset()
    has_tiles = torch.cpu._is_amx_tile_supported()
    return frozenset({torch.float32, *([] if has_tiles else [torch.bfloat16])})


def _answer(layer: nn.Conv2d, features: Tensor, leak: float | None) -> Tensor:
    return convolved(layer, features) if leak is None else activated(layer, features, leak)
