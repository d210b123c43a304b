"""Pictures on their way from an address, and the bar above the picture that tells of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from sr_desktop.gui import fetching, words
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.fetching import Arrived, Coming, Event, FetchJob, UnpackJob
from sr_desktop.gui.transfer_bar import TransferBar
from sr_desktop.jobs.types import Failed
from sr_desktop.jobs.worker import Worker
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.errors import SRError


@dataclass(frozen=True, slots=True)
class Fetch:
    """One address that is being fetched or waits for it, or that gave no picture."""

    job: FetchJob
    done_bytes: int = 0
    total_bytes: int | None = None
    error: SRError | None = None

    @property
    def name(self) -> str:
        return fetching.name_of(self.job.url)

    @property
    def host(self) -> str:
        return fetching.host_of(self.job.url)

    @property
    def fraction(self) -> float | None:
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else None


class Arrivals(QObject):
    """One after the other, on a thread of its own.

    arrived tells a Picture and its name, failed the SRError of bytes that were pasted, changed that
    there is something else to show.
    """

    arrived = Signal(object, str)
    failed = Signal(object)
    changed = Signal()

    def __init__(
        self, max_pixels: Callable[[], int], proxy: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._max_pixels = max_pixels
        self._proxy = proxy
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        self._worker: Worker | None = None
        self._fetches: dict[int, Fetch] = {}
        self._unpacking: set[int] = set()

    @property
    def fetches(self) -> tuple[Fetch, ...]:
        """In the order they were asked for."""
        return tuple(self._fetches.values())

    @property
    def is_fetching(self) -> bool:
        return any(fetch.error is None for fetch in self._fetches.values())

    def fetch(self, urls: Sequence[str]) -> None:
        """The user dropped or pasted these: that is asking for them."""
        self._forget_failed()
        for url in dict.fromkeys(urls):
            job = FetchJob(url, self._max_pixels(), self._proxy())
            self._fetches[job.id] = Fetch(job)
            self._submit(job)
        self.changed.emit()

    def unpack(self, data: bytes, name: str) -> None:
        """A picture that came as the bytes of a file."""
        job = UnpackJob(data, name, self._max_pixels())
        self._unpacking.add(job.id)
        self._submit(job)

    def _submit(self, job: FetchJob | UnpackJob) -> None:
        if self._worker is None:
            self._worker = Worker(self._bridge.told.emit, "sr-fetch", lambda: fetching.run)
        self._worker.submit(job, urgent=isinstance(job, UnpackJob))

    def cancel(self) -> None:
        """Stop all of them; forget those that failed."""
        for job_id in self._fetches:
            if self._worker is not None:
                self._worker.cancel(job_id)
        self._fetches.clear()
        self.changed.emit()

    def retry(self) -> None:
        """Those that failed, once more."""
        self.fetch([fetch.job.url for fetch in self.fetches if fetch.error is not None])

    def _forget_failed(self) -> None:
        going = {id: fetch for id, fetch in self._fetches.items() if fetch.error is None}
        self._fetches = going

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        fetch = self._fetches.get(event.job_id)
        if fetch is None and event.job_id not in self._unpacking:
            return  # it was cancelled
        match event:
            case Coming(done_bytes=done, total_bytes=total) if fetch is not None:
                fetch = replace(fetch, done_bytes=done, total_bytes=total)
                self._fetches[event.job_id] = fetch
            case Failed(error=error) if fetch is not None:
                self._fetches[event.job_id] = replace(fetch, error=error)
            case Failed(error=error):
                self.failed.emit(error)
            case Arrived(picture=picture, name=name):
                self._fetches.pop(event.job_id, None)
                self.arrived.emit(picture, name)
        if not isinstance(event, Coming):
            self._unpacking.discard(event.job_id)
        self.changed.emit()

    def close(self) -> None:
        """Ends its thread; what had not come is not here."""
        if self._worker is not None:
            self._bridge.told.disconnect(self._on_event)
            self._worker.close()


class ArrivalBar(TransferBar):
    """What is being fetched and from where, or why it failed. Hidden while nothing is."""

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__()
        self._arrivals = arrivals
        self.again.connect(arrivals.retry)
        self.ended.connect(arrivals.cancel)
        arrivals.changed.connect(self._show_fetches)

    def _show_fetches(self) -> None:
        fetches = self._arrivals.fetches
        going = [fetch for fetch in fetches if fetch.error is None]
        errors = [fetch.error for fetch in fetches if fetch.error is not None]
        if going:
            self.show_progress(*_progress(going[0], len(going)), going[0].fraction)
        elif errors:
            self.show_failure(errors[-1], "\n".join(map(str, errors)))
        else:
            self.hide()


def _progress(fetch: Fetch, count: int) -> tuple[str, str]:
    """What comes, and how much of it has come."""
    name, host = fetch.name, fetch.host
    told = tr("Reading {name}", name=name)
    if count > 1:
        told = tr(
            "Downloading {count} pictures: {name} from {host}", count=count, name=name, host=host
        )
    elif host:
        told = tr("Downloading {name} from {host}", name=name, host=host)
    come = words.transferred(fetch.done_bytes, fetch.total_bytes) if fetch.done_bytes else ""
    return told, come or tr("Waiting for the host…")
