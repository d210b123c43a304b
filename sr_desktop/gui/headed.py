"""A table whose columns have headings, which every table words and aligns alike."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Head:
    """Of one column: what stands above it; numbers stand on the right."""

    text: str
    is_number: bool = False
    tip: str = ""

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        return RIGHT if self.is_number else LEFT


class HeadedTable(QAbstractTableModel):
    """A subclass tells head and the rest of what Qt's views ask."""

    @abstractmethod
    def head(self, column: int) -> Head: ...

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        head = self.head(section)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return head.text
            case Qt.ItemDataRole.TextAlignmentRole:
                return head.alignment
            case Qt.ItemDataRole.ToolTipRole if head.tip:
                return head.tip
        return None
