"""What the window shows, as a value, and how events change it. No Qt.

The window turns what the user does into jobs, and events into the next state:
reduce(state, event, now) is pure, and every event of a job that the state does not know is ignored.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sr_desktop.bench.types import Reduced
from sr_desktop.errors import SRError, UsageError
from sr_desktop.gui import batches, repeat
from sr_desktop.gui import truth as truths
from sr_desktop.gui.actions import Action, Repeat, Retry, ShowReport
from sr_desktop.gui.canvas.comparison import Comparison
from sr_desktop.gui.choices import ENSEMBLE_PASSES, Choices
from sr_desktop.gui.outlook import left_s
from sr_desktop.gui.roll import Roll
from sr_desktop.imaging.place import shown_name
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
    UpscaleJob,
)
from sr_desktop.language import mark, sentences, tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.batches import Batch
    from sr_desktop.gui.truth import Event, Truth
    from sr_desktop.imaging.picture import Picture, Pixels
    from sr_desktop.imaging.size import Size

_ids = itertools.count(1)


class Status(Enum):
    """Of one picture in the strip; shown by tr(status.value)."""

    WAITING = mark("Waiting")
    QUEUED = mark("Queued")
    WORKING = mark("Working")
    DONE = mark("Done")
    FAILED = mark("Failed")


_BUSY = (Status.WORKING, Status.QUEUED)


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """The result while it grows: the canvas and its done parts (top, left, height, width).

    passes is how many times the network runs over the picture for one scale. aim is the size to
    come to, None for the scale of spec, and specs those that it takes, one for each step. job is
    what was sent out.
    """

    spec: ModelSpec
    passes: int = 1
    aim: Size | None = None
    specs: tuple[ModelSpec, ...] = ()
    job: UpscaleJob | None = None
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
    made, by the network spec in so many passes, by these scales one after the other, to the size
    aim; made is its (width, height), saved the file that holds it, saving the job that writes one.
    truth is what it is held against, in the ground-truth mode. told are the notices that need not
    be shown again. choices are its own, None for those of all.
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
    scales: tuple[int, ...] = ()
    aim: Size | None = None
    made: tuple[int, int] | None = None
    saved: Path | None = None
    saving: int = 0
    truth: Truth | None = None
    told: frozenset[str] = frozenset()
    choices: Choices | None = None
    id: int = field(default_factory=lambda: next(_ids))

    @property
    def name(self) -> str:
        """Its file's, in one line whatever it is made of."""
        return shown_name(self.found.path)

    @property
    def job_ids(self) -> tuple[int, ...]:
        """Those that may tell something of it."""
        truth = self.truth.job_ids if self.truth is not None else ()
        return (self.job_id, self.thumbnail_job, self.saving, *truth)

    @property
    def source(self) -> Path | Picture:
        return self.found.path if self.picture is None else self.picture

    @property
    def is_busy(self) -> bool:
        """Whether it is being upscaled or waits for its turn."""
        return self.status in _BUSY

    @property
    def is_unread(self) -> bool:
        """Whether it could not be read, so far as is known."""
        return self.error is not None and self.size is None

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
class Removed:
    """Pictures that were taken out of the strip at once, with their places; the places rise."""

    places: tuple[tuple[int, Item], ...]

    @property
    def result_bytes(self) -> int:
        """The memory that their results take."""
        return sum(item.kept.pixels.nbytes for _, item in self.places if item.kept is not None)


@dataclass(frozen=True, slots=True, eq=False)
class WindowState:
    """current is the id of the picture shown, 0 for none; opened its pixels once they are read.

    selected are the pictures that are asked for together, the one shown among them. ended counts
    those of the queue that have ended since it was empty. removed can be put back, the last first.
    opened_result is its result read back from the file, where it was exported rather than kept.
    batch is the export that runs, or the last one that ran. comparison is how the canvas compares;
    against_reference: with the reference, where there is one, instead of bicubic.
    """

    items: Roll[Item] = Roll()  # noqa: RUF009 - a value
    current: int = 0
    selected: frozenset[int] = frozenset()
    ended: int = 0
    removed: tuple[Removed, ...] = ()
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
    comparison: Comparison = Comparison()  # noqa: RUF009 - a value
    against_reference: bool = False

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
        return not unreadable and not (self.item is not None and self.item.is_busy)

    @property
    def running(self) -> Batch | None:
        """The export that has not ended."""
        return self.batch if self.batch is not None and self.batch.is_running else None

    @property
    def is_working(self) -> bool:
        """Whether any picture is being upscaled or an export runs; told at once, however many."""
        return self.running is not None or bool(self.busy)

    @property
    def busy(self) -> int:
        """How many pictures are being upscaled or wait for their turn."""
        return self.items.count(*_BUSY)

    @property
    def working(self) -> tuple[Item, ...]:
        """Those being upscaled, the running one and the queued ones."""
        return tuple(item for item in self.items if item.is_busy) if self.is_working else ()

    @property
    def chosen(self) -> tuple[Item, ...]:
        """The pictures selected, in their order; else the one shown."""
        ids = self.selected or {self.current}
        if len(ids) == 1:
            return tuple(item for id in ids if (item := self.items.get(id)))
        return tuple(item for item in self.items if item.id in ids)

    def with_item(self, item: Item) -> Self:
        """The same state with the picture of this id replaced."""
        return replace(self, items=self.items.with_item(item))

    def with_items(self, items: Iterable[Item]) -> Self:
        """More pictures at the end; those that are there already are replaced."""
        return replace(self, items=self.items.with_items(items))

    def without(self, *ids: int) -> Self:
        """These pictures less; the neighbour of the one shown is shown if that was one of them."""
        items = self.items.without(*ids)
        state = replace(self, items=items, selected=self.selected.difference(ids))
        at = self.items.place_of(self.current)
        if at is None or items.get(self.current) is not None:
            return state
        after = (each for each in self.items[at:] if items.get(each.id) is not None)
        neighbour = next(after, items[-1] if items else None)
        return state.showing(neighbour.id if neighbour is not None else 0)

    def selecting(self, ids: Collection[int]) -> Self:
        """With these selected."""
        return replace(self, selected=frozenset(ids))

    def showing(self, item_id: int) -> Self:
        """Another picture in the canvas; its pixels are still to be read."""
        item = self.items.get(item_id)
        opened = item.picture if item else None
        notice = self.notice if self.notice and self.notice.about in (0, item_id) else None
        alone = frozenset({item_id} if item is not None else ())
        state = replace(
            self,
            current=item_id,
            selected=self.selected if item_id in self.selected else alone,
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
        return replace(state, notice=Notice(sentences(*fresh), about=item.id))

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
    return Live(job.spec, passes, job.size, specs, job)


def seconds_left(live: Live, now: float, expected_s: float | None = None) -> float | None:
    """Until the end; None while too little is done to tell, and nothing was expected."""
    return left_s(now - live.started_at, live.fraction, expected_s)


def reduce(state: WindowState, event: Event, now: float) -> WindowState:
    """The state after the event. now is in seconds, on any steady clock."""
    after = _reduced(state, event, now)
    return (
        _counting(state, after, event) if isinstance(event, Finished | Failed | Stopped) else after
    )


def _counting(before: WindowState, after: WindowState, event: Event) -> WindowState:
    """One more of the queue has ended, if it was one."""
    item, batch = before.items.of_job(event.job_id), before.running
    if item is None or item.job_id != event.job_id or (batch and event.job_id in batch.pieces):
        return after
    ended = before.ended + (not isinstance(event, Stopped))
    return replace(after, ended=ended if after.items.count(*_BUSY) else 0)


def _reduced(state: WindowState, event: Event, now: float) -> WindowState:
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
    elif isinstance(event, Finished) and event.job_id in batch.pieces:
        piece = batch.pieces[event.job_id]
        done = state.items.get(piece.item_id)
        if done is not None and event.result.saved is not None:
            made = piece.result or done.made
            state = state.with_item(replace(done, saved=event.result.saved, made=made))
    batch = batches.reduce(batch, event, now)
    state = replace(state, batch=batch)
    return state if batch.is_running else replace(state, notice=_end_of(batch))


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
            again = Retry(item.id)
            notice = Notice(error.message, error.hint, bad=True, action=again)
            state = replace(state, notice=notice)
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
        scales=tuple(spec.scale for spec in item.live.specs),
        aim=item.live.aim,
        made=_size_made(item.live, result),
        saved=result.saved,
        live=None,
        job_id=0,
        saving=0,
    )
    state = state.with_item(done)
    return state.telling(done, result.notices) if item.id == state.current else state


def _size_made(live: Live, result: Result) -> tuple[int, int] | None:
    if result.picture is not None:
        return result.picture.width, result.picture.height
    if live.canvas is None:  # an export tells when it ends
        return None
    height, width = live.canvas.shape[:2]
    return int(width), int(height)


def _thumbnail(item: Item, event: Event) -> Item:
    match event:
        case Thumbnailed(width=width, height=height, format=format, pixels=pixels):
            size, frames = (width, height), event.frames
            return replace(item, size=size, format=format, frames=frames, thumbnail=pixels)
        case Failed(error=error) if item.size is None:  # else it was read before
            return replace(item, status=Status.FAILED, error=error)
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
            notice = Notice(tr("Saved {name}.", name=saved.name), sentences(*notices), saved=saved)
            item = state.items.of_job(event.job_id)
            if item is not None and item.saving == event.job_id:
                state = state.with_item(replace(item, saved=saved, saving=0))
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
