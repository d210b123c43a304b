"""What a run will take, before it begins: sizes, disk, time. Writes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sr_desktop.catalogue import ModelSpec
from sr_desktop.imaging.files import Probe
from sr_desktop.imaging.size import Steps
from sr_desktop.jobs import estimate
from sr_desktop.jobs.places import existing
from sr_desktop.jobs.plan import Plan
from sr_desktop.jobs.types import Engine, UpscaleJob

# Seconds that a network takes for a megapixel of its input (LR).
Pace = Callable[[ModelSpec, Engine], float]


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture to do. result_bytes is estimated, see estimate.BASIS."""

    job: UpscaleJob
    seen: Probe
    steps: Steps
    result_bytes: int


@dataclass(frozen=True, slots=True)
class Disk:
    """One file system that results go to; folder is on it."""

    folder: Path
    needed_bytes: int
    free_bytes: int

    @property
    def is_enough(self) -> bool:
        return self.needed_bytes <= self.free_bytes


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a plan comes to. seconds is the network's time for all, None where nobody measured."""

    plan: Plan
    entries: tuple[Entry, ...]
    disks: tuple[Disk, ...]
    seconds: float | None

    @property
    def source_px(self) -> int:
        return sum(each.seen.width * each.seen.height for each in self.entries)

    @property
    def result_px(self) -> int:
        return sum(each.steps.width * each.steps.height for each in self.entries)

    @property
    def result_bytes(self) -> int:
        return sum(each.result_bytes for each in self.entries)


def preflight(plan: Plan, pace: Pace | None = None) -> Preflight:
    """Look ahead. pace is asked once for each network; what it raises is passed on."""
    entries = tuple(_entry(job, plan.seen[job.id]) for job in plan.jobs)
    seconds = None if pace is None else _seconds(entries, pace)
    return Preflight(plan, entries, tuple(_disks(entries)), seconds)


def _entry(job: UpscaleJob, seen: Probe) -> Entry:
    steps = job.steps(seen.width, seen.height)
    return Entry(job, seen, steps, estimate.result_bytes(job, seen))


def _disks(entries: Iterable[Entry]) -> Iterable[Disk]:
    needed: dict[int, tuple[Path, int]] = {}
    devices: dict[Path, tuple[Path, int]] = {}
    for each in entries:
        if each.job.target is None:
            continue
        parent = each.job.target.parent
        if parent not in devices:
            folder = existing(each.job.target)
            devices[parent] = folder, folder.stat().st_dev
        folder, device = devices[parent]
        first, sum_ = needed.get(device, (folder, 0))
        needed[device] = first, sum_ + each.result_bytes
    for folder, bytes in needed.values():
        yield Disk(folder, bytes, shutil.disk_usage(folder).free)


def _seconds(entries: Iterable[Entry], pace: Pace) -> float:
    paces: dict[tuple[str, Engine], float] = {}
    total = 0.0
    for each in entries:
        job, pixels = each.job, each.seen.width * each.seen.height
        for scale in each.steps.passes:
            spec = job.spec_of(scale)
            key = (spec.id, job.engine)
            if key not in paces:
                paces[key] = pace(spec, job.engine)
            total += paces[key] * pixels / 1e6 * estimate.frames_of(job, each.seen)
            pixels *= scale**2
    return total
