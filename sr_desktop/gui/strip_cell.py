"""Draws one picture of the strip: thumbnail, name, sizes, and its state by shape and colour."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QScreen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sr_desktop.gui import queue, theme, words
from sr_desktop.gui.state import Item, Status
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.strip_model import Index, Pictures

CELL = QSize(144, 88)
_PICTURE = QRect(8, 7, 128, 43)
_NAME = QRect(6, 52, 132, 16)
_LINE = QRect(6, 68, 132, 14)
_BADGE_PX = 18
_LEAST_SEEN = QSize(3, 3)  # of a picture that is very long or very high
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class Cell(QStyledItemDelegate):
    """Of the view's model, which is one of Pictures."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item = index.data(Qt.ItemDataRole.UserRole)
        look, area, view = theme.tokens(), QRectF(option.rect), option.widget
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        is_shown = isinstance(view, QListView) and view.currentIndex() == index
        _draw_plate(painter, area, look, option.state, is_shown)
        room = QRectF(_PICTURE).translated(area.topLeft())
        place = self._draw_thumbnail(painter, item, view.screen(), room, look)
        if item.frames > 1:
            _draw_frames(painter, item, place, option.font)
        if item.choices is not None:
            _draw_own(painter, place, look, view.devicePixelRatioF())
        corner = place.bottomRight() + QPointF(4, 4)
        badge = QRectF(corner.x() - _BADGE_PX, corner.y() - _BADGE_PX, _BADGE_PX, _BADGE_PX)
        _draw_badge(painter, item, badge, look)
        self._draw_words(painter, item, area, look, option.font)
        painter.restore()

    def _draw_thumbnail(
        self, painter: QPainter, item: Item, screen: QScreen, room: QRectF, look: theme.Tokens
    ) -> QRectF:
        """Answers where the picture lies."""
        pixmap = self._pictures.pixmap(item, screen)
        if pixmap is None:
            place = QRectF(0, 0, 58, 43)
            place.moveCenter(room.center())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.pressed))
            painter.drawRoundedRect(place, 3, 3)
            return place
        size = pixmap.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.expandedTo(_LEAST_SEEN)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        return place

    def _draw_words(
        self, painter: QPainter, item: Item, area: QRectF, look: theme.Tokens, usual: QFont
    ) -> None:
        font = QFont(usual)
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        room = QRectF(_NAME).translated(area.topLeft())
        metrics = painter.fontMetrics()
        mode = Qt.TextElideMode.ElideMiddle
        painter.drawText(room, _MIDDLE, metrics.elidedText(item.name, mode, int(room.width())))
        painter.setPen(QColor(look.bad if item.status is Status.FAILED else look.muted))
        room = QRectF(_LINE).translated(area.topLeft())
        fits = (
            told for told in self._told(item) if metrics.horizontalAdvance(told) <= room.width()
        )
        painter.drawText(room, _MIDDLE, next(fits, ""))

    def _told(self, item: Item) -> list[str]:
        """What the second line may say, the longest first."""
        if item.status is Status.WORKING:
            part = item.live.fraction if item.live else 0.0
            done = f"{part:.0%}" if item.live else ""
            left = queue.left_of(item, time.monotonic())
            if left is None:
                return [done]
            return [tr("{part:.0%}, {time} left", part=part, time=words.duration(left)), done]
        if item.status in (Status.QUEUED, Status.FAILED):
            return [tr(item.status.value)]
        if item.size is None:
            return []
        before, out = _brief(item.size), self._pictures.size_out(item)
        if out is None:
            return [before]
        pixels = [words.megapixels(width * height) for width, height in (item.size, out)]
        return [f"{before} → {_brief(out)}", " → ".join(pixels), f"→ {_brief(out)}", before]


def _brief(size: tuple[int, int]) -> str:
    return words.pixels(*size).replace(" ", "")


def _draw_plate(
    painter: QPainter, area: QRectF, look: theme.Tokens, state: QStyle.StateFlag, is_shown: bool
) -> None:
    """Selected ones are tinted and have a thin edge, the one shown has a thick one, and with the
    focus a second one.
    """
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    under_mouse = bool(state & QStyle.StateFlag.State_MouseOver)
    plate = area.adjusted(2, 2, -2, -2)
    if chosen or under_mouse:
        fill = QColor(look.accent if chosen else look.hover)
        fill.setAlphaF(0.16 if chosen else 1.0)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(look.accent), 1) if chosen else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(plate, 6, 6)
    if not is_shown:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.accent), 2))
    painter.drawRoundedRect(plate, 6, 6)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(look.accent), 1, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(plate.adjusted(3, 3, -3, -3), 4, 4)


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
    painter.drawText(pill, _MIDDLE, text)


def _draw_own(painter: QPainter, place: QRectF, look: theme.Tokens, ratio: float) -> None:
    """Two sliders in the upper right corner of the picture: it has settings of its own."""
    corner = place.topRight() + QPointF(4, -4)
    plate = QRectF(corner.x() - _BADGE_PX, corner.y(), _BADGE_PX, _BADGE_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.window))
    painter.drawEllipse(plate)
    icon = theme.pixmap("sliders", 14, look.text, ratio)
    painter.drawPixmap(plate.topLeft() + QPointF(2, 2), icon)


def _draw_badge(painter: QPainter, item: Item, area: QRectF, look: theme.Tokens) -> None:
    """Shape and colour of the state: a clock, a ring that fills, a tick, an exclamation mark."""
    if item.status is Status.WAITING:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.window))
    painter.drawEllipse(area)
    inner = area.adjusted(1.5, 1.5, -1.5, -1.5)
    if item.status in (Status.DONE, Status.FAILED):
        _draw_end(painter, inner, look, item.status is Status.DONE)
    elif item.status is Status.QUEUED:
        _draw_clock(painter, inner, look)
    else:
        _draw_ring(painter, inner, look, item.live.fraction if item.live else 0.0)


def _draw_end(painter: QPainter, area: QRectF, look: theme.Tokens, is_done: bool) -> None:
    painter.setBrush(QColor(look.good if is_done else look.bad))
    painter.drawEllipse(area)
    painter.setPen(QPen(QColor(look.window), 1.8, c=Qt.PenCapStyle.RoundCap))
    middle = area.center()
    if is_done:
        points = [QPointF(-3.2, 0.2), QPointF(-1.0, 2.4), QPointF(3.4, -2.4)]
        painter.drawPolyline([middle + point for point in points])
    else:
        painter.drawLine(middle + QPointF(0, -3.4), middle + QPointF(0, 0.8))
        painter.drawPoint(middle + QPointF(0, 3.4))


def _draw_clock(painter: QPainter, area: QRectF, look: theme.Tokens) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.muted), 1.6, c=Qt.PenCapStyle.RoundCap))
    painter.drawEllipse(area.adjusted(1, 1, -1, -1))
    middle = area.center()
    hands = [middle + QPointF(0, -3.6), middle, middle + QPointF(2.6, 1.6)]
    painter.drawPolyline(hands)


def _draw_ring(painter: QPainter, area: QRectF, look: theme.Tokens, fraction: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.line), 2.5))
    ring = area.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.drawEllipse(ring)
    painter.setPen(QPen(QColor(look.accent), 2.5))
    painter.drawArc(ring, 90 * 16, -round(fraction * 360 * 16))
