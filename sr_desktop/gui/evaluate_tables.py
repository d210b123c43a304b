"""The two tables of the Evaluate window: every picture, and the means as in model cards."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from sr_desktop.bench import table
from sr_desktop.bench.evaluate import Mean, Score, Unscored, network_name
from sr_desktop.gui import theme
from sr_desktop.gui.headed import LEFT, RIGHT, Head, HeadedTable
from sr_desktop.language import mark, sentences, tr

if TYPE_CHECKING:
    from sr_desktop.gui.evaluation import Evaluation

_Index = QModelIndex | QPersistentModelIndex
_HEADS = (
    mark("Data set"),
    mark("Model"),
    mark("Scale"),
    mark("Picture"),
    "PSNR",
    "SSIM",
    mark("Bicubic"),
    mark("its SSIM"),
    mark("Time"),
)
PICTURE, REASON = 3, 4  # a failed row has its reason from there to the end
_TIPS = {
    4: mark("PSNR in dB on the Y channel, a border of scale px cut"),
    5: mark("Structural similarity, up to 1"),
    6: mark("PSNR of bicubic in dB"),
    7: mark("SSIM of bicubic"),
    8: mark("The network's time for this picture"),
}
_WIDTHS = {2: 58, 4: 60, 5: 68, 6: 70, 7: 76, 8: 68}  # the others share what is left
_LEAST_PX = 64
_ROW_PX = 32
_MOST_MEANS = 6  # more of them scroll
_MOST = {0: (176, 0.38), 1: (128, 0.27)}  # px and share of what is left: data set and model


class Scores(HeadedTable):
    """The pictures, scored or failed, as they come."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Score | Unscored, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def head(self, column: int) -> Head:
        tip = tr(_TIPS[column]) if column in _TIPS else ""
        return Head(tr(_HEADS[column]), column > PICTURE, tip)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        failed = isinstance(row, Unscored)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cells(row)[column]
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if column > PICTURE and not failed else LEFT
            case Qt.ItemDataRole.ToolTipRole:
                if isinstance(row, Unscored):
                    return str(row.error)
                return sentences(*row.notices) or _cells(row)[column]
            case Qt.ItemDataRole.ForegroundRole if failed and column >= REASON:
                return QColor(theme.tokens().bad)
        return None

    def is_failed(self, row: int) -> bool:
        return isinstance(self._rows[row], Unscored)

    def show(self, rows: tuple[Score | Unscored, ...]) -> None:
        """Rows are only ever added, but for a new run."""
        old = len(self._rows)
        if rows[:old] != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif len(rows) > old:
            self.beginInsertRows(QModelIndex(), old, len(rows) - 1)
            self._rows = rows
            self.endInsertRows()


def _cells(row: Score | Unscored) -> list[str]:
    scale = f"×{row.scale}" if row.scale else ""
    if isinstance(row, Unscored):
        name = network_name(row.model or "", row.scale or 0)
        head = [row.dataset, name, scale, row.picture or ""]
        return [*head, row.error.message, "", "", "", ""]
    return [
        row.dataset,
        network_name(row.model, row.scale),
        scale,
        row.picture,
        decibels(row.psnr),
        table.similarity(row.ssim),
        decibels(row.bicubic_psnr),
        table.similarity(row.bicubic_ssim),
        tr("{seconds:.2f} s", seconds=row.seconds),
    ]


def decibels(psnr: float) -> str:
    """Two places; equal pictures have no number."""
    return table.decibels(psnr) if math.isfinite(psnr) else tr("equal")


class Means(HeadedTable):
    """PSNR/SSIM of bicubic and the networks, a row for each data set and scale."""

    def __init__(self) -> None:
        super().__init__()
        self._table = table.Table((), ())
        self._means: tuple[Mean, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._table.columns) + 2

    def head(self, column: int) -> Head:
        return Head(self._heads()[column], column > 1)

    def _heads(self) -> tuple[str, ...]:
        columns = (tr("Bicubic") if each == table.BICUBIC else each for each in self._table.columns)
        return (tr("Data set"), tr("Scale"), *columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._table.rows[index.row()], index.column()
        cell = row.cells[column - 2] if column > 1 else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if column < 2:
                    return row.dataset if column == 0 else f"×{row.scale}"
                return cell.text(str) if cell else table.NOTHING
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if column > 1 else LEFT
            case Qt.ItemDataRole.FontRole if cell and cell.psnr_is_best:
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
        return None

    def show(self, means: tuple[Mean, ...]) -> None:
        if means == self._means:
            return
        self.beginResetModel()
        self._means = means
        self._table = table.arrange(means)
        self.endResetModel()


class ScoresView(QTableView):
    """Follows the last row until somebody scrolls up."""

    def __init__(self, model: Scores) -> None:
        super().__init__()
        self._scores = model
        _dress(self, tr("Scores of the pictures"))
        self.setModel(model)
        self._spanned = 0
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        header = self.horizontalHeader()
        widths = {n: max(width, header.sectionSizeHint(n)) for n, width in _WIDTHS.items()}
        spare = self.viewport().width() - sum(widths.values())
        for column, (most_px, share) in _MOST.items():
            least_px = max(_LEAST_PX, header.sectionSizeHint(column))
            widths[column] = max(least_px, min(most_px, round(spare * share)))
        rest = self.viewport().width() - sum(widths.values())
        widths[PICTURE] = max(header.sectionSizeHint(PICTURE), rest)
        for column, width in widths.items():
            header.resizeSection(column, width)
        super().resizeEvent(event)

    def show_rows(self, state: Evaluation) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        if len(state.rows) < self._spanned:
            self.clearSpans()
            self._spanned = 0
        self._scores.show(state.rows)
        for row in range(self._spanned, len(state.rows)):
            if self._scores.is_failed(row):
                self.setSpan(row, REASON, 1, len(_HEADS) - REASON)
        self._spanned = len(state.rows)
        if at_end and state.running:
            self.scrollToBottom()


class MeansView(QTableView):
    """As high as its rows, up to a few."""

    def __init__(self, model: Means) -> None:
        super().__init__()
        _dress(self, tr("Means"))
        self.setModel(model)
        model.modelReset.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit(self) -> None:
        self.resizeColumnsToContents()
        header = self.horizontalHeader()
        for column in range(header.count()):
            header.resizeSection(column, header.sectionSize(column) + 16)
        self._fit_height()

    def _fit_height(self) -> None:
        """Of the frame, the heads, the rows and, where they are too wide, the bar under them."""
        rows = max(1, min(_MOST_MEANS, self.model().rowCount()))
        height = 2 * self.frameWidth() + _ROW_PX * (1 + rows)
        if self.horizontalHeader().length() > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height)


def _dress(view: QTableView, name: str) -> None:
    view.setObjectName("scores")
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(_ROW_PX)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setFixedHeight(_ROW_PX)
    header.setMinimumSectionSize(40)
    header.setDefaultAlignment(LEFT)
