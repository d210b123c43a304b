"""The view of the strip's pictures: selecting, dragging, moving, and the menu's place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView

from sr_desktop.gui import outgoing, theme
from sr_desktop.gui.strip_cell import CELL, Cell
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.gui.strip_model import Index, Pictures

_EDGE_PX = 32  # near it a drag scrolls
_SCROLL_MS = 30
_SETTLE_MS = 60
_BACK, _ON = Qt.Key.Key_Left, Qt.Key.Key_Right


class StripList(QListView):
    """moved tells the ids that were dropped and the place of the picture they come before; stepped
    to move what is selected one place back (-1) or on (1); sighted the first and last place in
    sight, once scrolling has come to rest.

    mime makes what is dragged, of the places selected.
    """

    KEYS = (
        ((Qt.Key.Key_Left, Qt.Key.Key_Right), mark("Show the picture before it, or after it")),
        (("Shift+Left", "Shift+Right"), mark("Select one more picture")),
        (("Ctrl+Shift+Left", "Ctrl+Shift+Right"), mark("Move those selected in the queue")),
    )

    remove = Signal()
    moved = Signal(list, int)
    stepped = Signal(int)
    menu = Signal(QPoint)
    sighted = Signal(int, int)

    def __init__(self, pictures: Pictures, mime: Callable[[Sequence[int]], QMimeData]) -> None:
        super().__init__()
        self._mime = mime
        self._gap: int | None = None
        self._pictures = pictures
        self.setAccessibleName(tr("Pictures"))
        self.setModel(pictures)
        self._cell = Cell(pictures)
        self.setItemDelegate(self._cell)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFixedHeight(CELL.height() + 8)  # room for the scroll bar
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._tell_sight)
        self._scroll = QTimer(self, interval=_SCROLL_MS)
        self._scroll_px = 0
        self._scroll.timeout.connect(self._scroll_on)
        self.horizontalScrollBar().valueChanged.connect(self.look)

    # What is in sight

    def look(self) -> None:
        """Tell soon what is in sight."""
        self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.look()

    def _tell_sight(self) -> None:
        count = self._pictures.rowCount()
        if count:
            left = self.horizontalOffset()
            first = min(max(0, left // CELL.width()), count - 1)
            last = min((left + self.viewport().width()) // CELL.width(), count - 1)
            self.sighted.emit(first, last)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        # QListView's own lays all items out anew, 20 ms for 2,000; ours never change in size.
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    # Keys and the menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove.emit()
        elif event.key() in (_BACK, _ON) and (event.modifiers() & both) == both:
            self.stepped.emit(-1 if event.key() == _BACK else 1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            middle = self.visualRect(self.currentIndex()).center()
            place = self.viewport().mapToGlobal(middle)
        elif not self.indexAt(event.pos()).isValid():
            return
        self.menu.emit(place)

    # Dragging

    def startDrag(self, actions: Qt.DropAction) -> None:
        """A copy goes out, never the original itself: what is dragged stays where it is."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        if not rows:
            return
        drag = QDrag(self)
        drag.setMimeData(self._mime(rows))
        drag.setPixmap(self._drawing(len(rows)))
        drag.exec(Qt.DropAction.CopyAction)
        self._end_drop()

    def _drawing(self, count: int) -> QPixmap:
        """The cell under the mouse, and how many there are."""
        ratio = self.devicePixelRatioF()
        pixmap = self.viewport().grab(self.visualRect(self.currentIndex()))
        pixmap.setDevicePixelRatio(ratio)
        if count > 1:
            _draw_count(pixmap, count, self.font())
        return pixmap

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if outgoing.ids_in(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()  # files from outside are the window's

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        at = event.position().toPoint()
        self._show_gap(self._gap_at(at))
        edge = self.viewport().width()
        self._scroll_px = -24 if at.x() < _EDGE_PX else 24 if at.x() > edge - _EDGE_PX else 0
        if self._scroll_px:
            self._scroll.start()
        else:
            self._scroll.stop()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drop()

    def dropEvent(self, event: QDropEvent) -> None:
        ids = outgoing.ids_in(event.mimeData())
        gap = self._gap_at(event.position().toPoint())
        self._end_drop()
        event.acceptProposedAction()
        self.moved.emit(ids, gap)

    def _end_drop(self) -> None:
        self._scroll.stop()
        self._show_gap(None)

    def _gap_at(self, at: QPoint) -> int:
        """The place of the picture before which the drop would come."""
        place = (self.horizontalOffset() + at.x() + CELL.width() // 2) // CELL.width()
        return max(0, min(place, self._pictures.rowCount()))

    def _show_gap(self, gap: int | None) -> None:
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def _scroll_on(self) -> None:
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + self._scroll_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens().accent))
        x = self._gap * CELL.width() - self.horizontalOffset()
        x = max(2, min(x, self.viewport().width() - 2))
        painter.drawRoundedRect(QRectF(x - 1.5, 4, 3, CELL.height() - 8), 1.5, 1.5)


def _draw_count(pixmap: QPixmap, count: int, usual: QFont) -> None:
    look = theme.tokens()
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(usual)
    font.setPixelSize(12)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    text = f"{count:,}"
    width = max(22, painter.fontMetrics().horizontalAdvance(text) + 12)
    pill = QRectF(4, 4, width, 22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.accent))
    painter.drawRoundedRect(pill, 11, 11)
    painter.setPen(QColor(look.on_accent))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
