"""Upscales one picture in a process of its own and tells what was reckoned and what it took.

python -m tests.jobs.peak_of_one MODEL SCALE WIDTH HEIGHT
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from sr_desktop.cancel import Cancel
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.size import Steps
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.memory import Way
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.types import UpscaleJob, WarmUpJob
from sr_desktop.weights import Library


def peak_bytes() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


def main(model: str, scale: int, width: int, height: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    source = Picture(pixels)
    spec = Library().find(model, scale)
    session = Session()
    session.run(WarmUpJob(spec), lambda event: None, Cancel())
    from sr_desktop.engine.footprint import footprint_of
    from sr_desktop.jobs.memory import resident_bytes

    footprint = footprint_of(session.load(spec, Engine()))
    assert footprint is not None
    base_bytes = resident_bytes() - footprint.weights_bytes
    steps = Steps((scale,), width * scale, height * scale, is_resized=False)
    way = Way(source.form, steps, {scale: footprint}, copies=0)  # the source is in the base
    session.run(UpscaleJob(source, spec, engine=Engine(guard=False)), lambda event: None, Cancel())
    sys.stdout.write(f"{base_bytes + way.peak_bytes} {peak_bytes()}\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
