"""The result shown goes out: into a file, or onto the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from sr_desktop.gui import result_name, words
from sr_desktop.gui.output_form import shown_of
from sr_desktop.gui.state import Item, Notice, WindowState
from sr_desktop.imaging import formats
from sr_desktop.jobs.plan import OutputRule, encoding_by_name
from sr_desktop.jobs.types import SaveJob
from sr_desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sr_desktop.gui.copying import Copying
    from sr_desktop.gui.exporting import Exporting
    from sr_desktop.gui.keeper import Keeper
    from sr_desktop.gui.own_settings import OwnSettings
    from sr_desktop.gui.rail import Rail
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.starting import Starting
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.jobs.worker import Worker


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: its state, what is chosen, and who upscales all frames into a file."""

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    tell: Callable[[Notice], None]
    rail: Rail
    own: OwnSettings
    keeper: Keeper
    starting: Starting
    exporting: Exporting
    reader: Worker


class Saving(QObject):
    """Of the main window."""

    def __init__(self, window: QWidget, desk: Desk, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._settings = settings
        self._copying: Copying | None = None

    def save_as(self) -> None:
        """Ask for the file; the name proposed is that of an export."""
        item, picture = self._state.item, self._state.result
        if item is None or picture is None or item.spec is None:
            return
        wanted = result_name.beside(item, picture, self.rule_of(item), item.frames)
        if item.picture is not None:
            wanted = self._settings.folder("save") / wanted.name
        kinds = save_filters()
        title, every = tr("Save as"), ";;".join(kinds)
        name, kind = QFileDialog.getSaveFileName(self._window, title, str(wanted), every)
        if name:
            path, ending = Path(name), kinds.get(kind, "")
            is_named = path.suffix.lower() in formats.WRITABLE
            self.save_to(path if is_named or not ending else path.with_name(path.name + ending))

    def rule_of(self, item: Item) -> OutputRule:
        """How a result of it is named and written."""
        encoding = self._desk.own.choices_of(item).encoding
        return OutputRule(encoding=encoding, template=self._desk.exporting.template)

    def save_to(self, path: Path) -> None:
        """Write the result of the picture shown to this path; its ending decides the format.

        A moving picture, whose first frame is shown, is upscaled frame by frame where the format
        can hold them.
        """
        item, picture = self._state.item, self._state.result
        if item is None or picture is None:
            return
        path = self._with_ending(path, item, picture)
        if item.picture is None and path.resolve() == item.found.path.resolve():
            told = tr("{name} is the original.", name=path.name)
            self._desk.tell(Notice(told, tr("Choose another name."), bad=True))
            return
        self._settings.keep_folder("save", path.parent)
        encoding = encoding_by_name(self._encoding, path)
        if _moves(item) and formats.can_animate(encoding.format.upper()):
            self._save_all_frames(item, path, encoding)
        else:
            self._save(item, SaveJob(picture, path, encoding))

    def copy(self) -> None:
        """The result shown, onto the clipboard."""
        if self._copying is None:
            from sr_desktop.gui.copying import Copying  # late: the window shows sooner without it

            self._copying = Copying(self)
            self._copying.told.connect(self._desk.tell)
        item = self._state.item
        saved = (item.saved or (item.result.saved if item.result else None)) if item else None
        self._copying.copy(self._state.result, saved)

    def close(self) -> None:
        """Ends its thread."""
        if self._copying is not None:
            self._copying.close()

    @property
    def _state(self) -> WindowState:
        return self._desk.state()

    @property
    def _encoding(self) -> Encoding:
        return self._desk.rail.choices.encoding

    def _with_ending(self, path: Path, item: Item, picture: Picture) -> Path:
        """Of a format that can be written: that of the name, else the one chosen."""
        if path.suffix.lower() in formats.WRITABLE:
            return path
        ending = formats.extension_for(self._encoding, picture.format, item.frames)
        return path.with_name(path.name + ending)

    def _save(self, item: Item, job: SaveJob) -> None:
        state = self._state.with_item(replace(item, saving=job.id))
        self._desk.change(replace(state, save_jobs=state.save_jobs | {job.id}))
        self._desk.reader.submit(job, urgent=True)

    def _save_all_frames(self, item: Item, path: Path, encoding: Encoding) -> None:
        """As a run of one picture: it takes its time, and is told of at its end."""
        desk = self._desk
        if self._state.is_working or not desk.keeper.has(desk.rail.spec):
            return
        desk.exporting.run_one(item, desk.starting.job(item, path, encoding))


def _moves(item: Item) -> bool:
    """Whether its file has more frames than the one shown."""
    return item.picture is None and shown_of(item).moves


def save_filters() -> dict[str, str]:
    """The lines of the save dialog, each with the ending for names that have none."""
    by_format: dict[str, list[str]] = {}
    for ending in formats.WRITABLE:
        by_format.setdefault(formats.format_of(Path(f"a{ending}")) or "", []).append(ending)
    every = " ".join(f"*{ending}" for ending in formats.WRITABLE)
    each = {
        f"{words.format_name(name)} ({' '.join(f'*{ending}' for ending in endings)})": endings[0]
        for name, endings in by_format.items()
    }
    return {tr("Images ({kinds})", kinds=every): ""} | each
