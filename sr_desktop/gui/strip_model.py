"""The pictures of the strip, as Qt's views want them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap, QScreen

from sr_desktop.gui import queue, screen_colour, words
from sr_desktop.gui.roll import Roll
from sr_desktop.gui.state import Item, Status, WindowState
from sr_desktop.gui.thumbnails import MOST_KEPT, lacks
from sr_desktop.imaging import formats
from sr_desktop.language import listed, tr

Index = QModelIndex | QPersistentModelIndex
Size = tuple[int, int]
_Flag = Qt.ItemFlag


class Pictures(QAbstractListModel):
    """size_out tells what a picture comes to, None where nobody knows."""

    def __init__(self) -> None:
        super().__init__()
        self.size_out: Callable[[Item], Size | None] = lambda item: item.made
        self._state = WindowState()
        self._items: Roll[Item] = Roll()
        self._pixmaps: OrderedDict[int, tuple[object, QPixmap]] = OrderedDict()
        self._screen: QScreen | None = None
        self._screen_icc: bytes | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _Flag.ItemIsEnabled | _Flag.ItemIsSelectable | _Flag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self._items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return item.name
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(item)
            case Qt.ItemDataRole.AccessibleTextRole:
                frames = words.frames(item.frames, item.format) if item.frames > 1 else ""
                own = tr("own settings") if item.choices is not None else ""
                status = tr(item.status.value)
                return listed(filter(None, (item.name, frames, status, own)))
            case Qt.ItemDataRole.UserRole:
                return item
        return None

    def show(self, state: WindowState) -> bool:
        """Tell the views just what is different. Answers whether thumbnails may be lacking now."""
        items, before = state.items, self._items
        self._state = state
        places = items.changed_at_start(before)
        if places is None or not before:
            self.beginResetModel()
            self._items = items
            self.endResetModel()
            return True
        is_longer = len(items) > len(before)
        if is_longer:
            self.beginInsertRows(QModelIndex(), len(before), len(items) - 1)
        self._items = items
        if is_longer:
            self.endInsertRows()
        for row in places:
            self.dataChanged.emit(self.index(row), self.index(row))
        return is_longer or any(lacks(items[row]) for row in places)

    def pixmap(self, item: Item, screen: QScreen) -> QPixmap | None:
        """The thumbnail, which is sRGB, in the colours of that screen."""
        if item.thumbnail is None:
            return None
        if screen is not self._screen:
            self._screen, self._screen_icc = screen, screen_colour.profile_of(screen)
            self._pixmaps.clear()
        kept = self._pixmaps.get(item.id)
        if kept is not None and kept[0] is item.thumbnail:
            self._pixmaps.move_to_end(item.id)
            return kept[1]
        from sr_desktop.gui.canvas.layers import to_image  # late: the window shows sooner

        pixmap = QPixmap.fromImage(to_image(item.thumbnail, None, screen=self._screen_icc))
        self._pixmaps[item.id] = (item.thumbnail, pixmap)
        while len(self._pixmaps) > MOST_KEPT:
            self._pixmaps.popitem(last=False)
        return pixmap

    def row_of(self, item_id: int) -> int:
        place = self._items.place_of(item_id)
        return -1 if place is None else place

    def item(self, row: int) -> Item:
        return self._items[row]

    def _tool_tip(self, item: Item) -> str:
        lines = [str(item.found.path)]
        if item.size:
            out = self.size_out(item)
            told = words.pixels(*item.size)
            lines.append(f"{told}  →  {words.pixels(*out)}" if out else told)
        if item.frames > 1:
            lines.append(words.frames(item.frames, item.format))
        if item.choices is not None:
            lines.append(tr("With settings of its own"))
        return "\n".join(lines + self._outcome(item))

    def _outcome(self, item: Item) -> list[str]:
        if item.error:
            return [str(item.error)]
        if item.status is Status.QUEUED:
            return [queue.told_of(self._state, item)]
        if item.result is None or item.spec is None:
            return []
        scale = str(item.aim) if item.aim else f"×{item.spec.scale}"
        model, seconds = f"{item.spec.shown_label} {scale}", item.result.seconds
        lines = [tr("{model}, {seconds:.1f} s", model=model, seconds=seconds)]
        if item.result.consistency_db is not None:
            told = words.consistency(item.result.consistency_db)
            lines.append(told[:1].upper() + told[1:])
        lines += item.result.notices
        if item.saved is None and item.frames > 1 and formats.can_animate(item.format):
            lines.append(tr("Dragged out, it is the frame shown; save it to have them all"))
        return [*lines, tr("Saved as {path}", path=item.saved)] if item.saved else lines
