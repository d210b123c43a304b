"""How fast a network is here, found out by running it a little. Loads torch."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sr_desktop.engine import pace
from sr_desktop.engine.footprint import footprint_of
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.enlarging import Models, enlarge
from sr_desktop.jobs.memory import resident_bytes
from sr_desktop.jobs.pace import Measured, Pace
from sr_desktop.jobs.types import Event, UpscaleJob

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.jobs.engine import Engine

_TINY = (12, 16)  # height and width: what there is besides the pixels is all that it takes
_RUNS = 5


def measure(spec: ModelSpec, engine: Engine, models: Models, cancel: Cancel) -> Measured:
    """Run a tile and a tiny picture, without self-ensemble. Stops within a layer.

    Raises SRError and Cancelled.
    """
    engine = replace(engine, self_ensemble=False)
    model = models.load(spec, engine)
    footprint = footprint_of(model)
    base_bytes = resident_bytes() - (footprint.weights_bytes if footprint else 0)
    cancel.check()
    per_mp = pace.seconds_per_megapixel(model, cancel.check)
    tiny = _seconds_of_a_tiny_picture(spec, engine, models, cancel)
    megapixels = _TINY[0] * _TINY[1] / 1e6
    found = Pace(per_mp, max(0.0, tiny - per_mp * megapixels))
    return Measured(found, footprint, base_bytes)


def _seconds_of_a_tiny_picture(
    spec: ModelSpec, engine: Engine, models: Models, cancel: Cancel
) -> float:
    """From file to file, as each one of a batch goes; the median, after one to warm up."""
    with tempfile.TemporaryDirectory(prefix="sr-desktop-") as folder:
        source = Path(folder, "tiny.png")
        files.write(source, Picture(np.full((*_TINY, 3), 127, np.uint8)), Encoding("png"))
        seconds: list[float] = []
        for run in range(1 + _RUNS):
            job = UpscaleJob(source, spec, Path(folder, f"{run}.png"), engine=engine)
            started = time.perf_counter()
            enlarge(job, files.read(source), models, _ignore, cancel).finish()
            seconds.append(time.perf_counter() - started)
    return statistics.median(seconds[1:])


def _ignore(event: Event) -> None:
    """Nobody waits for it."""
