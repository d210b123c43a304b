"""Pictures come in: asked for, pasted, dropped, the sample.

paths -> ScanJob -> Scanned -> add_found; pixels -> add_picture
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from sr_desktop.gui import incoming
from sr_desktop.gui.state import Item, Notice, WindowState
from sr_desktop.imaging import formats
from sr_desktop.jobs.types import Found, ScanJob, Scanned
from sr_desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sr_desktop.gui.arrivals import Arrivals
    from sr_desktop.gui.incoming import Brought
    from sr_desktop.gui.keeper import Keeper
    from sr_desktop.gui.recent import Recent
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.truth import Truth
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.jobs.worker import Worker


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends; show shows a picture of the strip."""

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    tell: Callable[[Notice], None]
    show: Callable[[int], None]
    keeper: Keeper
    recent: Recent
    arrivals: Arrivals
    reader: Worker


class Opening:
    """Of the main window."""

    def __init__(self, window: QWidget, desk: Desk, settings: Settings) -> None:
        self._window = window
        self._desk = desk
        self._settings = settings

    # What the user asks for

    def ask_for_files(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in formats.READABLE)
        folder = str(self._settings.folder("open"))
        kinds = tr("Images ({kinds})", kinds=kinds)
        chosen, _ = QFileDialog.getOpenFileNames(self._window, tr("Open images"), folder, kinds)
        if chosen:
            self._settings.keep_folder("open", Path(chosen[0]).parent)
            self.add_paths(Path(name) for name in chosen)

    def ask_for_folder(self) -> None:
        folder = str(self._settings.folder("open"))
        title = tr("Open a folder")
        if chosen := QFileDialog.getExistingDirectory(self._window, title, folder):
            self._settings.keep_folder("open", Path(chosen))
            self.add_paths([Path(chosen)])

    def try_sample(self) -> None:
        """The picture that ships, small enough to see what upscaling does to it."""
        from sr_desktop.jobs import sample

        self.add_picture(sample.reduced(4), tr("Sample.png"))

    def paste(self) -> None:
        without_file = sum(item.picture is not None for item in self._desk.state().items)
        brought = incoming.brought_by(QGuiApplication.clipboard().mimeData())
        if not brought:
            hint = tr("Copy an image or files first.")
            self._desk.tell(Notice(tr("There is no image to paste."), hint))
        self.take(brought, tr("Pasted {number}.png", number=without_file + 1))

    def take(self, brought: Brought, name: str) -> None:
        """What was dropped or pasted; name is for a picture that has none."""
        self.add_paths(brought.paths)
        if brought.data:
            self._desk.arrivals.unpack(brought.data, name)
        if brought.image is not None:
            from sr_desktop.gui import pasted

            self.add_picture(pasted.picture_of(brought.image), name)
        if brought.urls:
            self._desk.arrivals.fetch(brought.urls)

    # The strip gets them

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Pictures, folders and models, from wherever they come; all are read in the background."""
        models, others = incoming.checkpoints_among(list(paths))
        self._desk.keeper.import_files(models, from_window=True)
        inputs = tuple(others)
        if not inputs:
            return
        self._desk.recent.note(inputs)
        job = ScanJob(inputs)
        state = self._desk.state()
        scans = state.scan_jobs | {job.id}
        self._desk.change(replace(state, scan_jobs=scans, notice=None))
        self._desk.reader.submit(job, urgent=True)

    def add_found(self, scanned: Scanned) -> None:
        """What was found in files and folders; what is gone leaves the list of recent ones."""
        self._desk.recent.forget(path for path, _ in scanned.refused)
        self._add([Item(found) for found in scanned.found])

    def add_picture(self, picture: Picture, name: str, truth: Truth | None = None) -> None:
        """A picture that has no file; truth is what its results are held against."""
        self._add([Item(Found(Path(name)), picture=picture, truth=truth)])

    def _add(self, items: Sequence[Item]) -> None:
        if not items:
            return
        self._desk.change(self._desk.state().with_items(items))
        self._desk.show(items[0].id)
