"""A memory limit makes tiles smaller, and changes nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sr_desktop.cancel import Cancel
from sr_desktop.engine import device
from sr_desktop.engine.model import load_model
from sr_desktop.engine.upscale import LEAST_TILE_PX, Upscaling, fitting_tile_px, upscale
from sr_desktop.errors import OutOfMemory
from sr_desktop.weights import Library

from .networks import faithful_model, smooth, tiny_model

SPEC = Library().find("pan", 2)


def limited(limit_bytes: int | None) -> object:
    compute = device.choose("cpu", "fp32", limit_bytes)
    return load_model(SPEC, Library().ensure(SPEC), compute)


def test_the_tile_shrinks_with_the_limit_and_the_result_stays() -> None:
    pixels = smooth(200, 230)
    usual = upscale(limited(None), pixels, cancel=Cancel())  # type: ignore[arg-type]
    model = limited(64 << 20)
    small = upscale(model, pixels, cancel=Cancel())  # type: ignore[arg-type]
    assert small.tile_px < usual.tile_px / 2
    outer_px = small.tile_px + 2 * model.reach_px  # type: ignore[attr-defined]
    assert outer_px**2 * model.bytes_per_px <= 32 << 20  # type: ignore[attr-defined]
    differing = np.abs(small.pixels.astype(int) - usual.pixels)
    assert differing.max() <= 1


def test_a_fixed_tile_gives_way_to_the_limit() -> None:
    model = limited(64 << 20)
    run = Upscaling(model, smooth(300, 300), tile_px=300, cancel=Cancel())  # type: ignore[arg-type]
    assert run.tile_px == fitting_tile_px(model) < 300  # type: ignore[arg-type]


def test_a_limit_that_no_tile_meets_is_refused_with_what_it_takes() -> None:
    with pytest.raises(OutOfMemory, match=r"PAN takes about .* GiB .* limit is 0.00\d+ GiB"):
        Upscaling(limited(1 << 20), smooth(30, 30), cancel=Cancel())  # type: ignore[arg-type]


def test_a_network_that_looks_at_all_is_refused_what_is_beyond_the_limit() -> None:
    model = replace(faithful_model(2), compute=device.choose("cpu", "fp32", 1 << 20))
    model.network.reach_px = 2**24
    with pytest.raises(OutOfMemory, match="limit"):
        Upscaling(model, smooth(400, 400), cancel=Cancel())
    assert Upscaling(model, smooth(8, 8), cancel=Cancel()).tile_px == 8


def test_on_the_cpu_after_a_gpu_the_limit_is_the_same() -> None:
    model = replace(tiny_model("pan", 2), compute=device.choose("cpu", "fp32", 1 << 30))
    assert model.on_cpu().compute.limit_bytes == 1 << 30
    assert fitting_tile_px(model) >= LEAST_TILE_PX
