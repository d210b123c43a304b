"""Pictures that leave by drag and drop: as files, written when somebody asks for them.

outgoing.mime(items, rule_of) -> QMimeData -> asked for its files -> Worker -> whole files
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEventLoop, QMetaType, QMimeData, QObject, QUrl, Signal, Slot

from sr_desktop import paths
from sr_desktop.errors import SRError
from sr_desktop.gui import result_name
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs.types import Event, Failed, Finished, SaveJob, Stopped
from sr_desktop.jobs.worker import Worker

if TYPE_CHECKING:
    from sr_desktop.gui.state import Item
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.jobs.plan import OutputRule

ITEMS = "application/x-sr-desktop-pictures"  # ids, for the strip itself
_URLS = "text/uri-list"


@dataclass(frozen=True, slots=True, eq=False)
class Parcel:
    """One picture that leaves: a file that is there, or pixels to write under this name."""

    file: Path | None = None
    picture: Picture | None = None
    name: str = ""
    encoding: Encoding = field(default_factory=Encoding)


def parcel_of(item: Item, rule: OutputRule) -> Parcel:
    """A finished picture's result, saved or to be written; any other's source.

    Of a moving picture that is not saved yet it is the frame that is shown.
    """
    if item.saved is not None and item.saved.exists() and item.result is not None:
        return Parcel(item.saved)
    if item.kept is not None and item.spec is not None:
        with suppress(SRError):
            name = result_name.beside(item, item.kept, rule, frames=1).name
            return Parcel(None, item.kept, name, rule.encoding)
    if item.picture is not None:
        return Parcel(None, item.picture, item.name)
    return Parcel(item.found.path)


class Outgoing(QObject):
    """Writes what is dragged out, in a thread of its own; failed tells why one was not.

    What was written lies in a folder that goes with the window.
    """

    failed = Signal(object)
    _ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._worker: Worker | None = None
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        self._numbers = itertools.count(1)  # two pictures may have the same name
        self._open: set[int] = set()
        self._written: dict[_Key, tuple[Picture, Path]] = {}

    def mime(self, items: Sequence[Item], rule_of: Callable[[Item], OutputRule]) -> QMimeData:
        """The pictures for the strip itself, and their files for everybody else."""
        parcels = [parcel_of(item, rule_of(item)) for item in items]
        return _Mime([item.id for item in items], lambda: self.files(parcels))

    def files(self, parcels: Iterable[Parcel]) -> list[Path]:
        """The file of each, whole; those that cannot be written are left out.

        Waits for them, but events go on: a large one takes seconds.
        """
        parcels = list(parcels)
        keys = {_key(parcel) for parcel in parcels}
        self._written = {key: each for key, each in self._written.items() if key in keys}
        wanted = [self._file(parcel) for parcel in parcels]
        loop = QEventLoop()
        self._ended.connect(loop.quit)
        while self._open:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self._ended.disconnect(loop.quit)
        return [path for path in dict.fromkeys(wanted) if path.exists()]

    def _file(self, parcel: Parcel) -> Path:
        """Where it lies, or will once its job has ended."""
        picture = parcel.picture
        if picture is None:
            assert parcel.file is not None
            return parcel.file
        written = self._written.get(_key(parcel))
        if written is not None and (written[1].exists() or self._open):
            return written[1]
        if self._folder is None:
            import tempfile  # late: the window shows sooner without it

            self._folder = Path(tempfile.mkdtemp(prefix="drag-", dir=paths.scratch_dir()))
        target = self._folder / str(next(self._numbers)) / parcel.name
        self._written[_key(parcel)] = (picture, target)  # which keeps its id its own
        job = SaveJob(picture, target, parcel.encoding)
        self._open.add(job.id)
        if self._worker is None:
            self._worker = Worker(self._bridge.told.emit, "sr-drag")
        self._worker.submit(job)
        return target

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if not isinstance(event, Finished | Failed | Stopped):
            return
        self._open.discard(event.job_id)
        if isinstance(event, Failed):
            self.failed.emit(event.error)
        if not self._open:
            self._ended.emit()

    def close(self) -> None:
        """Ends its thread; what was written goes."""
        if self._worker is not None:
            self._worker.close()
        self._open.clear()
        self._ended.emit()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


_Key = tuple[int, str, Encoding]


def _key(parcel: Parcel) -> _Key:
    return id(parcel.picture), parcel.name, parcel.encoding


class _Mime(QMimeData):
    """Asks for the files when it is asked for them itself, and once."""

    def __init__(self, ids: Sequence[int], files: Callable[[], list[Path]]) -> None:
        super().__init__()
        self._ids = b" ".join(str(id).encode() for id in ids)
        self._files = files
        self._urls: list[QUrl] | None = None

    def formats(self) -> list[str]:
        return [_URLS, ITEMS]

    def hasFormat(self, format: str) -> bool:
        return format in (_URLS, ITEMS)

    def retrieveData(self, format: str, preferred: QMetaType | QMetaType.Type) -> Any:
        if format == ITEMS:
            return QByteArray(self._ids)
        if format != _URLS:
            return None
        if self._urls is None:
            self._urls = [QUrl.fromLocalFile(str(path)) for path in self._files()]
        return self._urls


def ids_in(mime: QMimeData) -> list[int]:
    """The pictures of the strip that are dragged within it; none for what comes from outside."""
    if not mime.hasFormat(ITEMS):
        return []
    return [int(id) for id in bytes(mime.data(ITEMS).data()).split()]
