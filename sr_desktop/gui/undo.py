"""Taking pictures out of the strip, and putting them back. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from sr_desktop.gui import truth as truths
from sr_desktop.gui.actions import Undo
from sr_desktop.gui.state import Item, Notice, Removed, Status, WindowState
from sr_desktop.language import trn

_MOST_STEPS = 20
_MOST_BYTES = 1 << 29  # of the results that only an undo would bring back, the last one's apart


def removing(state: WindowState, ids: Collection[int]) -> WindowState:
    """The state without these pictures, which undo brings back."""
    gone = frozenset(ids)
    places = [(at, item) for at, item in enumerate(state.items) if item.id in gone]
    if not places:
        return state
    removed = Removed(tuple((at, _resting(item)) for at, item in places))
    text = trn("Removed {count:,} picture.", "Removed {count:,} pictures.", len(places))
    told = Notice(text, action=Undo())
    state = state.without(*gone)
    return replace(state, notice=told, removed=tuple(_kept((*state.removed, removed))))


def restoring(state: WindowState) -> WindowState:
    """The state with the pictures that were removed last, where they were."""
    if not state.removed:
        return state
    *earlier, removed = state.removed
    items = state.items.inserted(removed.places)
    back = frozenset(item.id for _, item in removed.places)
    notice = state.notice
    if notice is not None and isinstance(notice.action, Undo):
        notice = None
    return replace(state, items=items, removed=tuple(earlier), selected=back, notice=notice)


def _resting(item: Item) -> Item:
    """The picture with nothing going on: its jobs were cancelled."""
    status = item.status
    if status in (Status.WORKING, Status.QUEUED):
        status = Status.DONE if item.result else Status.WAITING
    return replace(
        item,
        status=status,
        live=None,
        job_id=0,
        thumbnail=None,
        thumbnail_job=0,
        truth=truths.restored(item.truth),
    )


def _kept(steps: tuple[Removed, ...]) -> Iterator[Removed]:
    """Those that can still be undone: the last ones, while their results take little memory."""
    room = _MOST_BYTES
    kept = 0
    for at, step in enumerate(reversed(steps)):
        room -= step.result_bytes if at else 0
        if at >= _MOST_STEPS or room < 0:
            break
        kept += 1
    yield from steps[len(steps) - kept :]
