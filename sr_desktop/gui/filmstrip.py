"""The row of pictures at the foot of the window, what is told of all, and its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from sr_desktop.gui import theme
from sr_desktop.gui.item_menu import Do, Group
from sr_desktop.gui.strip_list import StripList
from sr_desktop.gui.strip_model import Pictures, Size
from sr_desktop.gui.widgets import button, label
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.state import Item, WindowState

THUMBNAIL_PX = 128  # more than is shown, for screens of a higher ratio
_Flag = QItemSelectionModel.SelectionFlag


class Filmstrip(QFrame):
    """Hidden while there is no picture.

    chosen tells the id of the picture to show, selected the ids of those selected, moved the ids to
    move and the place they go before, asked a Do of the menu. mime makes what is dragged out.
    While an export runs its buttons are those for that: pause or resume, and cancel.
    """

    chosen = Signal(int)
    selected = Signal(object)
    remove = Signal()
    moved = Signal(list, int)
    stepped = Signal(int)
    sighted = Signal(int, int)
    asked = Signal(object)
    export_all = Signal()
    clear = Signal()
    pause = Signal()
    resume = Signal()
    cancel = Signal()

    def __init__(
        self,
        mime: Callable[[Sequence[Item]], QMimeData],
        size_out: Callable[[Item], Size | None],
        menu: Callable[[], tuple[Group, ...]],
    ) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._groups = menu
        self._pictures = Pictures()
        self._pictures.size_out = size_out
        self.list = StripList(
            self._pictures, lambda rows: mime([self._pictures.item(row) for row in rows])
        )
        self._selected: frozenset[int] = frozenset()
        self._is_showing = False
        self._is_paused = False
        selection = self.list.selectionModel()
        selection.currentChanged.connect(self._choose)
        selection.selectionChanged.connect(self._select)
        self.list.remove.connect(self.remove)
        self.list.moved.connect(self.moved)
        self.list.stepped.connect(self.stepped)
        self.list.sighted.connect(self.sighted)
        self.list.menu.connect(self._show_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GRID_PX, 0, 2 * theme.GRID_PX, 0)
        row.setSpacing(2 * theme.GRID_PX)
        row.addWidget(self.list, stretch=1)
        row.addLayout(self._side())

    def _side(self) -> QVBoxLayout:
        """What is told of all, over the buttons."""
        self._summary = label("", "muted")
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._export = button(tr("Export all…"), "plain")
        self._export.setToolTip(tr("Upscale what is not done yet and save everything (Ctrl+E)"))
        self._export.clicked.connect(self.export_all)
        self._clear = button(tr("Clear"), "plain")
        self._clear.setToolTip(tr("Take all pictures out of the list; files stay where they are"))
        self._clear.clicked.connect(self.clear)
        self._pause = button(tr("Pause"), "plain")
        self._pause.setToolTip(tr("Wait before the next tile, or go on (Ctrl+P)"))
        self._pause.clicked.connect(self._press_pause)
        self._cancel = button(tr("Cancel"), "plain")
        self._cancel.setToolTip(tr("Stop the export; what is written stays (Esc)"))
        self._cancel.clicked.connect(self.cancel)
        self._stop = button(tr("Cancel all"), "plain")
        self._stop.setToolTip(tr("Stop what runs, and forget what is queued"))
        self._stop.clicked.connect(lambda: self.asked.emit(Do.CANCEL_ALL))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID_PX)
        buttons.addStretch()
        for each in (self._clear, self._export, self._stop, self._pause, self._cancel):
            buttons.addWidget(each)
        side = QVBoxLayout()
        side.setSpacing(theme.GRID_PX)
        side.addStretch()
        side.addWidget(self._summary)
        side.addLayout(buttons)
        side.addStretch()
        return side

    # What is seen

    def show_state(self, state: WindowState, summary: str) -> None:
        self.setVisible(bool(state.items))
        self._is_showing = True
        self._show_pictures(state)
        self._is_showing = False
        self._summary.setText(summary)
        self._show_buttons(state)

    def _show_pictures(self, state: WindowState) -> None:
        bar = self.list.horizontalScrollBar()
        at = bar.value()
        if self._pictures.show(state):
            bar.setValue(at)
            self.list.look()
            if not self.list.selectionModel().hasSelection():
                self._selected = frozenset()
        selection = self.list.selectionModel()
        row = self._pictures.row_of(state.current)
        if row >= 0 and self.list.currentIndex().row() != row:
            selection.setCurrentIndex(self._pictures.index(row), _Flag.NoUpdate)
        if state.selected != self._selected:
            self._selected = state.selected
            selection.select(self._selection(state.selected), _Flag.ClearAndSelect)

    def _selection(self, ids: frozenset[int]) -> QItemSelection:
        """In as few ranges as it takes."""
        rows = sorted(row for id in ids if (row := self._pictures.row_of(id)) >= 0)
        result = QItemSelection()
        first = 0
        for at, row in enumerate(rows):
            if at + 1 == len(rows) or rows[at + 1] != row + 1:
                model = self._pictures
                result.select(model.index(rows[first]), model.index(row))
                first = at + 1
        return result

    def sizes_changed(self) -> None:
        """What pictures come to may be another size now."""
        self.list.viewport().update()

    def _show_buttons(self, state: WindowState) -> None:
        batch = state.running
        can_pause = batch is not None and batch.job_id != 0
        self._is_paused = batch is not None and batch.is_paused
        self._pause.setText(tr("Resume") if self._is_paused else tr("Pause"))
        self._pause.setVisible(can_pause)
        self._cancel.setVisible(can_pause)
        is_queue = state.is_working and not can_pause
        self._clear.setVisible(not can_pause)
        self._clear.setEnabled(state.busy < len(state.items))
        self._export.setVisible(not can_pause and not is_queue)
        self._stop.setVisible(is_queue)

    # What the user does

    def select_all(self) -> None:
        self.list.selectAll()

    def _press_pause(self) -> None:
        (self.resume if self._is_paused else self.pause).emit()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_showing:
            self.chosen.emit(self._pictures.item(index.row()).id)

    def _select(self) -> None:
        if self._is_showing:
            return
        ranges = self.list.selectionModel().selection()
        self._selected = frozenset(
            self._pictures.item(row).id
            for each in (ranges.at(at) for at in range(ranges.count()))
            for row in range(each.top(), each.bottom() + 1)
        )
        self.selected.emit(self._selected)

    def _show_menu(self, at: QPoint) -> None:
        if menu := self.menu():
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(at)

    def menu(self) -> QMenu | None:
        """For the pictures selected; what does not apply is absent."""
        groups = self._groups()
        if not groups:
            return None
        menu = QMenu(self)
        for at, group in enumerate(groups):
            if at:
                menu.addSeparator()
            for entry in group:
                action = menu.addAction(entry.text)
                action.setShortcut(QKeySequence(entry.keys))
                action.setShortcutVisibleInContextMenu(True)
                action.triggered.connect(lambda _=False, do=entry.do: self.asked.emit(do))
        return menu
