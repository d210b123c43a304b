"""What is told of the queue, and how events move it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sr_desktop.gui import queue
from sr_desktop.gui.queue import Clock, Work
from sr_desktop.gui.reducing import reduce
from sr_desktop.gui.state import Item, Status, WindowState, queued
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
    assert clock.progress(idle, idle.items[0], 0.0) == (0.0, "Queued, the next one")


def test_what_is_done_is_counted_once_nothing_runs() -> None:
    clock = Clock(lambda item: None)
    state = half_done(waiting((10, 10), (10, 10)))
    assert clock.summary(state, 4.0) == clock.words(state, 4.0)
    state = after(state, 0, (8, Finished, (Result(),)))
    state = after(state, 1, (8, Stopped, ()))
    assert clock.summary(state, 8.0) == "1 of 2 done"


def test_the_first_moments_do_not_make_the_time_left_jump() -> None:
    """At 1 of 100 after 2 s the pace says 198 s; 20 were expected of it, and they take 22."""
    state = after(waiting((10, 10)), 0, (0, Started, ()), (0, ModelReady, ("CPU",)))
    state = after(state, 0, (0, Progress, (0, 100)))
    clock = Clock(lambda item: 20.0)
    assert clock.left(state, 0.0) == pytest.approx(20)
    told, at_once = [], []
    for done in range(1, 100):
        now = 0.22 * done + 1.8 * (done < 10) * (10 - done) / 10  # a slow start
        state = after(state, 0, (now, Progress, (done, 100)))
        left = clock.left(state, now)
        assert left is not None
        told.append(left)
        at_once.append(now * (100 - done) / done)
    assert max(at_once) > 150
    assert max(told) < 60
    assert told[-1] == pytest.approx(0.22)


def test_nothing_is_told_of_the_time_left_before_there_is_a_pace() -> None:
    state = after(waiting((10, 10)), 0, (0, Started, ()), (0, ModelReady, ("CPU",)))
    state = after(state, 0, (2, Progress, (1, 100)))
    clock = Clock(lambda item: None)
    assert clock.words(state, 2.0) == "0 of 1"
    assert clock.progress(state, state.items[0], 2.0) == (0.01, "")
    state = after(state, 0, (5, Progress, (2, 100)))
    assert clock.left(state, 5.0) == pytest.approx(5 * 49)
