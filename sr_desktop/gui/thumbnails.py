"""Thumbnails of what is in sight of the strip: made when it comes there, few kept. No Qt."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from sr_desktop.jobs.types import ThumbnailJob

if TYPE_CHECKING:
    from sr_desktop.gui.state import Item, WindowState

MOST_KEPT = 300  # of 48 KiB each


class Reader(Protocol):
    """A Worker, as far as it is needed here."""

    def submit(self, job: ThumbnailJob) -> None: ...

    def cancel(self, job_id: int) -> None: ...


class Thumbnails:
    """Sends out what is to be drawn small, side_px at its longest side."""

    def __init__(self, reader: Reader, side_px: int) -> None:
        self._reader = reader
        self._side_px = side_px
        self._asked: OrderedDict[int, None] = OrderedDict()  # the ids, the longest ago first

    def looked_at(self, state: WindowState, first: int, last: int, max_pixels: int) -> WindowState:
        """The state waiting for the thumbnails of these places and as many on both sides.

        Those of places that were left before their turn came are not drawn.
        """
        more = last - first + 1
        near = state.items[max(0, first - more) : last + 1 + more]
        changed = {item.id: self._asking(item, max_pixels) for item in near if lacks(item)}
        for item in near:
            self._asked[item.id] = None
            self._asked.move_to_end(item.id)
        changed |= self._left(state, frozenset(item.id for item in near))
        while len(self._asked) > max(MOST_KEPT, len(near)):
            id, _ = self._asked.popitem(last=False)
            old = state.items.get(id)
            if old is not None and old.thumbnail is not None:
                changed[id] = self._forgetting(old)
        return state.with_items(changed.values()) if changed else state

    def _left(self, state: WindowState, near: frozenset[int]) -> dict[int, Item]:
        """Those that were asked for and are not in sight any more."""
        changed: dict[int, Item] = {}
        for id in [id for id in self._asked if id not in near]:
            item = state.items.get(id)
            if item is None:
                del self._asked[id]
            elif item.thumbnail is None and item.thumbnail_job and item.error is None:
                changed[id] = self._forgetting(item)
        return changed

    def _asking(self, item: Item, max_pixels: int) -> Item:
        job = ThumbnailJob(item.source, self._side_px, max_pixels)
        self._reader.submit(job)
        return replace(item, thumbnail_job=job.id)

    def _forgetting(self, item: Item) -> Item:
        self._reader.cancel(item.thumbnail_job)
        self._asked.pop(item.id, None)
        return replace(item, thumbnail=None, thumbnail_job=0)


def lacks(item: Item) -> bool:
    """Whether its thumbnail is neither there nor asked for."""
    return item.thumbnail is None and not item.thumbnail_job
