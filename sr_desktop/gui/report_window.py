"""After an export: what was not done and why, to try again or to save as a report.

Imported when it is first opened: the window that starts the program does not need it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.errors import SRError
from sr_desktop.gui import batches, words
from sr_desktop.gui.batches import Batch
from sr_desktop.gui.ledger import Cells, Column, Detail, Filters, Ledger, LedgerView, Tone
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Elided, button, label, restyle
from sr_desktop.imaging import files
from sr_desktop.jobs.outcomes import ENDINGS, Outcome, write_report

ALL, FAILED, SKIPPED = "All", "Failed", "Skipped"
_MIDDLE = Qt.TextElideMode.ElideMiddle
_COLUMNS = (
    Column("Picture", 176, 3, elide=_MIDDLE),
    Column("Outcome", 112),
    Column("Reason", 200, 4),
    Column("What to do", 160, 3, tone=Tone.QUIET),
)
_SIGNS = {
    batches.FAILED: ("alert", Tone.BAD, "Failed"),
    batches.SKIPPED: ("skip", Tone.PLAIN, "Skipped"),
    batches.STOPPED: ("close", Tone.PLAIN, "Cancelled"),
}
_DO = {
    batches.SKIPPED: "To make it anew, export again and choose Replace.",
    batches.STOPPED: "Export all again and choose Skip: only what is missing is done.",
}


class ReportWindow(QDialog):
    """Not modal. retry tells that what failed is to be done again."""

    retry = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._batch: Batch | None = None
        self._rows: tuple[Outcome, ...] = ()
        self.setWindowTitle("Export report")
        self.setModal(False)
        self.setMinimumSize(760, 440)
        self.resize(960, 600)
        self._title = label("", "title")
        self._where = Elided()
        self._where.setProperty("role", "muted")
        self._table: Ledger[Outcome] = Ledger(_COLUMNS, 1, _cells)
        self.view: LedgerView[Outcome] = LedgerView("Pictures not done", self._table)
        self.filters = Filters("Show")
        self._nothing = label("Every picture was done.", "muted")
        self._detail = Detail()
        self._note = label("", "muted")
        self.again = button("", "plain")
        self.save = button("Save report…", "plain")
        self.copy = button("Copy", "plain")
        self._reveal = button("Show in folder", "plain")
        self._close = button("Close", "primary")
        self._build()
        self._connect()

    def show_batch(self, batch: Batch) -> None:
        """How a run ended."""
        self._batch = batch
        every = batch.all
        self._rows = tuple(each for each in every if each.outcome != batches.DONE)
        counts = Counter(each.outcome for each in every)
        self._title.setText(title(counts))
        took = words.duration(batch.seconds(batch.ended_at or 0.0))
        self._where.set_text(f"{words.path(batch.folder)} · took {took}")
        failed, skipped = counts[batches.FAILED], counts[batches.SKIPPED]
        self.filters.show_counts(((ALL, len(self._rows)), (FAILED, failed), (SKIPPED, skipped)))
        self.filters.choose(ALL)
        self.again.setText(f"Retry {failed:,} failed")
        self.again.setVisible(bool(failed))
        self._reveal.setVisible(batch.folder.is_dir())
        self._say("")
        self._filter()

    def showEvent(self, event: QShowEvent) -> None:
        (self.view if self._table.rows else self._close).setFocus()
        super().showEvent(event)

    def save_to(self, path: Path) -> None:
        """Its ending decides: .csv, or else .json."""
        assert self._batch is not None
        if path.suffix.lower() not in ENDINGS:
            path = path.with_name(path.name + ".csv")
        try:
            write_report(path, self._batch.all)
        except SRError as error:
            self._say(error.message, is_bad=True)
        else:
            self._settings.keep_folder("report", path.parent)
            self._say(f"Saved {files.shown_name(Path(path.name))}.")

    def copy_rows(self) -> None:
        """The rows in sight with their headings, as text that tables take, too."""
        rows = [_cells(row).texts for row in self._table.rows]
        rows.insert(0, tuple(column.heading for column in _COLUMNS))
        told = [self._title.text(), self._where.text(), *map("\t".join, rows)]
        QGuiApplication.clipboard().setText("\n".join(told) + "\n")
        self._say("Copied.")

    def _say(self, text: str, is_bad: bool = False) -> None:
        self._note.setText(text)
        self._note.setProperty("role", "bad" if is_bad else "muted")
        restyle(self._note)

    def _choose_save(self) -> None:
        wanted = self._settings.folder("report") / "report.csv"
        kinds = "Table (*.csv);;JSON (*.json)"
        name, _ = QFileDialog.getSaveFileName(self, "Save report", str(wanted), kinds)
        if name:
            self.save_to(Path(name))

    def _show_in_folder(self) -> None:
        if self._batch is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._batch.folder.resolve())))

    def _filter(self) -> None:
        only = {FAILED: batches.FAILED, SKIPPED: batches.SKIPPED}.get(self.filters.value)
        rows = self._rows
        if only is not None:
            rows = tuple(each for each in rows if each.outcome == only)
        self._table.show(rows)
        self._pages.setCurrentWidget(self.view if rows else self._nothing)
        if rows:
            self.view.setCurrentIndex(self._table.index(0, 0))
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.view.row
        self._detail.setVisible(row is not None)
        if row is not None:
            texts = _cells(row).texts
            self._detail.show_words(words.path(row.source), f"{texts[2]} {texts[3]}".strip())

    # Building

    def _build(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self._nothing)
        self.filters.show_counts(((ALL, 0), (FAILED, 0), (SKIPPED, 0)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._pages, stretch=1)
        column.addWidget(self._detail)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = QWidget()
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addWidget(self._title)
        titles.addWidget(self._where)
        row = QHBoxLayout(head)
        row.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(2 * GRID_PX)
        row.addLayout(titles, stretch=1)
        row.addWidget(self.filters, alignment=Qt.AlignmentFlag.AlignBottom)
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        self._close.setProperty("compact", "true")
        self._close.setDefault(True)
        self.save.setToolTip("Every picture with its outcome, as a table (CSV) or JSON (Ctrl+S)")
        self.copy.setToolTip("Copy the list as text (Ctrl+C)")
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX)
        for each in (self.again, self.copy, self.save, self._reveal):
            each.setAutoDefault(False)
            row.addWidget(each)
        row.addWidget(self._note, stretch=1)
        row.addWidget(self._close)
        return foot

    def _connect(self) -> None:
        self.filters.chosen.connect(lambda _name: self._filter())
        self.view.picked.connect(self._show_detail)
        self.again.clicked.connect(self.retry)
        self.save.clicked.connect(self._choose_save)
        self.copy.clicked.connect(self.copy_rows)
        self._reveal.clicked.connect(self._show_in_folder)
        self._close.clicked.connect(self.close)
        QShortcut(QKeySequence.StandardKey.Copy, self).activated.connect(self.copy.click)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save.click)
        QShortcut(QKeySequence("Ctrl+W"), self).activated.connect(self.close)


def title(counts: Counter[str]) -> str:
    """ "1,190 saved, 4 failed, 10 skipped" """
    told = (
        (batches.DONE, "saved"),
        (batches.FAILED, "failed"),
        (batches.SKIPPED, "skipped"),
        (batches.STOPPED, "not done"),
    )
    parts = [f"{counts[key]:,} {word}" for key, word in told if counts[key] or key == "done"]
    return ", ".join(parts)


def _cells(row: Outcome) -> Cells:
    icon, tone, word = _SIGNS[row.outcome]
    root = row.root
    name = row.source.relative_to(root) if root and row.source.is_relative_to(root) else None
    texts = (
        words.path(name or Path(row.source.name)),
        word,
        row.reason,
        row.hint or _DO.get(row.outcome, ""),
    )
    return Cells(texts, icon, tone)
