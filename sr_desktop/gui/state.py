"""What the window shows, as a value, and how events change it. No Qt.

The window turns what the user does into jobs, and events into the next state:
reduce(state, event, now) is pure, and every event of a job that the state does not know is ignored.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sr_desktop.bench.reference import Reduced
from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import SRError
from sr_desktop.gui import truth as truths
from sr_desktop.gui.truth import Event, Truth, View
from sr_desktop.imaging.picture import Picture, Pixels
from sr_desktop.jobs.types import (
    CanvasReady,
    Decoded,
    Failed,
    Finished,
    Found,
    ModelReady,
    Progress,
    Result,
    Scanned,
    Started,
    Stopped,
    Thumbnailed,
    TileDone,
)

_ids = itertools.count(1)


class Status(Enum):
    """Of one picture in the strip."""

    WAITING = "Waiting"
    QUEUED = "Queued"
    WORKING = "Working"
    DONE = "Done"
    FAILED = "Failed"


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """The result while it grows: the canvas and its done parts (top, left, height, width).

    passes is how many times the network runs over the picture.
    """

    spec: ModelSpec
    passes: int = 1
    canvas: Pixels | None = None
    done: tuple[tuple[int, int, int, int], ...] = ()
    started_at: float = 0.0
    done_px: int = 0
    total_px: int = 0

    @property
    def fraction(self) -> float:
        return self.done_px / self.total_px if self.total_px else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One picture of the strip.

    job_id is the job that upscales it, thumbnail_job the one that draws it small, picture what it
    is when it has no file. result is the last one made, by the network spec in so many
    passes. truth is what it is held against, in the ground-truth mode.
    """

    found: Found
    picture: Picture | None = None
    size: tuple[int, int] | None = None
    format: str = ""
    thumbnail: NDArray[np.uint8] | None = None
    status: Status = Status.WAITING
    error: SRError | None = None
    job_id: int = 0
    thumbnail_job: int = 0
    live: Live | None = None
    result: Result | None = None
    spec: ModelSpec | None = None
    passes: int = 1
    truth: Truth | None = None
    id: int = field(default_factory=lambda: next(_ids))

    @property
    def name(self) -> str:
        return self.found.path.name

    @property
    def source(self) -> Path | Picture:
        return self.found.path if self.picture is None else self.picture

    @property
    def kept(self) -> Picture | None:
        """The result that can be looked at and saved."""
        return self.result.picture if self.result else None


@dataclass(frozen=True, slots=True)
class Notice:
    """A line above the picture. saved is the file that "Show in folder" points at."""

    text: str
    hint: str = ""
    bad: bool = False
    saved: Path | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A run of many pictures into a folder: the jobs still to end, and how the others did."""

    folder: Path
    jobs: frozenset[int]
    saved: int = 0
    failed: int = 0

    def after(self, event: Event) -> Self:
        """Counts an ending of one of its jobs."""
        if event.job_id not in self.jobs or not isinstance(event, Finished | Failed | Stopped):
            return self
        return replace(
            self,
            jobs=self.jobs - {event.job_id},
            saved=self.saved + isinstance(event, Finished),
            failed=self.failed + isinstance(event, Failed),
        )

    def notice(self) -> Notice:
        """What to say at the end."""
        text = f"Saved {_count(self.saved)} in {self.folder.name or self.folder}."
        hint = (
            f"{_count(self.failed)} could not be done: see the list below." if self.failed else ""
        )
        return Notice(
            text, hint, bad=bool(self.failed), saved=self.folder / "." if self.saved else None
        )


def _count(pictures: int) -> str:
    return "1 picture" if pictures == 1 else f"{pictures} pictures"


@dataclass(frozen=True, slots=True, eq=False)
class WindowState:
    """current is the id of the picture shown, 0 for none; opened its pixels once they are read.

    opened_result is its result read back from the file, where it was exported rather than kept.
    """

    items: tuple[Item, ...] = ()
    current: int = 0
    opened: Picture | None = None
    open_job: int = 0
    opened_result: Picture | None = None
    result_job: int = 0
    save_jobs: frozenset[int] = frozenset()
    scan_jobs: frozenset[int] = frozenset()
    reduce_jobs: frozenset[int] = frozenset()
    warm_up_job: int = 0
    export: Export | None = None
    compute: str = ""
    notice: Notice | None = None
    view: View = View.SPLIT
    amplify: int = 4

    @property
    def item(self) -> Item | None:
        """The picture shown."""
        return next((item for item in self.items if item.id == self.current), None)

    @property
    def result(self) -> Picture | None:
        """The result of the picture shown, if there is one."""
        return (self.item.kept if self.item else None) or self.opened_result

    @property
    def can_upscale(self) -> bool:
        """Whether the picture shown may be started on; it need not be on the screen yet."""
        unreadable = self.item is None or (self.item.error is not None and self.opened is None)
        return not unreadable and not self.working

    @property
    def working(self) -> tuple[Item, ...]:
        """Those being upscaled, the running one and the queued ones."""
        return tuple(i for i in self.items if i.status in (Status.WORKING, Status.QUEUED))

    def with_item(self, item: Item) -> Self:
        """The same state with the picture of this id replaced."""
        items = tuple(item if other.id == item.id else other for other in self.items)
        return replace(self, items=items)

    def with_items(self, items: Iterable[Item]) -> Self:
        """More pictures at the end."""
        return replace(self, items=self.items + tuple(items))

    def without(self, item_id: int) -> Self:
        """One picture less; its neighbour is shown if it was shown."""
        at = next(n for n, item in enumerate(self.items) if item.id == item_id)
        items = self.items[:at] + self.items[at + 1 :]
        if item_id != self.current:
            return replace(self, items=items)
        neighbour = items[min(at, len(items) - 1)].id if items else 0
        return replace(self, items=items).showing(neighbour)

    def showing(self, item_id: int) -> Self:
        """Another picture in the canvas; its pixels are still to be read."""
        item = next((item for item in self.items if item.id == item_id), None)
        opened = item.picture if item else None
        return replace(
            self, current=item_id, opened=opened, open_job=0, opened_result=None, result_job=0
        )


def seconds_left(live: Live, now: float) -> float | None:
    """Until the end, from the pace so far; None while nothing is done."""
    if not live.done_px:
        return None
    return (now - live.started_at) * (live.total_px - live.done_px) / live.done_px


def reduce(state: WindowState, event: Event, now: float) -> WindowState:
    """The state after the event. now is in seconds, on any steady clock."""
    state = _routed(state, event, now)
    if state.export is None:
        return state
    export = state.export.after(event)
    if export.jobs:
        return replace(state, export=export)
    return replace(state, export=None, notice=export.notice())


def _routed(state: WindowState, event: Event, now: float) -> WindowState:
    for item in state.items:
        if event.job_id == item.job_id:
            return _upscaling(state, item, event, now)
        if event.job_id == item.thumbnail_job:
            return state.with_item(_thumbnail(item, event))
        if item.truth is not None and event.job_id in item.truth.job_ids:
            return _held_against(state, item, truths.reduce(item.truth, event))
    if event.job_id == state.open_job:
        return _opening(state, event)
    if event.job_id == state.result_job and isinstance(event, Decoded):
        return replace(state, opened_result=event.picture)
    if event.job_id in state.save_jobs:
        return _saving(state, event)
    if event.job_id in state.reduce_jobs:
        return _reducing(state, event)
    if event.job_id in state.scan_jobs:
        return _scanning(state, event)
    if event.job_id == state.warm_up_job:
        return _warming(state, event)
    return state


def _upscaling(state: WindowState, item: Item, event: Event, now: float) -> WindowState:
    match event:
        case Started():
            assert item.live is not None
            item = replace(item, status=Status.WORKING, live=replace(item.live, started_at=now))
        case Decoded(picture=picture):
            item = replace(item, size=(picture.width, picture.height))
        case ModelReady(compute=compute):
            assert item.live is not None
            state = replace(state, compute=compute)
            item = replace(item, live=replace(item.live, started_at=now))
        case CanvasReady(pixels=pixels):
            assert item.live is not None
            item = replace(item, live=replace(item.live, canvas=pixels))
        case TileDone(top=top, left=left, height=height, width=width):
            assert item.live is not None
            done = (*item.live.done, (top, left, height, width))
            item = replace(item, live=replace(item.live, done=done))
        case Progress(done_px=done_px, total_px=total_px):
            assert item.live is not None
            item = replace(item, live=replace(item.live, done_px=done_px, total_px=total_px))
        case Finished(result=result):
            return _upscaled(state, item, result)
        case Failed(error=error):
            state = replace(state, notice=Notice(error.message, error.hint, bad=True))
            item = replace(item, status=Status.FAILED, error=error, live=None, job_id=0)
        case Stopped():
            status = Status.DONE if item.result else Status.WAITING
            item = replace(item, status=status, live=None, job_id=0)
    return state.with_item(item)


def _upscaled(state: WindowState, item: Item, result: Result) -> WindowState:
    assert item.live is not None
    done = replace(
        item,
        status=Status.DONE,
        error=None,
        result=result,
        spec=item.live.spec,
        passes=item.live.passes,
        live=None,
        job_id=0,
    )
    notice = Notice(" ".join(result.notices)) if result.notices else state.notice
    return replace(state, notice=notice).with_item(done)


def _thumbnail(item: Item, event: Event) -> Item:
    match event:
        case Thumbnailed(width=width, height=height, format=format, pixels=pixels):
            return replace(item, size=(width, height), format=format, thumbnail=pixels)
        case Failed(error=error):
            return replace(item, status=Status.FAILED, error=error, thumbnail_job=0)
    return item


def _opening(state: WindowState, event: Event) -> WindowState:
    item = state.item
    match event:
        case Decoded(picture=picture):
            notice = Notice(" ".join(picture.notices)) if picture.notices else state.notice
            return replace(state, opened=picture, notice=notice)
        case Failed(error=error) if item is not None:
            return state.with_item(replace(item, status=Status.FAILED, error=error))
    return state


def _saving(state: WindowState, event: Event) -> WindowState:
    match event:
        case Finished(result=Result(saved=Path() as saved, notices=notices)):
            notice = Notice(f"Saved {saved.name}.", " ".join(notices), saved=saved)
        case Failed(error=error):
            notice = Notice(error.message, error.hint, bad=True)
        case _:
            return state
    return replace(state, notice=notice, save_jobs=state.save_jobs - {event.job_id})


def _held_against(state: WindowState, item: Item, truth: Truth) -> WindowState:
    """A reference that cannot be one is told of, and the one before comes back."""
    if truth.error is None:
        return state.with_item(replace(item, truth=truth))
    notice = Notice(truth.error.message, truth.error.hint, bad=True)
    return replace(state, notice=notice).with_item(replace(item, truth=truth.before))


def _reducing(state: WindowState, event: Event) -> WindowState:
    """The smaller picture itself is added by the window, as what a scan finds is."""
    match event:
        case Failed(error=error):
            state = replace(state, notice=Notice(error.message, error.hint, bad=True))
        case Reduced() | Stopped():
            pass
        case _:
            return state
    return replace(state, reduce_jobs=state.reduce_jobs - {event.job_id})


def _scanning(state: WindowState, event: Event) -> WindowState:
    match event:
        case Scanned(refused=refused):
            if refused:
                error = refused[0][1]
                state = replace(state, notice=Notice(error.message, error.hint, bad=True))
            return replace(state, scan_jobs=state.scan_jobs - {event.job_id})
        case Failed(error=error):
            notice = Notice(error.message, error.hint, bad=True)
            return replace(state, notice=notice, scan_jobs=state.scan_jobs - {event.job_id})
    return state


def _warming(state: WindowState, event: Event) -> WindowState:
    match event:
        case ModelReady(compute=compute):
            return replace(state, compute=compute)
        case Failed(error=error):
            return replace(state, notice=Notice(error.message, error.hint, bad=True))
    return state
