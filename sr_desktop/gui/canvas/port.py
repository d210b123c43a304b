"""Which part of the picture is in sight, and how large: one for all modes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF

MIN_ZOOM, MAX_ZOOM = 0.001, 64.0


class Port:
    """zoom is in screen pixels per result pixel: 1.0 is 100%. centre, in result pixels, is what
    lies in the middle of a room; a room is a rectangle of the widget that shows the picture.

    ratio is how many screen pixels a logical one has.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self.centre = QPointF()
        self.size = (0, 0)

    def show_size(self, width: int, height: int) -> None:
        """The picture has another size now; what is in sight stays."""
        if self.size[0] and self.size != (width, height):
            ratio = width / self.size[0]
            self.centre *= ratio
            self.zoom /= ratio
        self.size = (width, height)

    def fit(self, room: QSizeF, ratio: float) -> None:
        """The whole picture, at most at 100%."""
        width, height = self.size
        room = room * ratio
        self.zoom = min(room.width() / width, room.height() / height, 1.0)
        self.centre = QPointF(width / 2, height / 2)

    def zoom_to(self, zoom: float, off_middle: QPointF, ratio: float) -> None:
        """Keeps what lies at this distance from the room's middle, in logical px, in place."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        offset = off_middle * ratio
        self.centre += offset / self.zoom - offset / zoom
        self.zoom = zoom
        self._keep_in_sight()

    def pan(self, by: QPointF, ratio: float) -> None:
        """Move the picture by this many logical pixels."""
        self.centre -= by * ratio / self.zoom
        self._keep_in_sight()

    def go_to(self, row: float, column: float) -> None:
        """Have this spot, in parts of the picture, in the middle."""
        self.centre = QPointF(column * self.size[0], row * self.size[1])
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        x = min(max(self.centre.x(), 0.0), float(self.size[0]))
        y = min(max(self.centre.y(), 0.0), float(self.size[1]))
        self.centre = QPointF(x, y)

    def place(self, room: QRectF, ratio: float) -> QRectF:
        """Where the picture lies in the widget, its corner on a whole screen pixel."""
        corner = room.center() * ratio - self.centre * self.zoom
        at = QPointF(round(corner.x()) / ratio, round(corner.y()) / ratio)
        return QRectF(at, QSizeF(*self.size) * (self.zoom / ratio))

    def pixel_at(self, at: QPointF, room: QRectF, ratio: float) -> tuple[int, int] | None:
        """The (row, column) of the result's pixel at this point of the widget; None beside it."""
        spot = (at - self.place(room, ratio).topLeft()) * ratio / self.zoom
        row, column = int(spot.y() // 1), int(spot.x() // 1)
        inside = 0 <= row < self.size[1] and 0 <= column < self.size[0]
        return (row, column) if inside else None

    def visible(self, room: QRectF, ratio: float) -> tuple[float, float, float, float]:
        """(top, left, bottom, right) of what is in sight, as parts of the picture, 0 to 1."""
        place = self.place(room, ratio)
        seen = place.intersected(room)
        if seen.isEmpty():
            row, column = self.centre.y() / self.size[1], self.centre.x() / self.size[0]
            return (row, column, row, column)
        top = (seen.top() - place.top()) / place.height()
        left = (seen.left() - place.left()) / place.width()
        bottom = (seen.bottom() - place.top()) / place.height()
        right = (seen.right() - place.left()) / place.width()
        return (top, left, min(bottom, 1.0), min(right, 1.0))
