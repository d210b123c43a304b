"""Layers, labels and plates, as the modes of the canvas draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPixmap,
    QPixmapCache,
)

from sr_desktop.gui import theme
from sr_desktop.gui.canvas.comparison import Sampling
from sr_desktop.gui.canvas.levels import TILE_PX, level_for, level_size
from sr_desktop.gui.canvas.tiles import Budget

if TYPE_CHECKING:
    from sr_desktop.gui.canvas.layers import Layer

PILL_PX = 26
_SHARP_FROM = 2.0  # from here on single pixels are what people look at
_CHECKER_PX = 8


def is_smooth(zoom: float, sampling: Sampling) -> bool:
    """Whether pixels run into each other at this zoom; at 100% there is nothing to choose."""
    if zoom == 1.0 or sampling is Sampling.SHARP:
        return False
    return sampling is Sampling.SMOOTH or zoom < _SHARP_FROM


def draw_layer(
    painter: QPainter, layer: Layer, place: QRectF, clip: QRectF, smooth: bool, budget: Budget
) -> None:
    """What of the layer is inside of clip; place is where all of it lies, in logical px.

    Where tiles are not there yet the coarsest level stands for them.
    """
    ratio = painter.device().devicePixelRatioF()
    seen = place.intersected(clip)
    if seen.isEmpty():
        return
    level = min(level_for(place.width() * ratio / layer.width), layer.top)
    painter.save()
    painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    missing = _draw_level(painter, layer, level, place, seen, budget)
    for hole in missing if level < layer.top else ():
        painter.setClipRect(hole.intersected(seen))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _draw_level(painter, layer, layer.top, place, hole, Budget())
    painter.restore()


def _draw_level(
    painter: QPainter, layer: Layer, level: int, place: QRectF, seen: QRectF, budget: Budget
) -> list[QRectF]:
    """Where nothing could be drawn yet."""
    missing = []
    step = (1 << level) * place.width() / layer.width
    side = TILE_PX * step
    height, width = level_size(layer.height, layer.width, level)
    first = (seen.topLeft() - place.topLeft()) / side
    last = (seen.bottomRight() - place.topLeft()) / side
    for row in range(max(0, int(first.y())), min(int(last.y()), (height - 1) // TILE_PX) + 1):
        for column in range(max(0, int(first.x())), min(int(last.x()), (width - 1) // TILE_PX) + 1):
            corner = place.topLeft() + QPointF(column, row) * side
            image = layer.tile(level, row, column, budget)
            if image is None:
                missing.append(QRectF(corner, QSizeF(side, side)))
            else:
                _draw_tile(painter, image, QRectF(corner, QSizeF(image.size()) * step), seen)
    return missing


def _draw_tile(painter: QPainter, image: QImage, target: QRectF, seen: QRectF) -> None:
    if image.hasAlphaChannel():
        _draw_checkers(painter, target.intersected(seen))
    painter.drawImage(target, image)


def _draw_checkers(painter: QPainter, area: QRectF) -> None:
    """The two grays that stand for "nothing here", in squares that stay put on the screen."""
    squares = QPixmap()
    if not QPixmapCache.find("canvas checkers", squares):
        squares = QPixmap(2 * _CHECKER_PX, 2 * _CHECKER_PX)
        squares.fill(QColor("#C8C8C8"))
        pen = QPainter(squares)
        for corner in (0, _CHECKER_PX):
            pen.fillRect(corner, corner, _CHECKER_PX, _CHECKER_PX, QColor("#A8A8A8"))
        pen.end()
        QPixmapCache.insert("canvas checkers", squares)
    painter.fillRect(area, QBrush(squares))


def draw_pill(painter: QPainter, text: str, room: QRectF, side: Qt.AlignmentFlag) -> None:
    """A label in an upper corner of the room, or below its middle; none where it has no room."""
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.DemiBold)
    width = QFontMetricsF(font).horizontalAdvance(text) + 20
    if not text or room.width() < width + 2 * theme.GRID_PX:
        return
    x, y = room.left() + 2 * theme.GRID_PX, room.top() + 2 * theme.GRID_PX
    if side == Qt.AlignmentFlag.AlignRight:
        x = room.right() - 2 * theme.GRID_PX - width
    elif side == Qt.AlignmentFlag.AlignHCenter:
        x, y = room.center().x() - width / 2, room.bottom() + theme.GRID_PX
    pill = QRectF(x, y, width, PILL_PX)
    painter.save()
    draw_plate(painter, pill, PILL_PX / 2)
    painter.setPen(QColor("white"))
    painter.setFont(font)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def draw_plate(painter: QPainter, area: QRectF, radius: float) -> None:
    """The dark ground of words upon the picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 160))
    painter.drawRoundedRect(area, radius, radius)
