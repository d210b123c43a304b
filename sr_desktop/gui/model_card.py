"""A network of the picker, as a card that can be chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip

from sr_desktop.gui import theme
from sr_desktop.gui.widgets import draw_choice

if TYPE_CHECKING:
    from sr_desktop.gui.model_words import Told

_LEFT_PX, _RIGHT_PX, _EDGE_PX = 40, 12, 8
_GAP_PX, _BETWEEN_PX = 8, 4
_RADIO_PX = 16
_USUAL_WIDTH_PX = 256
_SMALL = 11 / 13  # of the usual text
_NUMBER = re.compile(r"(?<=\d) ")  # a number stays with its unit


@dataclass(frozen=True, slots=True)
class _Piece:
    """One line of text where it is drawn. tip explains it."""

    room: QRect
    text: str
    font: QFont
    is_quiet: bool = False
    is_right: bool = False
    tip: str = ""


class ModelCard(QAbstractButton):
    """Its name, how it stands, what it is for; the one chosen tells all that is known of it.

    Nothing is cut off: what has no room beside something else goes below it, long lines are broken.
    """

    def __init__(self, name: str, told: Told) -> None:
        super().__init__()
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.told = told
        self._laid_out: tuple[object, list[_Piece]] = (None, [])
        self.toggled.connect(self.updateGeometry)
        self.show_told(told)

    def show_told(self, told: Told) -> None:
        """At the scale chosen, for the picture shown."""
        self.told = told
        self.setAccessibleDescription(told.whole)
        self.updateGeometry()
        self.update()

    # Its size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        pieces = self.pieces(width)
        return max(piece.room.bottom() + 1 for piece in pieces) + _EDGE_PX

    def sizeHint(self) -> QSize:
        return QSize(_USUAL_WIDTH_PX, self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    # Its text

    def pieces(self, width: int) -> list[_Piece]:
        """All its lines in a card of this width; layouts ask for them again and again."""
        asked = (width, self.isChecked(), self.text(), self.told, self.font().key())
        if self._laid_out[0] != asked:
            self._laid_out = (asked, self._lay_out(width))
        return self._laid_out[1]

    def _lay_out(self, width: int) -> list[_Piece]:
        room = QRect(_LEFT_PX, _EDGE_PX, max(1, width - _LEFT_PX - _RIGHT_PX), 0)
        bold, small = QFont(self.font()), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(max(1, round(_pixel_size(small) * _SMALL)))
        small.setFeature(QFont.Tag("tnum"), 1)
        told = self.told
        where = told.place if self.isChecked() else told.brief
        name, at_side = (self.text(), bold, False), (where, small, told.is_here)
        is_room = not self.isChecked() or _is_room(room, name, at_side)
        pieces = list(_pair(room, name, at_side if is_room else ("", small, False), ""))
        pieces += _lines(_below(pieces, room, 2), told.purpose, self.font())
        if not self.isChecked():
            return pieces
        if not is_room:
            pieces += _lines(_below(pieces, room, 2), where, small, is_quiet=told.is_here)
        gap = _GAP_PX
        for fact in told.facts:
            called, value = (fact.name, small, True), (fact.value, small, False)
            pieces += _pair(_below(pieces, room, gap), called, value, fact.tip)
            gap = _BETWEEN_PX
        return pieces

    def fact_at(self, point: QPoint) -> str:
        """What explains the line at this point, "" where there is nothing to explain."""
        line = (
            piece
            for piece in self.pieces(self.width())
            if piece.room.top() - 2 <= point.y() <= piece.room.bottom() + 2
        )
        return next((piece.tip for piece in line if piece.tip), "")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.fact_at(event.pos()) or self.toolTip(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        draw_choice(painter, self, QRectF(self.rect()))
        self._draw_radio(painter, look)
        for piece in self.pieces(self.width()):
            side = Qt.AlignmentFlag.AlignRight if piece.is_right else Qt.AlignmentFlag.AlignLeft
            painter.setFont(piece.font)
            painter.setPen(QColor(look.muted if piece.is_quiet else look.text))
            painter.drawText(piece.room, side | Qt.AlignmentFlag.AlignVCenter, piece.text)

    def _draw_radio(self, painter: QPainter, look: theme.Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        middle = _EDGE_PX + QFontMetrics(self.font()).height() / 2
        ring = QRectF(12, middle - _RADIO_PX / 2, _RADIO_PX, _RADIO_PX)
        painter.setPen(QPen(QColor(look.accent if on else look.muted), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawEllipse(ring.adjusted(4, 4, -4, -4))


_Text = tuple[str, QFont, bool]  # with whether it is quiet


def _below(pieces: list[_Piece], room: QRect, gap_px: int) -> QRect:
    """The room under what is there."""
    top = max(piece.room.bottom() + 1 for piece in pieces) + gap_px
    return QRect(room.left(), top, room.width(), 0)


def _pair(room: QRect, left: _Text, right: _Text, tip: str) -> Iterator[_Piece]:
    """Two texts at the two sides of a line; where they have no room, the second goes below."""
    first = list(_lines(room, left[0], left[1], is_quiet=left[2], tip=tip))
    yield from first
    if not right[0]:
        return
    if _is_room(room, left, right):
        yield _Piece(first[0].room, right[0], right[1], right[2], is_right=True, tip=tip)
    else:
        below = _below(first, room, 0)
        yield from _lines(below, right[0], right[1], is_quiet=right[2], tip=tip)


def _is_room(room: QRect, left: _Text, right: _Text) -> bool:
    """Whether both have room in one line."""
    both = sum(QFontMetrics(font).horizontalAdvance(text) for text, font, _ in (left, right))
    return both + _GAP_PX <= room.width()


def _lines(
    room: QRect, text: str, font: QFont, *, is_quiet: bool = False, tip: str = ""
) -> Iterator[_Piece]:
    """The text in the width of the room, broken between words, or where there are none anywhere."""
    text = _NUMBER.sub("\u00a0", text)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    height, top = QFontMetrics(font).height(), room.top()
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room.width())
        part = text[line.textStart() : line.textStart() + line.textLength()].rstrip()
        place = QRect(room.left(), top, room.width(), height)
        yield _Piece(place, part, font, is_quiet, tip=tip)
        top += height
    layout.endLayout()


def _pixel_size(font: QFont) -> int:
    return font.pixelSize() if font.pixelSize() > 0 else QFontMetrics(font).ascent()
