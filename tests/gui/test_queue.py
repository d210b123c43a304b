"""What is told of the queue, and how events move it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sr_desktop.gui import queue
from sr_desktop.gui.queue import Clock, Work
from sr_desktop.gui.state import Item, Status, WindowState, queued, reduce
from sr_desktop.jobs.types import (
    Event,
    Finished,
    Found,
    ModelReady,
    Progress,
    Result,
    Started,
    Stopped,
    UpscaleJob,
)
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)


def waiting(*sizes: tuple[int, int]) -> WindowState:
    """All of them queued, in this order."""
    state = WindowState()
    for n, size in enumerate(sizes):
        item = replace(Item(Found(Path(f"{n}.png"))), size=size)
        state = state.with_items([queued(item, UpscaleJob(item.found.path, SPEC))])
    return state.showing(state.items[0].id)


def after(
    state: WindowState, at: int, *events: tuple[float, type[Event], tuple[object, ...]]
) -> WindowState:
    """With events of the picture at this place."""
    id = state.items[at].job_id
    for now, kind, rest in events:
        state = reduce(state, kind(id, *rest), now)  # type: ignore[call-arg, arg-type]
    return state


def half_done(state: WindowState) -> WindowState:
    return after(
        state,
        0,
        (0, Started, ()),
        (0, ModelReady, ("CPU",)),
        (4, Progress, (50, 100)),
    )


def test_those_that_wait_take_as_long_as_their_pixels_say() -> None:
    state = half_done(waiting((10, 10), (10, 10), (20, 10)))
    clock = Clock(lambda item: None)
    assert clock.left(state, 4.0) == pytest.approx(4 + 8 + 16)
    assert clock.words(state, 4.0) == "0 of 3, 0:28 left"


def test_what_is_expected_of_one_is_better_than_its_pixels() -> None:
    state = half_done(waiting((10, 10), (10, 10)))
    assert Clock(lambda item: 100.0).left(state, 4.0) == pytest.approx(104)


def test_those_that_ended_count_until_the_queue_is_empty() -> None:
    state = half_done(waiting((10, 10), (10, 10), (10, 10)))
    state = after(state, 0, (8, Finished, (Result(),)))
    clock = Clock(lambda item: None)
    assert clock.words(state, 8.0) == "1 of 3"
    state = after(state, 2, (8, Stopped, ()))
    assert clock.words(state, 8.0) == "1 of 2", "what was cancelled is nobody's work"
    state = half_done(replace(state, items=state.items.moved({state.items[1].id}, 0)))
    assert clock.fraction(state) == pytest.approx(0.75)
    state = after(state, 0, (9, Finished, (Result(),)))
    assert state.ended == 0
    assert not state.is_working


def test_a_queued_picture_tells_what_it_waits_for() -> None:
    state = waiting((1, 1), (1, 1), (1, 1))
    assert queue.told_of(state, state.items[2]) == "Queued, 2 before it"
    assert queue.told_of(state, state.items[0]) == "Queued, the next one"


def test_only_a_picture_at_work_is_busy_and_the_others_may_begin() -> None:
    state = waiting((1, 1), (1, 1)).with_items([Item(Found(Path("x.png")))])
    assert not state.can_upscale
    state = state.showing(state.items[2].id)
    assert state.can_upscale
    assert state.items[0].status is Status.QUEUED


def test_the_title_and_the_task_bar_tell_how_far_all_is() -> None:
    idle, clock = waiting((10, 10)), Clock(lambda item: None)
    state = half_done(waiting((10, 10), (10, 10)))
    assert clock.title(state) == "25% - 0.png - sr-desktop"
    assert clock.work(state) == Work(0.25, 2)
    assert clock.work(WindowState()) is None
    assert clock.title(WindowState()) == "sr-desktop"
    assert queue.progress(idle, idle.items[0], 0.0) == (0.0, "Queued, the next one")


def test_what_is_done_is_counted_once_nothing_runs() -> None:
    clock = Clock(lambda item: None)
    state = half_done(waiting((10, 10), (10, 10)))
    assert clock.summary(state, 4.0) == clock.words(state, 4.0)
    state = after(state, 0, (8, Finished, (Result(),)))
    state = after(state, 1, (8, Stopped, ()))
    assert clock.summary(state, 8.0) == "1 of 2 done"
