"""Facts side by side, each with its name above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import label

if TYPE_CHECKING:
    from sr_desktop.gui.model_words import Fact


class FactsLine(QWidget):
    """As wide as its facts; not there where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[Fact, ...] = ()
        self._cells: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(3 * GRID_PX)
        self._row.addStretch()
        self.hide()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        if tuple(facts) == self._facts:
            return
        self._facts = tuple(facts)
        for old in self._cells:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cells = [_cell(fact) for fact in facts]
        for at, cell in enumerate(self._cells):
            self._row.insertWidget(at, cell)
        self.setVisible(bool(facts))


def _cell(fact: Fact) -> QWidget:
    cell = QWidget()
    cell.setToolTip(fact.tip)
    cell.setAccessibleName(f"{fact.name}: {fact.value}")
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(fact.name, "heading"))
    column.addWidget(QLabel(fact.value))
    return cell
