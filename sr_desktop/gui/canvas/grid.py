"""Single pixels, when they are large on the screen: a grid between them, their values in them."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from sr_desktop.gui.canvas.layers import Layer

GRID_FROM = 8.0
VALUES_FROM = 32.0
_FONT_PX = 9
_BRIGHT = 128  # from here on black is easier to read than white
_GREY = QColor(128, 128, 128)


def draw_grid(painter: QPainter, place: QRectF, clip: QRectF, pixel_px: float) -> None:
    """Lines a screen pixel wide between pixels that are pixel_px logical px large."""
    seen = place.intersected(clip)
    if pixel_px * painter.device().devicePixelRatioF() < GRID_FROM or seen.isEmpty():
        return
    lines = []
    for column in _edges(seen.left() - place.left(), seen.right() - place.left(), pixel_px):
        x = place.left() + column * pixel_px
        lines.append(QLineF(x, seen.top(), x, seen.bottom()))
    for row in _edges(seen.top() - place.top(), seen.bottom() - place.top(), pixel_px):
        y = place.top() + row * pixel_px
        lines.append(QLineF(seen.left(), y, seen.right(), y))
    colour = QColor(_GREY)
    colour.setAlphaF(min(0.55, 0.2 + 0.35 * (pixel_px / GRID_FROM - 1) / 2))
    painter.setPen(QPen(colour, 0))  # one screen pixel
    painter.drawLines(lines)


def draw_values(
    painter: QPainter, layer: Layer, place: QRectF, clip: QRectF, pixel_px: float
) -> None:
    """The numbers of each pixel in sight: red, green, blue below each other, or the one of gray."""
    seen = place.intersected(clip)
    if pixel_px < VALUES_FROM or seen.isEmpty():
        return
    left = max(0, int((seen.left() - place.left()) / pixel_px))
    top = max(0, int((seen.top() - place.top()) / pixel_px))
    right = min(layer.width, math.ceil((seen.right() - place.left()) / pixel_px))
    bottom = min(layer.height, math.ceil((seen.bottom() - place.top()) / pixel_px))
    values = layer.values(top, left, bottom - top, right - left)
    is_bright = layer.brightness(top, left, bottom - top, right - left) > _BRIGHT
    font = QFont(painter.font())
    font.setPixelSize(_FONT_PX)
    painter.save()
    painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
    painter.setFont(font)
    line_px = _FONT_PX + 1.0
    up = line_px * (values.shape[2] - 1) / 2
    for pen, wanted in ((QColor("white"), False), (QColor("black"), True)):
        painter.setPen(pen)
        for row, column in np.argwhere(is_bright == wanted):
            x, y = place.left() + (left + column) * pixel_px, place.top() + (top + row) * pixel_px
            for n, value in enumerate(values[row, column]):
                down = (pixel_px - line_px) / 2 - up + n * line_px
                line = QRectF(x, y + down, pixel_px, line_px)
                painter.drawText(line, Qt.AlignmentFlag.AlignCenter, str(value))
    painter.restore()


def _edges(start: float, stop: float, pixel_px: float) -> range:
    return range(math.ceil(start / pixel_px), math.floor(stop / pixel_px) + 1)
