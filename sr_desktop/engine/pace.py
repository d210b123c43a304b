"""How fast a network runs here, from one tile."""

from __future__ import annotations

import time

import torch

from sr_desktop.engine import device
from sr_desktop.engine.model import LoadedModel
from sr_desktop.engine.tiling import Margins
from sr_desktop.engine.upscale import LEAST_TILE_PX, auto_tile_px

_FIRST_TILE_PX = 64
_PATIENCE_SECONDS = 2.0
_LARGE_PX = 4096


@torch.inference_mode()
def seconds_per_megapixel(model: LoadedModel) -> float:
    """Of LR pixels, with the surroundings that each tile of a large picture drags along.

    Takes about a second: a small tile warms up and tells whether one of the usual size is quick
    enough to be worth it. Networks that look at the whole picture are asked with a small one.
    """
    usual_px = _FIRST_TILE_PX if model.looks_at_all else auto_tile_px(model, _LARGE_PX, _LARGE_PX)
    small_px = max(LEAST_TILE_PX, min(_FIRST_TILE_PX, usual_px))
    _seconds(model, small_px)
    small = _seconds(model, small_px)
    halo_px = 0 if model.looks_at_all else model.reach_px
    growth = ((usual_px + 2 * halo_px) / (small_px + 2 * halo_px)) ** 2
    if usual_px == small_px or small * growth > _PATIENCE_SECONDS:
        return small * growth / usual_px**2 * 1e6
    return _seconds(model, usual_px) / usual_px**2 * 1e6


def _seconds(model: LoadedModel, tile_px: int) -> float:
    halo_px = 0 if model.looks_at_all else model.reach_px
    side_px = tile_px + 2 * halo_px
    batch = torch.full((1, 3, side_px, side_px), 0.5)
    started = time.perf_counter()
    model(batch, Margins(halo_px, halo_px, halo_px, halo_px)).float().cpu()
    device.empty_cache(model.compute)
    return time.perf_counter() - started
