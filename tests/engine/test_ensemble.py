from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.engine import device
from sr_desktop.engine import upscale as upscale_module
from sr_desktop.engine.device import Compute
from sr_desktop.engine.ensemble import MEMBERS, mean_of_turned
from sr_desktop.engine.model import load_model
from sr_desktop.engine.tiling import NO_MARGINS, Box, Margins
from sr_desktop.engine.upscale import upscale
from sr_desktop.errors import UsageError
from sr_desktop.imaging.metrics import psnr_y
from sr_desktop.jobs import sample
from sr_desktop.weights import Library

from .networks import EXACT, FLOAT32, tiny_model


def test_it_is_the_mean_of_eight_different_forms_each_turned_back() -> None:
    seen = []

    def run(form: torch.Tensor, around: Margins) -> torch.Tensor:
        seen.append(form.numpy().tobytes() + bytes(form.shape))
        return form * 2

    batch = torch.rand(1, 3, 4, 6)
    mean = mean_of_turned(run, batch, NO_MARGINS)
    assert len(set(seen)) == MEMBERS
    assert torch.allclose(mean, batch * 2, atol=1e-6)


@given(
    sides=st.lists(st.integers(0, 5), min_size=4, max_size=4),
    height=st.integers(1, 7),
    width=st.integers(1, 7),
)
@settings(deadline=None)
def test_margins_turn_with_the_tile(sides: list[int], height: int, width: int) -> None:
    margins = Margins(*sides)
    batch = torch.rand(
        1, 3, height + margins.top + margins.bottom, width + margins.left + margins.right
    )

    def crop(form: torch.Tensor, around: Margins) -> torch.Tensor:
        rows = slice(around.top, form.shape[2] - around.bottom)
        return form[:, :, rows, around.left : form.shape[3] - around.right]

    assert torch.allclose(mean_of_turned(crop, batch, margins), crop(batch, margins), atol=1e-6)


@pytest.mark.parametrize("core", [Box(12, 14, 6, 9), Box(0, 0, 40, 46), Box(0, 30, 7, 16)])
@pytest.mark.parametrize("arch", ["pan", "edsr", "msrn"])
def test_four_forms_at_once_give_what_each_alone_gives(arch: str, core: Box) -> None:
    """Inside a picture, all of it, and in its corner, where the forms' margins differ."""
    model = tiny_model(arch, 3, compute=EXACT)
    picture = torch.rand(1, 3, 40, 46, dtype=torch.float64)
    outer = core.grow(model.reach_px, 40, 46)
    tile, margins = picture[(..., *outer.slices)], core.margins_in(outer)
    batches = []

    def run(forms: torch.Tensor, around: Margins) -> torch.Tensor:
        batches.append(len(forms))
        return model(forms, around)

    at_once = mean_of_turned(run, tile, margins, together=True)
    alone = mean_of_turned(run, tile, margins)
    assert batches == [4, 4] + [1] * MEMBERS
    assert at_once.shape[2:] == (core.height * 3, core.width * 3)
    assert (at_once - alone).abs().max() < 1e-12


def test_a_gpu_gets_four_forms_at_once_where_they_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny_model("pan", 2, compute=FLOAT32)
    tile = torch.zeros(1, 3, 100, 100)
    needed = 4 * 100 * 100 * model.bytes_per_px
    on_gpu = replace(model, compute=Compute(torch.device("meta"), torch.float32, "Fake GPU"))
    for free, fits in ((4 * needed, True), (4 * needed - 4, False)):
        monkeypatch.setattr(device, "free_bytes", lambda _, free=free: free)
        assert upscale_module._fits_often(on_gpu, tile) is fits
        assert not upscale_module._fits_often(model, tile), "a CPU never"


@pytest.mark.parametrize("arch", ["pan", "edsr", "msrn"])
def test_tiled_equals_whole(arch: str) -> None:
    model = tiny_model(arch, 3, compute=EXACT)
    pixels = np.random.default_rng(0).integers(0, 256, (45, 38, 3), dtype=np.uint8)
    whole = upscale(model, pixels, guard=False, self_ensemble=True, cancel=Cancel()).pixels
    tiled = upscale(
        model, pixels, guard=False, self_ensemble=True, tile_px=16, cancel=Cancel()
    ).pixels
    assert np.array_equal(whole, tiled)


def test_a_turned_picture_gives_the_turned_result() -> None:
    model = tiny_model("msrn", 2, compute=EXACT)
    pixels = np.random.default_rng(1).integers(0, 256, (20, 26, 3), dtype=np.uint8)
    upright = upscale(model, pixels, guard=False, self_ensemble=True, cancel=Cancel()).pixels
    turned = upscale(
        model, np.rot90(pixels).copy(), guard=False, self_ensemble=True, cancel=Cancel()
    ).pixels
    assert np.array_equal(np.rot90(upright), turned)


def test_it_makes_the_sample_better() -> None:
    library = Library()
    spec = library.find("pan", 2)
    model = load_model(spec, library.ensure(spec), FLOAT32)
    pixels = np.ascontiguousarray(sample.reduced(2).pixels[:80, :120])
    truth = sample.original().pixels[:160, :240]
    scores = [
        psnr_y(upscale(model, pixels, self_ensemble=on, cancel=Cancel()).pixels, truth, 2)
        for on in (False, True)
    ]
    assert scores[1] > scores[0] + 0.05, scores


def test_cancelling_is_noticed_between_its_members() -> None:
    model = tiny_model("pan", 2, compute=EXACT)
    cancel = Cancel()
    runs = []
    call = type(model).__call__

    class Counting(type(model)):  # type: ignore[misc]
        def __call__(self, *args: torch.Tensor) -> torch.Tensor:
            runs.append(1)
            cancel.set()
            return call(self, *args)

    object.__setattr__(model, "__class__", Counting)
    with pytest.raises(Cancelled):
        upscale(
            model,
            np.zeros((9, 9, 3), np.uint8),
            guard=False,
            self_ensemble=True,
            cancel=cancel,
        )
    assert len(runs) == 1


def test_a_network_of_windows_refuses_it() -> None:
    model = tiny_model("pan", 2, compute=EXACT)
    model.network.grid_px = 8
    with pytest.raises(UsageError, match="cannot be its own ensemble"):
        upscale(model, np.zeros((9, 9, 3), np.uint8), self_ensemble=True, cancel=Cancel())
