"""The fields of a size that is not one of the model's own scales."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sr_desktop.gui.fields import Number, choice, choose, row, set_number
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import label
from sr_desktop.imaging.encoding import LEAST_DPI, MOST_DPI
from sr_desktop.imaging.size import MOST_FACTOR, Size
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.gui.choices import Choices

_MOST_PX = 200_000
_DECIMALS = {"cm": 1, "mm": 0, "in": 2}
_MOST_ON_PAPER = {"cm": 1000.0, "mm": 10_000.0, "in": 400.0}
_PER_INCH = {"cm": 2.54, "mm": 25.4, "in": 1.0}


@dataclass(frozen=True, slots=True)
class _Kind:
    """name is in the list; the range, decimals and unit are those of its first number."""

    name: str
    tip: str
    least: float = 1
    most: float = _MOST_PX
    decimals: int = 0
    unit: str = "px"


_KINDS = {
    "percent": _Kind(
        mark("Percent"), mark("Of the width and height; 100 % is as it is"), 1, 1600, 1, "%"
    ),
    "factor": _Kind(
        mark("Factor"), mark("So many times as wide and high"), 0.01, MOST_FACTOR, 3, "× "
    ),
    "width": _Kind(mark("Width"), mark("The width; the height follows")),
    "height": _Kind(mark("Height"), mark("The height; the width follows")),
    "fit": _Kind(mark("Fit inside"), mark("As large as fits inside this width and height")),
    "long": _Kind(mark("Long edge"), mark("The longer side, whether the picture stands or lies")),
    "short": _Kind(
        mark("Short edge"), mark("The shorter side, whether the picture stands or lies")
    ),
    "megapixels": _Kind(mark("Megapixels"), mark("So many million pixels"), 0.01, 10_000, 2, "MP"),
    "print": _Kind(mark("Print size"), mark("As large as fits on this sheet, which may be turned")),
}


class SizeForm(QWidget):
    """A kind of size and its numbers. changed tells that it is another one."""

    changed = Signal()

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._kind = choice(
            tr("Kind of size"), {key: tr(kind.name) for key, kind in _KINDS.items()}
        )
        self._first = Number(tr("Size", meaning="of a picture"))
        self._dpi = Number(tr("Resolution of the print, dots per inch"))
        self._dpi.take(LEAST_DPI, MOST_DPI, 0, "dpi")
        self._wide, self._high = Number(tr("Width")), Number(tr("Height"))
        self._unit = choice(
            tr("Unit of the sheet"), {"cm": "cm", "mm": "mm", "in": tr("in", meaning="inches")}
        )
        self._unit.setFixedWidth(68)
        times = label("×", "muted")
        times.setFixedWidth(12)
        times.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pair = row(self._wide, times, self._high, self._unit)
        pair = self._pair.layout()
        assert pair is not None
        pair.setSpacing(GRID_PX // 2)
        for each in (self._first, self._dpi):
            each.setFixedWidth(116)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(row(self._kind, self._first, self._dpi))
        column.addWidget(self._pair)
        self.show_choices(choices)
        self._kind.currentIndexChanged.connect(self._choose_kind)
        self._unit.currentIndexChanged.connect(self._choose_unit)
        for number in (self._first, self._wide, self._high, self._dpi):
            number.valueChanged.connect(self._read)

    @property
    def fields(self) -> list[QWidget]:
        """In the order of the Tab key."""
        return [self._kind, self._first, self._dpi, self._wide, self._high, self._unit]

    def into(self, choices: Choices) -> Choices:
        """The choices with what is set here."""
        return replace(choices, size_kind=self._choices.size_kind, sizes=self._choices.sizes)

    def show_choices(self, choices: Choices) -> None:
        """Show these, telling nobody."""
        self._choices = choices
        size = choices.size_of(choices.size_kind)
        kind = _KINDS[size.kind]
        choose(self._kind, size.kind)
        self._kind.setToolTip(tr(kind.tip))
        is_print, is_pair = size.kind == "print", size.kind in ("fit", "print")
        self._first.setVisible(not is_pair)
        self._dpi.setVisible(is_print)
        self._pair.setVisible(is_pair)
        self._unit.setVisible(is_print)
        if is_pair:
            self._show_pair(size)
            return
        was = self._first.blockSignals(True)
        self._first.take(kind.least, kind.most, kind.decimals, kind.unit)
        self._first.setAccessibleName(tr("{kind} to come to", kind=tr(kind.name)))
        self._first.setToolTip(tr(kind.tip))
        self._first.setValue(size.first)
        self._first.blockSignals(was)

    def _show_pair(self, size: Size) -> None:
        tip = tr(_KINDS[size.kind].tip)
        for number, value in ((self._wide, size.first), (self._high, size.second)):
            was = number.blockSignals(True)
            if size.kind == "print":
                number.take(0.1, _MOST_ON_PAPER[size.unit], _DECIMALS[size.unit], size.unit)
                number.setSuffix("")  # the unit stands behind both
            else:
                number.take(1, _MOST_PX, 0, "px")
            number.setToolTip(tip)
            number.setValue(value)
            number.blockSignals(was)
        choose(self._unit, size.unit or "cm")
        set_number(self._dpi, size.dpi or 300)

    def _choose_kind(self) -> None:
        self.show_choices(replace(self._choices, size_kind=self._kind.currentData()))
        self.changed.emit()

    def _choose_unit(self) -> None:
        """The same sheet in another unit."""
        size, unit = self._choices.size_of("print"), self._unit.currentData()
        ratio = _PER_INCH[unit] / _PER_INCH[size.unit]
        first, second = (round(side * ratio, _DECIMALS[unit]) for side in (size.first, size.second))
        size = replace(size, first=first, second=second, unit=unit)
        self.show_choices(self._choices.with_size(size))
        self.changed.emit()

    def _read(self) -> None:
        """Take the numbers as they are now."""
        kind = self._choices.size_kind
        if kind == "print":
            unit = self._unit.currentData()
            pair = (self._wide.value(), self._high.value())
            size = Size("print", *pair, unit, self._dpi.value())
        elif kind == "fit":
            size = Size("fit", self._wide.value(), self._high.value())
        else:
            size = Size(kind, self._first.value())
        self._choices = self._choices.with_size(size)
        self.changed.emit()
