"""How fast a network runs here, from one tile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

from sr_desktop.engine import device
from sr_desktop.engine.tiling import QUICK_PX, Box
from sr_desktop.engine.upscale import LEAST_TILE_PX, usual_tile_px

if TYPE_CHECKING:
    from sr_desktop.engine.model import LoadedModel

_FIRST_TILE_PX = 64
# The heaviest networks get a smaller first one: so many multiplications take about half a second.
_FIRST_TILE_PRODUCTS = 5e10
_PATIENCE_SECONDS = 2.0

Check = Callable[[], None]


def _go_on() -> None:
    """Nobody asks to stop."""


@torch.inference_mode()
def seconds_per_megapixel(model: LoadedModel, check: Check = _go_on) -> float:
    """Of LR pixels, with the surroundings that each tile of a large picture drags along.

    Takes about a second: a small tile warms up and tells whether one of the usual size is quick
    enough to be worth it. Networks that look at the whole picture are asked with a small one.
    check is called before each of the network's layers, and may raise to end it.
    """
    halo_px = 0 if model.looks_at_all else model.reach_px
    usual_px = _FIRST_TILE_PX if model.looks_at_all else usual_tile_px(model)
    small_px = max(LEAST_TILE_PX, min(_first_tile_px(model), usual_px))
    with _checked(model, check):
        _seconds(model, small_px, 0)
        small = _seconds(model, small_px, 0)
        growth = ((usual_px + 2 * halo_px) / small_px) ** 2
        if usual_px == small_px and not halo_px:
            return small / usual_px**2 * 1e6
        if small * growth > _PATIENCE_SECONDS:
            return small * growth * _part_of_halo(usual_px, halo_px) / usual_px**2 * 1e6
        # Twice, for the first of a shape takes longer, and other programs come and go.
        return min(_seconds(model, usual_px, halo_px) for _ in range(2)) / usual_px**2 * 1e6


def _first_tile_px(model: LoadedModel) -> int:
    side_px = min(_FIRST_TILE_PX, int((_FIRST_TILE_PRODUCTS / model.weight_count) ** 0.5))
    return side_px // QUICK_PX * QUICK_PX


def _part_of_halo(core_px: int, halo_px: int) -> float:
    """How much of a tile with its surroundings is computed: they shrink from layer to layer."""
    outer_px = core_px + 2 * halo_px
    mean_px = (outer_px**2 + outer_px * core_px + core_px**2) / 3
    return mean_px / outer_px**2


def _seconds(model: LoadedModel, core_px: int, halo_px: int) -> float:
    core = Box(halo_px, halo_px, core_px, core_px)
    room_px = core_px + 2 * halo_px + QUICK_PX
    outer = model.around(core, halo_px, room_px, room_px)
    batch = torch.full((1, 3, outer.height, outer.width), 0.5)
    started = time.perf_counter()
    model(batch, core.margins_in(outer)).float().cpu()
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
