"""What the cells of a table's row are drawn with: the plate, the ring of the focus, a sign."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from sr_desktop.gui import theme


def draw_plate(painter: QPainter, area: QRectF, option: QStyleOptionViewItem) -> None:
    """Under a row that is selected or pointed at."""
    look = theme.tokens()
    if option.state & QStyle.StateFlag.State_Selected:
        fill = QColor(look.accent)
        fill.setAlphaF(0.16)
        painter.fillRect(area, fill)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, QColor(look.hover))


def draw_ring(
    painter: QPainter,
    area: QRectF,
    option: QStyleOptionViewItem,
    *,
    is_first: bool,
    is_last: bool,
) -> None:
    """This cell's part of the focus ring around the row, where that has the focus."""
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if not (selected and isinstance(option.widget, QWidget) and option.widget.hasFocus()):
        return
    edge = QColor(theme.tokens().accent)
    painter.fillRect(QRectF(area.left(), area.top(), area.width(), 2), edge)
    painter.fillRect(QRectF(area.left(), area.bottom() - 2, area.width(), 2), edge)
    if is_first:
        painter.fillRect(QRectF(area.left(), area.top(), 2, area.height()), edge)
    if is_last:
        painter.fillRect(QRectF(area.right() - 2, area.top(), 2, area.height()), edge)


def draw_sign(painter: QPainter, room: QRectF, icon: str, colour: str) -> QRectF:
    """None where icon is ""; answers the room that is left for words."""
    if icon:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        pixmap = theme.pixmap(icon, 16, colour, ratio)
        painter.drawPixmap(int(room.left()), int(room.center().y() - 8), pixmap)
    return room.adjusted(24, 0, 0, 0)
