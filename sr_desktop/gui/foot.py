"""The last line of a window: words, and beside them the buttons that do something with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from sr_desktop.gui.theme import GRID_PX

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_LEAST_PX = 48
_SPARE_LETTERS = 12  # of the first words, which may be cut


class Foot(QFrame):
    """The first of the words takes the room that is left. Where that is next to none, the buttons
    stand under the words.
    """

    def __init__(self, words: Sequence[QWidget], buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("foot")
        self.setMinimumHeight(_LEAST_PX)
        self._words, self._buttons = QHBoxLayout(), QHBoxLayout()
        for at, each in enumerate(words):
            self._words.addWidget(each, stretch=int(at == 0))
        self._buttons.addStretch()
        for each in buttons:
            self._buttons.addWidget(each)
        for row in (self._words, self._buttons):
            row.setSpacing(GRID_PX)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.addLayout(self._words, stretch=1)
        self._rows.addLayout(self._buttons)
        self._lay_out(is_narrow=False)

    def minimumSizeHint(self) -> QSize:
        wider = max(row.minimumSize().width() for row in (self._words, self._buttons))
        margins = self._rows.contentsMargins()
        height = self._rows.minimumSize().height()
        return QSize(margins.left() + wider + margins.right(), max(_LEAST_PX, height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spare = _SPARE_LETTERS * self.fontMetrics().averageCharWidth()
        self._rows.setDirection(QBoxLayout.Direction.LeftToRight)
        needed = self._rows.minimumSize().width() + spare
        self._lay_out(is_narrow=needed > event.size().width())

    def _lay_out(self, *, is_narrow: bool) -> None:
        way = QBoxLayout.Direction
        self._rows.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)
        self._rows.setSpacing(GRID_PX if is_narrow else 2 * GRID_PX)
        edge = GRID_PX if is_narrow else 0
        self._rows.setContentsMargins(2 * GRID_PX, edge, 2 * GRID_PX, edge)
