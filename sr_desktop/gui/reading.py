"""Has pictures read: the one shown, those in sight, and again those that were too large."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sr_desktop.gui.panes import limit_for
from sr_desktop.jobs.types import OpenJob

if TYPE_CHECKING:
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.state import Item, WindowState
    from sr_desktop.gui.thumbnails import Thumbnails
    from sr_desktop.jobs.worker import Worker


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: fit shows all of a picture, read_again takes them as just added."""

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    fit: Callable[[], None]
    read_again: Callable[[Iterable[Item]], None]
    thumbnails: Thumbnails
    reader: Worker


class Reading:
    """Of the main window."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings

    @property
    def max_pixels(self) -> int:
        """The most that a picture may have."""
        return self._settings.pixel_limit_mp() * 1_000_000

    def show(self, item_id: int) -> None:
        """Another picture in the canvas."""
        before = self._desk.state()
        for job_id in (before.open_job, before.result_job):
            self._desk.reader.cancel(job_id)  # who leafs through many need not wait for all of them
        state = before.showing(item_id)
        item = state.item
        if item is not None and item.picture is None:
            job = OpenJob(item.found.path, self.max_pixels)
            self._desk.reader.submit(job, urgent=True)
            state = replace(state, open_job=job.id)
        self._desk.fit()
        self._desk.change(self.read_back(state))

    def read_back(self, state: WindowState) -> WindowState:
        """The same state, waiting for the result shown where that was written to a file."""
        item = state.item
        if item is None or item.result is None or item.kept or item.result.saved is None:
            return state
        job = OpenJob(item.result.saved, sys.maxsize)  # it is ours, however large
        self._desk.reader.submit(job, urgent=True)
        return replace(state, result_job=job.id)

    def look_at(self, first: int, last: int) -> None:
        """These places of the strip are in sight."""
        state = self._desk.state()
        self._desk.change(self._desk.thumbnails.looked_at(state, first, last, self.max_pixels))

    def limit_to(self, megapixels: int) -> None:
        """Read pictures up to this size from now on, and those again that were too large."""
        self._settings.keep_pixel_limit_mp(megapixels)
        items = self._desk.state().items
        self._desk.read_again(
            item
            for item in items
            if item.error is not None and 0 < limit_for(item.error) <= megapixels
        )
