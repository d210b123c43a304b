"""The pace told from one tile is near that of a picture."""

from __future__ import annotations

import time

from sr_desktop.cancel import Cancel
from sr_desktop.engine.model import load_model
from sr_desktop.engine.pace import seconds_per_megapixel
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
