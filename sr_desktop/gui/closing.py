"""Whether the window may close: asks when work would be stopped or results be lost.

Set on a window by the program; windows that tools and tests open close as they are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication

from sr_desktop.gui.question import Question
from sr_desktop.language import sentences, tr, trn

if TYPE_CHECKING:
    from sr_desktop.gui.main_window import MainWindow
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.state import Item, WindowState

STOP, KEEP, SAVE, LEAVE = "stop", "keep", "save", "leave"


@dataclass(frozen=True, slots=True)
class Loss:
    """What closing now would stop and lose: counts."""

    upscaling: int = 0
    waiting: int = 0
    saving: int = 0
    downloads: int = 0
    arriving: int = 0
    evaluating: int = 0
    unsaved: int = 0

    @property
    def stops_work(self) -> bool:
        return bool(self.running)

    @property
    def running(self) -> list[str]:
        """A sentence for each thing that runs."""
        told = (
            (
                self.upscaling,
                trn(
                    "{count:,} picture is being upscaled.",
                    "{count:,} pictures are being upscaled.",
                    self.upscaling,
                ),
            ),
            (
                self.waiting,
                trn("{count:,} more picture waits.", "{count:,} more pictures wait.", self.waiting),
            ),
            (
                self.saving,
                trn(
                    "{count:,} result is being saved.",
                    "{count:,} results are being saved.",
                    self.saving,
                ),
            ),
            (
                self.downloads,
                trn(
                    "{count:,} model is being downloaded; it goes on where it stopped the next "
                    "time.",
                    "{count:,} models are being downloaded; they go on where they stopped the next "
                    "time.",
                    self.downloads,
                ),
            ),
            (
                self.arriving,
                trn(
                    "{count:,} picture is being downloaded.",
                    "{count:,} pictures are being downloaded.",
                    self.arriving,
                ),
            ),
            (self.evaluating, tr("An evaluation is running; closing loses its numbers.")),
        )
        return [sentence for count, sentence in told if count]


def unsaved_of(state: WindowState) -> list[Item]:
    """The pictures whose result is nowhere but in this window."""
    return [item for item in state.items if item.kept is not None and item.saved is None]


def loss_of(window: MainWindow) -> Loss:
    state, batch = window.state, window.state.running
    upscaling, waiting = len(state.working), 0
    if batch is not None:
        upscaling = min(batch.left, 1)
        waiting = batch.left - upscaling
    elif upscaling:
        upscaling, waiting = 1, upscaling - 1
    downloads = window.keeper.state.downloads.values()
    return Loss(
        upscaling,
        waiting,
        len(state.save_jobs),
        sum(not download.failed for download in downloads),
        sum(fetch.error is None for fetch in window.arrivals.fetches),
        int(window.measuring.is_evaluating),
        len(unsaved_of(state)),
    )


class Closing(QObject):
    """Stands before the window's close: what would lose something is asked about first."""

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._question: Question | None = None
        self._is_sure = False
        window.installEventFilter(self)
        if isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.commitDataRequest.connect(self.session_ends)

    def session_ends(self) -> None:
        """Nobody is there to answer any more; whatever was being written is finished or absent."""
        self._is_sure = True
        if self._question is not None:
            self._question.reject()
        self._window.remember()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's: True where the event goes no further."""
        if event.type() != QEvent.Type.Close or self._is_sure:
            return False
        if self._question is not None:
            self._question.activateWindow()
            event.ignore()
            return True
        question = self._asked(loss_of(self._window))
        if question is None:
            return False
        event.ignore()
        self._question = question
        question.answered.connect(self._answered)
        question.open()
        return True

    def _asked(self, loss: Loss) -> Question | None:
        if loss.stops_work:
            return self._about_work(loss)
        if loss.unsaved and self._settings.asks_before_closing():
            return self._about_unsaved(loss.unsaved)
        return None

    def _about_work(self, loss: Loss) -> Question:
        told = loss.running
        if loss.unsaved:
            told.append(_not_saved(loss.unsaved))
        told.append(tr("Files already written stay as they are."))
        question = Question(self._window, tr("Stop the work and close?"), sentences(*told))
        question.offer(STOP, tr("Stop and close"))
        question.offer(KEEP, tr("Keep working"), usual=True)
        return question

    def _about_unsaved(self, count: int) -> Question:
        lost = tr("Closing the window throws them away.")
        if count == 1:
            lost = tr("Closing the window throws it away.")
        text = sentences(_not_saved(count), lost)
        question = Question(self._window, tr("Close without saving?"), text)
        question.offer_tick(tr("Do not ask again"))
        question.offer(KEEP, tr("Cancel"))
        question.offer(LEAVE, tr("Close without saving"))
        question.offer(SAVE, tr("Save as…") if count == 1 else tr("Save all…"), usual=True)
        return question

    def _answered(self, answer: str) -> None:
        question, self._question = self._question, None
        if question is None:
            return
        if question.is_ticked and answer == LEAVE:
            self._settings.keep_asks_before_closing(False)
        question.deleteLater()
        if answer in (STOP, LEAVE):
            self._is_sure = True
            self._window.close()
        elif answer == SAVE:
            self._save()

    def _save(self) -> None:
        unsaved = unsaved_of(self._window.state)
        if len(unsaved) == 1:
            self._window.show_item(unsaved[0].id)
            self._window.toolbar.save.triggered.emit()  # not trigger: it is enabled a moment later
            self._window.rendered.connect(self._saved)
            self._saved()
        else:
            self._window.exporting.open([item.id for item in unsaved], closes=True)

    def _saved(self) -> None:
        """Close once the only result is in its file; stay where it was not saved after all."""
        state = self._window.state
        if state.save_jobs or state.is_working:
            return
        self._window.rendered.disconnect(self._saved)
        if not unsaved_of(state):
            self._window.close()


def _not_saved(count: int) -> str:
    return trn("{count:,} result is not saved.", "{count:,} results are not saved.", count)
