"""Maps of consistency, made in a thread when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sr_desktop.bench.types import Event, MapJob, Mapped
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.jobs.types import Failed
from sr_desktop.jobs.worker import Run, Worker

if TYPE_CHECKING:
    from sr_desktop.errors import SRError
    from sr_desktop.imaging.picture import Picture


class HeatMaps(QObject):
    """Keeps the last one. changed tells that what was asked for is there, or cannot be had."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        self._worker: Worker | None = None
        self._job: MapJob | None = None
        self._answer: Mapped | SRError | None = None

    def ask(self, result: Picture, source: Picture) -> Mapped | SRError | None:
        """How far the result is from the source; None while that is being found out."""
        job = self._job
        if job is not None and (job.result, job.source) == (result, source):
            return self._answer
        self.forget()
        if self._worker is None:
            self._worker = Worker(self._bridge.told.emit, "sr-map", _consistency)
        self._job = MapJob(result, source)
        self._worker.submit(self._job)
        return None

    def forget(self) -> None:
        """It is not looked at any more."""
        if self._worker is not None and self._job is not None:
            self._worker.cancel(self._job.id)
        self._job, self._answer = None, None

    def _on_event(self, event: Event) -> None:
        if self._job is None or event.job_id != self._job.id:
            return
        match event:
            case Mapped():
                self._answer = event
            case Failed(error=error):
                self._answer = error
            case _:
                return
        self.changed.emit()

    def close(self) -> None:
        """Ends its thread."""
        self._bridge.told.disconnect(self._on_event)
        if self._worker is not None:
            self._worker.close()


def _consistency() -> Run:
    from sr_desktop.bench import consistency  # late: the window shows sooner without it

    return consistency.run
