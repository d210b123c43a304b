"""The line between the two sides, with a handle that is easy to grab."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sr_desktop.gui import theme

GRAB_PX = 12
_RADIUS_PX = 16


class Divider:
    """at is where it stands, as a part of the width, or of the height when it is level, 0 to 1."""

    def __init__(self) -> None:
        self.at = 0.5
        self.level = False

    def move_to(self, at: float) -> None:
        self.at = min(max(at, 0.0), 1.0)

    def move_under(self, point: QPointF, room: QRectF) -> None:
        if self.level:
            self.move_to((point.y() - room.top()) / max(1.0, room.height()))
        else:
            self.move_to((point.x() - room.left()) / max(1.0, room.width()))

    def halves(self, room: QRectF) -> tuple[QRectF, QRectF]:
        """Of the room: the left and the right one, or the upper and the lower."""
        first, second = QRectF(room), QRectF(room)
        if self.level:
            first.setBottom(self._line(room))
            second.setTop(self._line(room))
        else:
            first.setRight(self._line(room))
            second.setLeft(self._line(room))
        return first, second

    def is_at(self, point: QPointF, room: QRectF) -> bool:
        """Whether it would be grabbed there."""
        along = point.y() if self.level else point.x()
        return abs(along - self._line(room)) <= GRAB_PX

    @property
    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.SplitVCursor if self.level else Qt.CursorShape.SplitHCursor

    def draw(self, painter: QPainter, room: QRectF, has_focus: bool) -> None:
        self.draw_line(painter, room)
        line = self._line(room)
        middle = (
            QPointF(room.center().x(), line) if self.level else QPointF(line, room.center().y())
        )
        ring = QColor(theme.tokens().accent) if has_focus else QColor(0, 0, 0, 60)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor("white"))
        painter.setPen(QPen(ring, 2 if has_focus else 1))
        painter.drawEllipse(middle, _RADIUS_PX, _RADIUS_PX)
        painter.translate(middle)
        painter.rotate(90 if self.level else 0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        half = theme.ICON_PX / 2
        ratio = painter.device().devicePixelRatioF()
        arrows = theme.pixmap("handle", theme.ICON_PX, "#1D1D1F", ratio)
        painter.drawPixmap(QPointF(-half, -half), arrows)
        painter.restore()

    def draw_line(self, painter: QPainter, room: QRectF) -> None:
        """White with dark rims: it is seen on everything."""
        line = self._line(room)
        for width, colour in ((4, QColor(0, 0, 0, 70)), (2, QColor("white"))):
            if self.level:
                area = QRectF(QPointF(room.left(), line - width / 2), QSizeF(room.width(), width))
            else:
                area = QRectF(QPointF(line - width / 2, room.top()), QSizeF(width, room.height()))
            painter.fillRect(area, colour)

    def _line(self, room: QRectF) -> float:
        if self.level:
            return round(room.top() + room.height() * self.at)
        return round(room.left() + room.width() * self.at)
