"""A page of the preferences: rows of a label and a control, with a line under it that explains."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Toggle, button, label, restyle

_LABEL_PX = 104
_CONTROL_PX = 344


class Page(QScrollArea):
    """Shows what is set, and sets it at once. Scrolls where there is no room."""

    name = ""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("page")
        body = QWidget()
        body.setObjectName("pagebody")
        column = QVBoxLayout(body)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(label(self.name, "title"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID_PX)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, _LABEL_PX)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._defaults = button("Back to defaults", "plain")
        self._defaults.setToolTip("Set everything on this page as it was at first")
        self._defaults.clicked.connect(self.reset)
        column.addWidget(self._defaults, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self.setWidget(body)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 160)

    def show_state(self) -> None:
        """Show what is set now, telling nobody."""
        raise NotImplementedError

    def reset(self) -> None:
        """Set everything as it was at first."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        self.show_state()
        super().showEvent(event)

    def add(self, text: str, *controls: QWidget, hint: str | None = None) -> Row:
        """The next row; text is its label. hint is the line under it, None for no such line."""
        row = Row(text, controls, hint)
        at = self._grid.rowCount()
        if at > 1:
            self._grid.setRowMinimumHeight(at, GRID_PX)  # air between rows, more than within
            at += 1
        line = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(row.before, at, 0, line)
        self._grid.addWidget(row.line, at, 1)
        if row.hint is not None:
            self._grid.addWidget(row.hint, at + 1, 1)
        return row


class Row:
    """A label, its controls side by side, and the line under them."""

    def __init__(self, text: str, controls: tuple[QWidget, ...], hint: str | None) -> None:
        self.before = QLabel(text)
        self.before.setFixedHeight(32)
        self.line = QWidget()
        self.line.setMaximumWidth(_CONTROL_PX)
        layout = QHBoxLayout(self.line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID_PX)
        for control in controls:
            layout.addWidget(control)
        if controls:
            self.before.setBuddy(controls[0])
        self.hint: QLabel | None = None
        if hint is not None:
            self.hint = label(hint, "muted")
            self.hint.setWordWrap(True)
            self.hint.setVisible(bool(hint))

    def say(self, text: str, *, bad: bool = False) -> None:
        """Another line under the controls; bad is for what is wrong."""
        assert self.hint is not None
        self.hint.setText(text)
        self.hint.setVisible(bool(text) and not self.before.isHidden())
        if self.hint.property("role") != (role := "bad" if bad else "muted"):
            self.hint.setProperty("role", role)
            restyle(self.hint)

    @property
    def is_bad(self) -> bool:
        return self.hint is not None and self.hint.property("role") == "bad"

    def show(self, shown: bool) -> None:
        """Or leave the whole row out."""
        self.before.setVisible(shown)
        self.line.setVisible(shown)
        if self.hint is not None:
            self.hint.setVisible(shown and bool(self.hint.text()))


class Exclusive(QWidget):
    """A few choices side by side, of which one is on. chosen tells its key."""

    chosen = Signal(str)

    def __init__(self, name: str, options: Mapping[str, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._keys = list(options)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for at, text in enumerate(options.values()):
            each = Toggle(text)
            each.setAccessibleName(f"{name}: {text}")
            self._group.addButton(each, at)
            row.addWidget(each)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._keys[at]))

    def choose(self, key: str) -> None:
        """Turn it on, telling nobody."""
        self._group.button(self._keys.index(key)).setChecked(True)

    @property
    def key(self) -> str:
        return self._keys[self._group.checkedId()]


class Question(QFrame):
    """Something to answer in place; hidden while nothing is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("question")
        self._text = label("", "")
        self._text.setWordWrap(True)
        self._answers = QHBoxLayout()
        self._answers.setSpacing(GRID_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(self._text)
        column.addLayout(self._answers)
        self.hide()

    def ask(self, text: str, answers: Mapping[str, Callable[[], object]]) -> None:
        """Show it with these answers; any of them ends the question, the first has the focus."""
        self.withdraw()
        self._text.setText(text)
        for words, act in answers.items():
            each = button(words, "plain")
            each.clicked.connect(lambda _=False, act=act: self._answer(act))
            self._answers.addWidget(each)
        self._answers.addStretch()
        self.show()
        first = self._answers.itemAt(0)
        if first is not None and (widget := first.widget()) is not None:
            widget.setFocus()

    def withdraw(self) -> None:
        """Ask nothing any more."""
        self.hide()
        while (item := self._answers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _answer(self, act: Callable[[], object]) -> None:
        self.withdraw()
        act()
