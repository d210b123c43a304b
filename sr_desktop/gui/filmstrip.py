"""The row of dropped pictures: thumbnail, name, state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QPixmap, QScreen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from sr_desktop.gui import screen_colour, theme, words
from sr_desktop.gui.layers import to_image
from sr_desktop.gui.roll import Roll
from sr_desktop.gui.state import Item, Status, WindowState
from sr_desktop.gui.widgets import button, label

CELL = QSize(112, 88)
THUMBNAIL_PX = 128  # made at twice the size shown, for screens of that ratio
_PICTURE = QRect(8, 7, 96, 56)
_BADGE_PX = 18

_Index = QModelIndex | QPersistentModelIndex


class _Items(QAbstractListModel):
    """The state's pictures, as Qt's views want them."""

    def __init__(self) -> None:
        super().__init__()
        self._items: Roll[Item] = Roll()
        self._pixmaps: dict[int, QPixmap] = {}
        self._screen: QScreen | None = None
        self._screen_icc: bytes | None = None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self._items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return item.name
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(item)
            case Qt.ItemDataRole.AccessibleTextRole:
                frames = words.frames(item.frames, item.format) if item.frames > 1 else ""
                return ", ".join(part for part in (item.name, frames, item.status.value) if part)
            case Qt.ItemDataRole.UserRole:
                return item
        return None

    def show(self, items: Roll[Item]) -> None:
        """Tell the views just what is different."""
        places = items.changed_since(self._items)
        if places is None:
            self.beginResetModel()
            self._items = items
            kept = self._pixmaps.items()
            self._pixmaps = {id: pixmap for id, pixmap in kept if items.get(id) is not None}
            self.endResetModel()
            return
        self._items = items
        for row in places:
            self.dataChanged.emit(self.index(row), self.index(row))

    def pixmap(self, item: Item, screen: QScreen) -> QPixmap | None:
        """The thumbnail, which is sRGB, in the colours of that screen."""
        if item.thumbnail is None:
            return None
        if screen is not self._screen:
            self._screen, self._screen_icc = screen, screen_colour.profile_of(screen)
            self._pixmaps.clear()
        if item.id not in self._pixmaps:
            image = to_image(item.thumbnail, None, screen=self._screen_icc)
            self._pixmaps[item.id] = QPixmap.fromImage(image)
        return self._pixmaps[item.id]

    def row_of(self, item_id: int) -> int:
        place = self._items.place_of(item_id)
        return -1 if place is None else place


def _tool_tip(item: Item) -> str:
    lines = [str(item.found.path)]
    if item.size:
        lines.append(words.pixels(*item.size))
    if item.frames > 1:
        lines.append(words.frames(item.frames, item.format))
    if item.error:
        lines.append(str(item.error))
    elif item.result and item.spec:
        scale = str(item.aim) if item.aim else f"×{item.spec.scale}"
        lines.append(f"{item.spec.label} {scale}, {item.result.seconds:.1f} s")
        if item.result.consistency_db is not None:
            lines.append(words.consistency(item.result.consistency_db).capitalize())
        lines += item.result.notices
        if item.result.saved:
            lines.append(f"Saved as {item.result.saved}")
    return "\n".join(lines)


class _Delegate(QStyledItemDelegate):
    """Draws one picture of the strip."""

    def __init__(self, items: _Items) -> None:
        super().__init__()
        self._items = items

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item: Item = index.data(Qt.ItemDataRole.UserRole)
        look = theme.tokens()
        area = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._draw_plate(painter, area, look, state)
        picture = QRectF(_PICTURE).translated(area.topLeft())
        screen = option.widget.screen()
        place = self._draw_thumbnail(painter, item, screen, picture, look)
        if item.frames > 1:
            _draw_frames(painter, item, place, option.font)
        corner = place.bottomRight() + QPointF(4, 4)
        _draw_badge(painter, item, QRectF(corner.x() - 18, corner.y() - 18, 18, 18), look)
        font = QFont(option.font)
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        line = QRectF(area.left() + 6, area.bottom() - 22, area.width() - 12, 18)
        mode = Qt.TextElideMode.ElideMiddle
        text = painter.fontMetrics().elidedText(item.name, mode, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _draw_plate(
        self, painter: QPainter, area: QRectF, look: theme.Tokens, state: QStyle.StateFlag
    ) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        under_mouse = bool(state & QStyle.StateFlag.State_MouseOver)
        if not (chosen or under_mouse):
            return
        fill = QColor(look.accent if chosen else look.hover)
        fill.setAlphaF(0.16 if chosen else 1.0)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(look.accent), 2) if chosen else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 6, 6)

    def _draw_thumbnail(
        self, painter: QPainter, item: Item, screen: QScreen, room: QRectF, look: theme.Tokens
    ) -> QRectF:
        """Answers where the picture lies."""
        pixmap = self._items.pixmap(item, screen)
        if pixmap is None:
            place = QRectF(0, 0, 60, 44)
            place.moveCenter(room.center())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.pressed))
            painter.drawRoundedRect(place, 3, 3)
            return place
        size = pixmap.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        return place


def _draw_frames(painter: QPainter, item: Item, place: QRectF, usual: QFont) -> None:
    """How many there are, on a pill in the upper left corner of the picture."""
    font = QFont(usual)
    font.setPixelSize(10)
    painter.setFont(font)
    text = words.frames(item.frames, item.format)
    room = painter.fontMetrics().horizontalAdvance(text) + 10
    pill = QRectF(place.left() + 2, place.top() + 2, room, 15)
    pill.moveRight(min(pill.right(), max(place.right() - 2, pill.right() - 8)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(pill, 7.5, 7.5)
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def _draw_badge(painter: QPainter, item: Item, area: QRectF, look: theme.Tokens) -> None:
    """Shape and colour of the state: a clock, a ring that fills, a tick, an exclamation mark."""
    if item.status == Status.WAITING:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.window))
    painter.drawEllipse(area)
    inner = area.adjusted(1.5, 1.5, -1.5, -1.5)
    if item.status in (Status.DONE, Status.FAILED):
        done = item.status == Status.DONE
        painter.setBrush(QColor(look.good if done else look.bad))
        painter.drawEllipse(inner)
        painter.setPen(QPen(QColor(look.window), 1.8, c=Qt.PenCapStyle.RoundCap))
        middle = inner.center()
        if done:
            points = [QPointF(-3.2, 0.2), QPointF(-1.0, 2.4), QPointF(3.4, -2.4)]
            painter.drawPolyline([middle + point for point in points])
        else:
            painter.drawLine(middle + QPointF(0, -3.4), middle + QPointF(0, 0.8))
            painter.drawPoint(middle + QPointF(0, 3.4))
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.line), 2.5))
    ring = inner.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.drawEllipse(ring)
    painter.setPen(QPen(QColor(look.accent), 2.5))
    fraction = item.live.fraction if item.live else 0.0
    painter.drawArc(ring, 90 * 16, -round(fraction * 360 * 16))


class _List(QListView):
    remove = Signal()
    KEYS = (("Delete", "Take the picture out of the strip"),)

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        # QListView's own lays all items out anew, 20 ms for 2,000; ours never change in size.
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove.emit()
        else:
            super().keyPressEvent(event)


class Filmstrip(QFrame):
    """Hidden while there is no picture. chosen and removed tell a picture's id.

    While an export runs its buttons are those for that: pause or resume, and cancel.
    """

    chosen = Signal(int)
    removed = Signal(int)
    export_all = Signal()
    clear = Signal()
    pause = Signal()
    resume = Signal()
    cancel = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._items = _Items()
        self._list = _List()
        self._list.setAccessibleName("Pictures")
        self._list.setModel(self._items)
        self._list.setItemDelegate(_Delegate(self._items))
        self._list.setFlow(QListView.Flow.LeftToRight)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setFixedHeight(CELL.height() + 8)  # room for the scroll bar
        self._list.selectionModel().currentChanged.connect(self._choose)
        self._list.remove.connect(self._remove)
        self._summary = label("", "muted")
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._export = button("Export all…", "plain")
        self._export.setToolTip("Upscale what is not done yet and save everything (Ctrl+E)")
        self._export.clicked.connect(self.export_all)
        self._clear = button("Clear", "plain")
        self._clear.setToolTip("Take all pictures out of the list; files stay where they are")
        self._clear.clicked.connect(self.clear)
        self._pause = button("Pause", "plain")
        self._pause.setToolTip("Wait before the next tile, or go on (Ctrl+P)")
        self._pause.clicked.connect(self._press_pause)
        self._cancel = button("Cancel", "plain")
        self._cancel.setToolTip("Stop the export; what is written stays (Esc)")
        self._cancel.clicked.connect(self.cancel)
        self._is_paused = False
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID_PX)
        buttons.addStretch()
        for each in (self._clear, self._export, self._pause, self._cancel):
            buttons.addWidget(each)
        side = QVBoxLayout()
        side.setSpacing(theme.GRID_PX)
        side.addStretch()
        side.addWidget(self._summary)
        side.addLayout(buttons)
        side.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GRID_PX, 0, 2 * theme.GRID_PX, 0)
        row.setSpacing(2 * theme.GRID_PX)
        row.addWidget(self._list, stretch=1)
        row.addLayout(side)

    def show_state(self, state: WindowState, summary: str) -> None:
        self.setVisible(bool(state.items))
        selection = self._list.selectionModel()
        selection.blockSignals(True)
        self._items.show(state.items)
        row = self._items.row_of(state.current)
        if row >= 0 and self._list.currentIndex().row() != row:
            self._list.setCurrentIndex(self._items.index(row))
        selection.blockSignals(False)
        self._summary.setText(summary)
        self._show_buttons(state)

    def _show_buttons(self, state: WindowState) -> None:
        batch = state.running
        can_pause = batch is not None and batch.job_id != 0
        self._is_paused = batch is not None and batch.is_paused
        self._pause.setText("Resume" if self._is_paused else "Pause")
        self._pause.setVisible(can_pause)
        self._cancel.setVisible(can_pause)
        for each in (self._export, self._clear):
            each.setVisible(not can_pause)
            each.setEnabled(not state.is_working)

    def _press_pause(self) -> None:
        (self.resume if self._is_paused else self.pause).emit()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(Qt.ItemDataRole.UserRole).id)

    def _remove(self) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            self.removed.emit(index.data(Qt.ItemDataRole.UserRole).id)
