"""Pictures on their way from an address, and the bar above the picture that tells of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from sr_desktop.gui import details, fetching, theme, words
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.download_bar import Meter, breakable, wrapping
from sr_desktop.gui.fetching import Arrived, Coming, Event, FetchJob, UnpackJob
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, is_theme_change, label, restyle
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


class ArrivalBar(QFrame):
    """What is being fetched and from where, or why it failed. Hidden while nothing is."""

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._arrivals = arrivals
        self._sign = QLabel()
        self._text = QLabel()
        self._detail = label("", "muted")
        for each in (self._text, self._detail):
            wrapping(each)
        self._meter = Meter()
        self._again = button(tr("Try again"), "plain")
        self._copy = button(tr("Copy details"), "plain")
        self._stop = button(tr("Cancel"), "plain")
        self._again.clicked.connect(arrivals.retry)
        self._copy.clicked.connect(self._copy_details)
        self._stop.clicked.connect(arrivals.cancel)
        arrivals.changed.connect(self._show_fetches)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self._text)
        told.addWidget(self._detail)
        row = QHBoxLayout()
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX)
        row.addWidget(self._sign)
        row.addLayout(told, stretch=1)
        for each in (self._again, self._copy, self._stop):
            row.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._meter)

    def _show_fetches(self) -> None:
        fetches = self._arrivals.fetches
        going = [fetch for fetch in fetches if fetch.error is None]
        failed = [fetch for fetch in fetches if fetch.error is not None]
        if going:
            self._tell_progress(going[0], len(going))
        elif failed and failed[-1].error is not None:
            self._text.setText(breakable(failed[-1].error.message))
            self._detail.setText(breakable(failed[-1].error.hint))
        self._detail.setVisible(bool(self._detail.text()))
        self._again.setVisible(not going)
        self._copy.setVisible(not going)
        self._stop.setText(tr("Cancel") if going else tr("Close"))
        self._meter.setVisible(bool(going))
        self._meter.set_fraction(going[0].fraction if going else None)
        self._dress(is_bad=not going)
        self.setVisible(bool(fetches))

    def _tell_progress(self, fetch: Fetch, count: int) -> None:
        name, host = fetch.name, fetch.host
        one = tr("Reading {name}", name=name)
        if host:
            one = tr("Downloading {name} from {host}", name=name, host=host)
        many = tr(
            "Downloading {count} pictures: {name} from {host}", count=count, name=name, host=host
        )
        self._text.setText(one if count == 1 else many)
        come = words.transferred(fetch.done_bytes, fetch.total_bytes) if fetch.done_bytes else ""
        self._detail.setText(come or tr("Waiting for the host…"))

    def _dress(self, is_bad: bool) -> None:
        look = theme.tokens()
        name, colour = ("alert", look.bad) if is_bad else ("save", look.text)
        self._sign.setPixmap(theme.pixmap(name, theme.ICON_PX, colour, self.devicePixelRatioF()))
        kind = "bad" if is_bad else "good"
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            for part in (self, self._text, self._detail):
                restyle(part)

    def _copy_details(self) -> None:
        errors = [str(fetch.error) for fetch in self._arrivals.fetches if fetch.error]
        details.copy("\n".join(errors))

    def changeEvent(self, event: QEvent) -> None:
        if is_theme_change(event) and self._arrivals.fetches:
            self._show_fetches()
        super().changeEvent(event)
