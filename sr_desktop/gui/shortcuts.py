"""All keys of the window, asked from the window itself, so that the list cannot be out of date.

A QAction is named by its whatsThis or its text, a QShortcut by its whatsThis. A widget that takes
keys by itself tells them in KEYS: (keys, what they do) each, as in CanvasView.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui.placing import open_at
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, label
from sr_desktop.language import tr

_COLUMNS = 2
_KEYS_PX, _WHAT_PX, _LINE_PX = 208, 136, 24
_WHAT_LETTERS = 16  # what is done, in a line that is good to read
T = TypeVar("T", bound=QObject)


@dataclass(frozen=True, slots=True)
class Key:
    """What keys do, in words; any of them does it."""

    what: str
    keys: tuple[str, ...]


def keys_of(window: QWidget) -> tuple[Key, ...]:
    """Those that work everywhere in the window, in the order they were made."""
    told: dict[str, tuple[str, ...]] = {}
    for what, keys in (*_of_actions(window), *_of_shortcuts(window)):
        told[what] = tuple(dict.fromkeys((*told.get(what, ()), *keys)))
    return tuple(Key(what, keys) for what, keys in told.items())


def keys_of_parts(window: QWidget) -> tuple[Key, ...]:
    """Those that work where the focus is on a part of the window."""
    told: dict[str, tuple[str, ...]] = {}
    for part in window.findChildren(QWidget):
        for keys, what in getattr(type(part), "KEYS", ()):
            told[tr(what)] = _shown([QKeySequence(key) for key in keys])
    return tuple(Key(what, keys) for what, keys in told.items())


def _of_actions(window: QWidget) -> Iterator[tuple[str, tuple[str, ...]]]:
    for action in (*window.actions(), *_children(window, QAction)):
        if keys := _shown(action.shortcuts()):
            yield action.whatsThis() or action.text().rstrip("…").replace("&", ""), keys


def _of_shortcuts(window: QWidget) -> Iterator[tuple[str, tuple[str, ...]]]:
    for shortcut in _children(window, QShortcut):
        yield shortcut.whatsThis(), _shown(shortcut.keys())


def _children(window: QWidget, kind: type[T]) -> list[T]:
    """Without those of its dialogs, whose keys work there."""
    found: list[T] = window.findChildren(kind)
    return [each for each in found if _window_of(each) is window]


def _window_of(each: QObject) -> QObject | None:
    parent = each.parent()
    while parent is not None and not (isinstance(parent, QWidget) and parent.isWindow()):
        parent = parent.parent()
    return parent


def _shown(keys: list[QKeySequence]) -> tuple[str, ...]:
    native = QKeySequence.SequenceFormat.NativeText
    texts = (key.toString(native).replace("Return", "Enter") for key in keys)
    return tuple(dict.fromkeys(text for text in texts if text))


class ShortcutsWindow(QDialog):
    """Not modal: keys are tried out while it is open."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Shortcuts"))
        self.setModal(False)
        self.setMinimumSize(560, 360)
        open_at(self, 1000, 720)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        for title, keys in (
            (tr("EVERYWHERE"), keys_of(window)),
            (tr("WHERE THE FOCUS IS"), keys_of_parts(window)),
        ):
            if keys:
                column.addWidget(label(title, "heading"))
                column.addWidget(_Keys(keys))
                column.addSpacing(GRID_PX)
        column.addStretch()
        area = QScrollArea()
        area.setObjectName("railscroll")
        area.setAccessibleName(tr("Shortcuts"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        inner.setObjectName("options")
        area.setWidget(inner)
        close = button(tr("Close"), "primary")
        close.setProperty("compact", "true")
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.addStretch()
        row.addWidget(close)
        heading = label(tr("Shortcuts"), "title")
        heading.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(heading)
        whole.addWidget(area, stretch=1)
        whole.addWidget(foot)
        close.setFocus()


class _Keys(QWidget):
    """Down the first column, then down the second; one column where there is no room for two."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__()
        self._cells = [(_caps(key.keys), _what(key.what)) for key in keys]
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID_PX)
        self._grid.setVerticalSpacing(4)
        self._lay_out(_COLUMNS)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._keys_px + _WHAT_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        what_px = _WHAT_LETTERS * self.fontMetrics().averageCharWidth()
        self._lay_out(max(1, min(_COLUMNS, event.size().width() // (self._keys_px + what_px))))

    @property
    def _keys_px(self) -> int:
        return max(_KEYS_PX, *(caps.sizeHint().width() for caps, _ in self._cells))

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-len(self._cells) // columns)
        for at, (caps, what) in enumerate(self._cells):
            row, column = at % rows, at // rows * 2
            self._grid.addWidget(caps, row, column)
            self._grid.addWidget(what, row, column + 1)
        for column in range(_COLUMNS):
            is_used = column < columns
            self._grid.setColumnMinimumWidth(2 * column, _KEYS_PX if is_used else 0)
            self._grid.setColumnStretch(2 * column + 1, int(is_used))


def _caps(keys: tuple[str, ...]) -> QWidget:
    caps = QWidget()
    row = QHBoxLayout(caps)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for each in keys:
        cap = label(each, "key")
        cap.setMinimumHeight(_LINE_PX)
        row.addWidget(cap, alignment=Qt.AlignmentFlag.AlignVCenter)
    row.addStretch()
    return caps


def _what(text: str) -> QLabel:
    what = QLabel(text)
    what.setWordWrap(True)
    what.setMinimumHeight(_LINE_PX)
    # As wide as there is room for: the columns of both lists stand under each other.
    what.setMinimumWidth(_WHAT_PX)
    what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return what
