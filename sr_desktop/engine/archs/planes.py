"""Convolutions in float32 on a CPU that take far fewer multiplications: NNPACK's, in torch.

They bring small windows of each plane to where a convolution is a product value by value, and back:
by Fourier's transform of 16 x 16 px for kernels of 5x5 (3.6 multiplications a pixel for 25; Mathieu
et al., Fast Training of Convolutional Networks through FFTs, ICLR 2014), by Winograd's of 8 x 8 px
for 3x3 (1.8 for 9; Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016).
The first are more exact than sums of products, the second 10 to 25 times less so (5e-6 of 1.4).
torch has them where it was built with NNPACK, as for Linux, and takes none where it has oneDNN.

NNPACK has threads of its own, whose number torch settles once for a process, and which get into the
way of torch's. So it gets none: a map is cut into strips, and each of our threads takes one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import torch
from torch import Tensor, nn
from torch.nn import functional

from sr_desktop.engine.archs.blocks import bias_of, frozen
from sr_desktop.engine.threads import best_seconds, side_by_side
from sr_desktop.engine.tiling import LEAST_PLANAR_STRIP_PX, PLANAR_STRIP_PX

# What a strip gives is whole windows of either transform.
_WINDOW_ROWS = 12
# Maps that would have fewer strips than this get smaller ones.
_MANY_STRIPS = 8
# Sides of the windows for a kernel of 3x3 and of 5x5, and of what comes out of one.
_WINDOWS = {3: (8, 6), 5: (16, 12)}
# How many times as fast as a plain convolution one of 5x5 has to be: 3x3 gain less.
_WORTH = 1.8

# What takes the last layers' answers (1, c, h, w) for some rows of one tile's features, called by
# several threads at once.
Put = Callable[[Tensor, slice, list[Tensor]], object]


class InPlanes(nn.Module):
    """Steps of convolutions of 3x3 or 5x5: those of a step have the same input, and the next step
    takes their answers one after the other. After each is a ReLU, after the last if it is to be.

    For float32 on the CPU, after _pay(). strip_bytes is what a thread takes for a strip, about: it
    is more where a map is so wide that a strip of few rows has more pixels.
    """

    def __init__(self, steps: Sequence[Sequence[nn.Conv2d]], *, ends_in_relu: bool = False) -> None:
        super().__init__()
        made = [_Step(layers) for layers in steps]
        self.steps = nn.ModuleList(made)
        self._are_relus = [True] * (len(made) - 1) + [ends_in_relu]
        self.reach_px = sum(step.reach_px for step in made)
        self.strip_bytes = max(step.strip_bytes for step in made)

    def forward(self, features: Tensor, put: Put) -> None:
        """features are (N, n, h, w). put may change them: what is read is a copy."""
        for tile in features.chunk(len(features)):
            planes = tile.clone(memory_format=torch.contiguous_format)
            rows = strips(*planes.shape[-2:])
            side_by_side([partial(self._run, planes, each, partial(put, tile)) for each in rows])

    def _run(
        self, planes: Tensor, rows: slice, put: Callable[[slice, list[Tensor]], object]
    ) -> None:
        above = max(0, self.reach_px - rows.start)
        below = max(0, rows.stop + self.reach_px - planes.shape[-2])
        first, end = rows.start - self.reach_px + above, rows.stop + self.reach_px - below
        answers = [functional.pad(planes[..., first:end, :], (0, 0, above, below))]
        for step, is_relu in zip(self.steps, self._are_relus, strict=True):
            answers = step(answers[0] if len(answers) == 1 else torch.cat(answers, 1))
            above, below = (max(0, beyond - step.reach_px) for beyond in (above, below))
            for answer in answers:
                if is_relu:
                    answer.relu_()
                # Beyond the picture there is nothing for the next layer either.
                answer[..., :above, :] = 0
                answer[..., answer.shape[-2] - below :, :] = 0
        put(rows, answers)


class _Step(nn.Module):
    """Convolutions of the same input, which give reach_px fewer rows on each side than they get."""

    def __init__(self, layers: Sequence[nn.Conv2d]) -> None:
        super().__init__()
        self.weights = nn.ParameterList(frozen(layer.weight.detach()) for layer in layers)
        self.biases = nn.ParameterList(frozen(bias_of(layer)) for layer in layers)
        self.reach_px = max(layer.kernel_size[0] // 2 for layer in layers)
        self.strip_bytes = sum(_strip_bytes(layer) for layer in layers)

    def forward(self, planes: Tensor) -> list[Tensor]:
        answers = []
        for weight, bias in zip(self.weights, self.biases, strict=True):
            around_px = weight.shape[-1] // 2
            spare_px = self.reach_px - around_px
            taken = planes[..., spare_px : planes.shape[-2] - spare_px, :]
            answers.append(_convolved(taken, weight, bias, (0, around_px)))
        return answers


def _strip_bytes(layer: nn.Conv2d) -> int:
    """Of its maps, and of the windows of these and of its kernels."""
    window_px, given_px = _WINDOWS[layer.kernel_size[0]]
    kernels = layer.in_channels * layer.out_channels * window_px**2
    share = 1 + window_px**2 / given_px**2
    maps = (layer.in_channels + layer.out_channels) * share * PLANAR_STRIP_PX
    return round((kernels + maps) * torch.float32.itemsize)


def strips(height: int, width: int) -> Iterator[slice]:
    """The rows of each strip, whatever the threads are: so they compute the same bits."""
    rows = strip_rows(height, width)
    for top in range(0, height, rows):
        yield slice(top, min(height, top + rows))


def strip_rows(height: int, width: int) -> int:
    """How many rows the strips of such a map have: all but the last."""
    strip_px = min(PLANAR_STRIP_PX, max(LEAST_PLANAR_STRIP_PX, height * width / _MANY_STRIPS))
    return max(1, round(strip_px / width / _WINDOW_ROWS)) * _WINDOW_ROWS


def go_into_planes(
    blocks: nn.ModuleList, kind: Callable[[nn.Module], nn.Module], room_bytes: float
) -> None:
    """Replace blocks by what kind makes of each, where that is quicker here and the strips of all
    threads fit into room_bytes.
    """
    weight = next(blocks.parameters(), None)
    if weight is None or weight.device.type != "cpu" or weight.dtype != torch.float32 or not _pay():
        return
    if torch.get_num_threads() * strip_bytes(kind(blocks[0])) <= room_bytes:
        for number, block in enumerate(blocks):
            blocks[number] = kind(block)


def strip_bytes(form: nn.Module) -> int:
    """What one thread takes for a strip in a form, about; 0 where it has none."""
    chains = (module for module in form.modules() if isinstance(module, InPlanes))
    return max((each.strip_bytes for each in chains), default=0)


@cache
def _pay() -> bool:
    """Whether such convolutions are clearly quicker on this computer: measured, 40 ms."""
    if not getattr(torch, "_nnpack_available", bool)():  # which also makes it ready
        return False
    planes = torch.zeros(1, 64, 48, 48)
    weight, bias = torch.zeros(64, 64, 5, 5), torch.zeros(64)
    pixels, taps = (each.to(memory_format=torch.channels_last) for each in (planes, weight))
    with torch.inference_mode():
        # The first run here settles that NNPACK has one thread.
        ours = best_seconds(lambda: _convolved(planes, weight, bias, (2, 2)))
        plain = best_seconds(lambda: functional.conv2d(pixels, taps, bias, padding=2))
    return ours * _WORTH < plain


def _convolved(planes: Tensor, weight: Tensor, bias: Tensor, around: tuple[int, int]) -> Tensor:
    return torch._nnpack_spatial_convolution(planes, weight, bias, around)
