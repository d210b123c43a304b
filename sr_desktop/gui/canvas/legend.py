"""What the greys of a difference and the colours of the heat map stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sr_desktop.gui import drawn, theme
from sr_desktop.language import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BAR_PX = QSize(192, 10)


class Legend(QWidget):
    """A bar of colours above the grey levels at its ends and its middle."""

    def __init__(self) -> None:
        super().__init__()
        self._colours = QImage()
        self._marks = ("", "", "")
        drawn.is_picture(self)

    def show_differences(self, gain: int) -> None:
        """Mid-grey is equal."""
        most = round(127 / gain)
        import numpy as np  # late: the window shows sooner without it

        greys = np.arange(256, dtype=np.uint8).repeat(3).reshape(-1, 3)
        self._show(greys, (f"−{most}", "0", tr("+{most} levels", most=most)))
        self.setAccessibleName(
            tr(
                "Black: {most} levels darker. Mid-grey: equal. White: {most} levels brighter.",
                most=most,
            )
        )

    def show_heat(self, hottest: int) -> None:
        from sr_desktop.gui.canvas.derived import heat_colours  # late, as numpy

        middle = f"{hottest / 2:g}"
        last = tr("{most}+ levels", most=hottest)
        self._show(heat_colours(hottest)[: hottest + 1], ("0", middle, last))
        self.setAccessibleName(
            tr(
                "Dark blue: equal. Yellow: {most} of 255 levels away from the original, or more.",
                most=hottest,
            )
        )

    def _show(self, colours: NDArray[np.uint8], marks: tuple[str, str, str]) -> None:
        from sr_desktop.gui.canvas.layers import to_image  # late, as numpy

        self._colours, self._marks = to_image(colours[None], None), marks
        self.setFixedSize(self.sizeHint())
        self.setToolTip(tr("Grey levels of 255"))
        self.update()

    def sizeHint(self) -> QSize:
        """The middle mark stands in the middle, however long the others are."""
        first, middle, last = map(QFontMetrics(self._font()).horizontalAdvance, self._marks)
        words_px = 2 * max(first, last) + middle + 2 * theme.GRID_PX
        return QSize(max(_BAR_PX.width(), words_px) + 2 * theme.GRID_PX, 32)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRectF(theme.GRID_PX, 4, self.width() - 2 * theme.GRID_PX, _BAR_PX.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, self._colours)
        painter.setFont(self._font())
        painter.setPen(Qt.GlobalColor.white)
        line = QRectF(0, 16, self.width(), 16)
        first = line.adjusted(theme.GRID_PX, 0, 0, 0)
        last = line.adjusted(0, 0, -theme.GRID_PX, 0)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        painter.drawText(first, middle, self._marks[0])
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._marks[1])
        painter.drawText(last, middle | right, self._marks[2])
