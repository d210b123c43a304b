"""A page of the preferences: rows of a label and a control, with a line under it that explains."""

from __future__ import annotations

import itertools
from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui import details
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import OneOf, Toggle, button, label, restyle
from sr_desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

_LABEL_PX = 104
_MOST_PX, _MOST_LETTERS = 560, 72
_WIDE_FROM_PX = 440


class Page(QScrollArea):
    """Shows what is set, and sets it at once. Scrolls where there is no room."""

    name = ""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("page")
        body, inner = QWidget(), QWidget()
        body.setObjectName("pagebody")
        self._inner = inner
        row = self._body_row = QHBoxLayout(body)
        row.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        row.addWidget(inner, stretch=1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(label(tr(self.name), "title"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID_PX)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[Row] = []
        self._is_narrow = False
        column.addLayout(self._grid)
        column.addSpacing(GRID_PX)
        self._controls: list[QWidget] = []
        self._defaults = button(tr("Back to defaults"), "plain")
        self._defaults.setToolTip(tr("Set everything on this page as it was at first"))
        self._defaults.clicked.connect(self.reset)
        column.addWidget(self._defaults, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self.setWidget(body)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 160)

    @abstractmethod
    def show_state(self) -> None:
        """Show what is set now, telling nobody."""

    @abstractmethod
    def reset(self) -> None:
        """Set everything as it was at first."""

    def showEvent(self, event: QShowEvent) -> None:
        self.show_state()
        # Lines longer than that are hard to read, but buttons may need it.
        self._inner.setMaximumWidth(max(_MOST_PX, self._inner.minimumSizeHint().width()))
        super().showEvent(event)
        self.put_in_order()

    def put_in_order(self) -> None:
        """For the Tab key: as they are read, whenever they were made."""
        chain = [each for control in self._controls for each in _stops(control)]
        for before, after in itertools.pairwise([*chain, self._defaults]):
            QWidget.setTabOrder(before, after)

    def add(self, text: str, *controls: QWidget, hint: str | None = None) -> Row:
        """The next row; text is its label. hint is the line under it, None for no such line."""
        row = Row(text, controls, hint)
        self._controls += (*controls, row.copy)
        self._rows.append(row)
        self._place(row, len(self._rows) - 1)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        letters_px = _MOST_LETTERS * self._inner.fontMetrics().averageCharWidth()
        self._inner.setMaximumWidth(max(_MOST_PX, letters_px))  # longer lines are hard to read
        super().resizeEvent(event)
        if self._is_narrow != (is_narrow := event.size().width() < _WIDE_FROM_PX):
            self._is_narrow = is_narrow
            side = (2 if is_narrow else 3) * GRID_PX
            self._body_row.setContentsMargins(side, 2 * GRID_PX, side, 2 * GRID_PX)
            for at, row in enumerate(self._rows):
                for part in row.parts:
                    self._grid.removeWidget(part)
                self._place(row, at)

    def _place(self, row: Row, at: int) -> None:
        """Labels stand before their controls, or above them where there is little room."""
        above = GRID_PX if at else 0
        before, line, *hint = row.parts
        before.setContentsMargins(0, above, 0, 0)
        before.setFixedHeight((24 if self._is_narrow else 32) + above)
        has_label_above = self._is_narrow and row.before.text()
        line.setContentsMargins(0, 0 if has_label_above else above, 0, 0)
        self._grid.setColumnMinimumWidth(0, 0 if self._is_narrow else _LABEL_PX)
        if self._is_narrow:
            for n, part in enumerate(row.parts):
                self._grid.addWidget(part, 3 * at + n, 0, 1, 2)
            return
        self._grid.addWidget(before, 3 * at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(line, 3 * at, 1)
        for each in hint:
            self._grid.addWidget(each, 3 * at + 1, 1)


def _stops(control: QWidget) -> list[QWidget]:
    """Where the Tab key halts in a control: at itself, or at the buttons that it is made of."""
    parts: list[QWidget] = [*control.findChildren(QAbstractButton)] or [control]
    return [each for each in parts if each.focusPolicy() & Qt.FocusPolicy.TabFocus]


class Row:
    """A label, its controls side by side, and the line under them."""

    def __init__(self, text: str, controls: tuple[QWidget, ...], hint: str | None) -> None:
        self.is_shown = True
        self.before = QLabel(text)
        if not text:
            self.before.hide()
        self.line = QWidget()
        layout = QHBoxLayout(self.line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID_PX)
        for control in controls:
            layout.addWidget(control)
        if all(control.minimumWidth() == control.maximumWidth() for control in controls):
            layout.addStretch()  # fields of a fixed width stand at the left
        self.before.setBuddy(controls[0])
        self.hint: QLabel | None = None
        self.copy = details.copy_button(lambda: self.hint.text() if self.hint is not None else "")
        layout.addWidget(self.copy)
        if hint is not None:
            self.hint = label(hint, "muted")
            self.hint.setWordWrap(True)
            if not hint:
                self.hint.hide()

    @property
    def parts(self) -> list[QWidget]:
        """From the top down."""
        return [self.before, self.line, *([self.hint] if self.hint is not None else [])]

    def say(self, text: str, *, bad: bool = False) -> None:
        """Another line under the controls; bad is for what is wrong."""
        assert self.hint is not None
        self.hint.setText(text)
        self.hint.setVisible(bool(text) and self.is_shown)
        self.copy.setVisible(bad)
        if self.hint.property("role") != (role := "bad" if bad else "muted"):
            self.hint.setProperty("role", role)
            restyle(self.hint)

    @property
    def is_bad(self) -> bool:
        return self.hint is not None and self.hint.property("role") == "bad"

    def show(self, shown: bool) -> None:
        """Or leave the whole row out."""
        self.is_shown = shown
        self.before.setVisible(shown and bool(self.before.text()))
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
        self._group = OneOf(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for at, text in enumerate(options.values()):
            each = Toggle(text)
            each.setAccessibleName(tr("{heading}: {told}", heading=name, told=text))
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
    """Something to answer in place; asking tells whether it is."""

    asking = Signal(bool)

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

    def ask(self, text: str, answers: Mapping[str, Callable[[], object]]) -> None:
        """Show it with these answers; any of them ends the question. The last, which does the
        least, has the focus.
        """
        self.withdraw()
        self._text.setText(text)
        for words, act in answers.items():
            each = button(words, "plain")
            each.clicked.connect(lambda _=False, act=act: self._answer(act))
            self._answers.addWidget(each)
        self._answers.addStretch()
        self.asking.emit(True)
        each.setFocus()

    def withdraw(self) -> None:
        """Ask nothing any more."""
        self.asking.emit(False)
        while (item := self._answers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _answer(self, act: Callable[[], object]) -> None:
        self.withdraw()
        act()
