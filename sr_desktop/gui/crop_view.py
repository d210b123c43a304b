"""A small part of a picture, or words in its place; several of them share a zoom and a position."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sr_desktop.gui import drawn, theme
from sr_desktop.language import tr

LEAST_PX, USUAL_PX = 80, 208
_NEAREST_FROM = 2.0


class CropView(QWidget):
    """zoom is in screen pixels per pixel of the image, centre in parts of it, 0 to 1.

    zoomed tells by how many times, dragged by how many parts of the image, across and down.
    """

    zoomed = Signal(float)
    dragged = Signal(QPointF)

    def __init__(self) -> None:
        super().__init__()
        drawn.is_picture(self)
        self.setMinimumSize(LEAST_PX, LEAST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: QImage | None = None
        self._text = ""
        self._bad = False
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self._drag_from: QPointF | None = None

    def sizeHint(self) -> QSize:
        return QSize(USUAL_PX, USUAL_PX)

    @property
    def image(self) -> QImage | None:
        return self._image

    def show_image(self, image: QImage) -> None:
        self._image, self._text = image, ""
        self.setAccessibleDescription("")
        self.setToolTip(tr("Wheel to zoom, drag to move: all of them follow"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()

    def show_text(self, text: str, tip: str = "", *, bad: bool = False) -> None:
        """Words until there is an image, or about why there is none."""
        self._image, self._text, self._bad = None, text, bad
        self.setAccessibleDescription(text)
        self.setToolTip(tip)
        self.unsetCursor()
        self.update()

    def show_part(self, zoom: float, centre: QPointF) -> None:
        self._zoom, self._centre = zoom, centre
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.canvas))
        if self._image is None:
            self._draw_text(painter, look)
            return
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform,
            self._zoom < _NEAREST_FROM and self._zoom != 1.0,
        )
        painter.drawImage(self._place(self._image), self._image)

    def _place(self, image: QImage) -> QRectF:
        """Where the image lies, its corner on a whole screen pixel."""
        ratio = self.devicePixelRatioF()
        size = QSizeF(image.size()) * (self._zoom / ratio)
        x = round((self.width() / 2 - self._centre.x() * size.width()) * ratio) / ratio
        y = round((self.height() / 2 - self._centre.y() * size.height()) * ratio) / ratio
        return QRectF(QPointF(x, y), size)

    def _draw_text(self, painter: QPainter, look: theme.Tokens) -> None:
        """In the middle; where it is bad, under a sign for it."""
        painter.setPen(QColor(look.text))
        font = QFont(self.font())
        font.setPixelSize(11 if self._bad else 13)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        flags = flags | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        room = self.rect().adjusted(8, 8, -8, -8)
        sign_px = theme.ICON_PX + 8 if self._bad else 0
        needed_px = painter.boundingRect(room, flags, self._text).height() + sign_px
        room.setTop(room.top() + max(0, (room.height() - needed_px) // 2))
        if self._bad:
            sign = theme.pixmap("alert", theme.ICON_PX, look.bad, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - theme.ICON_PX) // 2, room.top(), sign)
            room.setTop(room.top() + sign_px)
        painter.drawText(room, flags, self._text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._image is not None and event.angleDelta().y():
            self.zoomed.emit(1.25 ** (event.angleDelta().y() / 120))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._image is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is None or self._image is None:
            return
        by, size = event.position() - self._drag_from, self._place(self._image).size()
        self._drag_from = event.position()
        self.dragged.emit(QPointF(by.x() / size.width(), by.y() / size.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            self._drag_from = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
