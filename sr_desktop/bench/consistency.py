"""Where a result, made as small as its source again, is off: a map, and the figure for it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sr_desktop.bench.types import Mapped
from sr_desktop.errors import UsageError
from sr_desktop.imaging import alpha as alphas
from sr_desktop.imaging import metrics, store
from sr_desktop.imaging.compare import displayable
from sr_desktop.jobs import ending
from sr_desktop.jobs.types import Result
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.bench.types import Event, MapJob
    from sr_desktop.cancel import Cancel
    from sr_desktop.imaging.picture import Picture, Pixels

_BAND_ROWS = 256


def run(job: MapJob, emit: Callable[[Event], None], cancel: Cancel) -> None:
    """Do the job. Tells its end as one of Finished, Failed and Stopped, and raises nothing."""

    def work() -> Result:
        levels, decibels = mapped(job.result, job.source, cancel)
        emit(Mapped(job.id, levels, decibels))
        return Result()

    ending.run_to_end(job.id, work, emit, cancel)


def mapped(result: Picture, source: Picture, cancel: Cancel) -> tuple[Pixels, float]:
    """The map (H, W, 1) and the decibels, in strips: no copy of either picture is held.

    Raises UsageError for a result that is smaller than its source.
    """
    if result.height < source.height or result.width < source.width:
        raise UsageError(
            tr("The result is smaller than the original: it cannot tell how true it is.")
        )
    base = source.pixels if source.alpha is None else alphas.spread(source.pixels, source.alpha)
    rows_of: Callable[[Pixels], Pixels] = _as_they_are
    if (result.pixels.dtype, result.is_gray) != (source.pixels.dtype, source.is_gray):
        rows_of, base = displayable, displayable(base)
    shape = (result.height, result.width, base.shape[2])
    running = metrics.Consistency(base, shape, base.dtype)
    levels = store.empty((source.height, source.width, 1), np.dtype(np.uint8))
    done = 0
    for top in range(0, result.height, _BAND_ROWS):
        cancel.check()
        off = running.put(rows_of(result.pixels[top : top + _BAND_ROWS]))
        worst = np.abs(off).max(axis=2, keepdims=True, initial=0)
        if source.alpha is not None:  # where nothing is seen nothing is off
            worst[source.alpha[done : done + len(off)] == 0] = 0
        most = 257 if base.dtype == np.uint16 else 1
        levels[done : done + len(off)] = np.rint(worst / most)
        done += len(off)
        for each in (result.pixels, source.pixels, levels):
            store.release(each)
    return levels, running.decibels


def _as_they_are(pixels: Pixels) -> Pixels:
    return pixels
