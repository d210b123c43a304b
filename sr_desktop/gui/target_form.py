"""Where results go: beside their originals, or into a folder; and what happens to files there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from sr_desktop.gui import words
from sr_desktop.gui.fields import choice, choose, row, widen
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Elided, button, label, wrapping
from sr_desktop.language import mark, tr, trn

if TYPE_CHECKING:
    from sr_desktop.gui.destination import Destination

_BESIDE, _FOLDER = "beside", "folder"
_PLACES = {_BESIDE: mark("Next to the originals"), _FOLDER: mark("In a folder")}
_PLACE_TIP = mark(
    "Next to the originals: each picture beside its source,\n"
    "those of a folder in a folder of their own beside it, such as Holiday_x4"
)
RULES = {"skip": mark("Skip"), "rename": mark("Give a new name"), "replace": mark("Replace")}


class TargetForm(QWidget):
    """changed tells that the place is another one."""

    changed = Signal()

    def __init__(self, destination: Destination) -> None:
        super().__init__()
        self._folder = destination.folder
        places = {key: tr(text) for key, text in _PLACES.items()}
        self.place = choice(tr("Where results go"), places, tr(_PLACE_TIP))
        widen(self.place)
        choose(self.place, _BESIDE if destination.beside else _FOLDER)
        self._path = Elided()
        self._path.setProperty("role", "muted")
        self.choose = button(tr("Choose…"), "plain")
        self.choose.setToolTip(tr("Choose the folder for results"))
        self.choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._folder_row = row(self._path, self.choose)
        self._drawn = label("", "muted")
        wrapping(self._drawn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.place)
        column.addWidget(self._folder_row)
        column.addWidget(self._drawn)
        self._drawn_count, self._count = 0, 1
        self.place.currentIndexChanged.connect(self._change)
        self.choose.clicked.connect(self._choose_folder)
        self._lay_out()

    @property
    def fields(self) -> list[QWidget]:
        """In the order of the Tab key."""
        return [self.place, self.choose]

    def into(self, destination: Destination) -> Destination:
        """The destination with what is set here."""
        return replace(destination, folder=self._folder, beside=self._is_beside)

    def show_pictures(self, count: int, drawn: int) -> None:
        """How many there are, and how many of them have no file to lie beside."""
        self._count, self._drawn_count = count, drawn
        text = tr("Next to the original") if count == 1 else tr(_PLACES[_BESIDE])
        self.place.setItemText(self.place.findData(_BESIDE), text)
        self._lay_out()

    def set_folder(self, folder: Path) -> None:
        """Into this one."""
        self._folder = folder
        choose(self.place, _FOLDER)
        self._change()

    @property
    def _is_beside(self) -> bool:
        return bool(self.place.currentData() == _BESIDE)

    def _choose_folder(self) -> None:
        start = self._folder if self._folder.is_dir() else Path.home()
        chosen = QFileDialog.getExistingDirectory(self, tr("Export into a folder"), str(start))
        if chosen:
            self.set_folder(Path(chosen))

    def _change(self) -> None:
        self._lay_out()
        self.changed.emit()

    def _lay_out(self) -> None:
        """What does not apply is absent: pictures without a file have nothing to lie beside."""
        all_drawn = self._drawn_count == self._count
        some_drawn = self._is_beside and 0 < self._drawn_count < self._count
        self.place.setVisible(not all_drawn)
        self._folder_row.setVisible(all_drawn or some_drawn or not self._is_beside)
        self._path.set_text(words.path(self._folder))
        told = trn(
            "{count:,} picture without a file goes into that folder.",
            "{count:,} pictures without a file go into that folder.",
            self._drawn_count,
        )
        self._drawn.setText(told)
        self._drawn.setVisible(some_drawn)
