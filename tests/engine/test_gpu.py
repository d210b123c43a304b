"""What stand-ins cannot show: that a real GPU gives the CPU's picture."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from sr_desktop.cancel import Cancel
from sr_desktop.engine import device, transfer
from sr_desktop.engine.device import Compute
from sr_desktop.engine.model import LoadedModel, load_model
from sr_desktop.engine.upscale import upscale
from sr_desktop.imaging.metrics import psnr_y
from sr_desktop.jobs import sample
from sr_desktop.weights import Library

from .networks import FLOAT32

pytestmark = pytest.mark.skipif(
    not torch.accelerator.is_available(), reason="needs a GPU that torch knows"
)
SPEC = Library().find("pan", 2)


def loaded(compute: Compute) -> LoadedModel:
    return load_model(SPEC, Library().ensure(SPEC), compute)


def picture() -> np.ndarray:
    return np.ascontiguousarray(sample.reduced(2).pixels[:200, :260])


@pytest.fixture
def memory_restored() -> Iterator[None]:
    yield
    torch.cuda.set_per_process_memory_fraction(1.0)


@pytest.mark.parametrize("tile_px", [64, 400])
def test_every_gpu_gives_the_cpu_s_picture(tile_px: int) -> None:
    device.compute_float32_exactly()
    pixels = picture()
    expected = upscale(loaded(FLOAT32), pixels, cancel=Cancel()).pixels
    for facts in device.survey()[:-1]:
        exact, best = (
            upscale(
                loaded(device.choose(facts.id, precision)),
                pixels,
                tile_px=tile_px,
                cancel=Cancel(),
            )
            for precision in ("fp32", facts.best)
        )
        differing = np.abs(exact.pixels.astype(int) - expected)
        assert differing.max() <= 1, facts
        assert (differing > 0).mean() < 1e-3, facts
        assert psnr_y(best.pixels, expected, 2) > 50, facts
        assert exact.notices == best.notices == (), facts


def test_one_tile_ahead_gives_what_none_ahead_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    model = loaded(device.choose())
    ahead = upscale(model, picture(), tile_px=48, cancel=Cancel()).pixels
    monkeypatch.setattr(transfer, "tiles_ahead", lambda _: 0)
    one_by_one = upscale(model, picture(), tile_px=48, cancel=Cancel()).pixels
    np.testing.assert_array_equal(ahead, one_by_one)


def test_what_comes_back_comes_into_pinned_memory() -> None:
    compute = device.choose()
    there = torch.arange(10**6, device=compute.device)
    (here,) = transfer.from_device([there], compute).wait()
    assert here.is_pinned() == (transfer.tiles_ahead(compute) == 1)
    assert torch.equal(here, torch.arange(10**6))


def test_memory_that_runs_out_for_real_changes_nothing(memory_restored: None) -> None:
    if not torch.cuda.is_available():
        pytest.skip("only CUDA lets its memory be cut")
    model = loaded(device.choose("cuda", "fp32"))
    expected = upscale(model, picture(), tile_px=400, cancel=Cancel()).pixels
    total_bytes = torch.cuda.get_device_properties(model.compute.device).total_memory
    device.empty_cache(model.compute)
    held_bytes = torch.cuda.memory_reserved(model.compute.device)
    torch.cuda.set_per_process_memory_fraction((held_bytes + (24 << 20)) / total_bytes)
    done = upscale(model, picture(), tile_px=400, cancel=Cancel())
    differing = np.abs(done.pixels.astype(int) - expected)
    assert differing.max() <= 1
    assert all("ran out of memory" in notice for notice in done.notices)
