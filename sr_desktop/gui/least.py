"""How small a window may become: not so small that its words are cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WHEN = (QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.LayoutRequest)


def hold(window: QWidget, width: int, height: int) -> None:
    """Keep the window at least this large, and larger where its texts take more.

    Wrapped lines are higher in a narrower window, and there may be more of them later: it follows.
    """
    window.installEventFilter(_Least(window, width, height))


class _Least(QObject):
    def __init__(self, window: QWidget, width: int, height: int) -> None:
        super().__init__(window)
        self._window = window
        self._width, self._height = width, height
        window.setMinimumSize(width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WHEN and watched is self._window:
            self._settle()
        return False

    def _settle(self) -> None:
        window, layout = self._window, self._window.layout()
        if layout is None:
            return
        screen = window.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        needed_px = layout.totalMinimumSize().width()
        width = min(max(self._width, needed_px), room.width())
        needed_px = layout.totalMinimumHeightForWidth(max(width, window.width()))
        window.setMinimumSize(width, min(max(self._height, needed_px), room.height()))
