"""Exports of the main window: asked for, run, reported.

open -> Preparing, with a dialog -> ready -> Worker.submit
events -> reducing.reduce -> the window; ended -> the report, or what was asked for
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sr_desktop.gui import batches, when_done
from sr_desktop.gui.batches import Batch, Piece
from sr_desktop.gui.state import Item, Notice, Status, WindowState, queued
from sr_desktop.gui.when_done import WhenDone
from sr_desktop.imaging import formats
from sr_desktop.jobs.types import BatchJob, Found, SaveJob, UpscaleJob
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.main_window import MainWindow
    from sr_desktop.gui.preparing import Preparing, Wish
    from sr_desktop.gui.report_window import ReportWindow
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.surveyor import Subject
    from sr_desktop.jobs.plan import Asked, Own
    from sr_desktop.jobs.worker import Worker


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: its state, what the rail asks for and may be told, its workers.

    scales are those of the chosen model, own is what is asked of one picture alone, has tells
    whether a model is here, fetch offers to get it and then to go on with the export.
    """

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    asked: Callable[[], Asked]
    choices: Callable[[], Choices]
    choose: Callable[[Choices], None]
    scales: Callable[[], Sequence[int]]
    own: Callable[[Item], Own | None]
    has: Callable[[ModelSpec], bool]
    fetch: Callable[[ModelSpec], None]
    upscaler: Worker
    reader: Worker


class Exporting(QObject):
    """One export at a time."""

    def __init__(self, window: MainWindow, desk: Desk, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._settings = settings
        self._preparing: Preparing | None = None
        self._report: ReportWindow | None = None
        self._closes = False

    # Before

    @property
    def preparing(self) -> Preparing:
        """Made when it is first asked for: the window shows sooner without it."""
        if self._preparing is None:
            from sr_desktop.gui.preparing import Preparing

            self._preparing = Preparing(
                self._window, self._desk, self._window.predicting, self._settings
            )
            self._preparing.ready.connect(self._start)
            self._preparing.told.connect(self._tell)
        return self._preparing

    def open(self, ids: Sequence[int] = (), *, closes: bool = False) -> None:
        """Ask how, for all pictures, or at first for these; nothing while something runs.

        closes asks to close the window when the export has ended well.
        """
        if self._state.is_working:
            hint = tr("Wait for that to end, or cancel it.")
            self._tell(Notice(tr("An export can begin when nothing else runs."), hint))
        elif self._items:
            self.preparing.ask(ids, closes=closes)

    def into(self, folder: Path) -> None:
        """Go into this folder from now on."""
        destination = self.preparing.destination
        self.preparing.go_to(replace(destination, folder=folder, beside=False))

    def go_on(self) -> None:
        """Export as it was chosen last; with several pictures the dialog tells of them before."""
        if len(self._items) == 1 and not self._state.is_working:
            self.preparing.at_once(self._items[0])
        else:
            self.open(self.preparing.narrowed)

    @property
    def template(self) -> str | None:
        """What names results; None for the usual name."""
        return self.preparing.destination.template or None

    def on_event(self, event: object) -> None:
        """Of the window's workers."""
        if self._preparing is not None:
            self._preparing.on_event(event)

    # The run

    def _start(self, wish: Wish) -> None:
        from sr_desktop.gui.survey import seconds_for

        survey, state = wish.survey, self._state
        paces = self.preparing.paces(survey)
        assert survey.flight is not None
        self._closes = wish.closes
        plan = survey.flight.plan
        entries = {entry.job.id: entry for entry in survey.flight.entries}
        pieces: list[Piece] = []
        changed: list[Item] = []
        for job in plan.jobs:
            item = state.items.get(survey.item_of.get(job.id, 0))
            piece = _piece(job, item, plan.roots.get(job.id))
            entry = entries[job.id]
            size, result = (entry.seen.width, entry.seen.height), entry.steps
            piece = replace(piece, size=size, result=(result.width, result.height))
            if piece.job is job:
                piece = replace(piece, work=seconds_for(survey.loads[job.id], paces))
                changed += [queued(item, job)] if item is not None else []
            pieces.append(piece)
        changed += _refused(wish, state)
        jobs = tuple(piece.job for piece in pieces if isinstance(piece.job, UpscaleJob))
        run = BatchJob(jobs) if jobs else None
        batch = batches.begin(
            survey.folder or _above([job.target for job in plan.jobs if job.target is not None]),
            pieces,
            run.id if run is not None else 0,
            time.monotonic(),
            plan=plan,
            asked=wish.job.asked,
            rule=wish.job.rule,
            expected_s=survey.seconds,
            earlier=wish.earlier,
        )
        self._desk.change(replace(state, batch=batch, notice=None).with_items(changed))
        for piece in pieces:
            if isinstance(piece.job, SaveJob):
                self._desk.reader.submit(piece.job, urgent=True)
        if run is not None:
            self._desk.upscaler.submit(run)
        if not batch.is_running:
            self._tell(Notice(*batches.words_at_end(batch)))
            self.ended(batch)

    def run_one(self, item: Item, job: UpscaleJob) -> None:
        """Upscale one picture into a file."""
        assert job.target is not None
        self._closes = False
        piece = Piece(job, item.id, item.found, 1.0, has_file=item.picture is None)
        batch = batches.begin(job.target.parent, [piece], 0, time.monotonic())
        state = replace(self._state, batch=batch, notice=None)
        self._desk.change(state.with_item(queued(item, job)))
        self._desk.upscaler.submit(job)

    def pause(self) -> None:
        """Wait before the next tile."""
        if (batch := self._state.running) is not None and batch.job_id:
            self._desk.upscaler.pause(batch.job_id)

    def resume(self) -> None:
        if (batch := self._state.running) is not None:
            self._desk.upscaler.resume(batch.job_id)

    def toggle_pause(self) -> None:
        batch = self._state.running
        if batch is not None:
            (self.resume if batch.is_paused else self.pause)()

    def cancel(self) -> None:
        """Stop within a tile; what is written stays."""
        batch = self._state.running
        if batch is None:
            return
        self._desk.upscaler.cancel(batch.job_id)
        for id in batch.pieces if not batch.job_id else ():
            self._desk.upscaler.cancel(id)

    # After

    def ended(self, batch: Batch) -> None:
        """Show what went wrong, and do what was asked for at the end."""
        if self._report is not None:
            self._report.show_batch(batch)
        if batch.is_of_many:
            self._do_at_end(batch)
        if self._closes and batch.is_well:
            self._window.close()

    def _do_at_end(self, batch: Batch) -> None:
        if batch.failed:
            self.show_report()
        if not batch.stopped:
            text, hint = batches.words_at_end(batch)
            chosen = when_done.kept(self._settings)
            if chosen is not WhenDone.OPEN or batch.saved:
                when_done.do(chosen, self._window, f"{text} {hint}".strip(), batch.folder)

    def show_report(self) -> None:
        """What became of every picture of the last export."""
        from sr_desktop.gui.report_window import ReportWindow

        batch = self._state.batch
        if batch is None or batch.is_running:
            return
        if self._report is None:
            self._report = ReportWindow(self._settings, self._window)
            self._report.retry.connect(self.retry)
        self._report.show_batch(batch)
        self._report.show()
        self._report.activateWindow()

    def retry(self) -> None:
        """Do what failed again, as it was asked for then, into the same files."""
        batch = self._state.batch
        if batch is None or batch.asked is None or self._state.is_working:
            return
        failed = [each for each in batch.all if each.outcome == batches.FAILED]
        if not failed:
            return
        if self._report is not None:
            self._report.hide()
        from sr_desktop.gui.surveyor import SurveyJob
        from sr_desktop.jobs.outcomes import to_retry

        found, targets = to_retry(failed)
        asked = replace(batch.asked, max_pixels=self._desk.asked().max_pixels)
        job = SurveyJob(self._subjects(found), asked, batch.rule, targets=targets)
        earlier = tuple(each for each in batch.all if each.outcome != batches.FAILED)
        self.preparing.look(job, earlier)

    def _subjects(self, found: Sequence[Found]) -> tuple[Subject, ...]:
        """Those of an earlier run, as far as they are pictures of the strip or files."""
        from sr_desktop.gui.surveyor import Subject

        items = {batches.source_of(item.found, item.picture is None): item for item in self._items}
        subjects: list[Subject] = []
        for each in found:
            item = items.get(each.path)
            if item is not None:
                subjects.append(self.preparing.subject(item, each))
            elif each.path.is_absolute():
                subjects.append(Subject(-len(subjects) - 1, each))
        return tuple(subjects)

    def close(self) -> None:
        """Ends its thread and its windows."""
        if self._preparing is not None:
            self._preparing.close()
        if self._report is not None:
            self._report.close()

    @property
    def _state(self) -> WindowState:
        return self._desk.state()

    @property
    def _items(self) -> Sequence[Item]:
        return self._state.items

    def _tell(self, notice: Notice) -> None:
        self._desk.change(replace(self._state, notice=notice))


def _above(targets: Sequence[Path]) -> Path:
    """The folder that all of these are in, or below it; the first one's if there is none."""
    folders = [target.parent for target in targets]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # none at all, or on several drives
        return folders[0] if folders else Path.home()


def _piece(job: UpscaleJob, item: Item | None, root: Path | None) -> Piece:
    """How the picture of a planned job is done: a result that is there already is only saved."""
    if item is None:
        assert isinstance(job.source, Path)
        return Piece(job, 0, Found(job.source, root))
    has_file = item.picture is None
    is_made = (item.spec, item.passes, item.aim) == (job.spec, job.engine.members, job.size)
    moves = item.frames > 1 and formats.can_animate(item.format)
    assert job.target is not None
    if item.kept is not None and is_made and not moves:
        save = SaveJob(item.kept, job.target, job.encoding)
        return Piece(save, item.id, item.found, has_file=has_file)
    return Piece(job, item.id, item.found, has_file=has_file)


def _refused(wish: Wish, state: WindowState) -> list[Item]:
    """The pictures that cannot be done, with the reason."""
    assert wish.survey.flight is not None
    by_path = {subject.found.path: subject.item_id for subject in wish.job.subjects}
    changed: list[Item] = []
    for refused in wish.survey.flight.plan.refused:
        item = state.items.get(by_path.get(refused.found.path, 0))
        if item is not None:
            changed.append(replace(item, status=Status.FAILED, error=refused.error))
    return changed
