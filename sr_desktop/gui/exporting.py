"""Exports of the main window: the survey before, the run, the report after.

export_to -> survey in a thread, with a dialog for several pictures -> start -> Worker.submit
events -> state.reduce -> the window; ended -> the report, or what was asked for
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from sr_desktop.gui import batches, when_done, words
from sr_desktop.gui.batches import Batch, Piece
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.choices import ENSEMBLE_PASSES
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Item, Notice, Status, WindowState, queued
from sr_desktop.gui.survey import Survey, seconds_for
from sr_desktop.gui.when_done import WhenDone
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs.pace import Pace
from sr_desktop.jobs.plan import ON_EXISTS, Asked, OutputRule, Own
from sr_desktop.jobs.types import (
    BatchJob,
    Failed,
    Finished,
    Found,
    ModelReady,
    Paced,
    PaceJob,
    SaveJob,
    Stopped,
    UpscaleJob,
    next_id,
)
from sr_desktop.jobs.worker import Worker

if TYPE_CHECKING:
    from sr_desktop.gui.preflight_window import PreflightWindow
    from sr_desktop.gui.report_window import ReportWindow
    from sr_desktop.gui.surveyor import Event as SurveyEvent
    from sr_desktop.gui.surveyor import Subject, SurveyJob
    from sr_desktop.jobs.outcomes import Outcome

_RULE = "export/on_exists"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: its state, what is asked of all pictures, its workers.

    own is what is asked of one picture alone.
    """

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    asked: Callable[[], Asked]
    encoding: Callable[[], Encoding]
    own: Callable[[Item], Own | None]
    upscaler: Worker
    reader: Worker


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    """An export that is being surveyed. earlier are the outcomes that stay, of a retry."""

    job: SurveyJob
    survey: Survey
    ask: bool
    earlier: tuple[Outcome, ...] = ()


class Exporting(QObject):
    """One export at a time."""

    def __init__(self, window: QWidget, desk: Desk, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._settings = settings
        self._surveyor: Worker | None = None
        self._bridge: EventBridge | None = None
        self._wish: _Wish | None = None
        self._paces: dict[tuple[str, bool], Pace] = {}
        self._pacing: dict[int, tuple[str, bool]] = {}
        self._preflight: PreflightWindow | None = None
        self._report: ReportWindow | None = None

    # Before

    def choose(self) -> None:
        """Ask for the folder to export all pictures into."""
        if not self._state.items or self._state.is_working:
            return
        folder = str(self._settings.folder("export"))
        if chosen := QFileDialog.getExistingDirectory(
            self._window, "Export all into a folder", folder
        ):
            self._settings.keep_folder("export", Path(chosen))
            self.export_to(Path(chosen))

    def export_to(self, folder: Path) -> None:
        """Upscale what is not done as it is asked for now, and write everything into the folder.

        With several pictures a dialog tells beforehand what will be done.
        """
        items = self._state.items
        if not items or self._state.is_working:
            return
        several = len(items) > 1
        rule = OutputRule(folder, self._desk.encoding())
        rule = replace(rule, on_exists=self._kept_rule() if several else "rename")
        asked = self._desk.asked()
        from sr_desktop.gui.surveyor import SurveyJob

        subjects = tuple(self._subject(item, item.found) for item in items)
        self._survey(SurveyJob(subjects, asked, rule), ask=several)

    def _subject(self, item: Item, found: Found) -> Subject:
        from sr_desktop.gui.surveyor import Subject

        return Subject(item.id, found, item.picture, item.size, self._desk.own(item))

    def _survey(self, job: SurveyJob, *, ask: bool, earlier: tuple[Outcome, ...] = ()) -> None:
        self._forget_wish()
        assert job.rule.out is not None
        survey = Survey(
            job.rule.out,
            len(job.subjects),
            job.rule.on_exists,
            words.model(job.asked.spec) if job.asked.size is None else job.asked.spec.label,
            compute=self._state.compute,
        )
        self._wish = _Wish(job, survey, ask, earlier)
        self._worker().submit(job)
        if ask:
            self._show_preflight(survey)

    def _worker(self) -> Worker:
        """Its thread, made when it is first needed."""
        if self._surveyor is None:
            from sr_desktop.gui import surveyor

            self._bridge = EventBridge()
            self._bridge.told.connect(self._on_survey)
            self._surveyor = Worker(self._bridge.told.emit, "sr-survey", lambda: surveyor.run)
        return self._surveyor

    def _show_preflight(self, survey: Survey) -> None:
        from sr_desktop.gui.preflight_window import PreflightWindow

        window = PreflightWindow(when_done.kept(self._settings), self._window)
        window.ruled.connect(self._choose_rule)
        window.accepted.connect(self._accept)
        window.rejected.connect(self._forget_wish)
        window.show_survey(survey)
        self._preflight = window
        window.open()

    def _choose_rule(self, on_exists: str) -> None:
        """Look again, by another rule for files that are there."""
        wish = self._wish
        if wish is None or wish.survey.on_exists == on_exists:
            return
        self._worker().cancel(wish.job.id)
        self._settings.keep_texts(_RULE, [on_exists])
        rule = replace(wish.job.rule, on_exists=on_exists)
        job = replace(wish.job, rule=rule, there=wish.survey.there, id=next_id())
        survey = replace(wish.survey, on_exists=on_exists, looked=0, lines=(), flight=None)
        self._wish = replace(wish, job=job, survey=survey)
        self._worker().submit(job)
        self._show(survey)

    @Slot(object)
    def _on_survey(self, event: SurveyEvent) -> None:
        from sr_desktop.gui.surveyor import Looked, Surveyed

        wish = self._wish
        if wish is None or event.job_id != wish.job.id:
            return
        match event:
            case Looked(count=count):
                self._show(replace(wish.survey, looked=count))
            case Surveyed():
                survey = replace(
                    wish.survey,
                    looked=wish.survey.count,
                    lines=event.lines,
                    flight=event.flight,
                    item_of=event.item_of,
                    there=event.there,
                    loads=event.loads,
                )
                self._surveyed(replace(wish, survey=survey))
            case Failed(error=error):
                self._show(replace(wish.survey, error=error))
                if not wish.ask:
                    self._forget_wish()
                    self._tell(Notice(error.message, error.hint, bad=True))

    def _surveyed(self, wish: _Wish) -> None:
        self._wish = wish
        if not wish.ask:
            self._start(wish)
            return
        engine = wish.job.asked.engine
        for spec in wish.survey.networks:
            key = (spec.id, engine.self_ensemble)
            if key not in self._paces and key not in self._pacing.values():
                job = PaceJob(spec, engine)
                self._pacing[job.id] = key
                self._desk.upscaler.submit(job, urgent=True)
        self._show(wish.survey)

    def on_event(self, event: object) -> None:
        """Of the window's workers: a pace that was asked for."""
        if isinstance(event, ModelReady) and event.job_id in self._pacing:
            self._desk.change(replace(self._state, compute=event.compute))
        elif isinstance(event, Paced) and event.job_id in self._pacing:
            self._paces[self._pacing[event.job_id]] = event.measured.pace
            if self._wish is not None:
                self._show(self._wish.survey)
        elif isinstance(event, Finished | Failed | Stopped):
            self._pacing.pop(event.job_id, None)

    def _show(self, survey: Survey) -> None:
        if self._wish is None:
            return
        ensemble = self._wish.job.asked.engine.self_ensemble
        paces = {id: pace for (id, each), pace in self._paces.items() if each == ensemble}
        survey = replace(survey, seconds=survey.seconds_at(paces), compute=self._state.compute)
        self._wish = replace(self._wish, survey=survey)
        if self._preflight is not None:
            self._preflight.show_survey(survey)

    def _forget_wish(self) -> None:
        """Nothing is to be exported."""
        if self._wish is not None and self._surveyor is not None:
            self._surveyor.cancel(self._wish.job.id)
        for job_id in self._pacing:
            self._desk.upscaler.cancel(job_id)
        self._wish = None
        if self._preflight is not None:
            self._preflight.deleteLater()
            self._preflight = None

    # The run

    def _accept(self) -> None:
        wish, window = self._wish, self._preflight
        if wish is None or window is None:
            return
        when_done.keep(self._settings, window.chosen_when_done)
        self._start(wish)

    def _start(self, wish: _Wish) -> None:
        survey, state = wish.survey, self._state
        self._forget_wish()
        assert survey.flight is not None
        plan = survey.flight.plan
        paces = {id: pace for (id, _), pace in self._paces.items()}
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
            survey.folder,
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
        if not batch.is_of_many:
            return
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
        self._survey(job, ask=False, earlier=earlier)

    def _subjects(self, found: Sequence[Found]) -> tuple[Subject, ...]:
        """Those of an earlier run, as far as they are pictures of the strip or files."""
        from sr_desktop.gui.surveyor import Subject

        items = {batches.source_of(item.found, item.picture is None): item for item in self._items}
        subjects: list[Subject] = []
        for each in found:
            item = items.get(each.path)
            if item is not None:
                subjects.append(self._subject(item, each))
            elif each.path.is_absolute():
                subjects.append(Subject(-len(subjects) - 1, each))
        return tuple(subjects)

    def close(self) -> None:
        """Ends its thread and its windows."""
        self._forget_wish()
        if self._surveyor is not None:
            self._surveyor.close()
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

    def _kept_rule(self) -> str:
        texts = self._settings.texts(_RULE)
        return texts[0] if texts and texts[0] in ON_EXISTS else "skip"


def _piece(job: UpscaleJob, item: Item | None, root: Path | None) -> Piece:
    """How the picture of a planned job is done: a result that is there already is only saved."""
    if item is None:
        assert isinstance(job.source, Path)
        return Piece(job, 0, Found(job.source, root))
    has_file = item.picture is None
    passes = ENSEMBLE_PASSES if job.engine.self_ensemble else 1
    is_made = (item.spec, item.passes, item.aim) == (job.spec, passes, job.size)
    moves = item.frames > 1 and files.can_animate(item.format)
    assert job.target is not None
    if item.kept is not None and is_made and not moves:
        save = SaveJob(item.kept, job.target, job.encoding)
        return Piece(save, item.id, item.found, has_file=has_file)
    return Piece(job, item.id, item.found, has_file=has_file)


def _refused(wish: _Wish, state: WindowState) -> list[Item]:
    """The pictures that cannot be done, with the reason."""
    assert wish.survey.flight is not None
    by_path = {subject.found.path: subject.item_id for subject in wish.job.subjects}
    changed: list[Item] = []
    for refused in wish.survey.flight.plan.refused:
        item = state.items.get(by_path.get(refused.found.path, 0))
        if item is not None:
            changed.append(replace(item, status=Status.FAILED, error=refused.error))
    return changed
