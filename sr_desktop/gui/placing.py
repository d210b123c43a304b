"""Where a window goes that was somewhere else the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_TITLE_BAR_PX = 32
_LEAST_SEEN_PX = 96


def in_sight(window: QWidget) -> None:
    """Move a window onto a screen that is there, no larger than it, where too little of it could be
    seen or taken hold of: its screen may have been unplugged.
    """
    areas = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    whole = fitting(window.geometry(), areas)
    if whole == window.geometry():
        return
    grown = window.windowState() & (
        Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
    )
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.setGeometry(whole)
    window.setWindowState(grown)


def open_at(window: QWidget, width: int, height: int) -> None:
    """Make it this large, or as large as its screen, small as that may be for large controls."""
    screen = window.screen() or QGuiApplication.primaryScreen()
    window.resize(QSize(width, height).boundedTo(_room(screen.availableGeometry())))


def fitting(place: QRect, areas: list[QRect]) -> QRect:
    """The place itself if its title can be reached in one of the areas, else one in the first; no
    larger than the areas it lies over.
    """
    title = QRect(place.left(), place.top() - _TITLE_BAR_PX, place.width(), 2 * _TITLE_BAR_PX)
    for area in areas:
        seen = title.intersected(area)
        if seen.width() >= _LEAST_SEEN_PX and seen.height() >= _TITLE_BAR_PX // 2:
            return _no_larger(place, areas)
    if not areas:
        return place
    moved = QRect(areas[0].topLeft(), place.size().boundedTo(areas[0].size()))
    moved.moveCenter(areas[0].center())
    return moved


def _no_larger(place: QRect, areas: list[QRect]) -> QRect:
    under = [area for area in areas if area.intersects(place)]
    whole = QRect()
    for area in under:
        whole = whole.united(area)
    if whole.width() >= place.width() and whole.height() >= place.height():
        return place
    smaller = QRect(place.topLeft(), place.size().boundedTo(_room(whole)))
    smaller.moveCenter(whole.center())
    return smaller


def _room(area: QRect) -> QSize:
    """What a window may take of it, its frame aside."""
    return area.size() - QSize(0, _TITLE_BAR_PX)
