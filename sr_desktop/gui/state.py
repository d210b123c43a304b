"""What the window shows, as a value, and how events change it. No Qt.

The window turns what the user does into jobs, and events into the next state:
reduce(state, event, now) is pure, and every event of a job that the state does not know is ignored.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sr_desktop.bench.reference import Reduced
from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import SRError, UsageError
from sr_desktop.gui import batches, repeat
from sr_desktop.gui import truth as truths
from sr_desktop.gui.actions import Action, Repeat, ShowReport
from sr_desktop.gui.batches import Batch
from sr_desktop.gui.choices import ENSEMBLE_PASSES
from sr_desktop.gui.roll import Roll
from sr_desktop.gui.truth import Event, Truth, View
from sr_desktop.imaging.picture import Picture, Pixels
from sr_desktop.imaging.size import Size
from sr_desktop.jobs.types import (
    CanvasReady,
    Decoded,
    Failed,
    Finished,
    Found,
    ModelReady,
    Progress,
    Result,
    SaveJob,
    Scanned,
    Started,
    Stopped,
    Thumbnailed,
    TileDone,
    UpscaleJob,
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

    passes is how many times the network runs over the picture for one scale. aim is the size to
    come to, None for the scale of spec, and specs those that it takes, one for each step.
    """

    spec: ModelSpec
    passes: int = 1
    aim: Size | None = None
    specs: tuple[ModelSpec, ...] = ()
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
    is when it has no file. frames counts those of an animation, or pages. result is the last one
    made, by the network spec in so many passes, to the size aim. truth is what it is held against,
    in the ground-truth mode. told are the notices that need not be shown again. saved is the file
    that the result kept was written to, by save_job; None while it is only in this window.
    """

    found: Found
    picture: Picture | None = None
    size: tuple[int, int] | None = None
    format: str = ""
    lossless: bool = False
    frames: int = 1
    thumbnail: NDArray[np.uint8] | None = None
    status: Status = Status.WAITING
    error: SRError | None = None
    job_id: int = 0
    thumbnail_job: int = 0
    live: Live | None = None
    result: Result | None = None
    spec: ModelSpec | None = None
    passes: int = 1
    aim: Size | None = None
    truth: Truth | None = None
    told: frozenset[str] = frozenset()
    save_job: int = 0
    saved: Path | None = None
    id: int = field(default_factory=lambda: next(_ids))

    @property
    def name(self) -> str:
        return self.found.path.name

    @property
    def job_ids(self) -> tuple[int, ...]:
        """Those that may tell something of it."""
        truth = self.truth.job_ids if self.truth is not None else ()
        return (self.job_id, self.thumbnail_job, self.save_job, *truth)

    @property
    def source(self) -> Path | Picture:
        return self.found.path if self.picture is None else self.picture

    @property
    def kept(self) -> Picture | None:
        """The result that can be looked at and saved."""
        return self.result.picture if self.result else None


@dataclass(frozen=True, slots=True)
class Notice:
    """A line above the picture. saved is the file that "Show in folder" points at, action what
    another button does; about is the picture that it tells of, 0 for none.
    """

    text: str
    hint: str = ""
    bad: bool = False
    saved: Path | None = None
    action: Action | None = None
    about: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class WindowState:
    """current is the id of the picture shown, 0 for none; opened its pixels once they are read.

    opened_result is its result read back from the file, where it was exported rather than kept.
    batch is the export that runs, or the last one that ran.
    """

    items: Roll[Item] = Roll()  # noqa: RUF009 - a value
    current: int = 0
    opened: Picture | None = None
    open_job: int = 0
    opened_result: Picture | None = None
    result_job: int = 0
    save_jobs: frozenset[int] = frozenset()
    scan_jobs: frozenset[int] = frozenset()
    reduce_jobs: frozenset[int] = frozenset()
    warm_up_job: int = 0
    batch: Batch | None = None
    compute: str = ""
    notice: Notice | None = None
    view: View = View.SPLIT
    amplify: int = 4

    @property
    def item(self) -> Item | None:
        """The picture shown."""
        return self.items.get(self.current)

    @property
    def result(self) -> Picture | None:
        """The result of the picture shown, if there is one."""
        return (self.item.kept if self.item else None) or self.opened_result

    @property
    def can_upscale(self) -> bool:
        """Whether the picture shown may be started on; it need not be on the screen yet."""
        unreadable = self.item is None or (self.item.error is not None and self.opened is None)
        return not unreadable and not self.is_working

    @property
    def running(self) -> Batch | None:
        """The export that has not ended."""
        return self.batch if self.batch is not None and self.batch.is_running else None

    @property
    def is_working(self) -> bool:
        """Whether any picture is being upscaled or an export runs; told at once, however many."""
        return self.running is not None or bool(self.items.count(Status.WORKING, Status.QUEUED))

    @property
    def working(self) -> tuple[Item, ...]:
        """Those being upscaled, the running one and the queued ones."""
        return tuple(i for i in self.items if i.status in (Status.WORKING, Status.QUEUED))

    def with_item(self, item: Item) -> Self:
        """The same state with the picture of this id replaced."""
        return replace(self, items=self.items.with_item(item))

    def with_items(self, items: Iterable[Item]) -> Self:
        """More pictures at the end; those that are there already are replaced."""
        return replace(self, items=self.items.with_items(items))

    def without(self, item_id: int) -> Self:
        """One picture less; its neighbour is shown if it was shown."""
        at = self.items.place_of(item_id)
        items = self.items.without(item_id)
        if item_id != self.current or at is None:
            return replace(self, items=items)
        neighbour = items[min(at, len(items) - 1)].id if items else 0
        return replace(self, items=items).showing(neighbour)

    def showing(self, item_id: int) -> Self:
        """Another picture in the canvas; its pixels are still to be read."""
        item = self.items.get(item_id)
        opened = item.picture if item else None
        notice = self.notice if self.notice and self.notice.about in (0, item_id) else None
        state = replace(
            self,
            current=item_id,
            opened=opened,
            open_job=0,
            opened_result=None,
            result_job=0,
            notice=notice,
        )
        return state.telling(item, item.result.notices) if item and item.result else state

    def telling(self, item: Item, notices: Iterable[str]) -> Self:
        """With those of the picture's notices above it that were not told yet."""
        fresh = [notice for notice in dict.fromkeys(notices) if notice not in item.told]
        if not fresh:
            return self
        state = self.with_item(replace(item, told=item.told | set(fresh)))
        return replace(state, notice=Notice(" ".join(fresh), about=item.id))

    def without_notice(self) -> Self:
        """It was read; what it offered is not offered again."""
        notice = self.notice
        item = self.items.get(notice.about) if notice is not None else None
        state = replace(self, notice=None)
        if item is None or notice is None:
            return state
        return state.with_item(replace(item, told=item.told | {notice.text}))


def queued(item: Item, job: UpscaleJob) -> Item:
    """The picture, which waits for this job from now on."""
    return replace(item, status=Status.QUEUED, error=None, job_id=job.id, live=_live(item, job))


def _live(item: Item, job: UpscaleJob) -> Live:
    """What it takes is known for sizes once the header of the file was read."""
    passes = ENSEMBLE_PASSES if job.engine.self_ensemble else 1
    specs: tuple[ModelSpec, ...] = () if job.size else (job.spec,)
    if job.size is not None and item.size is not None:
        with suppress(UsageError):
            specs = tuple(job.spec_of(scale) for scale in job.steps(*item.size).passes)
    return Live(job.spec, passes, job.size, specs)


def seconds_left(live: Live, now: float) -> float | None:
    """Until the end, from the pace so far; None while nothing is done."""
    if not live.done_px:
        return None
    return (now - live.started_at) * (live.total_px - live.done_px) / live.done_px


def reduce(state: WindowState, event: Event, now: float) -> WindowState:
    """The state after the event. now is in seconds, on any steady clock."""
    batch = state.running
    if batch is not None and (event.job_id == batch.job_id or event.job_id in batch.pieces):
        return _exporting(state, batch, event, now)
    return _routed(state, event, now)


def _exporting(state: WindowState, batch: Batch, event: Event, now: float) -> WindowState:
    """What goes wrong with one picture is told at the end, and at the picture."""
    before = state
    item = state.items.of_job(event.job_id)
    if item is not None and item.job_id == event.job_id:
        state = _upscaling(state, item, event, now)
    if isinstance(event, Failed):
        state = replace(state, notice=before.notice)
    state = _kept_safe(state, batch, event)
    batch = batches.reduce(batch, event, now)
    state = replace(state, batch=batch)
    return state if batch.is_running else replace(state, notice=_end_of(batch))


def _kept_safe(state: WindowState, batch: Batch, event: Event) -> WindowState:
    """A result that the run only had to write is in a file now."""
    piece = batch.pieces.get(event.job_id)
    if piece is None or not isinstance(piece.job, SaveJob) or not isinstance(event, Finished):
        return state
    item = state.items.get(piece.item_id)
    if item is None or item.kept is not piece.job.picture:
        return state
    return state.with_item(replace(item, saved=event.result.saved))


def _end_of(batch: Batch) -> Notice:
    """What to say of a run that has ended."""
    text, hint = batches.words_at_end(batch)
    saved = next((each.target for each in batch.outcomes if each.outcome == batches.DONE), None)
    if saved is not None and batch.is_of_many:
        saved = batch.folder / "."
    return Notice(
        text,
        hint,
        bad=bool(batch.failed),
        saved=saved,
        action=ShowReport() if batch.is_of_many else None,
    )


def _routed(state: WindowState, event: Event, now: float) -> WindowState:
    item = state.items.of_job(event.job_id)
    if item is not None:
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
        case CanvasReady(pixels=pixels):  # one for each step to the size
            assert item.live is not None
            item = replace(item, live=replace(item.live, canvas=pixels, done=()))
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
        aim=item.live.aim,
        live=None,
        job_id=0,
        save_job=0,
        saved=None,
    )
    state = state.with_item(done)
    return state.telling(done, result.notices) if item.id == state.current else state


def _thumbnail(item: Item, event: Event) -> Item:
    match event:
        case Thumbnailed(width=width, height=height, format=format, pixels=pixels):
            size, frames = (width, height), event.frames
            return replace(item, size=size, format=format, frames=frames, thumbnail=pixels)
        case Failed(error=error):
            return replace(item, status=Status.FAILED, error=error, thumbnail_job=0)
    return item


def _opening(state: WindowState, event: Event) -> WindowState:
    item = state.item
    match event:
        case Decoded(picture=picture):
            state = replace(state, opened=picture)
            return state if item is None else _opened(state, item, picture)
        case Failed(error=error) if item is not None:
            return state.with_item(replace(item, status=Status.FAILED, error=error))
    return state


def _opened(state: WindowState, item: Item, picture: Picture) -> WindowState:
    """Its pixels tell more than its header did; how it was made is offered to be repeated."""
    size, frames = (picture.width, picture.height), picture.frames
    item = replace(item, size=size, format=picture.format, lossless=picture.lossless, frames=frames)
    state = state.with_item(item).telling(item, picture.notices)
    if picture.made is None or (text := repeat.words(picture.made)) in item.told:
        return state
    hint = state.notice.text if state.notice and state.notice.about == item.id else ""
    notice = Notice(text, hint, action=Repeat(picture.made), about=item.id)
    return replace(state, notice=notice)


def _saving(state: WindowState, event: Event) -> WindowState:
    match event:
        case Finished(result=Result(saved=Path() as saved, notices=notices)):
            notice = Notice(f"Saved {saved.name}.", " ".join(notices), saved=saved)
            item = state.items.of_job(event.job_id)
            if item is not None and item.save_job == event.job_id:
                state = state.with_item(replace(item, saved=saved))
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
