"""One spot of a picture through one network, and what the whole picture would take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sr_desktop.engine.tiling import Box
from sr_desktop.engine.upscale import plan
from sr_desktop.jobs import region
from sr_desktop.jobs.types import Event, Previewed, Result, TryJob

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
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
    cut = plan(
        model,
        height,
        width,
        tile_px=job.engine.tile_px,
        self_ensemble=job.engine.self_ensemble,
    )
    share = cut.work_px(model, height, width) / model.around(core, halo_px, height, width).area
    return Result(seconds=seconds * share, compute=model.compute.label)
