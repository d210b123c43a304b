"""What a survey found: the sums, and every picture with what will be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from sr_desktop.gui import survey as surveys
from sr_desktop.gui import theme, words
from sr_desktop.gui.ledger import Cells, Column, Detail, Filters, Ledger, LedgerView, Tone
from sr_desktop.gui.survey import Fact, Fate, Line, Survey
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import label
from sr_desktop.language import mark, sentences, tr

ALL, PROBLEMS = mark("All"), mark("To look at")
_MIDDLE = Qt.TextElideMode.ElideMiddle
_SIGNS = {
    Fate.EXPORT: ("save", Tone.QUIET),
    Fate.RENAME: ("rename", Tone.PLAIN),
    Fate.REPLACE: ("replace", Tone.PLAIN),
    Fate.SKIP: ("skip", Tone.PLAIN),
    Fate.REFUSE: ("alert", Tone.BAD),
}


class SurveyPane(QWidget):
    """Shows a survey while it grows."""

    def __init__(self) -> None:
        super().__init__()
        self._survey: Survey | None = None
        self._lines: tuple[Line, ...] | None = None
        self._is_low = False
        self._table: Ledger[Line] = Ledger(_columns(), 4, self._cells)
        self.view: LedgerView[Line] = LedgerView(tr("Pictures to export"), self._table)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.filters = Filters(tr("Show"))
        self.facts = Facts()
        self._wait = label("", "muted")
        self._detail = Detail()
        self._build()
        self.view.picked.connect(self._show_detail)
        self.filters.chosen.connect(lambda _name: self._filter())

    def show_survey(self, survey: Survey) -> None:
        """What is known by now; lines of before stay until there are others."""
        self._survey = survey
        self.facts.show_facts(surveys.facts(survey))
        known = survey.flight is not None
        self._pages.setCurrentWidget(self.view if known else self._wait)
        self._wait.setText("" if survey.error is not None else surveys.looked_at(survey))
        self.filters.setVisible(known)
        if survey.lines is not self._lines:
            self._lines = survey.lines
            problems = sum(line.fate is not Fate.EXPORT for line in survey.lines)
            self.filters.show_counts(((ALL, len(survey.lines)), (PROBLEMS, problems)))
            self._filter()
        self._show_room()

    @property
    def width_px(self) -> int:
        """What its columns take at least."""
        header = self.view.horizontalHeader()
        columns = enumerate(self._table.columns)
        return GRID_PX + sum(max(each.width_px, header.sectionSizeHint(n)) for n, each in columns)

    def set_low(self, is_low: bool) -> None:
        """Whether there is too little height for more than the rows."""
        self._is_low = is_low
        self._show_room()

    def _show_room(self) -> None:
        known = self._survey is not None and self._survey.flight is not None
        self._detail.setVisible(known and bool(self._table.rows) and not self._is_low)

    def choose(self, name: str) -> None:
        """ALL or PROBLEMS."""
        self.filters.choose(name)
        self._filter()

    def _filter(self) -> None:
        lines = self._lines or ()
        if self.filters.value == PROBLEMS:
            lines = tuple(line for line in lines if line.fate is not Fate.EXPORT)
        at = max(0, self.view.currentIndex().row())
        self._table.show(lines)
        if lines:
            self.view.setCurrentIndex(self._table.index(min(at, len(lines) - 1), 0))
        self._show_detail()

    def _cells(self, line: Line) -> Cells:
        assert self._survey is not None
        icon, tone = _SIGNS[line.fate]
        what = tr(line.fate.value)
        if line.brief:
            what = tr("{fate}: {reason}", fate=what, reason=line.brief)
        texts = (
            line.name,
            words.pixels(*line.size) if line.size else "",
            words.pixels(*line.result) if line.result else "",
            words.path(surveys.place_of(line, self._survey.folder)) if line.target else "",
            what,
        )
        return Cells(texts, icon, tone, f"{what}\n{sentences(line.reason, line.hint)}".strip())

    def _show_detail(self) -> None:
        line = self.view.row
        if line is None:
            self._detail.show_words("", "")
            return
        target = f"  →  {words.path(line.target)}" if line.target else ""
        told = sentences(line.reason, line.hint) or tr("Will be made.")
        self._detail.show_words(f"{words.path(line.found.path)}{target}", told)

    def _build(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._wait.setObjectName("waiting")
        self._pages.addWidget(self._wait)
        self.filters.show_counts(((ALL, 0), (PROBLEMS, 0)))
        above = QHBoxLayout()
        above.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        above.setSpacing(2 * GRID_PX)
        above.addWidget(self.facts, stretch=1)
        above.addWidget(self.filters, alignment=Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._pages, stretch=1)
        column.addWidget(self._detail)


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Picture"), 112, 4, elide=_MIDDLE),
        Column(tr("Size"), 120, is_number=True, tone=Tone.QUIET),
        Column(tr("Result"), 120, is_number=True),
        Column(tr("Saved as"), 112, 4, elide=_MIDDLE, tone=Tone.QUIET),
        Column(tr("What will be done"), 188, 3),
    )


class Facts(QWidget):
    """Lines of a sign and words."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX // 2)
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
