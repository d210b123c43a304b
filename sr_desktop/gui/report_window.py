"""After an export: what was not done and why, to try again or to save as a report.

Imported when it is first opened: the window that starts the program does not need it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

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
from sr_desktop.gui import batches, details, words
from sr_desktop.gui.ledger import Cells, Column, Detail, Filters, Ledger, LedgerView, Tone
from sr_desktop.gui.placing import open_at
from sr_desktop.gui.reflow import fill
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Elided, button, label, restyle
from sr_desktop.imaging import files
from sr_desktop.jobs.outcomes import ENDINGS, Outcome, write_report
from sr_desktop.language import listed, mark, sentences, tr, trn

if TYPE_CHECKING:
    from sr_desktop.gui.batches import Batch
    from sr_desktop.gui.settings import Settings

ALL, FAILED, SKIPPED = mark("All"), mark("Failed"), mark("Skipped")
_ONLY = {FAILED: batches.FAILED, SKIPPED: batches.SKIPPED}
_MIDDLE = Qt.TextElideMode.ElideMiddle
_SIGNS = {
    batches.FAILED: ("alert", Tone.BAD, mark("Failed")),
    batches.SKIPPED: ("skip", Tone.PLAIN, mark("Skipped")),
    batches.STOPPED: ("close", Tone.PLAIN, mark("Cancelled")),
}
_DO = {
    batches.SKIPPED: mark("To make it anew, export again and choose Replace."),
    batches.STOPPED: mark("Export all again and choose Skip: only what is missing is done."),
}


class ReportWindow(QDialog):
    """Not modal. retry tells that what failed is to be done again."""

    retry = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._batch: Batch | None = None
        self._rows: tuple[Outcome, ...] = ()
        self.setWindowTitle(tr("Export report"))
        self.setModal(False)
        open_at(self, 960, 600)
        self._title = label("", "title")
        self._title.setWordWrap(True)
        self._where = Elided()
        self._where.setProperty("role", "muted")
        self._table: Ledger[Outcome] = Ledger(_columns(), 1, _cells)
        self.view: LedgerView[Outcome] = LedgerView(tr("Pictures not done"), self._table)
        self.filters = Filters(tr("Show"))
        self._nothing = label(tr("Every picture was done."), "muted")
        self._detail = Detail()
        self._note = label("", "muted")
        self._note.setWordWrap(True)
        self.copy_details = details.copy_button(self._note.text)
        self.again = button("", "plain")
        self.save = button(tr("Save report…"), "plain")
        self.copy = button(tr("Copy"), "plain")
        self._reveal = button(tr("Show in folder"), "plain")
        self._close = button(tr("Close"), "primary")
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
        folder = words.path(batch.folder)
        self._where.set_text(tr("{folder} · took {time}", folder=folder, time=took))
        failed, skipped = counts[batches.FAILED], counts[batches.SKIPPED]
        self._show_counts(len(self._rows), failed, skipped)
        self.filters.choose(ALL)
        self.again.setText(trn("Retry {count:,} failed", "Retry {count:,} failed", failed))
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
            self._say(sentences(error.message, error.hint), is_bad=True)
        else:
            self._settings.keep_folder("report", path.parent)
            self._say(tr("Saved {name}.", name=files.shown_name(Path(path.name))))

    def copy_rows(self) -> None:
        """The rows in sight with their headings, as text that tables take, too."""
        rows = [_cells(row).texts for row in self._table.rows]
        rows.insert(0, tuple(column.heading for column in _columns()))
        told = [self._title.text(), self._where.text(), *map("\t".join, rows)]
        QGuiApplication.clipboard().setText("\n".join(told) + "\n")
        self._say(tr("Copied."))

    def _say(self, text: str, is_bad: bool = False) -> None:
        self._note.setText(text)
        self.copy_details.setVisible(is_bad)
        self._note.setProperty("role", "bad" if is_bad else "muted")
        restyle(self._note)

    def _choose_save(self) -> None:
        wanted = self._settings.folder("report") / "report.csv"
        kinds = ";;".join((tr("Table (*.csv)"), "JSON (*.json)"))
        name, _ = QFileDialog.getSaveFileName(self, tr("Save report"), str(wanted), kinds)
        if name:
            self.save_to(Path(name))

    def _show_in_folder(self) -> None:
        if self._batch is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._batch.folder.resolve())))

    def _filter(self) -> None:
        only = _ONLY.get(self.filters.value)
        rows = self._rows
        if only is not None:
            rows = tuple(each for each in rows if each.outcome == only)
        self._table.show(rows)
        self._pages.setCurrentWidget(self.view if rows else self._nothing)
        if rows:
            self.view.setCurrentIndex(self._table.index(0, 0))
        self._show_detail()

    def _show_counts(self, every: int, failed: int, skipped: int) -> None:
        self.filters.show_counts(((ALL, every), (FAILED, failed), (SKIPPED, skipped)))

    def _show_detail(self) -> None:
        row = self.view.row
        self._detail.setVisible(row is not None)
        if row is not None:
            texts = _cells(row).texts
            self._detail.show_words(words.path(row.source), sentences(texts[2], texts[3]))

    # Building

    def _build(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self._nothing)
        self._show_counts(0, 0, 0)
        body = QWidget()
        fill(self, body, 760, 440)
        column = QVBoxLayout(body)
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
        self.save.setToolTip(tr("Every picture with its outcome, as a table (CSV) or JSON"))
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX)
        for each in (self.again, self.copy, self.save, self._reveal):
            each.setAutoDefault(False)
            row.addWidget(each)
        row.addWidget(self._note, stretch=1)
        row.addWidget(self.copy_details)
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
        (batches.DONE, mark("{count:,} saved")),
        (batches.FAILED, mark("{count:,} failed")),
        (batches.SKIPPED, mark("{count:,} skipped")),
        (batches.STOPPED, mark("{count:,} not done")),
    )
    return listed(
        tr(text, count=counts[key]) for key, text in told if counts[key] or key == batches.DONE
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Picture"), 176, 3, elide=_MIDDLE),
        Column(tr("Outcome"), 112),
        Column(tr("Reason"), 200, 4),
        Column(tr("What to do"), 160, 3, tone=Tone.QUIET),
    )


def _cells(row: Outcome) -> Cells:
    icon, tone, word = _SIGNS[row.outcome]
    root = row.root
    name = row.source.relative_to(root) if root and row.source.is_relative_to(root) else None
    texts = (
        words.path(name or Path(row.source.name)),
        tr(word),
        row.reason,
        row.hint or tr(_DO.get(row.outcome, "")),
    )
    return Cells(texts, icon, tone)
