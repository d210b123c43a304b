"""The canvas: two layers of one picture in one of the modes, with one zoom and one position."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QScreen,
    QShowEvent,
    QWheelEvent,
    QWindow,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from sr_desktop.gui import drawn, screen_colour, theme
from sr_desktop.gui.canvas import grid, readout, spoken
from sr_desktop.gui.canvas.comparison import Comparison, Mode
from sr_desktop.gui.canvas.corner import Corner
from sr_desktop.gui.canvas.divider import Divider
from sr_desktop.gui.canvas.drawing import draw_layer, draw_pill, is_smooth
from sr_desktop.gui.canvas.lens import Lens
from sr_desktop.gui.canvas.minimap import Minimap
from sr_desktop.gui.canvas.port import Port
from sr_desktop.gui.canvas.scene import Scene
from sr_desktop.gui.canvas.tiles import Budget
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.gui.canvas.layers import Layer
    from sr_desktop.gui.canvas.levels import Region

WHEEL_STEP = 1.25
_MARGIN_PX = 3 * theme.GRID_PX
_DIVIDER_STEP = 0.02
_LENS_STEP_PX = 16
_PAN_STEP_PX = 64
_NEWS_MS = 40
_SEAM = QMargins(3, 3, 3, 3)  # pixels run into their neighbours where they are drawn smaller
_LEFT, _RIGHT, _MIDDLE = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignHCenter,
)


class CanvasView(QWidget):
    """zoomed tells the zoom, moved that another part is in sight. pointed tells the pixel under the
    mouse in words, "" for none; picked the spot (row, column), as parts of the picture, that was
    clicked after pick_spot; compared a Change of the comparison.
    """

    KEYS = (
        ((Qt.Key.Key_Space,), mark("While held: see the original")),
        (
            (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
            mark("Move the picture"),
        ),
        (
            ("Alt+Left", "Alt+Right", "Alt+Up", "Alt+Down"),
            mark("Move the divider, or the lens"),
        ),
    )

    zoomed = Signal(float)
    moved = Signal()
    pointed = Signal(str)
    picked = Signal(float, float)
    compared = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Picture"))
        drawn.is_picture(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self._scene = Scene()
        self._seen: dict[Layer, int] = {}  # how many of its changes are painted, or about to be
        self._port = Port()
        self._divider, self._lens, self._minimap = Divider(), Lens(), Minimap()
        self._side = Divider()  # never moved: both halves are alike
        self.corner = Corner()
        self.corner.setParent(self)
        self.corner.chosen.connect(self.compared)
        self._fits = True
        self._is_held = False
        self._by_keys = False
        self._is_picking = False
        self._pinched: tuple[float, QPointF] | None = None  # the zoom at first, the middle last
        self._drag: Callable[[QPointF], None] | None = None
        self._pointer: QPointF | None = None
        self._window: QWindow | None = None
        self._seen_on: QScreen | None = None
        self._screen_icc: bytes | None = None
        self._news = QTimer(self, singleShot=True, interval=_NEWS_MS)
        self._news.timeout.connect(self._look_for_news)
        # Making all tiles in view at once would hold up the window for 0.2 s.
        self.paint_seconds = 0.012

    # What is shown

    def show_scene(self, scene: Scene) -> None:
        """The part in view stays where it is when the layers are another size of the picture."""
        if scene == self._scene:
            self._look_for_news()
            return
        self._scene = scene
        self._seen = {layer: len(layer.changes) for layer in scene.layers}
        comparison = scene.comparison
        self._divider.level = self._side.level = comparison.level
        self._lens.square = comparison.square
        is_pair = scene.of is not None or (scene.base is not None and self._shows_figures)
        self.corner.show_comparison(comparison, scene.note, is_pair)
        self._place_corner()
        if scene.base is not None:
            before = self._port.zoom
            self._port.show_size(scene.base.width, scene.base.height)
            if self._fits:
                self.fit()
            elif before != self._port.zoom:
                self._tell_moved()
        self._tell_pointed()
        self._describe()
        self.update()

    @property
    def labels(self) -> tuple[str, str]:
        """Those of the two sides."""
        return self._scene.labels

    @property
    def comparison(self) -> Comparison:
        return self._scene.comparison

    @property
    def _mode(self) -> Mode:
        return self._scene.comparison.mode

    @property
    def _shows_figures(self) -> bool:
        return self._mode in (Mode.DIFFERENCE, Mode.CONSISTENCY)

    @property
    def _is_split(self) -> bool:
        modes = (Mode.SPLIT, Mode.DIFFERENCE)
        return self._scene.of is not None and self._mode in modes and not self._is_held

    @property
    def _has_lens(self) -> bool:
        return self._scene.of is not None and self._mode is Mode.LENS

    def hold(self, on: bool) -> None:
        """While on, the original is seen, whatever the mode."""
        if on != self._is_held:
            self._is_held = on
            self._describe()
            self.update()

    # Which part is seen

    def fit(self) -> None:
        """The whole picture, at most at 100%; stays so while the window changes its size."""
        self._fits = True
        if self._scene.base is None:
            return
        room = self._rooms()[0].size() - QSizeF(2 * _MARGIN_PX, 2 * _MARGIN_PX)
        self._port.fit(room.expandedTo(QSizeF(1, 1)), self.devicePixelRatioF())
        self._tell_moved()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, keeping the pixel at this point of the widget (by default its middle) in place."""
        self._fits = False
        room = self._room_at(at) if at is not None else self._rooms()[0]
        off_middle = (at - room.center()) if at is not None else QPointF()
        self._port.zoom_to(zoom, off_middle, self.devicePixelRatioF())
        self._tell_moved()

    @property
    def zoom(self) -> float:
        return self._port.zoom

    @property
    def divider(self) -> float:
        """Where the divider stands, as a part of the width or height, 0 to 1."""
        return self._divider.at

    def move_divider(self, to: float) -> None:
        self._divider.move_to(to)
        self.update()

    def middle(self) -> tuple[float, float]:
        """The (row, column) in the middle of the view, as parts of the picture, 0 to 1."""
        if self._scene.base is None:
            return (0.5, 0.5)
        width, height = self._port.size
        return (self._port.centre.y() / height, self._port.centre.x() / width)

    def visible(self) -> tuple[float, float, float, float]:
        """(top, left, bottom, right) of what is in sight, as parts of the picture, 0 to 1."""
        if self._scene.base is None:
            return (0.0, 0.0, 1.0, 1.0)
        return self._port.visible(self._rooms()[0], self.devicePixelRatioF())

    def pick_spot(self, on: bool) -> None:
        """Have the next click tell a spot of the picture, or no longer."""
        self._is_picking = on
        if self._pointer is not None:
            self._show_cursor(self._pointer)
        elif on:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()

    def _pan(self, by: QPointF) -> None:
        """Move the picture by this many logical pixels."""
        self._fits = False
        self._port.pan(by, self.devicePixelRatioF())
        self._tell_moved()

    def _go_to(self, at: QPointF, area: QRectF) -> None:
        """To the spot of the minimap."""
        self._fits = False
        self._port.go_to(*self._minimap.spot(at, area))
        self._tell_moved()

    def _tell_moved(self) -> None:
        self.zoomed.emit(self._port.zoom)
        self.moved.emit()
        self._tell_pointed()
        self._describe()
        self.update()

    def _describe(self) -> None:
        """For those who do not see it."""
        told = spoken.words(self._scene, self.zoom, self.visible(), is_held=self._is_held)
        self.setAccessibleDescription(told)

    # Rooms: what the picture is drawn in; there are two side by side

    def _rooms(self) -> tuple[QRectF, ...]:
        whole = QRectF(self.rect())
        is_pair = self._scene.of is not None and self._mode is Mode.SIDE
        return self._side.halves(whole) if is_pair else (whole,)

    def _room_at(self, at: QPointF) -> QRectF:
        rooms = self._rooms()
        return next((room for room in rooms if room.contains(at)), rooms[0])

    def _minimap_area(self) -> QRectF | None:
        if self._scene.base is None:
            return None
        return self._minimap.area(QRectF(self.rect()), self._port.size, self.visible())

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.tokens().canvas))
        if self._scene.base is None:
            return
        self._match_screen()
        ratio = self.devicePixelRatioF()
        budget = Budget(self.paint_seconds, round(self.width() * self.height() * ratio**2))
        self._draw_mode(painter, QRectF(event.rect()), budget)
        self._draw_minimap(painter)
        self._draw_focus(painter)
        if budget.spent:
            self.update(event.rect())  # what is missing comes after other events had their turn
        if any(each.is_busy or self._news_of(each) for each in self._scene.layers):
            self._news.start()

    def _news_of(self, layer: Layer) -> list[Region]:
        """The parts of it that nobody has asked to be painted anew."""
        return layer.changes[self._seen[layer] :]

    def _look_for_news(self) -> None:
        """Paint what has changed, and that alone: all of it takes long while all cores work."""
        layers = self._scene.layers
        for layer in layers:
            layer.catch_up()
            news = self._news_of(layer)
            for part in news:
                self._update_part(part)
            if news and (small := self._minimap_area()) is not None:
                self.update(small.toAlignedRect())
            self._seen[layer] = len(layer.changes)
        if any(layer.is_busy for layer in layers):
            self._news.start()

    def _update_part(self, part: Region) -> None:
        """Have this part of the picture painted, wherever it is to be seen."""
        top, left, height, width = part
        for room in self._rooms():
            place = self._port.place(room, self.devicePixelRatioF())
            scale = place.width() / self._port.size[0]
            corner = place.topLeft() + QPointF(left, top) * scale
            area = QRectF(corner, QSizeF(width, height) * scale).intersected(room)
            if not area.isEmpty():
                self.update(area.toAlignedRect().marginsAdded(_SEAM))

    def _match_screen(self) -> None:
        """Have the layers in the colours of the screen that the window is on now."""
        if self.screen() is not self._seen_on:
            if self._seen_on is not None:
                self.update()  # all of it: tiles in the colours of the other one are not changes
            self._seen_on = self.screen()
            self._screen_icc = screen_colour.profile_of(self._seen_on)
        for layer in self._scene.layers:
            layer.show_on(self._screen_icc)

    def _draw_mode(self, painter: QPainter, dirty: QRectF, budget: Budget) -> None:
        scene, whole = self._scene, QRectF(self.rect())
        assert scene.base is not None
        if self._is_held:
            label, original = scene.original or (scene.labels[0], scene.base)
            for room in self._rooms():
                self._draw(painter, original, room, room & dirty, budget)
            draw_pill(painter, label, whole, _LEFT)
        elif scene.of is None:
            self._draw(painter, scene.base, whole, dirty, budget)
            draw_pill(painter, scene.labels[0], whole, _LEFT)
        elif self._mode is Mode.SIDE:
            self._draw_halves(painter, self._side, self._rooms(), dirty, budget)
            self._side.draw_line(painter, whole)
        elif self._mode is Mode.LENS:
            self._draw_lens(painter, scene.base, scene.of, dirty, budget)
        elif self._mode is Mode.BLINK:
            self._draw(painter, scene.of, whole, dirty, budget)
            draw_pill(painter, scene.labels[1], whole, _LEFT)
        else:
            self._draw_halves(painter, self._divider, (whole, whole), dirty, budget)
            self._divider.draw(painter, whole, self.hasFocus())

    def _draw_halves(
        self,
        painter: QPainter,
        divider: Divider,
        rooms: tuple[QRectF, ...],
        dirty: QRectF,
        budget: Budget,
    ) -> None:
        """Two layers, each in its room, on their sides of the divider."""
        scene = self._scene
        clips = divider.halves(QRectF(self.rect()))
        for layer, room, clip in zip((scene.base, scene.of), rooms, clips, strict=True):
            assert layer is not None
            self._draw(painter, layer, room, clip & dirty, budget)
        draw_pill(painter, scene.labels[0], clips[0], _LEFT)
        draw_pill(painter, scene.labels[1], clips[1], _LEFT if divider.level else _RIGHT)

    def _draw_lens(
        self, painter: QPainter, base: Layer, of: Layer, dirty: QRectF, budget: Budget
    ) -> None:
        whole, labels = QRectF(self.rect()), self._scene.labels
        around, inside = (of, base) if self.comparison.swapped else (base, of)
        outer, inner = reversed(labels) if self.comparison.swapped else labels
        self._draw(painter, around, whole, dirty, budget)
        draw_pill(painter, outer, whole, _LEFT)
        area = self._lens.area(whole)
        painter.save()
        painter.setClipPath(self._lens.path(whole))
        painter.fillRect(area, QColor(theme.tokens().canvas))
        self._draw(painter, inside, whole, area & dirty, budget)
        painter.restore()
        self._lens.draw_rim(painter, whole, self.hasFocus())
        label_room = area.adjusted(-60, 0, 60, 0)
        draw_pill(painter, inner, label_room, _MIDDLE)

    def _draw(
        self, painter: QPainter, layer: Layer, room: QRectF, clip: QRectF, budget: Budget
    ) -> None:
        """A layer as it lies in the room, as far as it is in the clip, with grid and values."""
        ratio = self.devicePixelRatioF()
        place = self._port.place(room, ratio)
        smooth = is_smooth(self.zoom, self.comparison.sampling)
        draw_layer(painter, layer, place, clip, smooth, budget)
        grid.draw_grid(painter, place, clip, self.zoom / ratio)
        grid.draw_values(painter, layer, place, clip, self.zoom / ratio)

    def _draw_minimap(self, painter: QPainter) -> None:
        area = self._minimap_area()
        if area is not None and self._scene.base is not None:
            original = self._scene.original
            layer = original[1] if original is not None else self._scene.base
            self._minimap.draw(painter, layer, area, self.visible())

    def _draw_focus(self, painter: QPainter) -> None:
        """Where no handle and no rim shows it."""
        if self.hasFocus() and self._by_keys and not (self._is_split or self._has_lens):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.tokens().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._by_keys = event.reason() in keys
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hold(False)
        super().focusOutEvent(event)

    # The mouse

    def _is_at_divider(self, at: QPointF) -> bool:
        return self._is_split and self._divider.is_at(at, QRectF(self.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, is_left = event.position(), event.button() == Qt.MouseButton.LeftButton
        if not is_left and event.button() != Qt.MouseButton.MiddleButton:
            return
        area = self._minimap_area()
        if is_left and area is not None and area.contains(at):
            self._drag = lambda to: self._go_to(to, area)
            self._drag(at)
        elif is_left and self._is_picking:
            self._pick(at)
        elif is_left and self._is_at_divider(at):
            self._drag = self._drag_divider
        else:
            self._begin_pan(at)

    def _begin_pan(self, at: QPointF) -> None:
        last = [at]

        def pan(to: QPointF) -> None:
            self._pan(to - last[0])
            last[0] = to

        self._drag = pan
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def _drag_divider(self, to: QPointF) -> None:
        self._divider.move_under(to, QRectF(self.rect()))
        self.update()

    def _pick(self, at: QPointF) -> None:
        pixel = self._pixel_at(at)
        if pixel is None:
            return
        self.pick_spot(False)
        width, height = self._port.size
        self.picked.emit((pixel[0] + 0.5) / height, (pixel[1] + 0.5) / width)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._point_at(at)
        if self._drag is not None:
            self._drag(at)
        else:
            self._show_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """All of it, or pixel for pixel."""
        at = event.position()
        area = self._minimap_area()
        if event.button() != Qt.MouseButton.LeftButton or self._is_at_divider(at):
            return
        if area is not None and area.contains(at):
            self.mousePressEvent(event)
        elif self._fits and self.zoom != 1.0:
            self.zoom_to(1.0, at)
        else:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def _point_at(self, at: QPointF | None) -> None:
        """The mouse is here now, or keys lead here; None is beside the canvas."""
        self._pointer = at
        area = self._minimap_area()
        is_near = at is not None and area is not None and area.contains(at)
        if is_near != self._minimap.is_near:
            self._minimap.is_near = is_near
            self.update()
        if at is not None and self._has_lens and self._drag is None and not is_near:
            self._move_lens(lambda room: self._lens.move_to(at, room))
        self._tell_pointed()

    def _move_lens(self, move: Callable[[QRectF], None]) -> None:
        room = QRectF(self.rect())
        before = self._lens.touched(room)
        move(room)
        for area in (before, self._lens.touched(room)):
            self.update(area.toAlignedRect())

    def _pixel_at(self, at: QPointF) -> tuple[int, int] | None:
        if self._scene.base is None:
            return None
        return self._port.pixel_at(at, self._room_at(at), self.devicePixelRatioF())

    def _tell_pointed(self) -> None:
        pixel = self._pixel_at(self._pointer) if self._pointer is not None else None
        self.pointed.emit("" if pixel is None else readout.words(self._scene, *pixel))

    def _show_cursor(self, at: QPointF) -> None:
        area = self._minimap_area()
        if self._scene.base is None:
            self.unsetCursor()
        elif area is not None and area.contains(at):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._is_picking or self._has_lens:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._is_at_divider(at):
            self.setCursor(self._divider.cursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if self._scene.base is not None and steps:
            self.zoom_to(self.zoom * WHEEL_STEP**steps, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinching, on a touch pad or a touch screen, zooms at the fingers."""
        pinches = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinches:
            self.zoom_to(self.zoom * (1 + event.value()), event.position())
            return True
        if isinstance(event, QGestureEvent) and event.type() == QEvent.Type.Gesture:
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinch(pinch)
                event.accept(pinch)
                return True
        return super().event(event)

    def _pinch(self, pinch: QPinchGesture) -> None:
        """What the fingers touched first stays between them."""
        at = self.mapFromGlobal(pinch.centerPoint())
        if pinch.state() == Qt.GestureState.GestureStarted or self._pinched is None:
            self._pinched = (self.zoom, at)
        zoom, last = self._pinched
        self._drag = None  # the first finger alone was a drag
        self._pan(at - last)
        self._pinched = (zoom, at)
        self.zoom_to(zoom * pinch.totalScaleFactor(), at)
        if pinch.state() == Qt.GestureState.GestureFinished:
            self._pinched = None

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        way = _WAYS.get(key)
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.hold(True)
        elif way is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move_by_keys(way)
        else:
            self._pan(way * -_PAN_STEP_PX)
            self._point_at(QRectF(self.rect()).center())

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.hold(False)
        else:
            super().keyReleaseEvent(event)

    def _move_by_keys(self, way: QPointF) -> None:
        """The divider, along the way that it can go, or the lens."""
        if self._has_lens:
            self._move_lens(lambda room: self._lens.move_by(way * _LENS_STEP_PX, room))
            self._pointer = self._lens.middle(QRectF(self.rect()))
            self._tell_pointed()
        elif self._is_split:
            step = way.y() if self._divider.level else way.x()
            self.move_divider(self._divider.at + step * _DIVIDER_STEP)

    # The widget

    def showEvent(self, event: QShowEvent) -> None:
        window = self.window().windowHandle()
        if window is not None and window is not self._window:
            self._window = window
            window.screenChanged.connect(self.update)  # moved: not all of it is painted anew

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_corner()
        if self._fits:
            self.fit()
        else:
            self._tell_moved()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._place_corner()
        super().changeEvent(event)

    def _place_corner(self) -> None:
        bottom = self.height() - self.corner.height() - 2 * theme.GRID_PX
        self.corner.move(2 * theme.GRID_PX, bottom)


_WAYS: dict[int, QPointF] = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
