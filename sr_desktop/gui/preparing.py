"""Before an export: what is asked for, looked at in a thread while it is being chosen.

open -> ExportWindow; changed -> survey in a thread -> the window; accepted -> ready
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from sr_desktop.errors import SRError
from sr_desktop.gui import destination as destinations
from sr_desktop.gui import when_done, words
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.output_form import shown_of
from sr_desktop.gui.state import Item, Notice
from sr_desktop.gui.survey import Survey
from sr_desktop.jobs.naming import Namer
from sr_desktop.jobs.types import (
    Failed,
    Found,
    ModelReady,
    Stopped,
)
from sr_desktop.jobs.worker import Worker
from sr_desktop.language import sentences, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sr_desktop.gui.destination import Destination
    from sr_desktop.gui.export_window import ExportWindow, Scope
    from sr_desktop.gui.exporting import Desk
    from sr_desktop.gui.predicting import Predicting
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.surveyor import Event as SurveyEvent
    from sr_desktop.gui.surveyor import Headers, Subject, SurveyJob
    from sr_desktop.jobs.outcomes import Outcome
    from sr_desktop.jobs.pace import Pace
    from sr_desktop.jobs.plan import OutputRule, Skipped

_SOON_MS = 150


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """An export that is being surveyed. earlier are the outcomes that stay, of a retry; closes asks
    to close the window when it has ended well.
    """

    job: SurveyJob
    survey: Survey
    ask: bool = True
    earlier: tuple[Outcome, ...] = ()
    closes: bool = False


class Preparing(QObject):
    """ready tells a Wish whose survey is known, to be started; told a Notice why there is none."""

    ready = Signal(object)
    told = Signal(object)

    def __init__(
        self, window: QWidget, desk: Desk, predicting: Predicting, settings: Settings
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._predicting = predicting
        self._settings = settings
        self.destination = destinations.kept(settings)
        self._worker: Worker | None = None
        self._bridge: EventBridge | None = None
        self._wish: Wish | None = None
        self._dialog: ExportWindow | None = None
        self._headers: Headers | None = None
        self._command_job = 0
        self._closes = False
        self._narrowed: tuple[int, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._look)
        predicting.changed.connect(self._more_is_known)

    @property
    def dialog(self) -> ExportWindow | None:
        """While it is open."""
        return self._dialog

    def paces(self, survey: Survey) -> dict[str, Pace]:
        """Of its networks, by their ids, as far as they were measured with what computes now."""
        found = {spec.id: self._predicting.measured(spec) for spec in survey.networks}
        return {id: each.pace for id, each in found.items() if each is not None}

    @property
    def narrowed(self) -> tuple[int, ...]:
        """The pictures that the dialog was about when it was left for a model; () for all."""
        return tuple(id for id in self._narrowed if self._desk.state().items.get(id) is not None)

    # What is asked for

    def ask(self, ids: Sequence[int], *, closes: bool = False) -> None:
        """Open the dialog for all pictures, at first for these if any are named."""
        from sr_desktop.gui.export_form import ExportForm
        from sr_desktop.gui.export_window import ExportWindow

        self.forget()
        self._closes, self._narrowed = closes, ()
        form = ExportForm(
            self._desk.choices(),
            self.destination,
            when_done.kept(self._settings),
            self._desk.scales(),
        )
        scopes = self._scopes(ids)
        dialog = self._dialog = ExportWindow(
            form, scopes, len(scopes) - 1 if ids else 0, self._window
        )
        dialog.changed.connect(self._change)
        dialog.copy.connect(self._copy)
        dialog.fetch.connect(self._fetch)
        dialog.accepted.connect(self._accept)
        dialog.rejected.connect(self.forget)
        self._show_scope()
        self._look()
        dialog.open()

    def at_once(self, item: Item) -> None:
        """This one, without a question; nothing is replaced."""
        rule = replace(self._rule(self.destination), on_exists="rename")
        self.look(self._job((self.subject(item),), rule))

    def go_to(self, destination: Destination) -> None:
        """Use this one from now on."""
        self.destination = destination
        destinations.keep(self._settings, destination)

    def look(self, job: SurveyJob, earlier: tuple[Outcome, ...] = ()) -> None:
        """Survey it and go on without a question."""
        self.forget()
        self._submit(Wish(job, self._survey_of(job), ask=False, earlier=earlier))

    def _scopes(self, ids: Sequence[int]) -> list[Scope]:
        """All, the one shown, and those named."""
        from sr_desktop.gui.export_window import Scope

        items = self._items
        if len(items) == 1:
            return [Scope(items[0].name, (items[0].id,))]
        every = tr("All {count:,} pictures", count=len(items))
        scopes = [Scope(every, tuple(item.id for item in items))]
        named = [item for item in items if item.id in set(ids)]
        shown = self._desk.state().item
        if len(named) != 1 and shown is not None:
            scopes.append(Scope(tr("Only {name}", name=shown.name), (shown.id,)))
        if len(named) == 1:
            scopes.append(Scope(tr("Only {name}", name=named[0].name), (named[0].id,)))
        elif named:
            some = tr("{count:,} pictures selected", count=len(named))
            scopes.append(Scope(some, tuple(item.id for item in named)))
        return scopes

    def _change(self) -> None:
        """Something is chosen otherwise: keep it, and look again when no more comes."""
        dialog = self._dialog
        if dialog is None:
            return
        form = dialog.form
        dialog.say("")
        if form.choices != self._desk.choices():
            self._desk.choose(form.choices)
        when_done.keep(self._settings, form.chosen_when_done)
        if self._show_scope():
            self.go_to(form.destination)
        if (wish := self._wish) is not None:
            self._cancel(wish)
            self._wish = replace(wish, job=replace(wish.job, id=0))  # its answer may be under way
            self._show(replace(wish.survey, is_current=False, error=None, lacks=""))
        self._soon.start()

    def _show_scope(self) -> bool:
        """What is exported, and the name of the first; answers whether the names make sense."""
        dialog = self._dialog
        assert dialog is not None
        items = self._chosen(dialog)
        form = dialog.form
        drawn = sum(item.picture is not None for item in items)
        form.show_pictures({shown_of(item) for item in items}, len(items), drawn)
        asked, rule = self._desk.asked(), self._rule(form.destination)
        usual = Namer(asked.spec, replace(rule, template=None), [], asked.size)
        form.name.show_usual(usual.template(items[0].found))
        try:
            path = destinations.path_of(_sample(items[0]), asked, rule, form.destination.folder)
        except SRError as error:
            form.name.show_trouble(str(error))
            return False
        name = words.path(Path(path.name)) if path is not None else "…"
        form.name.show_example(f"{items[0].name}  →  {name}", words.path(path) if path else "")
        return True

    def _look(self) -> None:
        """Survey what is chosen now."""
        dialog = self._dialog
        if dialog is None:
            return
        destination = dialog.form.destination
        subjects = tuple(self.subject(item) for item in self._chosen(dialog))
        job = replace(self._job(subjects, self._rule(destination)), drawn_to=destination.folder)
        before = self._wish
        job = replace(job, there=_there(before, job))
        survey = self._survey_of(job)
        if before is not None:
            kept = before.survey
            survey = replace(
                survey, lines=kept.lines, flight=kept.flight, loads=kept.loads, is_current=False
            )
        self._submit(Wish(job, survey, closes=self._closes))

    def _submit(self, wish: Wish) -> None:
        self._wish = wish
        self._thread().submit(wish.job)
        self._show(wish.survey)

    def _job(self, subjects: tuple[Subject, ...], rule: OutputRule) -> SurveyJob:
        from sr_desktop.gui.surveyor import Headers, SurveyJob

        self._headers = self._headers or Headers()
        drawn_to, headers = self.destination.folder, self._headers
        return SurveyJob(subjects, self._desk.asked(), rule, drawn_to=drawn_to, headers=headers)

    def _survey_of(self, job: SurveyJob) -> Survey:
        """The survey of which nothing is known yet."""
        spec = job.asked.spec
        lacks = ""
        if not self._desk.has(spec):
            lacks = tr("{model} is not on this computer yet.", model=words.model(spec))
        return Survey(
            job.rule.out,
            len(job.subjects),
            job.rule.on_exists,
            compute=self._desk.state().compute,
            lacks=lacks,
        )

    def _rule(self, destination: Destination) -> OutputRule:
        return destination.rule(self._desk.choices().encoding)

    def subject(self, item: Item, found: Found | None = None) -> Subject:
        """A picture of the strip; found is what an earlier run called it."""
        from sr_desktop.gui.surveyor import Subject

        own = self._desk.own(item)
        return Subject(item.id, found or item.found, item.picture, item.size, own)

    def _chosen(self, dialog: ExportWindow) -> list[Item]:
        ids = set(dialog.chosen.ids)
        return [item for item in self._items if item.id in ids]

    @property
    def _items(self) -> Sequence[Item]:
        return self._desk.state().items

    # What comes back

    def _thread(self) -> Worker:
        """Made when it is first needed."""
        if self._worker is None:
            from sr_desktop.gui import surveyor

            self._bridge = EventBridge()
            self._bridge.told.connect(self._on_survey)
            self._worker = Worker(self._bridge.told.emit, "sr-survey", lambda: surveyor.run)
        return self._worker

    @Slot(object)
    def _on_survey(self, event: SurveyEvent) -> None:
        from sr_desktop.gui.surveyor import Commanded, Looked, Surveyed

        if event.job_id == self._command_job:
            self._copied(event)
            return
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
                    is_current=True,
                )
                self._surveyed(replace(wish, survey=survey))
            case Failed(error=error):
                self._failed(wish, error)
            case Commanded() | Stopped():
                pass

    def _surveyed(self, wish: Wish) -> None:
        self._wish = wish
        if not wish.ask:
            self.forget()
            self.ready.emit(wish)
            return
        self._predicting.hurry(wish.survey.networks)
        self._show(wish.survey)

    def _failed(self, wish: Wish, error: SRError) -> None:
        if wish.ask:
            self._show(replace(wish.survey, error=error))
        else:
            self.forget()
            self.told.emit(Notice(error.message, error.hint, bad=True))

    def _more_is_known(self) -> None:
        if self._wish is not None:
            self._show(self._wish.survey)

    def on_event(self, event: object) -> None:
        """Of the window's workers: whatever starts the engine first tells what computes."""
        state = self._desk.state()
        if isinstance(event, ModelReady) and self._wish is not None and not state.compute:
            self._desk.change(replace(state, compute=event.compute))

    def _show(self, survey: Survey) -> None:
        assert self._wish is not None
        compute = self._desk.state().compute
        survey = replace(survey, seconds=survey.seconds_at(self.paces(survey)), compute=compute)
        self._wish = replace(self._wish, survey=survey)
        if self._dialog is not None:
            self._dialog.show_survey(survey)

    # What is done with it

    def _accept(self) -> None:
        wish = self._wish
        self.forget()
        if wish is not None:
            self.ready.emit(wish)

    def _fetch(self) -> None:
        """The model first; the export goes on when it has come."""
        if self._dialog is not None:
            ids = self._dialog.chosen.ids
            self._narrowed = ids if len(ids) < len(self._items) else ()
        self.forget()
        self._desk.fetch(self._desk.asked().spec)

    def _copy(self) -> None:
        from sr_desktop.gui.surveyor import CommandJob

        dialog = self._dialog
        if dialog is None:
            return
        flight = self._wish.survey.flight if self._wish is not None else None
        job = CommandJob(
            tuple(self.subject(item) for item in self._chosen(dialog)),
            self._desk.asked(),
            self._rule(dialog.form.destination),
            clashes=flight is None or bool(flight.plan.clashes),
        )
        self._command_job = job.id
        self._thread().submit(job, urgent=True)

    def _copied(self, event: SurveyEvent) -> None:
        from sr_desktop.gui.surveyor import Commanded

        if self._dialog is None:
            return
        if isinstance(event, Commanded):
            QGuiApplication.clipboard().setText(event.line)
            self._dialog.say(tr("Copied: {line}", line=event.line))
        elif isinstance(event, Failed):
            self._dialog.say(sentences(tr("Not copied."), str(event.error)))

    def _cancel(self, wish: Wish) -> None:
        if self._worker is not None:
            self._worker.cancel(wish.job.id)

    def forget(self) -> None:
        """Nothing is to be exported."""
        self._soon.stop()
        if self._wish is not None:
            self._cancel(self._wish)
        self._predicting.hurry(())
        self._wish = None
        self._headers = None
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()

    def close(self) -> None:
        """Ends its thread."""
        self.forget()
        if self._worker is not None:
            self._worker.close()


def _sample(item: Item) -> destinations.Sample:
    has_file = item.picture is None
    return destinations.Sample(item.found, has_file, item.size, item.format, item.frames)


def _there(before: Wish | None, job: SurveyJob) -> Mapping[int, Skipped] | None:
    """The results that exist, as a survey of the same by another rule found them."""
    if before is None or before.job.asked != job.asked:
        return None
    rule = replace(job.rule, on_exists=before.job.rule.on_exists)
    ids, ids_before = ([each.item_id for each in of.subjects] for of in (job, before.job))
    same = (rule, job.drawn_to, ids) == (before.job.rule, before.job.drawn_to, ids_before)
    return before.survey.there if same else None
