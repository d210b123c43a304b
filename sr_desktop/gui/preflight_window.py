"""Before an export: every picture and what will be done with it, the room and the time it takes.

Imported when it is first opened: the window that starts the program does not need it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui import survey as surveys
from sr_desktop.gui import theme, words
from sr_desktop.gui.ledger import Cells, Column, Detail, Filters, Ledger, LedgerView, Tone
from sr_desktop.gui.survey import Fact, Fate, Line, Survey
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.when_done import WhenDone
from sr_desktop.gui.widgets import Choice, Elided, button, label

ALL, PROBLEMS = "All", "To look at"
RULES = {"skip": "Skip", "rename": "Give a new name", "replace": "Replace"}
_MIDDLE = Qt.TextElideMode.ElideMiddle
_COLUMNS = (
    Column("Picture", 168, 4, elide=_MIDDLE),
    Column("Size", 88, is_number=True, tone=Tone.QUIET),
    Column("Result", 104, is_number=True),
    Column("Saved as", 128, 3, elide=_MIDDLE, tone=Tone.QUIET),
    Column("What will be done", 224, 2),
)
_SIGNS = {
    Fate.EXPORT: ("check", Tone.QUIET),
    Fate.RENAME: ("rename", Tone.PLAIN),
    Fate.REPLACE: ("replace", Tone.PLAIN),
    Fate.SKIP: ("skip", Tone.PLAIN),
    Fate.REFUSE: ("alert", Tone.BAD),
}


class PreflightWindow(QDialog):
    """Shows a survey while it grows. ruled tells the rule chosen for files that are there.

    Accepted is to export, rejected not to.
    """

    ruled = Signal(str)

    def __init__(self, when_done: WhenDone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export all")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(800, 480)
        self.resize(960, 640)
        self._survey: Survey | None = None
        self._lines: tuple[Line, ...] | None = None
        self._title = label("", "title")
        self._into = Elided()
        self._into.setProperty("role", "muted")
        self._table: Ledger[Line] = Ledger(_COLUMNS, 4, self._cells)
        self.view: LedgerView[Line] = LedgerView("Pictures to export", self._table)
        self.filters = Filters("Show")
        self._wait = label("", "muted")
        self._detail = Detail()
        self._facts = _Facts()
        self.rule = Choice()
        self.when_done = Choice()
        self.export = button("Export", "primary")
        self.cancel = button("Cancel", "plain")
        self._build(when_done)
        self._connect()

    @property
    def chosen_when_done(self) -> WhenDone:
        return WhenDone(self.when_done.currentData())

    def show_survey(self, survey: Survey) -> None:
        """What is known by now."""
        self._survey = survey
        self._title.setText(f"Export {words.count(survey.count)}")
        into = f"with {survey.model} " if survey.model else ""
        self._into.set_text(f"{into}into {words.path(survey.folder)}")
        self.rule.setCurrentIndex(self.rule.findData(survey.on_exists))
        self._show_lines(survey)
        self._facts.show_facts(surveys.facts(survey))
        self.export.setText("Export" if survey.is_room else "Export anyway")
        self.export.setEnabled(bool(survey.to_export) and survey.error is None)
        there = bool(survey.there)
        self.rule.setVisible(there)
        self._rule_label.setVisible(there)

    def _show_lines(self, survey: Survey) -> None:
        known = survey.flight is not None
        self._pages.setCurrentWidget(self.view if known else self._wait)
        done = survey.error is not None
        looked = f"Looking at the pictures: {survey.looked:,} of {survey.count:,}"
        self._wait.setText("" if done else looked)
        self._detail.setVisible(known and bool(survey.lines))
        self.filters.setVisible(known)
        if survey.lines is not self._lines:
            self._lines = survey.lines
            problems = sum(line.fate is not Fate.EXPORT for line in survey.lines)
            self.filters.show_counts(((ALL, len(survey.lines)), (PROBLEMS, problems)))
            self._filter()

    def _filter(self) -> None:
        lines = self._lines or ()
        if self.filters.value == PROBLEMS:
            lines = tuple(line for line in lines if line.fate is not Fate.EXPORT)
        self._table.show(lines)
        if lines:
            self.view.setCurrentIndex(self._table.index(0, 0))
            if self.focusWidget() in (None, self):
                self.view.setFocus()
        self._show_detail()

    def _cells(self, line: Line) -> Cells:
        assert self._survey is not None
        icon, tone = _SIGNS[line.fate]
        what = f"{line.fate.value}: {line.brief}" if line.brief else line.fate.value
        target = line.target
        if target is not None and target.is_relative_to(self._survey.folder):
            target = target.relative_to(self._survey.folder)
        texts = (
            line.name,
            words.pixels(*line.size) if line.size else "",
            words.pixels(*line.result) if line.result else "",
            words.path(target) if target else "",
            what,
        )
        return Cells(texts, icon, tone, f"{what}\n{line.reason} {line.hint}".strip())

    def _show_detail(self) -> None:
        line = self.view.row
        if line is None:
            self._detail.show_words("", "")
            return
        target = f"  →  {words.path(line.target)}" if line.target else ""
        told = f"{line.reason} {line.hint}".strip()
        self._detail.show_words(f"{words.path(line.found.path)}{target}", told or "Will be made.")

    # Building

    def _build(self, when_done: WhenDone) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._wait.setObjectName("waiting")
        self._pages.addWidget(self._wait)
        self.filters.show_counts(((ALL, 0), (PROBLEMS, 0)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._pages, stretch=1)
        column.addWidget(self._detail)
        column.addWidget(self._foot(when_done))

    def _head(self) -> QWidget:
        head = QWidget()
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addWidget(self._title)
        titles.addWidget(self._into)
        row = QHBoxLayout(head)
        row.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(2 * GRID_PX)
        row.addLayout(titles, stretch=1)
        row.addWidget(self.filters, alignment=Qt.AlignmentFlag.AlignBottom)
        return head

    def _foot(self, when_done: WhenDone) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        for rule, text in RULES.items():
            self.rule.addItem(text, rule)
        for each in WhenDone:
            self.when_done.addItem(each.words, each.value)
        self.when_done.setCurrentIndex(self.when_done.findData(when_done.value))
        self._rule_label = QLabel("If a result is there")
        self._rule_label.setBuddy(self.rule)
        self.rule.setAccessibleName("If a result is there")
        done_label = QLabel("When done")
        done_label.setBuddy(self.when_done)
        self.when_done.setAccessibleName("When done")
        choices = QGridLayout()
        choices.setHorizontalSpacing(GRID_PX)
        choices.setVerticalSpacing(GRID_PX)
        for row, (name, choice) in enumerate(
            ((self._rule_label, self.rule), (done_label, self.when_done))
        ):
            choice.setFixedWidth(168)
            choices.addWidget(name, row, 0, Qt.AlignmentFlag.AlignRight)
            choices.addWidget(choice, row, 1)
        choices.setRowStretch(2, 1)
        above = QHBoxLayout()
        above.setSpacing(3 * GRID_PX)
        above.addWidget(self._facts, stretch=1)
        above.addLayout(choices)
        self.export.setDefault(True)
        self.export.setMinimumWidth(112)
        self.cancel.setProperty("large", "true")
        self.cancel.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.export)
        column = QVBoxLayout(foot)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(above)
        column.addLayout(buttons)
        return foot

    def _connect(self) -> None:
        self.view.picked.connect(self._show_detail)
        self.filters.chosen.connect(lambda _name: self._filter())
        self.rule.activated.connect(lambda _at: self.ruled.emit(self.rule.currentData()))
        self.export.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+E"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.export.click)
        self.setFocus()


class _Facts(QWidget):
    """Lines of a sign and words."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._facts: tuple[Fact, ...] = ()

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        if facts == self._facts:
            return
        self._facts = facts
        while len(self._rows) < len(facts):
            self._add()
        for at, (sign, text) in enumerate(self._rows):
            is_shown = at < len(facts)
            sign.setVisible(is_shown)
            text.setVisible(is_shown)
            if is_shown:
                self._show(sign, text, facts[at])

    def _add(self) -> None:
        sign, text = QLabel(), QLabel()
        sign.setFixedSize(20, 20)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = len(self._rows)
        self._grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)
        self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(row + 1, 1)
        self._rows.append((sign, text))

    def _show(self, sign: QLabel, text: QLabel, fact: Fact) -> None:
        look = theme.tokens()
        colour = look.bad if fact.is_bad else look.muted
        sign.setPixmap(theme.pixmap(fact.icon, 20, colour, self.devicePixelRatioF()))
        text.setText(fact.text)
