"""The Evaluate window: models on data sets, every picture's numbers and the means.

Imported when it is first opened: the window that starts the program does not need it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.bench.evaluate import Evaluator
from sr_desktop.bench.evaluate import Event as EvaluatorEvent
from sr_desktop.gui import details, incoming, theme
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.evaluate_form import EvaluateForm
from sr_desktop.gui.evaluate_tables import Means, MeansView, Scores, ScoresView
from sr_desktop.gui.evaluation import CANCELLED, Evaluation, Selection, reduce
from sr_desktop.gui.foot import Foot
from sr_desktop.gui.panes import DropOverlay
from sr_desktop.gui.placing import open_at
from sr_desktop.gui.reflow import fill
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Elided, button, is_theme_change, label, restyle
from sr_desktop.imaging.place import write_whole
from sr_desktop.jobs.worker import Worker
from sr_desktop.language import mark, tr
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.settings import Settings

_RENDER_MS = 33
_CLOCK_MS = 500
_TEXT_PX = 11  # where the text of a table's cell begins
_KINDS = {
    "md": mark("Means as Markdown (*.md)"),
    "csv": mark("Pictures as CSV (*.csv)"),
    "json": mark("Everything as JSON (*.json)"),
}


class EvaluateWindow(QWidget):
    """Goes on by itself while the main window is used. Closing it cancels what runs.

    rendered tells that it shows the state of this moment.
    """

    rendered = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._state = Evaluation()
        self._worker: Worker | None = None
        self._bridge: EventBridge | None = None
        self.setObjectName("evaluate")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr("Evaluate - sr-desktop"))
        self.setAcceptDrops(True)
        open_at(self, 1280, 840)
        self._build()
        self.form.show_models(_here())
        self.form.choose(_kept(settings))
        self._connect()
        self._render()

    @property
    def state(self) -> Evaluation:
        return self._state

    def add_folders(self, folders: Sequence[Path]) -> None:
        """More data sets; none while one runs."""
        if folders and not self._state.running:
            self._settings.keep_folder("evaluate", folders[0])
            self.form.choose(self.form.selection.with_folders(folders))

    def start(self) -> None:
        """Begin with what is chosen; the numbers of the run before go."""
        selection, here = self.form.selection, self.form.models
        if self._state.running or selection.lacks(here):
            return
        self._end_thread()
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        self._worker = Worker(self._bridge.told.emit, "sr-evaluate", lambda: Evaluator().run)
        engine = self._settings.computing().engine(self_ensemble=False)
        job = selection.job(here, engine)
        self._change(Evaluation(job.id, running=True))
        self._worker.submit(job)

    def cancel(self) -> None:
        """The run ends after its tile; what was scored stays."""
        if self._worker is not None and self._state.running:
            self._worker.cancel(self._state.job_id)

    def save_to(self, path: Path) -> None:
        """Its ending decides: .md, .csv, or all else .json."""
        kind = path.suffix.lower().lstrip(".")
        try:
            write_whole(path, self._state.as_text(kind).encode())
        except OSError as error:
            reason = error.strerror or error
            told = tr("{name} cannot be written: {reason}.", name=path.name, reason=reason)
            self._say(told, bad=True)
        else:
            self._say(tr("Saved {name}.", name=path.name))

    def _choose_folder(self) -> None:
        start = str(self._settings.folder("evaluate"))
        if chosen := QFileDialog.getExistingDirectory(self, tr("Add a data set"), start):
            self.add_folders([Path(chosen)])

    def _choose_save(self) -> None:
        start = str(self._settings.folder("export"))
        title = tr("Save the pictures in a folder")
        chosen = QFileDialog.getExistingDirectory(self, title, start)
        self.form.save_in(Path(chosen) if chosen else None)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._state.as_text("md"))
        self._say(tr("Copied the means as Markdown."))

    def _save_as(self) -> None:
        wanted = str(self._settings.folder("evaluate") / "evaluation")
        kinds = {ending: tr(text) for ending, text in _KINDS.items()}
        title = tr("Save the numbers")
        name, kind = QFileDialog.getSaveFileName(self, title, wanted, ";;".join(kinds.values()))
        if name:
            path = Path(name)
            endings = [ending for ending, text in kinds.items() if text == kind]
            if path.suffix.lower().lstrip(".") not in _KINDS:
                path = path.with_name(f"{path.name}.{(endings or ['json'])[0]}")
            self.save_to(path)

    # Events come back

    def _on_event(self, event: EvaluatorEvent) -> None:
        self._change(reduce(self._state, event, time.monotonic()))

    def _change(self, state: Evaluation) -> None:
        self._state = state
        self._said = ""
        if not self._soon.isActive():
            self._soon.start()

    def _say(self, text: str, *, bad: bool = False) -> None:
        self._said, self._said_bad = text, bad
        self._render_foot()

    # What is seen

    def _render(self) -> None:
        state = self._state
        self._pages.setCurrentWidget(self._results if state.job_id else self._empty)
        self._means_model.show(state.means)
        self._scores.show_rows(state)
        self._no_means.setVisible(not state.means)
        self._means.setVisible(bool(state.means))
        self.form.show_state(state, time.monotonic())
        self._render_foot()
        if state.running and not self._clock.isActive():
            self._clock.start()
        elif not state.running:
            self._clock.stop()
        self.setWindowTitle(
            tr("{part:.0%} - Evaluate - sr-desktop", part=state.fraction)
            if state.running
            else tr("Evaluate - sr-desktop")
        )
        self.rendered.emit()

    def _render_foot(self) -> None:
        state = self._state
        text, bad = self._said, self._said_bad
        if not text and state.error is not None:
            text, bad = str(state.error), True
        elif not text:
            text, bad = (state.summary() if state.job_id else ""), False
        self._status.set_text(text)
        self._status.setProperty("role", "bad" if bad else "muted")
        restyle(self._status)
        self._copy_details.setVisible(bad)
        self._compute.setText(state.compute)
        self._copy_button.setEnabled(bool(state.means))
        self._save_button.setEnabled(bool(state.told))

    # Building

    def _build(self) -> None:
        self._said, self._said_bad = "", False
        self._soon = QTimer(self, singleShot=True, interval=_RENDER_MS)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self.form = EvaluateForm()
        self._means_model, scores = Means(), Scores()
        self._means = MeansView(self._means_model)
        self._scores = ScoresView(scores)
        self._empty, self._results = _EmptyPage(), self._results_page()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._results)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._pages, stretch=1)
        right.addWidget(self._foot())
        body = QWidget()
        fill(self, body, 900, 600)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.form)
        row.addLayout(right, stretch=1)
        self._overlay = DropOverlay(self)

    def _results_page(self) -> QFrame:
        page = QFrame()
        page.setObjectName("results")
        self._no_means = label(
            tr("They come as soon as a model is through with a data set."), "muted"
        )
        self._no_means.setContentsMargins(_TEXT_PX, 0, 0, 0)
        self._no_means.setFixedHeight(66)
        column = QVBoxLayout(page)
        column.setContentsMargins(GRID_PX, 2 * GRID_PX, GRID_PX, 0)
        column.setSpacing(0)
        for text, widgets in (
            (tr("MEANS, PSNR IN DB / SSIM"), (self._no_means, self._means)),
            (tr("PICTURES"), (self._scores,)),
        ):
            heading = label(text, "heading")
            heading.setContentsMargins(_TEXT_PX, 0, 0, 0)
            column.addWidget(heading)
            column.addSpacing(4)
            for widget in widgets:
                column.addWidget(widget, stretch=int(widget is self._scores))
            if widgets[-1] is not self._scores:
                column.addSpacing(2 * GRID_PX)
        return page

    def _foot(self) -> Foot:
        self._status = Elided()
        self._copy_details = details.copy_button(self._status.text)
        self._compute = label("", "muted")
        self._copy_button = button(tr("Copy as Markdown"), "plain")
        self._copy_button.setToolTip(tr("The table of the means, for a model card (Ctrl+C)"))
        self._save_button = button(tr("Save…"), "plain")
        self._save_button.setToolTip(
            tr("The means as Markdown, the pictures as CSV, or both as JSON (Ctrl+S)")
        )
        said = (self._status, self._copy_details, self._compute)
        return Foot(said, (self._copy_button, self._save_button))

    def _connect(self) -> None:
        self._soon.timeout.connect(self._render)
        self._clock.timeout.connect(self._render)
        self.form.start.connect(self.start)
        self.form.cancel.connect(self.cancel)
        self.form.add_folder.connect(self._choose_folder)
        self.form.choose_save.connect(self._choose_save)
        self.form.changed.connect(self._keep)
        self._copy_button.clicked.connect(self._copy)
        self._save_button.clicked.connect(self._save_as)
        for keys, slot in (
            ("Ctrl+Return", self.start),
            ("Ctrl+Enter", self.start),
            ("Esc", self.cancel),
            ("Ctrl+O", self._choose_folder),
            ("Ctrl+C", self._copy_button.click),
            ("Ctrl+S", self._save_button.click),
            ("Ctrl+W", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _keep(self) -> None:
        chosen = self.form.selection
        self._settings.keep_texts("evaluate/folders", map(str, chosen.folders))
        self._settings.keep_texts("evaluate/models", sorted(chosen.models))
        self._settings.keep_texts("evaluate/scales", map(str, sorted(chosen.scales)))
        self._change(self._state)

    # The window itself

    def showEvent(self, event: QShowEvent) -> None:
        """Models may have come since."""
        self.form.show_models(_here())
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if is_theme_change(event):
            self.form.dress()
            self._empty.dress()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        folders = _folders(incoming.local_paths(event.mimeData()))
        if folders and not self._state.running:
            self._overlay.show_words(
                tr("Add {count} data sets", count=len(folders))
                if len(folders) > 1
                else tr("Add the data set {name}", name=folders[0].name)
            )
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._overlay.hide()
        self.add_folders(_folders(incoming.local_paths(event.mimeData())))
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._overlay.setGeometry(self.rect())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancels; what was scored is there when it is opened again."""
        super().closeEvent(event)
        self._end_thread()
        self._soon.stop()
        self._clock.stop()
        if self._state.running:
            self._state = replace(self._state, running=False, end=CANCELLED)
        self._render()

    def _end_thread(self) -> None:
        if self._bridge is not None:
            self._bridge.told.disconnect(self._on_event)
        if self._worker is not None:
            self._worker.close()
        self._worker = self._bridge = None


def _here() -> tuple[ModelSpec, ...]:
    library = Library()
    return tuple(spec for spec in library.models() if library.path_of(spec) is not None)


def _kept(settings: Settings) -> Selection:
    """What was chosen last time, but for folders that are gone since."""
    folders = [Path(text) for text in settings.texts("evaluate/folders")]
    scales = [int(text) for text in settings.texts("evaluate/scales") if text.isdecimal()]
    return Selection(
        tuple(folder for folder in folders if folder.is_dir()),
        frozenset(settings.texts("evaluate/models") or ["pan"]),
        frozenset(scales or [2, 4]),
    )


def _folders(paths: Sequence[Path]) -> list[Path]:
    """A file stands for the folder it lies in."""
    return list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))


class _EmptyPage(QFrame):
    """What this window is for, and how to begin."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("results")
        column = QVBoxLayout(self)
        column.setContentsMargins(8 * GRID_PX, 0, 8 * GRID_PX, 0)
        column.addStretch(4)
        self._drawing = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._drawing)
        column.addSpacing(2 * GRID_PX)
        for text, role in _BEGIN:
            line = label(tr(text), role)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setWordWrap(True)
            column.addWidget(line)
            column.addSpacing(GRID_PX)
        column.addStretch(5)
        self.dress()

    def dress(self) -> None:
        """Draw in the colours of the scheme."""
        muted = theme.tokens().muted
        self._drawing.setPixmap(theme.pixmap("measure", 40, muted, self.devicePixelRatioF()))


_BEGIN = (
    (mark("How near do models come to the originals?"), "title"),
    (
        mark(
            "Add folders of pictures, choose models and scales, and start. Every picture is made "
            "smaller, upscaled, and held against its original: PSNR and SSIM by the protocol of "
            "the papers, bicubic beside them."
        ),
        "muted",
    ),
)
