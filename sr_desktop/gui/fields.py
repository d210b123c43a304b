"""Fields of the rail: numbers with a unit, a label before each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Choice, label

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

_LABEL_PX = 84


class Number(QDoubleSpinBox):
    """A number in its unit, without zeros that say nothing.

    The style sheet takes its arrows away: with NoButtons Qt would leave no room for the text.
    """

    def __init__(self, name: str, tip: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(6, 0, 6, 0)  # the style sheet's padding does not reach it

    def take(self, first: float, last: float, decimals: int, unit: str) -> None:
        """What may be entered, in which unit; a unit that ends in a space stands before it."""
        self.setDecimals(decimals)
        self.setRange(first, last)
        self.setSingleStep(10 if last >= 1000 else 1 if last > 100 else 0.1)
        self.setPrefix(unit if unit.endswith(" ") else "")
        self.setSuffix("" if unit.endswith(" ") else f" {unit}")

    def textFromValue(self, value: float) -> str:
        rounded = round(value, self.decimals())
        locale = QLocale(self.locale())
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        return locale.toString(rounded, "g", 12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the rail, unless this is being set."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def choice(name: str, options: dict[str, str], tip: str = "") -> Choice:
    """A combo box of these texts, by their keys."""
    made = Choice()
    made.setAccessibleName(name)
    made.setToolTip(tip or name)
    made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(2)  # the rail gives it its width
    for key, text in options.items():
        made.addItem(text, key)
    return made


def widen(*choices: Choice) -> None:
    """Let them be no narrower than the longest of their texts."""
    for each in choices:
        each.ensurePolished()
        usual = each.sizeAdjustPolicy()
        each.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        each.setMinimumWidth(each.sizeHint().width())
        each.setSizeAdjustPolicy(usual)


def choose(among: Choice, key: object) -> None:
    """Choose by key, the first where it is unknown, telling nobody."""
    was = among.blockSignals(True)
    among.setCurrentIndex(max(0, among.findData(key)))
    among.blockSignals(was)


def set_number(field: Number, value: float) -> None:
    """Set it, telling nobody."""
    was = field.blockSignals(True)
    field.setValue(value)
    field.blockSignals(was)


def align(*rows: QWidget) -> None:
    """Let the labels of these rows be as wide as the widest."""
    labels = [each for line in rows if (each := line.findChild(QLabel)) is not None]
    for each in labels:
        each.ensurePolished()
    widest_px = max(each.sizeHint().width() for each in labels)
    for each in labels:
        each.setFixedWidth(max(_LABEL_PX, widest_px))


def row(*widgets: QWidget, text: str = "") -> QWidget:
    """Side by side, a label before them; those without a width of their own share the room."""
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GRID_PX)
    if text:
        before = label(text, "muted")
        before.setMinimumWidth(_LABEL_PX)
        before.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        before.setBuddy(widgets[0])
        layout.addWidget(before)
    for widget in widgets:
        layout.addWidget(widget)
    return line
