"""What runs in torch: our engine, the plain module, and the plain module compiled."""

from __future__ import annotations

import shutil
import sys
from typing import Any

import torch

from sr_desktop.bench.runtimes.base import (
    Absent,
    Elsewhere,
    Floats,
    Prepared,
    Runtime,
    Subject,
    corner_of_nchw,
    in_unit_range,
)
from sr_desktop.cancel import Cancel
from sr_desktop.engine import device
from sr_desktop.engine.model import LoadedModel
from sr_desktop.engine.upscale import Upscaled, upscale

_TOLERANCES = {"fp32": 1e-4, "fp16": 0.01, "bf16": 0.02}
_COARSEST = 0.2  # eight bits


class Ours(Runtime):
    """The whole of upscale(): pixels to pixels, with tiles, guard and rounding."""

    packages = ("torch",)

    def __init__(self, precision: str) -> None:
        self.precision = precision
        self.tolerance = _TOLERANCES.get(precision, _COARSEST)

    def prepare(self, subject: Subject) -> Prepared:
        model = loaded(subject, self.precision)
        guard = not subject.is_random  # of noise it would make the bicubic picture

        def run() -> Upscaled:
            return upscale(model, subject.pixels, guard=guard, cancel=Cancel())

        @torch.inference_mode()
        def corner(answer: Upscaled, rows: int, columns: int) -> Floats:
            if answer.notices:  # it fell back: the time is not that of this precision
                raise RuntimeError(answer.notices[0])
            seen = [-(-side // model.scale) + model.reach_px for side in (rows, columns)]
            return corner_of_nchw(model(subject.batch(*seen)).cpu(), rows, columns)

        return Prepared(run, corner)


def loaded(subject: Subject, precision: str) -> LoadedModel:
    """The subject's network in our engine.

    Raises DeviceUnavailable, Elsewhere for a network that would compute in float32 instead.
    """
    compute = device.choose(subject.device, precision)
    model = LoadedModel.build(subject.spec, subject.network, compute)
    if model.compute.dtype != compute.dtype:
        raise Elsewhere
    return model


class Eager(Runtime):
    """The network as its authors publish it: NCHW, float32, the whole picture at once."""

    packages = ("torch",)
    tolerance = 1e-4

    def prepare(self, subject: Subject) -> Prepared:
        return _called(subject, subject.network)


class Compiled(Runtime):
    """The same module through torch.compile, its weights frozen, for this size alone."""

    packages = ("torch",)

    def prepare(self, subject: Subject) -> Prepared:
        _check_compiler()
        from torch._inductor import config

        config.freezing = True
        config.compile_threads = 1  # others would stay, and take their part of the timed runs
        prepared = _called(subject, torch.compile(subject.network, dynamic=False))
        prepared.run()  # compiles
        return prepared


def _called(subject: Subject, network: Any) -> Prepared:
    where = device.choose(subject.device, "fp32").device
    batch = subject.batch() * subject.spec.input_range
    on_device = network if where.type == "cpu" else network.to(where)

    @torch.inference_mode()
    def run() -> torch.Tensor:
        enlarged: torch.Tensor = on_device(batch.to(where))
        return enlarged.cpu()

    def corner(answer: torch.Tensor, rows: int, columns: int) -> Floats:
        return in_unit_range(corner_of_nchw(answer, rows, columns), subject.spec.input_range)

    return Prepared(run, corner)


def _check_compiler() -> None:
    """torch.compile translates to C++. Raises Absent."""
    names = ("cl",) if sys.platform == "win32" else ("g++", "clang++")
    if not any(shutil.which(name) for name in names):
        raise Absent(names[0])
