from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_desktop.errors import OutOfMemory, UnreadableImage
from sr_desktop.gui.state import (
    Export,
    Item,
    Live,
    Status,
    WindowState,
    reduce,
    seconds_left,
)
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import (
    CanvasReady,
    Decoded,
    Event,
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
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
PICTURE = Picture(np.zeros((6, 8, 3), np.uint8))
JOB, THUMBNAIL = 11, 12


def working(job: int = JOB) -> Item:
    found = Found(Path(f"{job}.png"))
    return Item(found, status=Status.QUEUED, job_id=job, live=Live(SPEC), thumbnail_job=THUMBNAIL)


def showing(*items: Item) -> WindowState:
    return WindowState(items=items, current=items[0].id)


def run(state: WindowState, *events: Event, now: float = 0.0) -> WindowState:
    for event in events:
        state = reduce(state, event, now)
    return state


def test_a_picture_grows_tile_by_tile() -> None:
    canvas = np.zeros((12, 16, 3), np.uint8)
    state = run(
        showing(working()),
        Started(JOB),
        Decoded(JOB, PICTURE),
        ModelReady(JOB, "CPU"),
        CanvasReady(JOB, canvas),
        TileDone(JOB, 0, 0, 12, 8),
        Progress(JOB, 24, 48),
    )
    item = state.item
    assert item is not None
    assert item.live is not None
    assert (item.status, item.size, item.live.fraction) == (Status.WORKING, (8, 6), 0.5)
    assert item.live.canvas is canvas
    assert item.live.done == ((0, 0, 12, 8),)
    assert state.compute == "CPU"


def test_a_finished_picture_keeps_its_result_and_what_made_it() -> None:
    state = run(showing(working()), Started(JOB), Finished(JOB, Result(picture=PICTURE)))
    item = state.item
    assert item is not None
    assert (item.status, item.live, item.job_id, item.spec) == (Status.DONE, None, 0, SPEC)
    assert state.result is PICTURE
    assert not state.working


def test_a_finished_picture_keeps_how_many_passes_made_it() -> None:
    item = replace(working(), live=Live(SPEC, passes=8))
    state = run(showing(item), Started(JOB), Finished(JOB, Result(picture=PICTURE)))
    assert state.item is not None
    assert state.item.passes == 8


def test_a_notice_of_the_engine_is_shown() -> None:
    done = Finished(JOB, Result(picture=PICTURE, notices=("One part is bicubic.",)))
    notice = run(showing(working()), Started(JOB), done).notice
    assert notice is not None
    assert notice.text == "One part is bicubic."


def test_a_failure_is_told_and_the_others_go_on() -> None:
    other = working(99)
    error = OutOfMemory("Too little memory.", "Choose a smaller scale.")
    state = run(showing(working(), other), Started(JOB), Failed(JOB, error))
    assert state.item is not None
    assert (state.item.status, state.item.error) == (Status.FAILED, error)
    assert state.working == (other,)
    assert state.notice is not None
    assert state.notice.hint == "Choose a smaller scale."


@pytest.mark.parametrize(
    ("before", "after"), [(None, Status.WAITING), (Result(picture=PICTURE), Status.DONE)]
)
def test_a_stopped_picture_is_as_it_was(before: Result | None, after: Status) -> None:
    item = replace(working(), result=before)
    state = run(showing(item), Started(JOB), Stopped(JOB))
    assert state.item is not None
    assert (state.item.status, state.item.result) == (after, before)


def test_events_of_jobs_long_gone_change_nothing() -> None:
    state = showing(working())
    for event in (Started(5), Progress(5, 1, 2), Finished(5, Result()), Stopped(5)):
        assert reduce(state, event, 0.0) is state


def test_an_unreadable_picture_is_marked_in_the_strip() -> None:
    error = UnreadableImage("broken.png is damaged.")
    state = run(showing(working()), Started(THUMBNAIL), Failed(THUMBNAIL, error))
    assert state.item is not None
    assert (state.item.status, state.item.error) == (Status.FAILED, error)


def test_a_thumbnail_tells_the_size_and_the_format() -> None:
    small = np.zeros((3, 4, 3), np.uint8)
    state = run(showing(working()), Thumbnailed(THUMBNAIL, 4000, 3000, "JPEG", small))
    assert state.item is not None
    assert (state.item.size, state.item.format) == ((4000, 3000), "JPEG")


def test_inputs_that_give_no_picture_are_told() -> None:
    state = replace(WindowState(), scan_jobs=frozenset({3}))
    error = UnreadableImage("There is no such file: x.png.")
    state = run(state, Scanned(3, (), ((Path("x.png"), error),)))
    assert state.notice is not None
    assert state.notice.bad
    assert not state.scan_jobs


def test_a_saved_file_can_be_shown_in_its_folder() -> None:
    state = replace(WindowState(), save_jobs=frozenset({4}))
    state = run(state, Started(4), Finished(4, Result(saved=Path("out/a.png"))))
    assert state.notice is not None
    assert state.notice.saved == Path("out/a.png")
    assert not state.save_jobs


def test_the_end_of_an_export_counts_what_became_of_the_pictures() -> None:
    items = (working(1), working(2), working(3))
    state = replace(showing(*items), export=Export(Path("out"), frozenset({1, 2, 3})))
    state = run(state, Finished(1, Result(saved=Path("out/1.png"))), Stopped(3))
    assert state.export is not None
    state = run(state, Failed(2, OutOfMemory("Too little memory.")))
    assert state.export is None
    assert state.notice is not None
    assert "1 picture" in state.notice.text
    assert "1 picture could not" in state.notice.hint


def test_the_neighbour_is_shown_when_a_picture_is_removed() -> None:
    first, second, third = working(1), working(2), working(3)
    state = replace(showing(first, second, third), current=second.id)
    state = state.without(second.id)
    assert state.current == third.id
    state = state.without(third.id)
    assert state.current == first.id
    assert state.without(first.id).current == 0


def test_time_left_follows_the_pace_so_far() -> None:
    live = Live(SPEC, started_at=10.0, done_px=25, total_px=100)
    assert seconds_left(live, now=12.0) == pytest.approx(6.0)
    assert seconds_left(replace(live, done_px=0), now=12.0) is None


middles = st.lists(
    st.sampled_from(
        [
            Decoded(JOB, PICTURE),
            ModelReady(JOB, "CPU"),
            CanvasReady(JOB, np.zeros((12, 16, 3), np.uint8)),
            TileDone(JOB, 0, 0, 6, 8),
            Progress(JOB, 3, 4),
        ]
    )
)
endings = st.sampled_from(
    [Finished(JOB, Result(picture=PICTURE)), Failed(JOB, OutOfMemory("x")), Stopped(JOB)]
)


@given(middle=middles, ending=endings, late=middles)
def test_every_job_ends_once_whatever_comes_before_and_after(
    middle: list[Event], ending: Event, late: list[Event]
) -> None:
    state = run(showing(working()), Started(JOB), *middle)
    assert len(state.working) == 1
    ended = run(state, ending)
    assert not ended.working
    assert run(ended, *late) is ended
