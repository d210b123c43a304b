"""What a run will take, before it begins: sizes, disk, time. Writes no picture."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.catalogue import ModelSpec
from sr_desktop.imaging.form import Form
from sr_desktop.jobs import computing, estimate
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.memory import way_of
from sr_desktop.jobs.pace import Measured
from sr_desktop.jobs.places import existing
from sr_desktop.jobs.remote.url import Url

if TYPE_CHECKING:
    from sr_desktop.imaging.files import Probe
    from sr_desktop.imaging.size import Steps
    from sr_desktop.jobs.plan import Plan
    from sr_desktop.jobs.types import UpscaleJob

# How a network does on this computer, without self-ensemble.
Measure = Callable[[ModelSpec, Engine], Measured]


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture to do. result_bytes is estimated, see estimate.BASIS."""

    job: UpscaleJob
    seen: Probe
    steps: Steps
    result_bytes: int


@dataclass(frozen=True, slots=True)
class Disk:
    """One file system that results go to; folder is on it. What goes to addresses is on none."""

    folder: Path
    needed_bytes: int
    free_bytes: int

    @property
    def is_enough(self) -> bool:
        return self.needed_bytes <= self.free_bytes


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a plan comes to. seconds is the time for all, peak_bytes the most memory that the
    process takes for any of them, with those that wait: None where nobody measured.
    """

    plan: Plan
    entries: tuple[Entry, ...]
    disks: tuple[Disk, ...]
    seconds: float | None
    peak_bytes: int | None = None

    @property
    def source_px(self) -> int:
        return sum(each.seen.width * each.seen.height for each in self.entries)

    @property
    def result_px(self) -> int:
        return sum(each.steps.width * each.steps.height for each in self.entries)

    @property
    def result_bytes(self) -> int:
        return sum(each.result_bytes for each in self.entries)


def preflight(plan: Plan, measure: Measure | None = None) -> Preflight:
    """Look ahead. measure is asked once for each network; what it raises is passed on."""
    entries = tuple(_entry(job, plan.seen[job.id]) for job in plan.jobs)
    disks = tuple(_disks(entries))
    if measure is None:
        return Preflight(plan, entries, disks, None)
    known = _Known(measure)
    seconds = sum(known.seconds(each) for each in entries)
    return Preflight(plan, entries, disks, seconds, known.peak_bytes(entries))


def _entry(job: UpscaleJob, seen: Probe) -> Entry:
    steps = job.steps(seen.width, seen.height)
    return Entry(job, seen, steps, estimate.result_bytes(job, seen))


def _disks(entries: Iterable[Entry]) -> Iterable[Disk]:
    needed: dict[int, tuple[Path, int]] = {}
    devices: dict[Path, tuple[Path, int]] = {}
    for each in entries:
        if each.job.target is None or isinstance(each.job.target, Url):
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


class _Known:
    """What is measured of the networks, each once."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._measured: dict[tuple[str, Engine], Measured] = {}
        self._rooms: dict[Engine, tuple[int, int]] = {}

    def of(self, spec: ModelSpec, engine: Engine) -> Measured:
        key = (spec.id, engine)
        if key not in self._measured:
            self._measured[key] = self._measure(spec, engine)
        return self._measured[key]

    def seconds(self, entry: Entry) -> float:
        """All passes over one picture, or over all frames of one that moves."""
        job = entry.job
        runs = estimate.frames_of(job, entry.seen) * job.engine.members
        megapixels = entry.seen.width * entry.seen.height * runs / 1e6
        total = 0.0
        for scale in entry.steps.passes:
            total += self.of(job.spec_of(scale), job.engine).pace.seconds(megapixels, runs)
            megapixels *= scale**2
        return total

    def peak_bytes(self, entries: Sequence[Entry]) -> int | None:
        """The largest, with the pictures of a batch that wait before and behind it."""
        from sr_desktop.jobs import batch  # late: a window shows sooner

        peaks = [self._peak_bytes(each, len(entries)) for each in entries]
        known = [peak for peak in peaks if peak is not None]
        if len(known) < len(peaks) or not known:
            return None
        sizes = [estimate.pixel_bytes(each.seen) for each in entries]
        waiting = 2 * batch.WAITING * max(sizes) if len(sizes) > 1 else 0
        return max(known) + min(waiting, batch.ROOM_BYTES)

    def _peak_bytes(self, entry: Entry, pictures: int) -> int | None:
        job, seen = entry.job, entry.seen
        measured = {scale: self.of(job.spec_of(scale), job.engine) for scale in entry.steps.passes}
        networks = {scale: each.footprint for scale, each in measured.items()}
        form = Form(seen.height, seen.width, seen.channels, seen.bits, seen.alpha)
        way = way_of(job, form, entry.steps, networks)
        if way is None:
            return None
        abreast = way.most_abreast(*self._room(job.engine))
        if 1 < abreast <= pictures:
            way = replace(way, abreast=abreast)
        return max(each.base_bytes for each in measured.values()) + way.peak_bytes

    def _room(self, engine: Engine) -> tuple[int, int]:
        if engine not in self._rooms:
            self._rooms[engine] = computing.room(computing.compute_of(engine))
        return self._rooms[engine]
