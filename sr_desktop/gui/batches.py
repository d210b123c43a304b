"""An export of many pictures, as a value: how far it is, what became of each. No Qt.

reduce(batch, event, now) is pure and costs the same for the first picture and the ten thousandth,
but for the copy of the outcomes at the end of each.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sr_desktop.gui import words
from sr_desktop.gui.outlook import left_s
from sr_desktop.imaging.place import shown_name
from sr_desktop.jobs.plan import Asked, OutputRule, Plan
from sr_desktop.jobs.types import (
    Failed,
    Finished,
    Found,
    ModelReady,
    Paused,
    Progress,
    Resumed,
    SaveJob,
    Started,
    Stopped,
    UpscaleJob,
)
from sr_desktop.language import sentences, tr, trn

if TYPE_CHECKING:
    from sr_desktop.jobs.outcomes import Outcome

DONE, FAILED, SKIPPED, STOPPED = "done", "failed", "skipped", "stopped"


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One picture of the run: the job that does it, for the strip's picture item_id.

    work is what it takes, in one unit for all of a run. A result that is there already is only
    saved, which takes nothing. found is where its file lies, or just a name for one that has none.
    size and result are (width, height) before and after, as far as is known.
    """

    job: UpscaleJob | SaveJob
    item_id: int
    found: Found
    work: float = 0.0
    has_file: bool = True
    size: tuple[int, int] | None = None
    result: tuple[int, int] | None = None

    @property
    def source(self) -> Path:
        return source_of(self.found, self.has_file)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """A run of many pictures into a folder, until long after its end: the report is made of it.

    pieces are by the id of their job and stay what they were; job_id is that of the BatchJob they
    are in, 0 if there is none, plan what was decided before, for what was asked and by which rule.
    outcomes are of this run, earlier those of the run before that this one does not do again.
    fractions tell how far those are that have begun and not ended. Times are of the clock that
    reduce is given.
    """

    folder: Path
    pieces: Mapping[int, Piece]
    job_id: int = 0
    plan: Plan = field(default_factory=lambda: Plan(()))
    asked: Asked | None = None
    rule: OutputRule = field(default_factory=OutputRule)
    expected_s: float | None = None
    to_end: int = 0
    earlier: tuple[Outcome, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    saved: int = 0
    failed: int = 0
    stopped: int = 0
    skipped: int = 0
    work: float = 0.0
    done_work: float = 0.0
    fractions: Mapping[int, float] = field(default_factory=dict)
    begun_at: float = 0.0
    paused_at: float | None = None
    paused_s: float = 0.0
    ended_at: float | None = None

    @property
    def is_running(self) -> bool:
        return self.to_end > 0

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def all(self) -> tuple[Outcome, ...]:
        """What became of every picture, those of the run before included."""
        return self.earlier + self.outcomes

    @property
    def ended(self) -> int:
        """How many of the pieces have ended, well or not."""
        return self.saved + self.failed + self.stopped - len(self.plan.refused)

    @property
    def left(self) -> int:
        """How many of the pieces have not: those at work and those that wait."""
        return len(self.pieces) - self.ended

    @property
    def is_of_many(self) -> bool:
        """Whether there is more to tell than of one picture."""
        return len(self.pieces) + len(self.plan.refused) + len(self.plan.skipped) > 1

    @property
    def is_well(self) -> bool:
        """Whether every picture was saved."""
        return not (self.is_running or self.failed or self.stopped or self.skipped)

    @property
    def fraction(self) -> float:
        """How much of the work is done, 0 to 1."""
        return min(1.0, self._done / self.work) if self.work else 0.0

    @property
    def _done(self) -> float:
        begun = (self.pieces[id].work * part for id, part in self.fractions.items())
        return self.done_work + sum(begun)

    def seconds(self, now: float) -> float:
        """How long it has run, pauses left out."""
        until = next(at for at in (self.ended_at, self.paused_at, now) if at is not None)
        return max(0.0, until - self.begun_at - self.paused_s)

    def seconds_left(self, now: float) -> float | None:
        """By the pace so far, or as was expected at first; None while nobody can tell."""
        return left_s(self.seconds(now), self.fraction, self.expected_s)


def begin(
    folder: Path,
    pieces: Iterable[Piece],
    job_id: int,
    now: float,
    *,
    plan: Plan | None = None,
    asked: Asked | None = None,
    rule: OutputRule | None = None,
    expected_s: float | None = None,
    earlier: tuple[Outcome, ...] = (),
) -> Batch:
    """A run that has just been sent out; what the plan left out has its outcome already."""
    by_job = {piece.job.id: piece for piece in pieces}
    plan = plan or Plan(())
    return Batch(
        folder,
        by_job,
        job_id,
        plan,
        asked,
        rule or OutputRule(folder),
        expected_s,
        to_end=len(by_job) + bool(job_id),
        earlier=earlier,
        outcomes=tuple(_left_out(plan)),
        failed=len(plan.refused),
        skipped=len(plan.skipped),
        work=sum(piece.work for piece in by_job.values()),
        begun_at=now,
    )


def _left_out(plan: Plan) -> Iterator[Outcome]:
    from sr_desktop.jobs.outcomes import Outcome  # late: a start does not need it

    for old in plan.skipped:
        found = old.found
        yield Outcome(
            _whole(found.path), SKIPPED, _whole(old.target), found.root, _sentence(old.reason)
        )
    for refused in plan.refused:
        found, error = refused.found, refused.error
        target = _whole(refused.target) if refused.target else None
        yield Outcome(_whole(found.path), FAILED, target, found.root, error.message, error.hint)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def reduce(batch: Batch, event: Any, now: float) -> Batch:
    """The run after the event. now is in seconds, on any steady clock."""
    if not batch.is_running:
        return batch
    if event.job_id == batch.job_id:
        return _whole_run(batch, event, now)
    piece = batch.pieces.get(event.job_id)
    return batch if piece is None else _of_piece(batch, piece, event, now)


def _whole_run(batch: Batch, event: Any, now: float) -> Batch:
    match event:
        case Paused() if not batch.is_paused:
            return replace(batch, paused_at=now)
        case Resumed() if batch.paused_at is not None:
            paused_s = batch.paused_s + now - batch.paused_at
            return replace(batch, paused_at=None, paused_s=paused_s)
        case Finished() | Failed() | Stopped():
            return _less(batch, now)
    return batch


def _of_piece(batch: Batch, piece: Piece, event: Any, now: float) -> Batch:
    id = piece.job.id
    match event:
        case Started() if isinstance(piece.job, UpscaleJob):
            return replace(batch, fractions={**batch.fractions, id: 0.0})
        case ModelReady() if not batch._done:
            paused_at = now if batch.is_paused else None
            return replace(batch, begun_at=now, paused_s=0.0, paused_at=paused_at)  # loading
        case Progress(done_px=done, total_px=total) if total:
            return replace(batch, fractions={**batch.fractions, id: done / total})
        case Finished() | Failed() | Stopped():
            return _ended(batch, piece, event, now)
    return batch


def _ended(batch: Batch, piece: Piece, event: Finished | Failed | Stopped, now: float) -> Batch:
    outcome = _outcome(piece, event)
    done = isinstance(event, Finished)
    batch = replace(
        batch,
        outcomes=(*batch.outcomes, outcome),
        saved=batch.saved + done,
        failed=batch.failed + isinstance(event, Failed),
        stopped=batch.stopped + isinstance(event, Stopped),
        work=batch.work if done else batch.work - piece.work,
        done_work=batch.done_work + piece.work * done,
        fractions={id: part for id, part in batch.fractions.items() if id != piece.job.id},
    )
    return _less(batch, now)


def _less(batch: Batch, now: float) -> Batch:
    """One end less to come; with the last one the run has ended."""
    to_end = batch.to_end - 1
    return replace(batch, to_end=to_end, ended_at=None if to_end else now)


def words_of_run(batch: Batch, now: float) -> str:
    """ "37 of 1,204, 12:40 left" """
    told = progress(batch.ended, len(batch.pieces), batch.seconds_left(now))
    return tr("Paused at {progress}", progress=told) if batch.is_paused else told


def progress(done: int, every: int, seconds_left: float | None) -> str:
    """So many of all, and how long the others take where that is known."""
    if not seconds_left:
        return tr("{done:,} of {all:,}", done=done, all=every)
    time = words.duration(seconds_left)
    return tr("{done:,} of {all:,}, {time} left", done=done, all=every, time=time)


def words_at_end(batch: Batch) -> tuple[str, str]:
    """What to say of a run that has ended, and what of it went otherwise."""
    if not batch.is_of_many:
        return _words_of_one(batch)
    place = shown_name(batch.folder) or words.path(batch.folder)  # "/" has no name
    return _words_of_saved(batch, place), _words_of_others(batch.failed, batch.skipped)


def _words_of_saved(batch: Batch, place: str) -> str:
    if batch.stopped:
        return trn(
            "Cancelled. Saved {count:,} picture of {all:,} in {place}.",
            "Cancelled. Saved {count:,} pictures of {all:,} in {place}.",
            batch.saved,
            all=len(batch.pieces),
            place=place,
        )
    return trn(
        "Saved {count:,} picture in {place}.",
        "Saved {count:,} pictures in {place}.",
        batch.saved,
        place=place,
    )


def _words_of_others(failed: int, skipped: int) -> str:
    if failed and skipped:
        return tr("{failed:,} failed, {skipped:,} skipped.", failed=failed, skipped=skipped)
    if failed:
        return tr("{failed:,} failed.", failed=failed)
    return tr("{skipped:,} skipped.", skipped=skipped) if skipped else ""


def _words_of_one(batch: Batch) -> tuple[str, str]:
    outcome = batch.outcomes[0] if batch.outcomes else None
    if outcome is None or outcome.target is None or outcome.outcome == FAILED:
        return (outcome.reason, outcome.hint) if outcome else (tr("There was nothing to do."), "")
    if outcome.outcome == DONE:
        saved = tr("Saved {name}.", name=shown_name(outcome.target))
        return saved, sentences(*outcome.notices)
    return tr("Cancelled. Nothing was saved."), ""


def _outcome(piece: Piece, event: Finished | Failed | Stopped) -> Outcome:
    from sr_desktop.jobs.outcomes import Outcome

    job, found = piece.job, piece.found
    target = job.target
    assert target is not None  # every picture of a run has one
    source = piece.source
    if isinstance(event, Finished):
        result = event.result
        return Outcome(
            source,
            DONE,
            _whole(result.saved or target),
            found.root,
            seconds=result.seconds,
            size_in=piece.size,
            size_out=piece.result,
            consistency_db=result.consistency_db,
            notices=result.notices,
        )
    if isinstance(event, Failed):
        error = event.error
        return Outcome(source, FAILED, _whole(target), found.root, error.message, error.hint)
    return Outcome(source, STOPPED, _whole(target), found.root, tr("It was cancelled."))


def source_of(found: Found, has_file: bool) -> Path:
    """What outcomes call a picture: its whole path, or just its name."""
    return _whole(found.path) if has_file else found.path


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))
