"""The canvas: bicubic on the left of a divider, the result on its right, one zoom for both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QScreen,
    QShowEvent,
    QWheelEvent,
    QWindow,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from sr_desktop.gui import screen_colour, theme
from sr_desktop.gui.layers import TILE_PX, Budget, Layer, level_for

MIN_ZOOM, MAX_ZOOM = 0.01, 32.0
WHEEL_STEP = 1.25
_NEAREST_FROM = 2.0  # from here on single pixels are what people look at
_MARGIN_PX = 24
_GRAB_PX = 12
_HANDLE_RADIUS_PX = 16
_CHECKER_PX = 8


class SplitView(QWidget):
    """Shows one layer, or two with a divider between them.

    zoom is in screen pixels per result pixel: 1.0 is 100%. The centre of the view is kept in
    result pixels.
    """

    zoomed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Picture: bicubic left, super-resolution right")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self._left: Layer | None = None
        self._right: Layer | None = None
        self.labels = ("", "")
        self._zoom = 1.0
        self._centre = QPointF()
        self._fits = True
        self._divider = 0.5
        self._pan_from: QPointF | None = None
        self._drags_divider = False
        self._window: QWindow | None = None
        self._seen_on: QScreen | None = None
        self._screen_icc: bytes | None = None
        # Making all tiles in view at once would hold up the window for 0.2 s.
        self.paint_seconds = 0.012

    # What is shown

    def show_layers(self, left: Layer | None, right: Layer | None, labels: tuple[str, str]) -> None:
        """Show these; without a right one the left one fills the view.

        The part in view stays where it is when the layers are another size of the same picture.
        """
        before = self._left
        self._left, self._right, self.labels = left, right, labels
        if left is not None and before is not None and before.width != left.width:
            ratio = left.width / before.width
            self._centre *= ratio
            self._zoom /= ratio
        if self._fits:
            self.fit()
        self.update()

    def fit(self) -> None:
        """The whole picture, at most at 100%; stays so while the window changes its size."""
        self._fits = True
        if self._left is None:
            return
        ratio = self.devicePixelRatioF()
        room = QSizeF(self.width() - 2 * _MARGIN_PX, self.height() - 2 * _MARGIN_PX) * ratio
        zoom = min(room.width() / self._left.width, room.height() / self._left.height, 1.0)
        self._centre = QPointF(self._left.width / 2, self._left.height / 2)
        self._set_zoom(zoom)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping the pixel at this point of the widget (by default its middle) in place."""
        self._fits = False
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        middle = QPointF(self.width() / 2, self.height() / 2)
        offset = ((at or middle) - middle) * self.devicePixelRatioF()
        self._centre += offset / self._zoom - offset / zoom
        self._set_zoom(zoom)

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def divider(self) -> float:
        """Where the divider stands, as a part of the width, 0 to 1."""
        return self._divider

    def move_divider(self, to: float) -> None:
        self._divider = min(max(to, 0.0), 1.0)
        self.update()

    def middle(self) -> tuple[float, float]:
        """The (row, column) in the middle of the view, as parts of the picture, 0 to 1."""
        if self._left is None:
            return (0.5, 0.5)
        row, column = self._centre.y() / self._left.height, self._centre.x() / self._left.width
        return (min(max(row, 0.0), 1.0), min(max(column, 0.0), 1.0))

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._keep_in_sight()
        self.zoomed.emit(zoom)
        self.update()

    def _keep_in_sight(self) -> None:
        if self._left is None:
            return
        x = min(max(self._centre.x(), 0.0), float(self._left.width))
        y = min(max(self._centre.y(), 0.0), float(self._left.height))
        self._centre = QPointF(x, y)

    def _pan(self, by: QPointF) -> None:
        """Move the picture by this many logical pixels."""
        self._fits = False
        self._centre -= by * self.devicePixelRatioF() / self._zoom
        self._keep_in_sight()
        self.update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.canvas))
        if self._left is None:
            return
        self._match_screen()
        budget = Budget(self.paint_seconds)
        self._draw_sides(painter, self._left, budget)
        if budget.spent:
            self.update()  # what is missing comes after other events had their turn

    def _match_screen(self) -> None:
        """Have the layers in the colours of the screen that the window is on now."""
        if self.screen() is not self._seen_on:
            self._seen_on = self.screen()
            self._screen_icc = screen_colour.profile_of(self._seen_on)
        for layer in (self._left, self._right):
            if layer is not None:
                layer.show_on(self._screen_icc)

    def _draw_sides(self, painter: QPainter, left_layer: Layer, budget: Budget) -> None:
        whole = QRectF(self.rect())
        if self._right is None:
            self._draw_layer(painter, left_layer, whole, budget)
            self._draw_pill(painter, self.labels[0], Qt.AlignmentFlag.AlignLeft, whole)
            return
        x = self._divider_x()
        left, right = QRectF(whole), QRectF(whole)
        left.setRight(x)
        right.setLeft(x)
        self._draw_layer(painter, left_layer, left, budget)
        self._draw_layer(painter, self._right, right, budget)
        self._draw_pill(painter, self.labels[0], Qt.AlignmentFlag.AlignLeft, left)
        self._draw_pill(painter, self.labels[1], Qt.AlignmentFlag.AlignRight, right)
        self._draw_divider(painter, x, theme.tokens())

    def _picture_rect(self, layer: Layer) -> QRectF:
        """Where the layer lies in the widget, its corner on a whole screen pixel."""
        ratio = self.devicePixelRatioF()
        x = round(self.width() * ratio / 2 - self._centre.x() * self._zoom) / ratio
        y = round(self.height() * ratio / 2 - self._centre.y() * self._zoom) / ratio
        size = QSizeF(layer.width, layer.height) * (self._zoom / ratio)
        return QRectF(QPointF(x, y), size)

    def _draw_layer(self, painter: QPainter, layer: Layer, clip: QRectF, budget: Budget) -> None:
        place = self._picture_rect(layer)
        seen = place.intersected(clip)
        if seen.isEmpty():
            return
        painter.save()
        painter.setClipRect(seen)
        smooth = self._zoom < _NEAREST_FROM and self._zoom != 1.0
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        level = level_for(self._zoom)
        step = (1 << level) * self._zoom / self.devicePixelRatioF()  # of a level's pixel
        side = TILE_PX * step
        first = (seen.topLeft() - place.topLeft()) / side
        last = (seen.bottomRight() - place.topLeft()) / side
        rows = range(int(first.y()), min(int(last.y()), _last(layer.height, level)) + 1)
        columns = range(int(first.x()), min(int(last.x()), _last(layer.width, level)) + 1)
        for row in rows:
            for column in columns:
                image = layer.tile(level, row, column, budget)
                if image is None:
                    continue
                corner = place.topLeft() + QPointF(column, row) * side
                target = QRectF(corner, QSizeF(image.size()) * step)
                if image.hasAlphaChannel():
                    _draw_checkers(painter, target)
                painter.drawImage(target, image)
        painter.restore()

    def _draw_divider(self, painter: QPainter, x: float, look: theme.Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 70))
        painter.drawRect(QRectF(x - 2, 0, 4, self.height()))
        painter.setBrush(QColor("white"))
        painter.drawRect(QRectF(x - 1, 0, 2, self.height()))
        middle = QPointF(x, self.height() / 2)
        ring = QColor(look.accent) if self.hasFocus() else QColor(0, 0, 0, 60)
        painter.setPen(QPen(ring, 2 if self.hasFocus() else 1))
        painter.drawEllipse(middle, _HANDLE_RADIUS_PX, _HANDLE_RADIUS_PX)
        arrows = theme.pixmap("handle", theme.ICON_PX, "#1D1D1F", self.devicePixelRatioF())
        half = theme.ICON_PX / 2
        painter.drawPixmap(middle - QPointF(half, half), arrows)

    def _draw_pill(
        self, painter: QPainter, text: str, side: Qt.AlignmentFlag, room: QRectF
    ) -> None:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        width = QFontMetricsF(font).horizontalAdvance(text) + 20
        if not text or room.width() < width + 32:
            return
        at_left = side == Qt.AlignmentFlag.AlignLeft
        x = room.left() + 16 if at_left else room.right() - 16 - width
        pill = QRectF(x, room.top() + 16, width, 26)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 160))
        painter.drawRoundedRect(pill, 13, 13)
        painter.setPen(QColor("white"))
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _divider_x(self) -> float:
        return round(self.width() * self._divider)

    # Mouse and keys

    def _is_at_divider(self, at: QPointF) -> bool:
        return self._right is not None and abs(at.x() - self._divider_x()) <= _GRAB_PX

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        if event.button() == Qt.MouseButton.LeftButton and self._is_at_divider(event.position()):
            self._drags_divider = True
        else:
            self._pan_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drags_divider:
            self.move_divider(event.position().x() / max(1, self.width()))
        elif self._pan_from is not None:
            self._pan(event.position() - self._pan_from)
            self._pan_from = event.position()
        else:
            self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drags_divider = False
        self._pan_from = None
        self._show_cursor(event.position())

    def _show_cursor(self, at: QPointF) -> None:
        if self._is_at_divider(at):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._left is not None:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if self._left is not None and steps:
            self.zoom_to(self._zoom * WHEEL_STEP**steps, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinch on a touch pad zooms at the fingers."""
        pinches = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinches:
            self.zoom_to(self._zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    KEYS = (
        ("Arrows", "Move over the picture"),
        ("Alt + Left, Alt + Right", "Move the divider"),
    )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _SIDEWAYS:
            self.move_divider(self._divider + _SIDEWAYS[key] * 0.02)
        elif key in _PANS:
            self._pan(_PANS[key])
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        window = self.window().windowHandle()
        if window is not None and window is not self._window:
            self._window = window
            window.screenChanged.connect(self.update)  # moved: not all of it is painted anew

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fits:
            self.fit()


_SIDEWAYS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PANS: dict[int, QPointF] = {
    Qt.Key.Key_Left: QPointF(64, 0),
    Qt.Key.Key_Right: QPointF(-64, 0),
    Qt.Key.Key_Up: QPointF(0, 64),
    Qt.Key.Key_Down: QPointF(0, -64),
}


def _last(length: int, level: int) -> int:
    """The index of the last tile along a side of this many result pixels."""
    return (-(-length >> level) - 1) // TILE_PX


def _draw_checkers(painter: QPainter, area: QRectF) -> None:
    """The two grays that stand for "nothing here", in squares that stay put on the screen."""
    squares = QPixmap(2 * _CHECKER_PX, 2 * _CHECKER_PX)
    squares.fill(QColor("#C8C8C8"))
    pen = QPainter(squares)
    for corner in (0, _CHECKER_PX):
        pen.fillRect(corner, corner, _CHECKER_PX, _CHECKER_PX, QColor("#A8A8A8"))
    pen.end()
    painter.fillRect(area, QBrush(squares))
