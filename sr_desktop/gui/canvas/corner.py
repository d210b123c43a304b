"""The plate at the lower left of the canvas: what the mode of the moment can be told, and tells."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from sr_desktop.gui import theme
from sr_desktop.gui.canvas.comparison import GAINS, Comparison, Mode, changing
from sr_desktop.gui.canvas.drawing import draw_plate
from sr_desktop.gui.canvas.legend import Legend
from sr_desktop.gui.widgets import Choice
from sr_desktop.language import tr

_HEIGHT_PX = 40
_TURNED = (Mode.SPLIT, Mode.SIDE)
_AMPLIFIED = (Mode.DIFFERENCE, Mode.CONSISTENCY)


class Corner(QFrame):
    """chosen tells a Change of the comparison."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("corner")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._comparison = Comparison()
        self._shown: tuple[Comparison, str, bool] | None = None
        self._turn = self._button("view-level")
        self._shape = self._button("lens-square")
        self._swap = self._button("swap", tr("Show the other side in the lens"))
        self._gain = Choice()
        self._gain.setAccessibleName(tr("How much differences are amplified"))
        self._gain.setToolTip(tr("How much differences are amplified"))
        for gain in GAINS:
            self._gain.addItem(f"×{gain}", gain)
        self._note = QLabel()
        self._legend = Legend()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        self.setMinimumHeight(_HEIGHT_PX)
        row.setSpacing(4)
        for widget in (self._turn, self._shape, self._swap, self._gain, self._legend, self._note):
            row.addWidget(widget)
        self._turn.clicked.connect(lambda: self._choose(level=not self._comparison.level))
        self._shape.clicked.connect(lambda: self._choose(square=not self._comparison.square))
        self._swap.clicked.connect(lambda: self._choose(swapped=not self._comparison.swapped))
        self._gain.activated.connect(lambda: self._choose(gain=self._gain.currentData()))
        self.hide()

    def show_comparison(self, comparison: Comparison, note: str, is_pair: bool) -> None:
        """is_pair tells that there are two layers to compare, or figures about them."""
        if (comparison, note, is_pair) == self._shown:
            return
        self._shown = (comparison, note, is_pair)
        self._comparison = comparison
        mode = comparison.mode
        self._turn.setVisible(is_pair and mode in _TURNED)
        for each in (self._shape, self._swap):
            each.setVisible(is_pair and mode is Mode.LENS)
        for figure in (self._gain, self._legend):
            figure.setVisible(is_pair and mode in _AMPLIFIED)
        self._gain.setCurrentIndex(self._gain.findData(comparison.gain))
        if mode is Mode.DIFFERENCE:
            self._legend.show_differences(comparison.gain)
        elif mode is Mode.CONSISTENCY:
            self._legend.show_heat(comparison.hottest)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._dress()
        self.setVisible((is_pair and mode is not Mode.BLINK) or bool(note))
        if (layout := self.layout()) is not None:
            layout.activate()
        self.resize(self.sizeHint())

    def _dress(self) -> None:
        is_level = self._comparison.level
        turned = tr("Divide left and right (1)") if is_level else tr("Divide above and below (1)")
        self._name(self._turn, turned, "view-split" if is_level else "view-level")
        is_square = self._comparison.square
        shape = "lens-round" if is_square else "lens-square"
        self._name(self._shape, tr("Round lens") if is_square else tr("Square lens"), shape)
        self._name(self._swap, self._swap.toolTip(), "swap")

    def _name(self, button: QToolButton, text: str, icon: str) -> None:
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setIcon(theme.icon(icon, "#FFFFFF"))

    def _button(self, icon: str, tip: str = "") -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name(button, tip, icon)
        return button

    def _choose(self, **changed: bool | int) -> None:
        self.chosen.emit(changing(**changed))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(Qt.GlobalColor.transparent))
        draw_plate(painter, self.rect().toRectF(), 6)
