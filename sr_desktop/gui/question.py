"""A small dialog that asks one thing, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sr_desktop.gui import least
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Tick, button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

_WIDTH_PX = 440


class Question(QDialog):
    """answered tells the name of the answer, "" where the dialog was closed without one."""

    answered = Signal(str)

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._answer = ""
        self._usual: QPushButton | None = None
        self._tick: Tick | None = None
        heading = label(title, "title")
        told = label(text, "")
        for each in (heading, told):
            each.setWordWrap(True)
            each.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleDescription(text)
        self._ticks = QVBoxLayout()
        self._row = QHBoxLayout()
        self._row.setSpacing(GRID_PX)
        self._row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(heading)
        column.addWidget(told)
        column.addLayout(self._ticks)
        column.addSpacing(GRID_PX)
        column.addStretch()
        column.addLayout(self._row)
        least.hold(self, _WIDTH_PX, 0)
        self.finished.connect(lambda _code: self.answered.emit(self._answer))

    def offer(self, name: str, text: str, *, usual: bool = False) -> QPushButton:
        """One more answer; the usual one is filled and taken by Enter."""
        each = button(text, "primary" if usual else "plain")
        each.setProperty("compact" if usual else "large", "true" if usual else "false")
        each.setDefault(usual)
        each.setAutoDefault(usual)
        each.clicked.connect(lambda: self._take(name))
        self._row.addWidget(each)
        if usual:
            self._usual = each
        return each

    def offer_tick(self, text: str) -> Tick:
        self._tick = Tick(text, "")
        self._ticks.addSpacing(GRID_PX)
        self._ticks.addWidget(self._tick)
        return self._tick

    @property
    def is_ticked(self) -> bool:
        return self._tick is not None and self._tick.isChecked()

    def showEvent(self, event: QShowEvent) -> None:
        if self._usual is not None:
            self._usual.setFocus()
        super().showEvent(event)

    def _take(self, name: str) -> None:
        self._answer = name
        self.accept()
