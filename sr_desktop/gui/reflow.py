"""A window smaller than what it holds: it scrolls, rather than cut anything off.

Only screens that are small for the size of text and controls ever come to that.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

_LEAST_WIDTH, _LEAST_HEIGHT = 480, 280


class Reflow(QScrollArea):
    """Gives its body all the room there is, and scroll bars where that is less than it needs."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self.setObjectName("reflow")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(body)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)


class Needed(QVBoxLayout):
    """The layout of a body that has texts of several lines: it asks for what it needs, not for what
    it would like, which is all that QScrollArea looks at where a height depends on the width.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asks = False

    def heightForWidth(self, width: int) -> int:
        if self._asks:  # minimumHeightForWidth asks this first
            return super().heightForWidth(width)
        self._asks = True
        try:
            return self.minimumHeightForWidth(width)
        finally:
            self._asks = False


def fill(window: QWidget, body: QWidget, width: int, height: int) -> None:
    """Let the body, which needs this room, be all of the window, which may be smaller."""
    body.setMinimumSize(width, height)
    window.setMinimumSize(min(width, _LEAST_WIDTH), min(height, _LEAST_HEIGHT))
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Reflow(body))
