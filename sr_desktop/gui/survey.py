"""What an export would do, picture by picture, as a value; and the words for it. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import ImageTooLarge, SRError
from sr_desktop.gui import words
from sr_desktop.imaging import files
from sr_desktop.jobs.pace import Pace
from sr_desktop.jobs.plan import Clash, Plan, Refused, Skipped
from sr_desktop.jobs.preflight import Disk, Preflight
from sr_desktop.jobs.types import Found, UpscaleJob

Size = tuple[int, int]
# Networks, the LR megapixels through each, and in how many pictures or frames.
Load = tuple[tuple[ModelSpec, float, int], ...]


class Fate(Enum):
    """What will be done with one picture."""

    EXPORT = "Export"
    RENAME = "New name"
    REPLACE = "Replace"
    SKIP = "Skip"
    REFUSE = "Cannot be done"


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

    loads are what each job puts through the networks.

    count is of the pictures, looked how many headers were read so far. item_of tells the strip's
    picture by the id of its job. seconds is the network's time for all, compute the device's name.
    error is why nothing can be done at all.
    """

    folder: Path
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
        name = files.shown_name(moved.wanted)
        return Fate.RENAME, "used twice", f"Another picture's result is called {name}."

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
            hint = "If you trust the file, open it and raise the limit."
        return Line(each.found, Fate.REFUSE, size, reason=error.message, hint=hint)


def _what_is_there(old: Skipped) -> tuple[str, str]:
    """In a few words and in a sentence."""
    if old.is_same:
        return "same settings", "Its result is there already, made with the same settings."
    if old.differs:
        differs = ", ".join(old.differs)
        return "other settings", f"Its result is there already, made with {differs}."
    return "file is there", "A file of this name is there already."


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


def facts(survey: Survey) -> tuple[Fact, ...]:
    """Pictures, disk and time, in this order."""
    if survey.error is not None:
        return (Fact("alert", str(survey.error), is_bad=True),)
    if survey.flight is None:
        pictures = Fact("copy", words.count(survey.count))
        return (pictures, Fact("disk", "Room: adding up…"), Fact("clock", "Time: measuring…"))
    return (_pictures(survey), *map(_room, survey.flight.disks), _time(survey))


def _pictures(survey: Survey) -> Fact:
    counts = counted(survey.lines)
    parts = [f"{survey.to_export:,} to export"]
    if counts[Fate.RENAME]:
        parts[0] += f", {counts[Fate.RENAME]:,} of them under a new name"
    if counts[Fate.REPLACE]:
        parts[0] += f", {counts[Fate.REPLACE]:,} in place of a file that is there"
    if counts[Fate.SKIP]:
        parts.append(f"{counts[Fate.SKIP]:,} skipped")
    if refused := counts[Fate.REFUSE]:
        parts.append(f"{refused:,} cannot be done")
    return Fact("alert" if refused else "copy", " · ".join(parts), is_bad=bool(refused))


def _room(disk: Disk) -> Fact:
    needed, free = words.size(disk.needed_bytes), words.size(disk.free_bytes)
    if disk.is_enough:
        return Fact("disk", f"About {needed} needed, {free} free")
    text = f"Not enough room: about {needed} needed, only {free} free"
    return Fact("alert", text, is_bad=True)


def _time(survey: Survey) -> Fact:
    if not survey.to_export:
        return Fact("clock", "Nothing to do")
    if survey.seconds is None:
        return Fact("clock", "Time: measuring…")
    on = f" on {survey.compute}" if survey.compute else ""
    return Fact("clock", f"{words.about(survey.seconds).capitalize()}{on}")
