"""The line at the top of the rail: for which pictures the settings below it are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, label, restyle
from sr_desktop.language import tr


class OwnBar(QFrame):
    """Hidden with a single picture that has no settings of its own."""

    only = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("own")
        self._is_own = False
        self._text = label("", "own")
        self._link = button("", "link")
        self._link.clicked.connect(lambda: (self.back if self._is_own else self.only).emit())
        self.setFocusProxy(self._link)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX // 2)
        column.setSpacing(0)
        column.addWidget(self._text)
        column.addWidget(self._link, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_scope(self, own: int, selected: int, all_: int) -> None:
        """The settings shown are of so many pictures alone, 0 for those of all."""
        self.setVisible(bool(own) or all_ > 1)
        self._is_own = bool(own)
        self._text.setVisible(bool(own))
        if own:
            many = tr("Settings of {count:,} pictures", count=own)
            self._text.setText(tr("Settings of this picture") if own == 1 else many)
            self._link.setText(tr("Back to the settings of all"))
            self._link.setToolTip(tr("Give up the settings of their own"))
        else:
            one = selected < 2
            self._link.setText(
                tr("Settings only for this picture")
                if one
                else tr("Settings only for these {count:,} pictures", count=selected)
            )
            self._link.setToolTip(tr("What is chosen below leaves the other pictures as they are"))
        if self.property("kind") != (kind := "own" if own else "all"):
            self.setProperty("kind", kind)
            restyle(self)
