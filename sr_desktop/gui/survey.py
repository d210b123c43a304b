"""What an export would do, picture by picture, as a value; and the words for it. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import ImageTooLarge, SRError
from sr_desktop.gui import words
from sr_desktop.imaging.place import shown_name
from sr_desktop.jobs import estimate
from sr_desktop.jobs.pace import Pace
from sr_desktop.language import listed, mark, sentences, tr

if TYPE_CHECKING:
    from sr_desktop.jobs.plan import Clash, Plan, Refused, Skipped
    from sr_desktop.jobs.preflight import Disk, Preflight
    from sr_desktop.jobs.types import Found, UpscaleJob

Size = tuple[int, int]
# Networks, the LR megapixels through each, and in how many pictures or frames: one that a
# self-ensemble turns and mirrors counts as often.
Load = tuple[tuple[ModelSpec, float, int], ...]


class Fate(Enum):
    """What will be done with one picture; shown by tr(fate.value)."""

    EXPORT = mark("Export")
    RENAME = mark("New name")
    REPLACE = mark("Replace")
    SKIP = mark("Skip")
    REFUSE = mark("Cannot be done")


@dataclass(frozen=True, slots=True)
class Line:
    """One picture of the survey. The sizes are (width, height), None where nobody knows them.

    target is where its result goes or lies; brief and reason say why it is not simply exported, in
    a few words and in a sentence.
    """

    found: Found
    fate: Fate
    size: Size | None = None
    result: Size | None = None
    target: Path | None = None
    brief: str = ""
    reason: str = ""
    hint: str = ""

    @property
    def name(self) -> str:
        """Its file's, with the folders below the one that was dropped."""
        return words.path(self.found.folder_in_root / self.found.path.name)


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """All of it, as far as it is known: lines and flight are there once all were looked at.

    folder is where everything goes, None for beside the originals. count is of the pictures, looked
    how many headers were read so far, is_current whether the lines are of what is asked for now.
    item_of tells the strip's picture by the id of its job, loads what each job puts through the
    networks. seconds is the network's time for all, compute the device's name. lacks says in words
    which model is not here, error why nothing can be done at all.
    """

    folder: Path | None
    count: int
    on_exists: str
    model: str = ""
    looked: int = 0
    lines: tuple[Line, ...] = ()
    flight: Preflight | None = None
    item_of: Mapping[int, int] = field(default_factory=dict)
    there: Mapping[int, Skipped] | None = None
    loads: Mapping[int, Load] = field(default_factory=dict)
    seconds: float | None = None
    compute: str = ""
    is_current: bool = True
    lacks: str = ""
    error: SRError | None = None

    @property
    def to_export(self) -> int:
        """How many pictures there are to do."""
        return len(self.flight.plan.jobs) if self.flight else 0

    @property
    def networks(self) -> tuple[ModelSpec, ...]:
        """Those that the pictures go through."""
        found = {spec.id: spec for load in self.loads.values() for spec, _, _ in load}
        return tuple(found.values())

    def seconds_at(self, paces: Mapping[str, Pace]) -> float | None:
        """The time for all, from the paces by the network's id; None if one lacks."""
        if any(spec.id not in paces for spec in self.networks):
            return None
        return sum(seconds_for(load, paces) for load in self.loads.values())

    @property
    def is_room(self) -> bool:
        """Whether the disks can hold it, as far as is known."""
        return self.flight is None or all(disk.is_enough for disk in self.flight.disks)

    @property
    def can_start(self) -> bool:
        """Whether it is known that something can be done."""
        known = self.is_current and self.flight is not None
        return known and not obstacle(self)


def seconds_for(load: Load, paces: Mapping[str, Pace]) -> float:
    """What one picture takes, in seconds; in megapixels where a pace is not known."""
    usual = Pace(1.0)
    return sum(paces.get(spec.id, usual).seconds(mp, count) for spec, mp, count in load)


class Lines:
    """Makes the line of every picture from a plan."""

    def __init__(
        self, plan: Plan, there: Mapping[int, Skipped], item_of: Mapping[int, int]
    ) -> None:
        """there are results that exist already, by the strip's picture they would be made of."""
        self._plan = plan
        self._there = there
        self._item_of = item_of
        self._moved = {clash.source: clash for clash in plan.clashes}

    def of_job(self, job: UpscaleJob, found: Found) -> Line:
        """Of a picture that will be done."""
        assert job.target is not None
        seen = self._plan.seen[job.id]
        steps = job.steps(seen.width, seen.height)
        fate, brief, reason = self._fate(job, job.target, self._moved.get(found.path))
        return Line(
            found,
            fate,
            (seen.width, seen.height),
            (steps.width, steps.height),
            job.target,
            brief,
            reason,
        )

    def _fate(self, job: UpscaleJob, target: Path, moved: Clash | None) -> tuple[Fate, str, str]:
        old = self._there.get(self._item_of[job.id])
        if old is not None and old.target == target:
            return Fate.REPLACE, *_what_is_there(old)
        if moved is None or moved.target != target:
            return Fate.EXPORT, "", ""
        if old is not None and old.target == moved.wanted:
            return Fate.RENAME, *_what_is_there(old)
        name = shown_name(moved.wanted)
        reason = tr("Another picture's result is called {name}.", name=name)
        return Fate.RENAME, tr("used twice"), reason

    @staticmethod
    def of_skipped(each: Skipped, size: Size | None, result: Size | None) -> Line:
        """The sizes are what is known of them."""
        brief, reason = _what_is_there(each)
        return Line(each.found, Fate.SKIP, size, result, each.target, brief, reason)

    @staticmethod
    def of_refused(each: Refused, size: Size | None) -> Line:
        error = each.error
        hint = error.hint
        if isinstance(error, ImageTooLarge):
            hint = tr("If you trust the file, open it and raise the limit.")
        return Line(each.found, Fate.REFUSE, size, reason=error.message, hint=hint)


def _what_is_there(old: Skipped) -> tuple[str, str]:
    """In a few words and in a sentence."""
    if old.is_same:
        reason = tr("Its result is there already, made with the same settings.")
        return tr("same settings"), reason
    if old.differs:
        differs = listed(old.differs)
        reason = tr("Its result is there already, made with {settings}.", settings=differs)
        return tr("other settings"), reason
    return tr("file is there"), tr("A file of this name is there already.")


# The words


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the sum: an icon's name, the words, and whether it stands in the way."""

    icon: str
    text: str
    is_bad: bool = False


def counted(lines: Iterable[Line]) -> dict[Fate, int]:
    """How many share each fate."""
    counts = dict.fromkeys(Fate, 0)
    for line in lines:
        counts[line.fate] += 1
    return counts


def obstacle(survey: Survey) -> str:
    """Why nothing can be exported, with the next step; "" where nothing is known against it."""
    if survey.error is not None:
        return str(survey.error)
    if survey.lacks:
        return survey.lacks
    if survey.flight is None or not survey.is_current:
        return ""
    if not survey.to_export:
        return _nothing(survey)
    for disk in survey.flight.disks:
        if not disk.is_enough:
            needed, free = words.size(disk.needed_bytes), words.size(disk.free_bytes)
            return tr(
                "Not enough room: about {needed} needed, only {free} free. "
                "Choose another folder, a smaller size, or a format that takes less.",
                needed=needed,
                free=free,
            )
    return ""


def _nothing(survey: Survey) -> str:
    counts = counted(survey.lines)
    if counts[Fate.SKIP] and not counts[Fate.REFUSE]:
        return tr(
            "Nothing to do: every result is there already. To make them anew, do not skip them."
        )
    if counts[Fate.SKIP]:
        return tr("Nothing to do: what can be done is there already.")
    if len(survey.lines) == 1:
        line = survey.lines[0]
        return sentences(line.reason, line.hint)
    return tr("None of these pictures can be exported. The list says why.")


def looking(survey: Survey) -> str:
    """How far a look goes that takes its time, where older lines are in sight meanwhile."""
    if survey.is_current or not survey.looked or survey.flight is None:
        return ""
    return looked_at(survey)


def looked_at(survey: Survey) -> str:
    """How many headers are read by now."""
    return tr(
        "Looking at the pictures: {count:,} of {all:,}", count=survey.looked, all=survey.count
    )


def place_of(line: Line, folder: Path | None) -> Path:
    """Where its result goes, from the folder of all, or from that of the original on."""
    assert line.target is not None
    from_here = folder or (line.found.root or line.found.path).parent
    inside = line.target.is_relative_to(from_here)
    return line.target.relative_to(from_here) if inside else line.target


def facts(survey: Survey) -> tuple[Fact, ...]:
    """Pictures, sizes, disk and time, in this order."""
    if survey.flight is None:
        pictures = Fact("copy", words.count(survey.count))
        disk, clock = Fact("disk", tr("Room: adding up…")), Fact("clock", tr("Time: measuring…"))
        return (pictures, disk, clock)
    first = _pictures(survey) if survey.count > 1 else _one(survey)
    return (*first, *_sizes(survey), *map(_room, survey.flight.disks), _time(survey))


def _pictures(survey: Survey) -> tuple[Fact, ...]:
    counts = counted(survey.lines)
    parts = [_to_export(survey.to_export, counts[Fate.RENAME], counts[Fate.REPLACE])]
    if counts[Fate.SKIP]:
        parts.append(tr("{count:,} skipped", count=counts[Fate.SKIP]))
    if refused := counts[Fate.REFUSE]:
        parts.append(tr("{count:,} cannot be done", count=refused))
    return (Fact("alert" if refused else "copy", " · ".join(parts), is_bad=bool(refused)),)


def _to_export(count: int, renamed: int, replaced: int) -> str:
    if renamed and replaced:
        return tr(
            "{count:,} to export, {renamed:,} of them under a new name, "
            "{replaced:,} in place of a file that is there",
            count=count,
            renamed=renamed,
            replaced=replaced,
        )
    if renamed:
        return tr(
            "{count:,} to export, {renamed:,} of them under a new name",
            count=count,
            renamed=renamed,
        )
    if replaced:
        return tr(
            "{count:,} to export, {replaced:,} in place of a file that is there",
            count=count,
            replaced=replaced,
        )
    return tr("{count:,} to export", count=count)


def _one(survey: Survey) -> tuple[Fact, ...]:
    """What happens to the only picture, where that is not simply its export."""
    line = survey.lines[0] if survey.lines else None
    if line is None or line.fate in (Fate.EXPORT, Fate.REFUSE):
        return ()
    icon = {Fate.RENAME: "rename", Fate.REPLACE: "replace", Fate.SKIP: "skip"}[line.fate]
    return (Fact(icon, tr("{fate}. {reason}", fate=tr(line.fate.value), reason=line.reason)),)


def _sizes(survey: Survey) -> tuple[Fact, ...]:
    """In and out; of one picture in pixels, of many in megapixels."""
    flight = survey.flight
    assert flight is not None
    if not flight.entries:
        return ()
    if len(flight.entries) > 1:
        before, after = words.megapixels(flight.source_px), words.megapixels(flight.result_px)
        return (Fact("fit", f"{before}  →  {after}"),)
    job, seen, steps = flight.entries[0].job, flight.entries[0].seen, flight.entries[0].steps
    before, after = words.pixels(seen.width, seen.height), words.pixels(steps.width, steps.height)
    frames = estimate.frames_of(job, seen)
    change = f"{before}  →  {after}"
    if frames > 1:
        change = listed((change, words.frames(frames, seen.format)))
    return (Fact("fit", change),)


def _room(disk: Disk) -> Fact:
    needed, free = words.size(disk.needed_bytes), words.size(disk.free_bytes)
    if disk.is_enough:
        return Fact("disk", tr("About {needed} needed, {free} free", needed=needed, free=free))
    text = tr("Not enough room: about {needed} needed, only {free} free", needed=needed, free=free)
    return Fact("alert", text, is_bad=True)


def _time(survey: Survey) -> Fact:
    if not survey.to_export:
        return Fact("clock", tr("Nothing to do"))
    if survey.seconds is None:
        return Fact("clock", tr("Time: measuring…"))
    time = words.about(survey.seconds).capitalize()
    if survey.compute:
        time = tr("{time} on {device}", time=time, device=survey.compute)
    return Fact("clock", time)
