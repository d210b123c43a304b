"""The rows of the model manager: what each model is and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from sr_desktop.gui import theme, words
from sr_desktop.gui.headed import Head, HeadedTable
from sr_desktop.gui.model_state import OURS, Download, Models
from sr_desktop.gui.row_drawing import draw_plate, draw_ring, draw_sign
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.shelf import Kept

_Index = QModelIndex | QPersistentModelIndex
HEADINGS = (
    mark("Model"),
    mark("Scale"),
    mark("Size"),
    "Set5",
    mark("Licence"),
    mark("Source"),
    mark("State"),
)
SCORE, LICENCE, SOURCE, STATE = 3, 4, 5, 6
_SCORE_TIP = mark(
    "PSNR on Y for the Set5 benchmark. In brackets: as its origin states it, "
    "not always by the same protocol"
)


class Action(Enum):
    """What can be done with one row."""

    DOWNLOAD = "download"
    AGAIN = mark("try again")
    BY_HAND = mark("import its file")
    REPLACE = mark("download again")
    CANCEL = "cancel"
    VERIFY = "verify"
    REMOVE = "remove"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Row:
    """A checkpoint; spec is None for a file that does not tell what it is."""

    id: str
    spec: ModelSpec | None
    kept: Kept | None = None
    download: Download | None = None
    imported: bool = False
    sound: bool = False
    damaged: bool = False

    @property
    def name(self) -> str:
        return self.spec.shown_label if self.spec else self.id

    @property
    def state(self) -> str:
        """In words, for the last column."""
        if self.download is not None:
            return _on_its_way(self.download)
        if self.damaged:
            return tr("Damaged")
        if self.kept is None:
            return tr("Not here")
        if self.kept.ships:
            return tr("Ships, verified") if self.sound else tr("Ships")
        return tr("Installed, verified") if self.sound else tr("Installed")

    @property
    def is_bad(self) -> bool:
        return self.damaged or (self.download is not None and self.download.failed)

    @property
    def bytes(self) -> int:
        return (self.kept.bytes if self.kept else self.spec.bytes if self.spec else 0) or 0

    @property
    def source(self) -> str:
        """Where it comes from: of one that is here where it was taken from, else its origin."""
        if self.imported:
            return tr("Imported")
        return tr(self.spec.origin, meaning="model") if self.spec else ""

    @property
    def score(self) -> str:
        if self.spec is None:
            return ""
        if (measured := self.spec.scores.get("Set5")) is not None:
            return f"{measured:.2f} dB"
        stated = self.spec.published.get("Set5")
        return f"({stated:.2f} dB)" if stated else ""

    @property
    def actions(self) -> tuple[Action, ...]:
        """Those that apply, in the order to show them."""
        if self.download is not None:
            if self.download.failed:
                return (Action.AGAIN, Action.BY_HAND)
            return (Action.CANCEL,)
        if self.spec is None:
            return (Action.REMOVE,)
        if self.kept is None:
            return (Action.DOWNLOAD,) if self.spec.remotes else ()
        actions = [Action.VERIFY]
        if self.damaged and self.spec.remotes and not self.kept.ships:
            actions.insert(0, Action.REPLACE)
        if not self.kept.ships:
            actions.append(Action.REMOVE)
        if self.imported and self.spec.arch in OURS and not self.damaged:
            actions.append(Action.FACTS)
        return tuple(actions)


def _on_its_way(download: Download) -> str:
    if download.failed:
        return tr("Download failed")
    if not download.begun:
        return tr("Waiting")
    if not download.fraction:
        return tr("Downloading")
    return tr("Downloading {part:.0%}", part=download.fraction)


def rows(models: Models) -> tuple[Row, ...]:
    """All models, then the files that do not tell what they are."""
    shelf = models.shelf
    known = tuple(
        Row(
            spec.id,
            spec,
            shelf.here.get(spec.id),
            models.downloads.get(spec.id),
            spec.id in shelf.imported,
            spec.id in models.sound,
            spec.id in models.damaged,
        )
        for spec in shelf.models
    )
    return known + tuple(Row(id, None, damaged=True) for id in shelf.strays)


class ModelsTable(HeadedTable):
    """Rows as Qt's views want them."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> None:
        """Tell the views just what is different."""
        if [row.id for row in rows] != [row.id for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        old, self._rows = self._rows, rows
        for at, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(HEADINGS) - 1))

    def row(self, at: int) -> Row | None:
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def place_of(self, id: str) -> int:
        return next((at for at, row in enumerate(self._rows) if row.id == id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def head(self, column: int) -> Head:
        return _head(column)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _head(column).alignment
            case Qt.ItemDataRole.AccessibleTextRole:
                told = _cell(row, column) or tr("none")
                return tr("{heading}: {told}", heading=tr(HEADINGS[column]), told=told)
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(row, column)
            case Qt.ItemDataRole.UserRole:
                return row
        return None


def _head(column: int) -> Head:
    tip = tr(_SCORE_TIP) if column == SCORE else ""
    return Head(tr(HEADINGS[column]), column in (2, SCORE), tip)


def _cell(row: Row, column: int) -> str:
    spec = row.spec
    return (
        row.name,
        f"×{spec.scale}" if spec else "",
        words.size(row.bytes) if row.bytes else "",
        row.score,
        tr(spec.licence, meaning="model") if spec else "",
        row.source,
        row.state,
    )[column]


def _tip(row: Row, column: int) -> str:
    if column == SCORE and row.score:
        return tr(_SCORE_TIP)
    if column == SOURCE and row.kept is not None and row.kept.came_from:
        return words.came_from(row.kept.came_from)
    return _cell(row, column)


class RowDelegate(QStyledItemDelegate):
    """Draws a cell: text that is cut at its end, and the sign of the state before its words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        look, column = theme.tokens(), index.column()
        area = QRectF(option.rect)
        painter.save()
        draw_plate(painter, area, option)
        draw_ring(painter, area, option, is_first=column == 0, is_last=column == STATE)
        room = area.adjusted(8 if column else 16, 0, -8, 0)
        if column == STATE:
            room = draw_sign(painter, room, *_sign(row, look))
        painter.setPen(QColor(_colour(row, column, look)))
        mode = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(_cell(row, column), mode, int(room.width()))
        painter.drawText(room, _head(column).alignment, text)
        painter.restore()


def _sign(row: Row, look: theme.Tokens) -> tuple[str, str]:
    """Its icon and colour."""
    if row.is_bad:
        return "alert", look.bad
    return ("check", look.good) if row.kept else ("", "")


def _colour(row: Row, column: int, look: theme.Tokens) -> str:
    if column == STATE and row.is_bad:
        return look.bad
    quiet = column == SCORE and row.spec is not None and "Set5" not in row.spec.scores
    absent = column == STATE and row.kept is None and row.download is None
    return look.muted if quiet or absent or column in (LICENCE, SOURCE) else look.text
