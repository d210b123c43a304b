"""The files and folders opened last: kept, and offered as a menu."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from sr_desktop.gui import words
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.settings import Settings

MOST = 10
_AS_ONE = 4  # so many files of one folder are remembered as that folder
_NAME_PX, _FOLDER_PX = 280, 240
_KEY = "recent"


class Recent(QObject):
    """changed tells of another list, chosen the path to open again; it need not be there."""

    changed = Signal()
    chosen = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def paths(self) -> tuple[Path, ...]:
        """The newest first."""
        return tuple(Path(text) for text in self._settings.texts(_KEY)[:MOST])

    def note(self, paths: Iterable[Path]) -> None:
        """These were opened just now."""
        fresh = _worth_keeping([Path(os.path.abspath(path)) for path in paths])
        if fresh:
            self._keep([*fresh, *self.paths])

    def forget(self, paths: Iterable[Path]) -> None:
        """These are not there any more."""
        gone = set(paths)
        if not gone.isdisjoint(self.paths):
            self._keep(path for path in self.paths if path not in gone)

    def clear(self) -> None:
        self._keep(())

    def _keep(self, paths: Iterable[Path]) -> None:
        once = dict.fromkeys(paths)
        self._settings.keep_texts(_KEY, [str(path) for path in once][:MOST])
        self.changed.emit()

    def fill(self, menu: QMenu) -> None:
        """Make the menu's entries anew."""
        menu.clear()
        metrics = QFontMetrics(menu.font())
        for path in self.paths:
            action = QAction(_line(path, metrics), menu)
            action.setToolTip(words.path(path))
            action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
            menu.addAction(action)
        if not self.paths:
            menu.addAction(tr("Nothing was opened yet")).setEnabled(False)
            return
        menu.addSeparator()
        menu.addAction(tr("Clear recent")).triggered.connect(self.clear)

    def menu(self, parent: QWidget) -> QMenu:
        """One that is up to date whenever it opens."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        menu.setAccessibleName(tr("Recent files and folders"))
        menu.aboutToShow.connect(lambda: self.fill(menu))
        return menu


def _worth_keeping(paths: Sequence[Path]) -> list[Path]:
    parents = {path.parent for path in paths}
    if len(paths) >= _AS_ONE and len(parents) == 1:
        return [paths[0].parent]
    return list(paths[:MOST])


def _line(path: Path, metrics: QFontMetrics) -> str:
    """The name, and where it lies at the right end, in the place of a key."""
    mode = Qt.TextElideMode.ElideMiddle
    name = metrics.elidedText(words.path(Path(path.name or path)), mode, _NAME_PX)
    folder = metrics.elidedText(short_folder(path.parent), mode, _FOLDER_PX)
    return f"{name}\t{folder}".replace("&", "&&")


def short_folder(folder: Path) -> str:
    """ "~/Pictures" for what is in the home folder."""
    home = Path.home()
    if folder.is_relative_to(home):
        folder = Path("~") / folder.relative_to(home)
    return words.path(folder)
