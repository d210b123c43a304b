"""Under the table of the model manager: the model chosen there, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sr_desktop.gui import details, theme, words
from sr_desktop.gui.facts_line import FactsLine
from sr_desktop.gui.models_table import Action, Row
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.transfer_bar import Meter
from sr_desktop.gui.widgets import Choice, breakable, button, is_theme_change, label, wrapping
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.errors import SRError
    from sr_desktop.gui.model_words import Fact

_EMPTY = mark("Choose a model to see what can be done with it.")
_FACTS_TIP = mark(
    "Input range and mean shift cannot be read from a checkpoint; they were found by trying.\n"
    "If pictures come out dark, grey or tinted, try the other ones."
)


class ModelDetail(QFrame):
    """asked tells an action for the model shown; facts tells input range and mean shift."""

    asked = Signal(object)
    facts = Signal(float, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detail")
        self.setMinimumHeight(128)
        self._row: Row | None = None
        self._error: SRError | None = None
        self._removing = ""
        self._title = label("", "title")
        self._about = label("", "muted")
        self._sign = QLabel(alignment=Qt.AlignmentFlag.AlignTop)
        self._trouble = QLabel()
        self._hint = label("", "muted")
        for each in (self._about, self._trouble, self._hint):
            wrapping(each)
        self._meter = Meter()
        self._question = QLabel()
        self._buttons: dict[Action, QPushButton] = {}
        self._actions = self._make_actions()
        self._told = FactsLine()
        self._facts = self._make_facts()
        self._troubled = self._make_trouble()
        self._lay_out()
        self.show_row(None, None, "")

    @property
    def shown_actions(self) -> tuple[Action, ...]:
        """Those whose buttons are there to press."""
        return tuple(action for action, each in self._buttons.items() if not each.isHidden())

    def press(self, action: Action) -> None:
        """As if its button was pressed, if it is there."""
        if action in self.shown_actions:
            self._press(action)

    def show_row(self, row: Row | None, error: SRError | None, about: str) -> None:
        """A model, what went wrong with it, and a line about it."""
        if row is None or self._row is None or row.id != self._row.id:
            self._removing = ""
        self._row, self._error = row, error
        if row is None:
            self._title.setText("")
            self._about.setText(tr(_EMPTY))
        else:
            self._title.setText(words.model(row.spec) if row.spec else row.id)
            self._about.setText(about)
        self._title.setVisible(row is not None)
        self._show_actions()
        self._show_facts(row)
        self._show_trouble(error)
        running = row is not None and row.download is not None and not row.download.failed
        self._meter.setVisible(running)
        if running and row is not None and row.download is not None:
            self._meter.set_fraction(row.download.fraction)

    def show_told(self, facts: tuple[Fact, ...]) -> None:
        """What is known of the model shown."""
        self._told.show_facts(facts)

    def _make_actions(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        line.addWidget(self._question)
        texts = {
            Action.DOWNLOAD: (tr("Download"), "primary"),
            Action.REPLACE: (tr("Download again"), "primary"),
            Action.AGAIN: (tr("Try again"), "primary"),
            Action.BY_HAND: (tr("Import its file…"), "plain"),
            Action.CANCEL: (tr("Cancel"), "plain"),
            Action.VERIFY: (tr("Verify"), "plain"),
            Action.REMOVE: (tr("Remove…"), "plain"),
        }
        for action, (text, role) in texts.items():
            each = button(text, role)
            each.setProperty("compact", "true")
            each.clicked.connect(lambda _=False, action=action: self._press(action))
            self._buttons[action] = each
            line.addWidget(each)
        self._yes = button(tr("Remove"), "plain")
        self._no = button(tr("Keep it"), "plain")
        self._yes.clicked.connect(self._remove)
        self._no.clicked.connect(self._keep)
        line.addWidget(self._yes)
        line.addWidget(self._no)
        return line

    def _make_facts(self) -> QWidget:
        self._range, self._shift = Choice(), Choice()
        for text, value in (("0–1", 1.0), ("0–255", 255.0)):
            self._range.addItem(text, value)
        for text, shifted in ((tr("No"), False), (tr("Yes"), True)):
            self._shift.addItem(text, shifted)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        for text, choice in ((tr("Input range"), self._range), (tr("Mean shift"), self._shift)):
            caption = QLabel(text)
            caption.setBuddy(choice)
            choice.setAccessibleName(text)
            choice.setToolTip(tr(_FACTS_TIP))
            choice.setMinimumWidth(96)
            choice.activated.connect(self._tell_facts)
            row.addWidget(caption)
            row.addWidget(choice)
            row.addSpacing(GRID_PX)
        row.addWidget(label(tr("as found; change them if the colours come out wrong"), "muted"))
        row.addStretch()
        return box

    def _make_trouble(self) -> QWidget:
        box = QWidget()
        copy = button(tr("Copy details"), "plain")
        copy.clicked.connect(self._copy_details)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self._trouble)
        told.addWidget(self._hint)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._sign)
        row.addLayout(told, stretch=1)
        row.addWidget(copy, alignment=Qt.AlignmentFlag.AlignTop)
        return box

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(4)
        told.addWidget(self._title)
        told.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID_PX)
        head.addLayout(told, stretch=1)
        head.addLayout(self._actions)
        inner = QVBoxLayout()
        inner.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        inner.setSpacing(GRID_PX)
        inner.addLayout(head)
        inner.addWidget(self._told)
        inner.addWidget(self._facts)
        inner.addWidget(self._troubled)
        inner.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._meter)
        column.addLayout(inner)

    def _show_actions(self) -> None:
        row = self._row
        removing = row is not None and row.id == self._removing
        offered = row.actions if row is not None and not removing else ()
        for action, each in self._buttons.items():
            each.setVisible(action in offered)
        if row is not None and row.spec is not None and row.spec.bytes:
            text = tr("Download {size}", size=words.size(row.spec.bytes))
            self._buttons[Action.DOWNLOAD].setText(text)
        self._question.setVisible(removing)
        self._yes.setVisible(removing)
        self._no.setVisible(removing)
        if removing and row is not None:
            self._question.setText(_question(row))

    def _show_facts(self, row: Row | None) -> None:
        self._facts.setVisible(row is not None and Action.FACTS in row.actions)
        if row is not None and row.spec is not None:
            self._range.setCurrentIndex(self._range.findData(row.spec.input_range))
            self._shift.setCurrentIndex(self._shift.findData(row.spec.mean_shift))

    def _show_trouble(self, error: SRError | None) -> None:
        self._troubled.setVisible(error is not None)
        if error is not None:
            self._trouble.setText(breakable(error.message))
            self._hint.setText(breakable(error.hint))
            self._hint.setVisible(bool(error.hint))
            look = theme.tokens()
            ratio = self.devicePixelRatioF()
            self._sign.setPixmap(theme.pixmap("alert", theme.ICON_PX, look.bad, ratio))

    def _press(self, action: Action) -> None:
        if action is Action.REMOVE and self._row is not None:
            self._removing = self._row.id
            self._show_actions()
            self._no.setFocus()
        else:
            self.asked.emit(action)

    def _remove(self) -> None:
        self._removing = ""
        self.asked.emit(Action.REMOVE)

    def _keep(self) -> None:
        self._removing = ""
        self._show_actions()
        self._buttons[Action.REMOVE].setFocus()

    def _tell_facts(self) -> None:
        self.facts.emit(self._range.currentData(), self._shift.currentData())

    def _copy_details(self) -> None:
        if self._error is not None:
            details.copy(self._error)

    def changeEvent(self, event: QEvent) -> None:
        if is_theme_change(event):
            self._show_trouble(self._error)
        super().changeEvent(event)


def _question(row: Row) -> str:
    if not row.bytes:
        return tr("Remove it from this computer?")
    return tr("Remove it from this computer ({size})?", size=words.size(row.bytes))
