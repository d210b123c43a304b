"""What is in sight of a picture, upscaled to be looked at before anything is decided."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from sr_desktop.engine.tiling import Box, nearest_first
from sr_desktop.engine.upscale import HEAVY_WEIGHTS
from sr_desktop.jobs import region
from sr_desktop.jobs.types import Event, Previewed, PreviewJob, Result

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.engine.model import LoadedModel
    from sr_desktop.jobs.engine import Engine

TILE_PX = 96
_GPU_TILE_PX = 192
# A tile of a heavy network with all of its surroundings takes two CPU cores many seconds; what is
# further away than this changes a level here and there.
_HEAVY_TILE_PX, _HEAVY_HALO_PX = 48, 16
_MOST_STEPS = 24  # from the middle: further out nothing comes in time


class Models(Protocol):
    """What gives networks."""

    def load(self, spec: ModelSpec, engine: Engine) -> LoadedModel: ...


def preview(
    job: PreviewJob, models: Models, emit: Callable[[Event], None], cancel: Cancel
) -> Result:
    """Tell each tile in sight as Previewed, the middle first, until the job's time is over.

    A network that looks at the whole picture gives nothing. Raises as Session.load and Upscaling.
    """
    model = models.load(job.spec, job.engine)
    if model.looks_at_all:
        return Result()
    side_px, halo_px = _tile_and_halo(model)
    end = time.perf_counter() + job.seconds
    guard = job.engine.guard
    for core in _to_do(job, side_px):
        if time.perf_counter() > end:
            break
        parts = region.enlarged(model, job.source, core, halo_px, cancel, guard=guard)
        for box, pixels in parts:
            emit(Previewed(job.id, _corners(box), pixels))
    return Result()


def _to_do(job: PreviewJob, side_px: int) -> list[Box]:
    """The tiles that are not there yet. The very first comes in quarters: something to see soon."""
    area_done: Counter[tuple[int, int]] = Counter()
    for top, left, height, width in job.done:
        area_done[top // side_px, left // side_px] += height * width
    tiles = [
        core
        for core in tiles_in_sight(job.region, job.source.height, job.source.width, side_px)
        if area_done[core.top // side_px, core.left // side_px] < core.area
    ]
    return tiles if job.done or not tiles else [*tiles[0].quarters(), *tiles[1:]]


def tiles_in_sight(
    in_sight: tuple[int, int, int, int], height: int, width: int, side_px: int
) -> list[Box]:
    """Tiles of a grid that stays put in the picture, those in the middle of what is in sight first.

    in_sight is an LR (top, left, height, width).
    """
    box = Box(*in_sight)
    row, column = box.top + box.height // 2, box.left + box.width // 2
    rows = _steps(box.top, box.bottom, row, height, side_px)
    columns = _steps(box.left, box.right, column, width, side_px)
    tiles = [
        Box(top, left, min(side_px, height - top), min(side_px, width - left))
        for top in rows
        for left in columns
    ]
    return nearest_first(tiles, row, column)


def _steps(first: int, last: int, middle: int, length: int, side_px: int) -> range:
    """Where tiles begin along one side."""
    first = max(0, first, middle - _MOST_STEPS * side_px)
    last = min(length, last, middle + _MOST_STEPS * side_px)
    return range(first // side_px * side_px, last, side_px)


def _tile_and_halo(model: LoadedModel) -> tuple[int, int]:
    if not model.compute.is_cpu:
        return _GPU_TILE_PX, model.reach_px
    if model.weight_count > HEAVY_WEIGHTS:
        return _HEAVY_TILE_PX, min(_HEAVY_HALO_PX, model.reach_px)
    return TILE_PX, model.reach_px


def _corners(box: Box) -> tuple[int, int, int, int]:
    return box.top, box.left, box.height, box.width
