"""What lies over or in place of the picture: a failure, a notice, the drop."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.errors import ImageTooLarge, SRError
from sr_desktop.gui import details, incoming, theme
from sr_desktop.gui.actions import Repeat, ShowReport
from sr_desktop.gui.empty_pane import Surround
from sr_desktop.gui.widgets import button, is_theme_change, label, restyle
from sr_desktop.language import sentences, tr, trn

if TYPE_CHECKING:
    from sr_desktop.gui.state import Notice

_CENTRE = Qt.AlignmentFlag.AlignCenter


class FailedPane(Surround):
    """In place of a picture that cannot be shown: why, and what to do next.

    raise_limit tells the megapixels to allow.
    """

    remove = Signal()
    retry = Signal()
    raise_limit = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._error: SRError | None = None
        self._file: Path | None = None
        self._drawing = QLabel(alignment=_CENTRE)
        self._title = label("", "title")
        self._hint = label("", "muted")
        for each in (self._title, self._hint):
            each.setAlignment(_CENTRE)
            each.setWordWrap(True)
            each.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._limit_mp = 0
        self._raise = button(tr("Raise the limit"), "primary")
        self._raise.setProperty("compact", "true")
        self._raise.setToolTip(
            tr("Read pictures up to this size from now on, and read this one again")
        )
        self._raise.clicked.connect(lambda: self.raise_limit.emit(self._limit_mp))
        retry = button(tr("Retry"), "plain")
        retry.setToolTip(tr("Read the file again"))
        retry.clicked.connect(self.retry)
        copy = button(tr("Copy details"), "plain")
        copy.clicked.connect(self._copy)
        remove = button(tr("Remove from the list"), "plain")
        remove.clicked.connect(self.remove)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID_PX)
        buttons.addStretch()
        buttons.addWidget(self._raise)
        buttons.addWidget(retry)
        buttons.addWidget(copy)
        buttons.addWidget(remove)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(64, 0, 64, 0)
        column.addStretch(4)
        column.addWidget(self._drawing)
        column.addSpacing(theme.GRID_PX)
        column.addWidget(self._title)
        column.addSpacing(theme.GRID_PX)
        column.addWidget(self._hint)
        column.addSpacing(2 * theme.GRID_PX)
        column.addLayout(buttons)
        column.addStretch(5)

    def show_error(self, error: SRError, file: Path | None = None) -> None:
        self._error, self._file = error, file
        self._title.setText(error.message)
        self._hint.setText(error.hint)
        self._limit_mp = limit_for(error)
        self._raise.setText(tr("Raise the limit to {limit} MP", limit=self._limit_mp))
        self._raise.setVisible(bool(self._limit_mp))
        colour = theme.tokens().bad
        self._drawing.setPixmap(theme.pixmap("alert", 48, colour, self.devicePixelRatioF()))

    def _copy(self) -> None:
        if self._error is not None:
            details.copy(self._error, self._file)


def limit_for(error: SRError) -> int:
    """The megapixels to allow for a picture that has too many, in two digits and zeros; 0 for any
    other error.
    """
    if not isinstance(error, ImageTooLarge) or not error.pixels:
        return 0
    needed = error.pixels / 1e6
    digits = len(str(math.ceil(needed)))
    unit = int("1".ljust(max(1, digits - 1), "0"))
    return math.ceil(needed / unit) * unit


class NoticeBar(QFrame):
    """One line above the picture, with the next step as a button. acted tells the action."""

    closed = Signal()
    acted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._notice: Notice | None = None
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act = button(tr(Repeat.label), "plain")
        self._act.clicked.connect(self._do)
        self._reveal = button(tr("Show in folder"), "plain")
        self._reveal.clicked.connect(self._show_in_folder)
        self._copy = button(tr("Copy details"), "plain")
        self._copy.clicked.connect(self._copy_details)
        self._close = QToolButton()
        self._close.setAccessibleName(tr("Close this notice"))
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID_PX, theme.GRID_PX, theme.GRID_PX, theme.GRID_PX)
        row.setSpacing(theme.GRID_PX)
        row.addWidget(self._sign)
        row.addWidget(self._text, stretch=1)
        for each in (self._act, self._reveal, self._copy, self._close):
            row.addWidget(each)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        if notice is self._notice and notice is not None:
            return
        self._notice = notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        self._dress(notice)
        self._text.setText(sentences(notice.text, notice.hint))
        if notice.action is not None:
            tip: str = getattr(notice.action, "tip", "")
            self._act.setText(tr(notice.action.label))
            self._act.setToolTip(tr(tip))
        self._act.setVisible(notice.action is not None)
        self._reveal.setVisible(notice.saved is not None)
        self._copy.setVisible(notice.bad and not isinstance(notice.action, ShowReport))
        self.setProperty("kind", "bad" if notice.bad else "good")
        restyle(self)

    def _dress(self, notice: Notice) -> None:
        """Draw in the colours of the scheme."""
        look = theme.tokens()
        name, colour = ("alert", look.bad) if notice.bad else ("check", look.good)
        if isinstance(notice.action, Repeat):
            name, colour = "repeat", look.text
        elif notice.about and not notice.bad:
            name, colour = "info", look.muted
        self._sign.setPixmap(theme.pixmap(name, theme.ICON_PX, colour, self.devicePixelRatioF()))
        self._close.setIcon(theme.icon("close"))

    def changeEvent(self, event: QEvent) -> None:
        if is_theme_change(event) and self._notice is not None:
            self._dress(self._notice)
        super().changeEvent(event)

    def _do(self) -> None:
        if self._notice and self._notice.action:
            self.acted.emit(self._notice.action)

    def _show_in_folder(self) -> None:
        if self._notice and self._notice.saved:
            folder = str(self._notice.saved.resolve().parent)
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _copy_details(self) -> None:
        details.copy(self._text.text())


class DropOverlay(QWidget):
    """Covers the whole window while something is dragged over it, and says what will happen.

    It has a second place below the first where what is let go means something else.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = parent
        self._words = ""
        self._below = ""
        self._points_below = False
        self.hide()

    def show_words(self, words: str, below: str = "") -> None:
        """below is what the second place does; "" for none."""
        self._words, self._below, self._points_below = words, below, False
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def point(self, at: QPointF) -> None:
        """Show which place is under the mouse."""
        points_below = self.is_reference(at)
        if points_below != self._points_below:
            self._points_below = points_below
            self.update()

    def is_reference(self, at: QPointF) -> bool:
        """Whether this point is in the second place."""
        return bool(self._below) and at.y() >= self._second().top()

    def _second(self) -> QRectF:
        whole = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        return whole.adjusted(0, round(whole.height() * 0.6), 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(look.window)
        veil.setAlphaF(0.96)
        painter.fillRect(self.rect(), veil)
        first = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        if self._below:
            first.setBottom(self._second().top() - 12)
            self._draw_place(painter, self._second(), self._below, self._points_below)
        self._draw_place(painter, first, self._words, not self._points_below)

    def _draw_place(self, painter: QPainter, area: QRectF, words: str, is_it: bool) -> None:
        look = theme.tokens()
        painter.setPen(QPen(QColor(look.accent if is_it else look.line), 2))
        tint = QColor(look.accent)
        tint.setAlphaF(0.08 if is_it else 0.0)
        painter.setBrush(tint)
        painter.drawRoundedRect(area, 10, 10)
        font = self.font()
        font.setPixelSize(20)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(look.text if is_it else look.muted))
        mode = Qt.TextElideMode.ElideMiddle
        room = round(area.width()) - 6 * theme.GRID_PX
        painter.drawText(area, _CENTRE, painter.fontMetrics().elidedText(words, mode, room))


def drop_words(paths: Sequence[Path]) -> str:
    """What letting go will do: "Add 14 images from Holiday"."""
    models, paths = incoming.checkpoints_among(paths)
    if not models:
        return _add_words(paths)
    told = incoming.import_words(models)
    if not paths:
        return told
    added = _add_words(paths)
    added = f"{added[0].lower()}{added[1:]}"
    return tr("{first} and {second}", meaning="actions", first=told, second=added)


def _add_words(paths: Sequence[Path]) -> str:
    folders = [path for path in paths if path.is_dir()]
    count = len(paths) - len(folders)
    if len(folders) == 1 and not count:
        return tr("Add the images in {folder}", folder=folders[0].name)
    if folders and not count:
        return tr("Add the images in {count} folders", count=len(folders))
    if folders:
        return _add_both(count, len(folders))
    if count == 1:
        return tr("Add {name}", name=paths[0].name)
    parents = {path.parent for path in paths}
    if len(parents) == 1:
        return tr("Add {count} images from {folder}", count=count, folder=paths[0].parent.name)
    return trn("Add {count} image", "Add {count} images", count)


def _add_both(count: int, folders: int) -> str:
    images = trn("Add {count} image", "Add {count} images", count)
    inside = trn("what is in {count} folder", "what is in {count} folders", folders)
    return tr("{first} and {second}", meaning="things", first=images, second=inside)
