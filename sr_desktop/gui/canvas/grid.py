"""Single pixels, when they are large on the screen: a grid between them, their values in them."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText, QTransform

if TYPE_CHECKING:
    from sr_desktop.gui.canvas.layers import Layer

GRID_FROM = 8.0
VALUES_FROM = 36.0
_FONT_PX, _LINE_PX = 9, 10
_BRIGHT = 118  # from here on black is easier to read than white
_GREY = QColor(128, 128, 128)


def draw_grid(painter: QPainter, place: QRectF, clip: QRectF, pixel_px: float) -> None:
    """Lines a screen pixel wide between pixels that are pixel_px logical px large."""
    seen = place.intersected(clip)
    if pixel_px * painter.device().devicePixelRatioF() < GRID_FROM or seen.isEmpty():
        return
    colour = QColor(_GREY)
    colour.setAlphaF(min(0.55, 0.2 + 0.35 * (pixel_px / GRID_FROM - 1) / 2))
    thin = 1 / painter.device().devicePixelRatioF()
    for column in _edges(seen.left() - place.left(), seen.right() - place.left(), pixel_px):
        x = place.left() + column * pixel_px
        painter.fillRect(QRectF(x, seen.top(), thin, seen.height()), colour)
    for row in _edges(seen.top() - place.top(), seen.bottom() - place.top(), pixel_px):
        y = place.top() + row * pixel_px
        painter.fillRect(QRectF(seen.left(), y, seen.width(), thin), colour)


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
    down = (pixel_px - _LINE_PX * values.shape[2]) / 2
    for pen, wanted in ((QColor("white"), False), (QColor("black"), True)):
        painter.setPen(pen)
        for row, column in zip(*(is_bright == wanted).nonzero(), strict=True):
            x = place.left() + (left + column + 0.5) * pixel_px
            y = place.top() + (top + row) * pixel_px + down
            for n, value in enumerate(values[row, column].tolist()):
                text, half = _number(value, font.toString())
                painter.drawStaticText(QPointF(x - half, y + n * _LINE_PX), text)
    painter.restore()


@lru_cache(maxsize=4096)
def _number(value: int, font_text: str) -> tuple[QStaticText, float]:
    """Laid out once, with half its width: there are thousands on the screen."""
    font = QFont()
    font.fromString(font_text)
    text = QStaticText(str(value).replace("-", "−"))
    text.prepare(QTransform(), font)
    return text, text.size().width() / 2


def _edges(start: float, stop: float, pixel_px: float) -> range:
    return range(math.ceil(start / pixel_px), math.floor(stop / pixel_px) + 1)
