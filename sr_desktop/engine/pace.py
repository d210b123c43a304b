"""How fast a network runs here, from one tile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

import torch

from sr_desktop.engine import device
from sr_desktop.engine.archs import NO_SEAMS, Seam, Seams
from sr_desktop.engine.archs.planes import strip_rows
from sr_desktop.engine.tiling import QUICK_PX, Box
from sr_desktop.engine.upscale import LEAST_TILE_PX, plan, usual_tile_px

if TYPE_CHECKING:
    from sr_desktop.engine.model import LoadedModel

_FIRST_TILE_PX = 64
# The heaviest networks get a smaller first one: so many multiplications take about half a second.
_FIRST_TILE_PRODUCTS = 5e10
_PATIENCE_SECONDS = 2.0
# So many usual tiles a side make a large picture.
_MANY_TILES = 12

Check = Callable[[], None]


def _go_on() -> None:
    """Nobody asks to stop."""


@torch.inference_mode()
def seconds_per_megapixel(model: LoadedModel, check: Check = _go_on) -> float:
    """Of LR pixels, with the surroundings that each tile of a large picture drags along.

    Takes one to three seconds with most networks, up to seven: a small tile warms up and tells
    whether one of the usual size is quick enough to be worth it. Networks with convolutions in
    planes tell that with as much as keeps all threads busy, and those that look at the whole
    picture are asked with a small one alone.
    check is called before each of the network's layers, and may raise to end it.
    """
    halo_px = 0 if model.looks_at_all else model.reach_px
    usual_px = _FIRST_TILE_PX if model.looks_at_all else usual_tile_px(model)
    small_px = max(LEAST_TILE_PX, min(_first_tile_px(model), usual_px))
    small = Box(0, 0, small_px, small_px)
    with _checked(model, check):
        _seconds(model, small, 0)
        if model.looks_at_all:
            return _seconds(model, small, 0) / small.area * 1e6
        tile, goes_on = _usual_tile(model)
        first = _top_strips(tile) if model.strip_bytes else small
        reckoned = _seconds(model, first, 0) * _computed_px(tile, halo_px, goes_on) / first.area
        if reckoned > _PATIENCE_SECONDS:
            return reckoned / tile.area * 1e6
        # More than once, for the first of a shape takes longer, and other programs come and go.
        seams = [None, *([Seam(), Seam(), Seam()] if goes_on else [None, None])]
        times = [_seconds(model, tile, halo_px, Seams(*pair)) for pair in pairwise(seams)]
        return min(times[-2:]) / tile.area * 1e6


def _first_tile_px(model: LoadedModel) -> int:
    side_px = min(_FIRST_TILE_PX, int((_FIRST_TILE_PRODUCTS / model.weight_count) ** 0.5))
    return side_px // QUICK_PX * QUICK_PX


def _top_strips(tile: Box) -> Box:
    """The top of a tile: one strip in planes for each thread, where it has as many. A map of so few
    is a small one.
    """
    rows = strip_rows(1, tile.width)
    return Box(0, 0, min(tile.height, torch.get_num_threads() * rows), tile.width)


def _usual_tile(model: LoadedModel) -> tuple[Box, bool]:
    """The core of a tile of a large picture, and whether it goes on from the one to its left."""
    side_px = _MANY_TILES * usual_tile_px(model)
    cut = plan(model, side_px, side_px)
    return cut.cores[0], cut.goes_on


def _computed_px(core: Box, halo_px: int, goes_on: bool) -> float:
    """Pixels of a tile that are computed, on average over its layers: surroundings shrink from
    layer to layer, and those on the left and right are computed once where tiles go on.
    """
    rows_px, columns_px = 2 * halo_px, 0 if goes_on else 2 * halo_px
    sides = (core.height * columns_px + core.width * rows_px) / 2
    return core.area + sides + rows_px * columns_px / 3


def _seconds(model: LoadedModel, size: Box, halo_px: int, seams: Seams = NO_SEAMS) -> float:
    core = Box(halo_px, halo_px, size.height, size.width)
    room_px = 2 * halo_px + QUICK_PX
    outer = model.around(core, halo_px, core.height + room_px, core.width + room_px)
    batch = torch.full((1, 3, outer.height, outer.width), 0.5)
    started = time.perf_counter()
    model(batch, core.margins_in(outer), seams).float().cpu()
    device.empty_cache(model.compute)
    return time.perf_counter() - started


@contextmanager
def _checked(model: LoadedModel, check: Check) -> Iterator[None]:
    """While inside, each layer of the network asks first whether to go on."""

    def before(*_: object) -> None:
        check()

    hooks = [each.register_forward_pre_hook(before) for each in model.module.modules()]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
