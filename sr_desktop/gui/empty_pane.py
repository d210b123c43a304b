"""The first screen: in place of the picture while there is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sr_desktop.gui import theme, words
from sr_desktop.gui.widgets import button, label
from sr_desktop.language import tr

_CENTRE = Qt.AlignmentFlag.AlignCenter
_RECENT_SHOWN, _RECENT_PX = 3, 144


class Surround(QWidget):
    """Painted as what surrounds a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("oncanvas")

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.tokens().canvas))


class EmptyPane(Surround):
    """The first screen: where to drop, three ways to begin, and what was opened last.

    open_recent tells the path.
    """

    open_files = Signal()
    open_folder = Signal()
    try_sample = Signal()
    open_recent = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._drawing = QLabel(alignment=_CENTRE)
        title = label(tr("Drop images or a folder here"), "title")
        title.setAlignment(_CENTRE)
        promise = label(tr("Everything runs on this computer. Nothing is uploaded."), "muted")
        promise.setAlignment(_CENTRE)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID_PX)
        buttons.addStretch()
        for text, role, signal in (
            (tr("Open images…"), "primary", self.open_files),
            (tr("Open folder…"), "plain", self.open_folder),
            (tr("Try the sample"), "plain", self.try_sample),
        ):
            each = button(text, role)
            each.setProperty("large", "true")
            each.clicked.connect(signal)
            buttons.addWidget(each)
        buttons.addStretch()
        self._recent = QHBoxLayout()
        self._recent.setSpacing(2 * theme.GRID_PX)
        column = QVBoxLayout(self)
        column.addStretch(4)
        column.addWidget(self._drawing)
        column.addSpacing(2 * theme.GRID_PX)
        column.addWidget(title)
        column.addSpacing(2 * theme.GRID_PX)
        column.addLayout(buttons)
        column.addSpacing(2 * theme.GRID_PX)
        column.addLayout(self._recent)
        column.addSpacing(2 * theme.GRID_PX)
        column.addWidget(promise)
        column.addStretch(5)
        self.dress()

    def show_recent(self, paths: Sequence[Path]) -> None:
        """The first few of them, by name."""
        while (old := self._recent.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not paths:
            return
        self._recent.addStretch()
        self._recent.addWidget(label(tr("Recent"), "muted"))
        for path in paths[:_RECENT_SHOWN]:
            self._recent.addWidget(self._recent_button(path))
        self._recent.addStretch()

    def _recent_button(self, path: Path) -> QPushButton:
        name = words.path(Path(path.name or path))
        each = button("", "link")
        room = Qt.TextElideMode.ElideMiddle
        each.setText(each.fontMetrics().elidedText(name, room, _RECENT_PX).replace("&", "&&"))
        each.setAccessibleName(tr("Open {name} again", name=name))
        each.setToolTip(words.path(path))
        each.clicked.connect(lambda: self.open_recent.emit(path))
        return each

    def dress(self) -> None:
        """Draw in the colours of the scheme."""
        muted = theme.tokens().muted_on_canvas
        self._drawing.setPixmap(theme.pixmap("empty", 132, muted, self.devicePixelRatioF()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.open_files.emit()
