"""A table of many rows, one of whose cells has a sign; and a row of filters with counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui import theme
from sr_desktop.gui.headed import Head, HeadedTable
from sr_desktop.gui.row_drawing import draw_plate, draw_ring, draw_sign
from sr_desktop.gui.widgets import Elided, OneOf, Toggle, wrapping
from sr_desktop.language import tr

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX = 32
_EDGE_PX = 16
_GAP_PX = 8
Row = TypeVar("Row")


class Tone(Enum):
    """Of a sign or a text; never what alone tells anything."""

    PLAIN = "text"
    QUIET = "muted"
    GOOD = "good"
    BAD = "bad"

    @property
    def colour(self) -> str:
        return str(getattr(theme.tokens(), self.value))


@dataclass(frozen=True, slots=True)
class Column:
    """width_px is what it takes, and shares what it takes of the room that is left besides.

    elide is where a text too long is cut.
    """

    heading: str
    width_px: int
    shares: int = 0
    is_number: bool = False
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Cells:
    """What is told of a row: a text for each column, the sign's icon and tone, a tool tip."""

    texts: tuple[str, ...]
    icon: str = ""
    tone: Tone = Tone.PLAIN
    tip: str = ""


class Ledger(HeadedTable, Generic[Row]):
    """Rows of any kind; tell is asked for those in sight only. sign_at is the column of signs."""

    def __init__(
        self, columns: Sequence[Column], sign_at: int, tell: Callable[[Row], Cells]
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.sign_at = sign_at
        self.rows: tuple[Row, ...] = ()
        self._tell = tell

    def show(self, rows: tuple[Row, ...]) -> None:
        """These and no others."""
        if rows is self.rows:
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cells(index.row()).texts[column]
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.head(column).alignment
            case Qt.ItemDataRole.AccessibleTextRole:
                text = self.cells(index.row()).texts[column]
                heading = self.columns[column].heading
                return tr("{heading}: {told}", heading=heading, told=text or tr("none"))
            case Qt.ItemDataRole.ToolTipRole:
                cells = self.cells(index.row())
                return cells.tip if column == self.sign_at and cells.tip else cells.texts[column]
            case Qt.ItemDataRole.UserRole:
                return self.rows[index.row()]
        return None

    def cells(self, at: int) -> Cells:
        return self._tell(self.rows[at])

    def head(self, column: int) -> Head:
        shown = self.columns[column]
        return Head(shown.heading, shown.is_number)


class LedgerView(QTableView, Generic[Row]):
    """picked tells that another row is the current one."""

    picked = Signal()

    def __init__(self, name: str, ledger: Ledger[Row]) -> None:
        super().__init__()
        self._ledger = ledger
        self.setAccessibleName(name)
        self.setModel(ledger)
        self.setItemDelegate(_Delegate(self, ledger))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # 10,000 are not measured
        rows.setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFixedHeight(_ROW_PX)
        self.selectionModel().currentChanged.connect(self.picked)
        ledger.modelReset.connect(self.picked)

    @property
    def row(self) -> Row | None:
        """The current one."""
        at = self.currentIndex()
        return self._ledger.rows[at.row()] if at.isValid() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every column its part of the width."""
        super().resizeEvent(event)
        columns, header = self._ledger.columns, self.horizontalHeader()
        least = [max(each.width_px, header.sectionSizeHint(n)) for n, each in enumerate(columns)]
        rest = max(0, self.viewport().width() - sum(least))
        shares = sum(each.shares for each in columns)
        for at, each in enumerate(columns):
            part = rest * each.shares // shares
            self.setColumnWidth(at, least[at] + part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # a dialog's default button takes it
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Draws a cell: its text, cut where there is no room, and the sign before it."""

    def __init__(self, view: QTableView, ledger: Ledger[Any]) -> None:
        super().__init__(view)
        self._ledger = ledger

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        column = self._ledger.columns[index.column()]
        cells = self._ledger.cells(index.row())
        is_last = index.column() == len(self._ledger.columns) - 1
        area = QRectF(option.rect)
        painter.save()
        draw_plate(painter, area, option)
        draw_ring(painter, area, option, is_first=index.column() == 0, is_last=is_last)
        left = _GAP_PX if index.column() else _EDGE_PX
        room = area.adjusted(left, 0, -_EDGE_PX if is_last else -_GAP_PX, 0)
        tone = column.tone
        if index.column() == self._ledger.sign_at:
            tone = cells.tone
            room = draw_sign(painter, room, cells.icon, tone.colour)
        painter.setPen(QColor(tone.colour))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(cells.texts[index.column()], column.elide, int(room.width()))
        painter.drawText(room, self._ledger.head(index.column()).alignment, text)
        painter.restore()


class Detail(QFrame):
    """The current row in full, for what a cell has no room for: a path, and words below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detail")
        self._path = Elided()
        self._path.setProperty("role", "muted")
        self._words = QLabel()
        wrapping(self._words)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, _GAP_PX, _EDGE_PX, _GAP_PX)
        column.setSpacing(4)
        column.addWidget(self._path)
        column.addWidget(self._words)

    def show_words(self, path: str, words: str) -> None:
        self._path.set_text(path)
        self._words.setText(words)


class Filters(QWidget):
    """Exclusive choices of what a table shows, each with how many there are. chosen tells one.

    Their names are marked texts: what is shown is translated, what is told and asked is not.
    """

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = OneOf(self)
        self._names: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._names[at]))

    @property
    def value(self) -> str:
        at = self._group.checkedId()
        return self._names[at] if at >= 0 else ""

    def choose(self, name: str) -> None:
        """Choose one, telling nobody."""
        self._group.button(self._names.index(name)).setChecked(True)

    def show_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """A filter for each name; those that are there already keep their state."""
        for at, (name, count) in enumerate(counts):
            if at == len(self._names):
                self._add(name)
            self._group.button(at).setText(f"{tr(name)} {count:,}")
            self._group.button(at).updateGeometry()

    def _add(self, name: str) -> None:
        each = _Filter("")
        each.setChecked(not self._names)
        self._group.addButton(each, len(self._names))
        self._names.append(name)
        self._row.addWidget(each)


class _Filter(Toggle):
    def sizeHint(self) -> QSize:
        font = self.font()
        font.setBold(True)  # so that it does not grow when it is chosen
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 32, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
