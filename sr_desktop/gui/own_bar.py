"""The line at the top of the rail: for which pictures the settings below it are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, label, restyle


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
            text = "Settings of this picture" if own == 1 else f"Settings of {own:,} pictures"
            self._text.setText(text)
            self._link.setText("Back to the settings of all")
            self._link.setToolTip("Give up the settings of their own")
        else:
            one = selected < 2
            self._link.setText(
                "Settings only for this picture"
                if one
                else f"Settings only for these {selected:,} pictures"
            )
            self._link.setToolTip("What is chosen below leaves the other pictures as they are")
        if self.property("kind") != (kind := "own" if own else "all"):
            self.setProperty("kind", kind)
            restyle(self)
