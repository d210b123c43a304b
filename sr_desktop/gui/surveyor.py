"""Surveys an export in a thread of its own: reads the header of every picture, writes nothing.

The command line for it is made here too: it looks into folders.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, overload

from sr_desktop.errors import SRError, UsageError
from sr_desktop.gui import command
from sr_desktop.gui.survey import Line, Lines, Load, Size
from sr_desktop.imaging import files, formats
from sr_desktop.imaging.files import Probe
from sr_desktop.jobs import estimate
from sr_desktop.jobs.ending import attempt
from sr_desktop.jobs.naming import Namer, OutputRule
from sr_desktop.jobs.plan import Asked, Clash, Own, Plan, Refused, Skipped, plan_found
from sr_desktop.jobs.preflight import Entry, Preflight, preflight
from sr_desktop.jobs.types import Failed, Found, Stopped, UpscaleJob, next_id
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.imaging.picture import Picture

_TELL_S = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A picture of the strip: its file, or the picture itself where it has none.

    size is its (width, height) where that is known by now. own is what it is to come to, None for
    what all are.
    """

    item_id: int
    found: Found
    picture: Picture | None = None
    size: Size | None = None
    own: Own | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SurveyJob:
    """Look at these. there is what a survey of the same by another rule found, if there was one.

    targets are where some of them are to go, drawn_to where those without a file go that would
    otherwise lie beside it. headers are what earlier surveys read.
    """

    subjects: tuple[Subject, ...]
    asked: Asked
    rule: OutputRule
    there: Mapping[int, Skipped] | None = None
    targets: Mapping[Path, Path] = field(default_factory=dict)
    drawn_to: Path = field(default_factory=Path.home)
    headers: Headers = field(default_factory=lambda: Headers())
    id: int = field(default_factory=next_id)

    def own_of(self, subject: Subject) -> Own:
        """What this picture is to come to, and how it is written."""
        return subject.own or Own(self.asked, self.rule.encoding)


@dataclass(frozen=True, slots=True, eq=False)
class CommandJob:
    """Make the command line that does the same. clashes as in command.line."""

    subjects: tuple[Subject, ...]
    asked: Asked
    rule: OutputRule
    clashes: bool = False
    id: int = field(default_factory=next_id)


class Headers:
    """Headers of files by path, read again only where a file has changed since."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int], Probe]] = {}

    def probe(self, path: Path) -> Probe:
        """As files.probe."""
        try:
            status = path.stat()
        except OSError:
            return files.probe(path)  # which tells what is wrong with it
        state = status.st_mtime_ns, status.st_size
        known = self._known.get(path)
        if known is None or known[0] != state:
            self._known[path] = known = (state, files.probe(path))
        return known[1]


@dataclass(frozen=True, slots=True)
class Commanded:
    """The command line, for the shell of this platform."""

    job_id: int
    line: str


@dataclass(frozen=True, slots=True)
class Looked:
    """So many headers are read."""

    job_id: int
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Surveyed:
    """lines are in the order of the subjects, item_of by job, there are results that exist.

    loads tell the LR megapixels that go through each network for each job, by the job's id.
    """

    job_id: int
    lines: tuple[Line, ...]
    flight: Preflight
    item_of: Mapping[int, int]
    there: Mapping[int, Skipped]
    loads: Mapping[int, Load]


def _load(entry: Entry) -> Load:
    """As jobs.preflight counts it, by the picture's own settings where it has such."""
    runs = estimate.frames_of(entry.job, entry.seen) * entry.job.engine.members
    pixels = entry.seen.width * entry.seen.height * runs
    load: list[tuple[ModelSpec, float, int]] = []
    for scale in entry.steps.passes:
        load.append((entry.job.spec_of(scale), pixels / 1e6, runs))
        pixels *= scale**2
    return tuple(load)


Event = Looked | Surveyed | Commanded | Failed | Stopped
Emit = Callable[[Event], None]


def run(job: SurveyJob | CommandJob, emit: Emit, cancel: Cancel) -> None:
    """What a Worker calls. Ends with Surveyed or Commanded, Failed or Stopped."""
    if isinstance(job, CommandJob):
        emit(attempt(job.id, lambda: _command(job)))
    else:
        emit(attempt(job.id, lambda: _Look(job, emit, cancel).look()))


def _command(job: CommandJob) -> Commanded:
    """Raises UsageError where there is none."""
    for each in job.subjects:
        if each.picture is not None:
            raise UsageError(
                tr("{name} has no file that a command could name.", name=each.found.path)
            )
        if each.own is not None:
            raise UsageError(tr("{name} has settings of its own.", name=each.found.path.name))
    found = [each.found for each in job.subjects]
    return Commanded(job.id, command.line(found, job.asked, job.rule, clashes=job.clashes))


class _Look:
    """One survey."""

    def __init__(self, job: SurveyJob, emit: Emit, cancel: Cancel) -> None:
        self._job = job
        self._emit = emit
        self._cancel = cancel
        self._files: dict[Path, Subject] = {}  # each file once, however often it is in the strip
        for each in job.subjects:
            if each.picture is None:
                self._files.setdefault(each.found.path, each)
        self._by_found = {id(each.found): each for each in job.subjects}
        self._drawn = [each for each in job.subjects if each.picture is not None]

    def look(self) -> Surveyed:
        there = self._job.there
        if there is None:
            survey = self._plan(replace(self._job.rule, on_exists="skip"))
            there = {self._subject(each.found).item_id: each for each in survey.plan.skipped}
            if self._job.rule.on_exists == "skip" or not there:
                return self._told(survey, there)
        return self._told(self._plan(self._job.rule), there)

    def _plan(self, rule: OutputRule) -> _Survey:
        found = _Watched([each.found for each in self._files.values()], self._step)
        job = self._job
        own = {path: each.own for path, each in self._files.items() if each.own is not None}
        probe = job.headers.probe
        plan = plan_found(found, job.asked, rule, targets=job.targets, own=own, probe=probe)
        survey = _Survey(plan)
        for each in plan.jobs:
            assert isinstance(each.source, Path)
            survey.subjects[each.id] = self._files[each.source]
        self._add_drawn(survey, rule)
        return survey

    def _step(self, count: int) -> None:
        self._cancel.check()
        self._emit(Looked(self._job.id, count))

    def _subject(self, found: Found) -> Subject:
        """The one whose this very Found is; names may come twice."""
        return self._by_found[id(found)]

    def _result(self, subject: Subject) -> Size | None:
        """What a picture whose size is known comes to."""
        size = subject.size
        if size is None:
            return None
        asked = self._job.own_of(subject).asked
        try:
            steps = UpscaleJob(Path(), asked.spec, size=asked.size, family=asked.family).steps(
                *size
            )
        except SRError:
            return None
        return steps.width, steps.height

    def _add_drawn(self, survey: _Survey, rule: OutputRule) -> None:
        """Those that have no file: their names give way to all others."""
        if not self._drawn:
            return
        asked, plan = self._job.asked, survey.plan
        rule = replace(rule, out=rule.out or self._job.drawn_to)
        namer = Namer(asked.spec, rule, self._files, asked.size)
        for taken in [*(job.target for job in plan.jobs), *(old.target for old in plan.skipped)]:
            if taken is not None:
                namer.name(taken)
        for subject in self._drawn:
            self._cancel.check()
            try:
                survey.plan = _with_drawn(survey.plan, subject, self._job, rule, namer)
            except SRError as error:
                refused = (*survey.plan.refused, Refused(subject.found, error))
                survey.plan = replace(survey.plan, refused=refused)
            else:
                for job in survey.plan.jobs[len(survey.subjects) :]:
                    survey.subjects[job.id] = subject

    def _told(self, survey: _Survey, there: Mapping[int, Skipped]) -> Surveyed:
        plan = survey.plan
        item_of = {job_id: subject.item_id for job_id, subject in survey.subjects.items()}
        lines = Lines(plan, there, item_of)
        by_item = {
            item_of[job.id]: lines.of_job(job, survey.subjects[job.id].found) for job in plan.jobs
        }
        for skipped in plan.skipped:
            subject = self._subject(skipped.found)
            result = self._result(subject)
            by_item[subject.item_id] = lines.of_skipped(skipped, subject.size, result)
        for refused in plan.refused:
            subject = self._subject(refused.found)
            by_item[subject.item_id] = lines.of_refused(refused, subject.size)
        order = [by_item[each.item_id] for each in self._job.subjects if each.item_id in by_item]
        flight = preflight(plan)
        loads = {entry.job.id: _load(entry) for entry in flight.entries}
        return Surveyed(self._job.id, tuple(order), flight, item_of, there, loads)


@dataclass(slots=True)
class _Survey:
    """A plan, and the subject of each of its jobs."""

    plan: Plan
    subjects: dict[int, Subject] = field(default_factory=dict)


def _with_drawn(
    plan: Plan, subject: Subject, survey: SurveyJob, rule: OutputRule, namer: Namer
) -> Plan:
    """The plan with this picture, which has no file. Raises what makes that impossible."""
    picture, own = subject.picture, survey.own_of(subject)
    asked = own.asked
    assert picture is not None
    if subject.own is not None:
        namer = namer.by(asked.spec, own.encoding, asked.size)
    bits = picture.pixels.dtype.itemsize * 8
    seen = Probe(picture.width, picture.height, picture.format, bits, 1)
    job = UpscaleJob(
        picture,
        asked.spec,
        None,
        own.encoding,
        asked.engine,
        asked.size,
        asked.family,
        asked.max_pixels,
    )
    steps = job.steps(picture.width, picture.height)
    wanted = survey.targets.get(subject.found.path)
    wanted = wanted or namer.wanted(subject.found, picture.format, steps)
    target = namer.name(wanted)
    if target != wanted:
        plan = replace(plan, clashes=(*plan.clashes, Clash(subject.found.path, wanted, target)))
    if rule.on_exists == "skip" and target.exists():
        return replace(plan, skipped=(*plan.skipped, Skipped(subject.found, target)))
    files.check_writable_place(target)
    format = formats.target_format(job.encoding, picture.format)
    formats.check_writable_size(format, steps.width, steps.height)
    job = replace(job, target=target)
    return replace(plan, jobs=(*plan.jobs, job), seen={**plan.seen, job.id: seen})


class _Watched(Sequence[Found]):
    """Pictures that tell now and then how many of them were taken, and so can be stopped."""

    def __init__(self, found: Sequence[Found], step: Callable[[int], None]) -> None:
        self._found = found
        self._step = step

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> Found: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Found]: ...

    def __getitem__(self, at: int | slice) -> Found | Sequence[Found]:
        return self._found[at]

    def __iter__(self) -> Iterator[Found]:
        told_at = -math.inf
        for count, each in enumerate(self._found):
            if time.monotonic() - told_at > _TELL_S:
                told_at = time.monotonic()
                self._step(count)
            yield each
