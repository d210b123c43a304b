"""Small networks to test with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sr_desktop.catalogue import ModelSpec, all_models
from sr_desktop.engine.archs import ARCHS, EDSR, NO_SEAMS, Network, Seams
from sr_desktop.engine.archs.blocks import MeanShift
from sr_desktop.engine.device import Compute
from sr_desktop.engine.model import LoadedModel
from sr_desktop.engine.tiling import NO_MARGINS, Margins

SCALES = (2, 3, 4)
SHIPPED = tuple(spec for spec in all_models() if spec.bundled)
TINY: dict[str, dict[str, Any]] = {
    "pan": {"n_feats": 8, "up_feats": 6, "n_blocks": 2},
    "edsr": {"n_feats": 6, "n_blocks": 2, "res_scale": 0.5},
    "msrn": {"n_feats": 4, "n_blocks": 1},
}
CPU = torch.device("cpu")
EXACT = Compute(CPU, torch.float64, "CPU, float64")
FLOAT32 = Compute(CPU, torch.float32, "CPU, float32")


def tiny(arch: str, scale: int, *, seed: int = 0, mean_shift: bool = False, **args: Any) -> Network:
    """A network of random weights, in float64."""
    torch.manual_seed(seed)
    shift = {} if arch == "pan" else {"mean_shift": mean_shift}
    network = ARCHS[arch](scale, **{**TINY[arch], **args}, **shift)
    return network.double().eval().requires_grad_(False)


def spec_of(network: Network, arch: str, **facts: Any) -> ModelSpec:
    """What the catalogue would say of it; facts are other fields."""
    spec = ModelSpec(
        id="tiny",
        name="tiny",
        label="Tiny",
        purpose="",
        arch=arch,
        scale=network.scale,
        arch_args=TINY[arch],
        input_range=1.0,
        mean_shift=False,
        file=Path("tiny.pt"),
    )
    return replace(spec, **facts)


def tiny_model(arch: str, scale: int, compute: Compute = EXACT, **args: Any) -> LoadedModel:
    """A random network ready to run; in float64 the tiles cannot change a rounded pixel."""
    network = tiny(arch, scale, **args)
    return LoadedModel.build(spec_of(network, arch), network, compute)


def faithful_model(scale: int, compute: Compute = FLOAT32, gain: float = 1.0) -> LoadedModel:
    """An EDSR set by hand to enlarge by nearest neighbour, with features gain times the input."""
    network = EDSR(scale, n_feats=3, n_blocks=1).requires_grad_(False)
    for parameter in network.parameters():
        parameter.zero_()
    every = (m for m in network.modules() if isinstance(m, nn.Conv2d))
    convolutions = [m for m in every if not isinstance(m, MeanShift)]
    head, *_, last = convolutions
    for channel in range(3):
        head.weight[channel, channel, 1, 1] = gain
        last.weight[channel, channel, 1, 1] = 1 / gain
    for convolution in convolutions:
        for output in range(convolution.out_channels):
            if convolution.out_channels > 3:
                convolution.weight[output, output * 3 // convolution.out_channels, 1, 1] = 1
    return LoadedModel.build(spec_of(network, "edsr", input_range=255.0), network.eval(), compute)


class Spoilt(nn.Module):
    """A module whose every run goes through spoil(number of the run, batch, answer) first."""

    def __init__(self, inner: nn.Module, spoil: Callable[[int, Tensor, Tensor], Tensor]) -> None:
        super().__init__()
        self.inner = inner
        self.n_feats = inner.n_feats
        self.takes_batches = False  # a batch would be one run
        self.has_seams = inner.has_seams
        self.spoil = spoil
        self.runs = 0

    def forward(
        self, batch: Tensor, margins: Margins = NO_MARGINS, seams: Seams = NO_SEAMS
    ) -> Tensor:
        self.runs += 1
        answer = self.inner(batch, margins, seams) if not batch.is_meta else batch
        return self.spoil(self.runs, batch, answer)


def spoilt(model: LoadedModel, spoil: Callable[[int, Tensor, Tensor], Tensor]) -> LoadedModel:
    return replace(model, module=Spoilt(model.module, spoil))  # type: ignore[arg-type]


def noise(height: int, width: int, channels: int = 3, dtype: Any = np.uint8) -> NDArray[Any]:
    rng = np.random.default_rng(height * 1000 + width)
    most = np.iinfo(dtype).max
    return rng.integers(0, most, (height, width, channels), dtype=dtype, endpoint=True)


def smooth(height: int, width: int, channels: int = 3, dtype: Any = np.uint8) -> NDArray[Any]:
    """A gradient with an edge across."""
    down, across = np.mgrid[0:height, 0:width]
    gray = 0.2 + 0.4 * down / height + 0.2 * (across > down)
    shades = [gray * share for share in (1, 0.9, 0.8)[:channels]]
    return np.round(np.stack(shades, 2) * np.iinfo(dtype).max).astype(dtype)
