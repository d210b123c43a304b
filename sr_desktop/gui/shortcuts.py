"""All keys of the window, asked from the window itself, so that the list cannot be out of date.

A QAction is named by its whatsThis or its text, a QShortcut by its whatsThis. A widget that takes
keys by itself tells them in KEYS: (keys, what they do) each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QShortcut
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
            told[tr(what)] = (keys,)
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
        open_at(self, 960, 608)
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
                column.addLayout(_grid(keys))
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


def _grid(keys: tuple[Key, ...]) -> QGridLayout:
    """Down the first column, then down the second."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID_PX)
    grid.setVerticalSpacing(4)
    rows = -(-len(keys) // _COLUMNS)
    for at, key in enumerate(keys):
        row, column = at % rows, at // rows * 3
        caps = QHBoxLayout()
        caps.setSpacing(4)
        for each in key.keys:
            cap = label(each, "key")
            cap.setFixedHeight(_LINE_PX)
            caps.addWidget(cap)
        caps.addStretch()
        what = QLabel(key.what)
        what.setWordWrap(True)
        what.setMinimumHeight(_LINE_PX)
        # As wide as there is room for: the columns of both lists stand under each other.
        what.setMinimumWidth(_WHAT_PX)
        what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addLayout(caps, row, column)
        grid.addWidget(what, row, column + 1)
    for column in range(0, 3 * _COLUMNS, 3):
        grid.setColumnMinimumWidth(column, _KEYS_PX)
        grid.setColumnStretch(column + 1, 1)
    return grid
