"""The lens that follows the mouse and shows the other layer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from sr_desktop.gui import theme
from sr_desktop.gui.canvas.drawing import PILL_PX

_LEAST_PX, _MOST_PX = 72.0, 220.0  # its radius
_SHARE = 0.24  # of the shorter side of the view


class Lens:
    """at is its middle in the widget; None stands for the middle of the room."""

    def __init__(self) -> None:
        self.at: QPointF | None = None
        self.square = False

    def move_to(self, point: QPointF, room: QRectF) -> None:
        x = min(max(point.x(), room.left()), room.right())
        y = min(max(point.y(), room.top()), room.bottom())
        self.at = QPointF(x, y)

    def move_by(self, by: QPointF, room: QRectF) -> None:
        self.move_to(self.middle(room) + by, room)

    def middle(self, room: QRectF) -> QPointF:
        return self.at if self.at is not None else room.center()

    def area(self, room: QRectF) -> QRectF:
        radius = min(max(min(room.width(), room.height()) * _SHARE, _LEAST_PX), _MOST_PX)
        middle = self.middle(room)
        return QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)

    def touched(self, room: QRectF) -> QRectF:
        """What is to be painted anew when it goes: with its rim and its label."""
        area = self.area(room)
        return area.adjusted(-60, -4, 60, PILL_PX + 2 * theme.GRID_PX)

    def path(self, room: QRectF) -> QPainterPath:
        path = QPainterPath()
        if self.square:
            path.addRoundedRect(self.area(room), 6, 6)
        else:
            path.addEllipse(self.area(room))
        return path

    def draw_rim(self, painter: QPainter, room: QRectF, has_focus: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = QColor(theme.tokens().accent) if has_focus else QColor("white")
        for width, colour in ((4, QColor(0, 0, 0, 70)), (2, inner)):
            painter.setPen(QPen(colour, width))
            painter.drawPath(self.path(room))
        painter.restore()
