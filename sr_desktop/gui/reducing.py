"""How events change what the window shows. No Qt.

reduce(state, event, now) is pure, and every event of a job that the state does not know is ignored.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.bench.types import Reduced
from sr_desktop.gui import batches, repeat
from sr_desktop.gui import truth as truths
from sr_desktop.gui.actions import Repeat, Retry, ShowReport
from sr_desktop.gui.state import BUSY, Item, Live, Notice, Status, WindowState
from sr_desktop.jobs.types import (
    CanvasReady,
    Decoded,
    Failed,
    Finished,
    ModelReady,
    Progress,
    Result,
    Scanned,
    Started,
    Stopped,
    Thumbnailed,
    TileDone,
)
from sr_desktop.language import sentences, tr

if TYPE_CHECKING:
    from sr_desktop.gui.batches import Batch
    from sr_desktop.gui.truth import Event, Truth
    from sr_desktop.imaging.picture import Picture


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
    return replace(after, ended=ended if after.items.count(*BUSY) else 0)


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
