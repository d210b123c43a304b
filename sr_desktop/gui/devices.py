"""Finds the devices of this computer in a thread of its own: that loads torch."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sr_desktop.gui.bridge import EventBridge
from sr_desktop.jobs.types import DevicesFound, DevicesJob, Event, Failed
from sr_desktop.jobs.worker import Worker


class Devices(QObject):
    """found tells a DevicesFound, missed the SRError that there is instead."""

    found = Signal(object)
    missed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.known: DevicesFound | None = None
        self._worker: Worker | None = None
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)

    def ask(self) -> None:
        """Look again, unless somebody is looking."""
        if self._worker is None:
            self._worker = Worker(self._bridge.told.emit, "sr-devices")
            self._worker.submit(DevicesJob())

    def _on_event(self, event: Event) -> None:
        if isinstance(event, DevicesFound):
            self._end()
            self.known = event
            self.found.emit(event)
        elif isinstance(event, Failed):
            self._end()
            self.missed.emit(event.error)

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def close(self) -> None:
        """End the thread, once torch is loaded if it is at that."""
        self._bridge.told.disconnect(self._on_event)
        self._end()
