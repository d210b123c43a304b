"""The whole picture, small in a corner, with the part in sight: only while there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sr_desktop.gui import theme
from sr_desktop.gui.canvas.drawing import draw_layer
from sr_desktop.gui.canvas.tiles import Budget

if TYPE_CHECKING:
    from sr_desktop.gui.canvas.layers import Layer

_MOST = QSizeF(160, 120)
_LEAST_PX = 12  # of its shorter side: panoramas still have something to click at
_MARGIN_PX = 2 * theme.GRID_PX
_SHARE = 0.25  # of the view at most
_QUIET, _CLEAR = 0.8, 1.0
_WHOLE = 0.999

Part = tuple[float, float, float, float]


class Minimap:
    """is_near tells that the mouse is at it: then it is not translucent."""

    def __init__(self) -> None:
        self.is_near = False

    def area(self, room: QRectF, size: tuple[int, int], visible: Part) -> QRectF | None:
        """Where it lies; None while all of the picture is in sight."""
        top, left, bottom, right = visible
        if (bottom - top) * (right - left) >= _WHOLE or not all(size):
            return None
        most = _MOST.boundedTo(room.size() * _SHARE)
        drawn = QSizeF(*size).scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
        drawn = drawn.expandedTo(QSizeF(_LEAST_PX, _LEAST_PX))
        width, height = round(drawn.width()), round(drawn.height())
        corner = room.bottomRight() - QPointF(width + _MARGIN_PX, height + _MARGIN_PX)
        return QRectF(corner, QSizeF(width, height))

    def spot(self, at: QPointF, area: QRectF) -> tuple[float, float]:
        """The (row, column) of the picture there, as parts, 0 to 1."""
        row, column = (at.y() - area.top()) / area.height(), (at.x() - area.left()) / area.width()
        return min(max(row, 0.0), 1.0), min(max(column, 0.0), 1.0)

    def draw(self, painter: QPainter, layer: Layer, area: QRectF, visible: Part) -> None:
        painter.save()
        painter.setOpacity(_CLEAR if self.is_near else _QUIET)
        rim = area.marginsAdded(QMarginsF(3, 3, 3, 3))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 160))
        painter.drawRoundedRect(rim, 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_layer(painter, layer, area, area, True, Budget())
        top, left, bottom, right = visible
        seen = QRectF(
            area.left() + left * area.width(),
            area.top() + top * area.height(),
            max(4.0, (right - left) * area.width()),
            max(4.0, (bottom - top) * area.height()),
        )
        self._dim_around(painter, area, seen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((3, QColor(0, 0, 0, 140)), (1.5, QColor("white"))):
            painter.setPen(QPen(colour, width))
            painter.drawRect(seen)
        painter.restore()

    def _dim_around(self, painter: QPainter, area: QRectF, seen: QRectF) -> None:
        dim = QColor(0, 0, 0, 90)
        painter.fillRect(QRectF(area.topLeft(), QPointF(area.right(), seen.top())), dim)
        painter.fillRect(QRectF(QPointF(area.left(), seen.bottom()), area.bottomRight()), dim)
        painter.fillRect(
            QRectF(area.left(), seen.top(), seen.left() - area.left(), seen.height()), dim
        )
        painter.fillRect(
            QRectF(seen.right(), seen.top(), area.right() - seen.right(), seen.height()), dim
        )
