"""The pace told from one tile is near that of a picture."""

from __future__ import annotations

import time

import pytest
import torch

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.engine.model import LoadedModel, load_model
from sr_desktop.engine.pace import seconds_per_megapixel
from sr_desktop.engine.tiling import WHOLE_PICTURE_PX
from sr_desktop.engine.upscale import upscale
from sr_desktop.weights import Library

from .networks import FLOAT32, smooth, tiny_model


def test_the_pace_is_that_of_a_whole_picture() -> None:
    library = Library()
    spec = library.find("pan", 2)
    model = load_model(spec, library.ensure(spec), FLOAT32)
    pixels = smooth(960, 720)
    told = seconds_per_megapixel(model) * 960 * 720 / 1e6
    started = time.perf_counter()
    upscale(model, pixels, cancel=Cancel())
    took = time.perf_counter() - started
    assert told / 3 < took < told * 3, f"told {told:.2f} s, took {took:.2f} s"


def test_any_network_has_a_pace() -> None:
    assert seconds_per_megapixel(tiny_model("edsr", 4, n_blocks=1)) > 0


def test_a_measurement_stops_before_the_next_layer() -> None:
    model = tiny_model("edsr", 4, n_blocks=4)
    layers = 0

    def check() -> None:
        nonlocal layers
        layers += 1
        if layers == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        seconds_per_megapixel(model, check)
    upscale(model, smooth(20, 20), cancel=Cancel())
    assert layers == 3, "and nobody asks any more afterwards"


def test_a_network_that_looks_at_everything_is_asked_with_a_tile_of_64_px() -> None:
    model = tiny_model("edsr", 2)
    model.network.reach_px = WHOLE_PICTURE_PX
    asked: list[torch.Size] = []
    model.module.register_forward_pre_hook(lambda _, given: asked.append(given[0].shape[2:]))
    assert seconds_per_megapixel(model) > 0
    assert set(asked) == {(64, 64)}


def test_a_heavy_network_is_asked_with_a_small_tile() -> None:
    """EDSR of 41 million weights at 64 px with its halo took ten seconds on two cores."""
    light, heavy = tiny_model("edsr", 2), tiny_model("edsr", 2, n_feats=256, n_blocks=16)
    asked: list[int] = []

    def sides(model: LoadedModel) -> list[int]:
        asked.clear()
        model.module.register_forward_pre_hook(lambda _, given: asked.append(given[0].shape[2]))
        seconds_per_megapixel(model)
        return asked

    assert sides(light)[0] == 64
    assert sides(heavy)[0] < 64
