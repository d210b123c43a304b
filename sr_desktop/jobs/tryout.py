"""One spot of a picture through one network, and what the whole picture would take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sr_desktop.engine.tiling import Box, plan_tiles
from sr_desktop.engine.upscale import auto_tile_px
from sr_desktop.jobs import region
from sr_desktop.jobs.types import Event, Previewed, Result, TryJob

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.engine.model import LoadedModel
    from sr_desktop.jobs.preview import Models

_PATIENCE_SECONDS = 3.0
_SOME_HALO_PX = 64  # for networks that look at the whole picture


def try_out(job: TryJob, models: Models, emit: Callable[[Event], None], cancel: Cancel) -> Result:
    """Tell the region enlarged, then time it once more: the first run of a network is slower.

    Raises as Session.load and Upscaling.
    """
    model = models.load(job.spec, job.engine)
    core = Box(*job.region)
    halo_px = _SOME_HALO_PX if model.looks_at_all else model.reach_px

    def run() -> float:
        started = time.perf_counter()
        for box, pixels in region.enlarged(
            model,
            job.source,
            core,
            halo_px,
            cancel,
            guard=job.engine.guard,
            self_ensemble=job.engine.self_ensemble,
        ):
            emit(Previewed(job.id, (box.top, box.left, box.height, box.width), pixels))
        return time.perf_counter() - started

    seconds = run()
    if seconds < _PATIENCE_SECONDS:
        seconds = min(seconds, run())
    height, width = job.source.height, job.source.width
    share = _work_px(model, height, width, job.engine.tile_px)
    share /= model.around(core, halo_px, height, width).area
    return Result(seconds=seconds * share, compute=model.compute.label)


def _work_px(model: LoadedModel, height: int, width: int, tile_px: int | None) -> float:
    """LR pixels that the network takes in for the whole picture, surroundings of tiles included."""
    if model.looks_at_all:
        return height * width
    tile_px = tile_px or auto_tile_px(model, height, width)
    reach_px = model.reach_px
    return sum(
        model.around(tile, reach_px, height, width).area
        for tile in plan_tiles(height, width, tile_px)
    )
