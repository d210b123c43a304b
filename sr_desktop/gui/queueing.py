"""What the user does with the pictures of the strip: start, stop, try again, move, remove.

the strip's menu, keys and buttons -> do(Do) -> state and workers
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from sr_desktop.gui import item_menu, reveal, undo
from sr_desktop.gui.item_menu import Do
from sr_desktop.gui.state import Item, Status, WindowState, queued
from sr_desktop.jobs.types import UpscaleJob, next_id

if TYPE_CHECKING:
    from sr_desktop.jobs.worker import Worker


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends.

    begin sends pictures out to be upscaled, show shows one, forget gives up what else goes on about
    one, stop_export cancels the export, save asks for a file, only_for and back change whose
    settings a picture has.
    """

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    begin: Callable[[Sequence[Item]], None]
    show: Callable[[int], None]
    forget: Callable[[Item], None]
    stop_export: Callable[[], None]
    save: Callable[[], None]
    only_for: Callable[[Iterable[Item]], None]
    back: Callable[[Iterable[Item]], None]
    upscaler: Worker
    reader: Worker


class Queueing(QObject):
    """Of the main window."""

    def __init__(self, parent: QObject, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stopping = 0  # the job of the picture shown that Esc has cancelled

    @property
    def _state(self) -> WindowState:
        return self._desk.state()

    def do(self, what: Do) -> None:
        """A line of the menu, for the pictures selected."""
        chosen = self._state.chosen
        match what:
            case Do.UPSCALE:
                self.upscale(chosen)
            case Do.CANCEL:
                self.cancel(chosen)
            case Do.CANCEL_ALL:
                self.cancel_all()
            case Do.RETRY:
                self.retry(chosen)
            case Do.SAVE:
                self._desk.save()
            case Do.SHOW_ORIGINAL:
                reveal.in_folder(chosen[0].found.path)
            case Do.SHOW_RESULT if chosen[0].saved is not None:
                reveal.in_folder(chosen[0].saved)
            case Do.COPY_PATH:
                copy_paths(item.found.path for item in chosen if item.picture is None)
            case Do.OWN:
                self._desk.only_for(item for item in chosen if item.choices is None)
            case Do.COMMON:
                self._desk.back(item for item in chosen if item.choices is not None)
            case Do.REMOVE:
                self.remove({item.id for item in chosen})
            case Do.KEEP:
                self.keep({item.id for item in chosen})
            case Do.CLEAR:
                self.clear()

    # Work

    def upscale(self, items: Sequence[Item]) -> None:
        """Queue those that can be, behind what runs. One that failed is tried again."""
        able = [item for item in items if item_menu.can_start(item)]
        if able:
            self._desk.begin(able)

    def cancel(self, items: Iterable[Item]) -> None:
        """Stop these within a tile; of an export, all of it."""
        batch = self._state.running
        for item in items:
            if batch is not None and item.job_id in batch.pieces:
                self._desk.stop_export()
            elif item.is_busy:
                self._desk.upscaler.cancel(item.job_id)

    def cancel_all(self) -> None:
        """Stop everything: what runs, what is queued, and an export."""
        self._desk.stop_export()
        for item in self._state.working:
            self._desk.upscaler.cancel(item.job_id)

    def escape(self) -> None:
        """Stop the picture shown; where it is not at work, or was told already, all of them."""
        item = self._state.item
        if item is None or not item.is_busy or item.job_id == self._stopping:
            self.cancel_all()
        else:
            self._stopping = item.job_id
            self.cancel([item])

    def retry(self, items: Sequence[Item]) -> None:
        """Read those again that could not be read, and upscale those again that failed then."""
        failed = [item for item in items if item.status is Status.FAILED]
        unread = [item for item in failed if item.is_unread]
        self.read_again(unread)
        self._desk.begin([item for item in failed if not item.is_unread])

    def read_again(self, items: Iterable[Item]) -> None:
        """As if they had just been added."""
        again = [
            replace(item, status=Status.WAITING, error=None, thumbnail=None, thumbnail_job=0)
            for item in items
        ]
        if not again:
            return
        state = replace(self._state, notice=None).with_items(again)
        self._desk.change(state)
        if state.current in {item.id for item in again}:
            self._desk.show(state.current)

    # The list

    def select(self, ids: Collection[int]) -> None:
        """The picture shown is always one of those selected."""
        state = self._state
        if not ids and state.item is not None:
            ids = {state.current}
        state = state.selecting(ids)
        self._desk.change(state)
        at = state.items.place_of(state.current)
        if ids and at is not None and state.current not in ids:
            places = ((state.items.place_of(id), id) for id in ids)
            known = [(abs(place - at), id) for place, id in places if place is not None]
            self._desk.show(min(known)[1])

    def move(self, ids: Collection[int], gap: int) -> None:
        """Put these before the picture at this place."""
        state = self._state
        self._desk.change(self._in_order(replace(state, items=state.items.moved(ids, gap))))

    def _in_order(self, state: WindowState) -> WindowState:
        """With those that wait in the queue in the order of the strip."""
        batch = state.running
        waiting = [
            item
            for item in state.items
            if item.status is Status.QUEUED
            and _job_of(item)
            and not (batch and item.job_id in batch.pieces)
        ]
        in_turn = sorted(waiting, key=lambda item: item.job_id)
        if waiting == in_turn:
            return state
        jobs = [replace(job, id=next_id()) for item in waiting if (job := _job_of(item))]
        for item, job in zip(waiting, jobs, strict=True):
            self._desk.upscaler.cancel(item.job_id)
            self._desk.upscaler.submit(job)
        return state.with_items(queued(*each) for each in zip(waiting, jobs, strict=True))

    def step(self, by: int) -> None:
        """Move what is selected one place back (-1) or on (1), side by side."""
        state = self._state
        places = [at for at, item in enumerate(state.items) if item.id in state.selected]
        if not places:
            return
        gap = max(0, places[0] - 1) if by < 0 else min(len(state.items), places[-1] + 2)
        self.move(state.selected, gap)

    def remove(self, ids: Collection[int]) -> None:
        """Take these out, and stop what goes on about them; what is being exported stays."""
        before, batch = self._state, self._state.running
        items = [item for id in ids if (item := before.items.get(id))]
        leaving = [item for item in items if batch is None or item.job_id not in batch.pieces]
        for item in leaving:
            self._desk.forget(item)
            self._desk.upscaler.cancel(item.job_id)
            self._desk.reader.cancel(item.thumbnail_job)
        state = undo.removing(before, {item.id for item in leaving})
        self._desk.change(state)
        if state.current and state.current != before.current:
            self._desk.show(state.current)

    def keep(self, ids: Collection[int]) -> None:
        """Take all others out; what runs stays."""
        self.remove(
            {item.id for item in self._state.items if item.id not in ids and not item.is_busy}
        )

    def clear(self) -> None:
        """Take all out; what runs stays."""
        self.keep(())

    def undo(self) -> None:
        """Put back what was removed last."""
        before = self._state
        state = undo.restoring(before)
        if state is before:
            return
        self._desk.change(state)
        if state.current not in state.selected:
            first = min(state.selected, key=lambda id: state.items.place_of(id) or 0)
            self._desk.show(first)


def _job_of(item: Item) -> UpscaleJob | None:
    return item.live.job if item.live is not None else None


def copy_paths(paths: Iterable[Path]) -> None:
    """As lines of text."""
    QGuiApplication.clipboard().setText("\n".join(str(path) for path in paths))
