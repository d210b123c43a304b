"""Measures how the networks do here, when nothing else is to be done or somebody waits for it.

rendered -> attend -> Worker.submit(PaceJob, idle=True) -> Paced -> Settings -> outlook
hurry -> Worker.submit(PaceJob, urgent=True) -> Paced -> Settings -> measured
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from sr_desktop.gui.outlook import UNKNOWN, Outlook, Subject, outlook
from sr_desktop.imaging.form import Form
from sr_desktop.jobs.memory import resident_bytes
from sr_desktop.jobs.pace import Measured, Pace
from sr_desktop.jobs.types import (
    Failed,
    Finished,
    ModelReady,
    Paced,
    PaceJob,
    Stopped,
)

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.shelf import Kept, Shelf
    from sr_desktop.gui.state import Item, WindowState
    from sr_desktop.jobs.worker import Worker

_QUIET_MS = 500
_MOST_QUIET_MS = 60_000
_LEAST_MEGAPIXELS = 0.1  # of a picture whose time says something of the network's pace


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends. choices are those for a picture, or for all; wanted are the
    checkpoints of each card, the chosen one's first.
    """

    state: Callable[[], WindowState]
    shelf: Callable[[], Shelf]
    choices: Callable[[Item | None], Choices]
    wanted: Callable[[], Sequence[Sequence[ModelSpec]]]
    upscaler: Worker


class Predicting(QObject):
    """changed tells that more is known."""

    changed = Signal()

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self._desk = desk
        self._settings = settings
        self._known: dict[str, dict[str, Measured]] = {}
        self._job: tuple[PaceJob, str] | None = None
        self._failed: set[tuple[str, str]] = set()
        self._hurried: tuple[ModelSpec, ...] = ()
        self._quiet_ms = _QUIET_MS
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._begin)

    # What is known

    def outlook(self, specs: Sequence[ModelSpec], item: Item | None = None) -> Outlook:
        """For a picture, by default the one shown, and what is asked of it, with these checkpoints
        of a network.
        """
        subject = self._subject(item)
        if subject is None or any(spec.id not in self._here for spec in specs):
            return UNKNOWN
        known = {spec.id: each for spec in specs if (each := self.measured(spec)) is not None}
        bases = [each.base_bytes for each in self._known.get(self._device, {}).values()]
        return outlook(subject, specs, known, min(bases, default=0))

    def learn(self, spec: ModelSpec, megapixels: float, seconds: float) -> None:
        """A picture of so many LR megapixels took so long: truer than any tile."""
        measured = self.measured(spec)
        if measured is None or megapixels < _LEAST_MEGAPIXELS:
            return
        per_picture = measured.pace.per_picture
        per_mp = max(0.0, seconds - per_picture) / megapixels
        self._keep(spec, replace(measured, pace=Pace(per_mp, per_picture)))

    def measured(self, spec: ModelSpec) -> Measured | None:
        """What was measured of it with what computes now; asked of the settings once."""
        device = self._device
        if not device:
            return None
        known = self._known.setdefault(device, {})
        key = self._key(spec)
        if key not in known and (kept := self._settings.measured(device, key)) is not None:
            known[key] = kept
        return known.get(key)

    def _keep(self, spec: ModelSpec, measured: Measured) -> None:
        device, key = self._device, self._key(spec)
        self._known.setdefault(device, {})[key] = measured
        self._settings.keep_measured(device, key, measured)
        self.changed.emit()

    def _key(self, spec: ModelSpec) -> str:
        """Another file under the same name is another network."""
        kept = self._here.get(spec.id)
        return f"{spec.id} {kept.bytes if kept else 0}"

    @property
    def _here(self) -> Mapping[str, Kept]:
        return self._desk.shelf().here

    # Which device

    @property
    def _words(self) -> str:
        return self._desk.choices(None).engine.words

    @property
    def _device(self) -> str:
        """That with the device it led to the last time; "" until it led anywhere."""
        words = self._words
        key = self._settings.device_of(words)
        return f"{words} {key}" if key else ""

    def _learn_device(self, key: str) -> None:
        if key != self._settings.device_of(self._words):
            self._settings.keep_device_of(self._words, key)
            self.changed.emit()

    def _learn_base(self) -> None:
        """The engine has just started: the process is hardly ever smaller than now."""
        spec = next(iter(self._desk.wanted()), ())[:1]
        measured = self.measured(spec[0]) if spec else None
        if measured is None or measured.footprint is None:
            return
        base_bytes = resident_bytes() - measured.footprint.weights_bytes
        if base_bytes < measured.base_bytes:
            self._keep(spec[0], replace(measured, base_bytes=base_bytes))

    # What is measured next

    def attend(self) -> None:
        """Look whether there is something to measure, and do so if it stays quiet."""
        if self._job is None and not self._quiet.isActive() and self._next() is not None:
            self._quiet.start(self._quiet_ms)

    def hurry(self, specs: Sequence[ModelSpec]) -> None:
        """Measure these before all else, as far as nobody knows of them; () takes that back."""
        before, self._hurried = self._hurried, tuple(specs)
        if self._job is None:
            self._hasten()
            return
        now = self._job[0].spec
        is_in_the_way = now in before or any(map(self._is_open, specs))
        if now not in specs and is_in_the_way:
            self._desk.upscaler.cancel(self._job[0].id)  # the next begins when it has ended

    def _hasten(self) -> bool:
        """Begin with the next that somebody waits for; whether there is one."""
        spec = next(filter(self._is_open, self._hurried), None)
        if spec is not None:
            self._measure(spec, urgent=True)
        return spec is not None

    def _begin(self) -> None:
        spec = self._next()
        if spec is not None and self._job is None:
            self._measure(spec, idle=True)

    def _measure(self, spec: ModelSpec, *, urgent: bool = False, idle: bool = False) -> None:
        job = PaceJob(spec, self._desk.choices(None).engine)
        self._job = job, self._words
        self._desk.upscaler.submit(job, urgent=urgent, idle=idle)

    def _next(self) -> ModelSpec | None:
        """The first network of the cards that nobody knows of; None while there is other work."""
        state, subject = self._desk.state(), self._subject()
        if subject is None or not state.compute or state.is_working:
            return None
        chosen, *others = [subject.needs(specs) for specs in self._desk.wanted()] or [()]
        light_first = sorted(
            (spec for specs in others for spec in specs), key=lambda spec: spec.bytes or 0
        )
        return next(filter(self._is_open, (*chosen, *light_first)), None)

    def _is_open(self, spec: ModelSpec) -> bool:
        """Whether it can be measured, and is not yet."""
        is_bad = (self._words, self._key(spec)) in self._failed
        return spec.id in self._here and not is_bad and self.measured(spec) is None

    def _subject(self, item: Item | None = None) -> Subject | None:
        """A picture, by default the one shown; None while nobody knows its size."""
        state = self._desk.state()
        item = item or state.item
        if item is None or item.size is None:
            return None
        choices = self._desk.choices(item)
        width, height = item.size
        opened = state.opened if item.id == state.current else None
        form = opened.form if opened is not None else Form(height, width)
        return Subject(
            form,
            choices.size,
            choices.engine.tile_px,
            choices.passes,
            copies=2 if item.picture is None else 1,  # one to look at, one to work with
        )

    # Events come back

    def on_event(self, event: object) -> None:
        """Of the window's workers."""
        if isinstance(event, ModelReady) and event.job_id == self._desk.state().warm_up_job:
            self._learn_device(event.device)
            self._learn_base()
        if isinstance(event, ModelReady | Paced | Finished | Failed | Stopped):
            self._heard(event)

    def _heard(self, event: ModelReady | Paced | Finished | Failed | Stopped) -> None:
        if self._job is None or event.job_id != self._job[0].id:
            return
        job, words = self._job
        match event:
            case ModelReady(device=device) if words == self._words:
                self._learn_device(device)
            case Paced(measured=measured) if words == self._words:
                self._keep(job.spec, measured)
            case Finished():
                self._end(_QUIET_MS)
            case Failed():
                self._failed.add((words, self._key(job.spec)))
                self._end(_QUIET_MS)
            case Stopped():  # the more often it is disturbed, the longer it waits
                self._end(min(2 * self._quiet_ms, _MOST_QUIET_MS))

    def _end(self, quiet_ms: int) -> None:
        self._job = None
        self._quiet_ms = quiet_ms
        if not self._hasten():
            self.attend()

    def close(self) -> None:
        """Measure nothing any more."""
        self._hurried = ()
        self._quiet.stop()
        self._quiet.timeout.disconnect(self._begin)
