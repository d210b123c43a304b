from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_desktop.errors import OutOfMemory, UnreadableImage
from sr_desktop.gui import batches
from sr_desktop.gui.actions import Repeat, ShowReport
from sr_desktop.gui.batches import Piece
from sr_desktop.gui.reducing import reduce
from sr_desktop.gui.roll import Roll
from sr_desktop.gui.state import Item, Live, Notice, Status, WindowState, seconds_left
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.provenance import Provenance
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
    UpscaleJob,
)
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
PICTURE = Picture(np.zeros((6, 8, 3), np.uint8))
JOB, THUMBNAIL = 11, 12


def working(job: int = JOB) -> Item:
    found = Found(Path(f"{job}.png"))
    return Item(found, status=Status.QUEUED, job_id=job, live=Live(SPEC), thumbnail_job=THUMBNAIL)


def showing(*items: Item) -> WindowState:
    return WindowState(items=Roll(items), current=items[0].id)


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
    jobs = [
        UpscaleJob(item.found.path, SPEC, Path("out", item.name), id=item.job_id) for item in items
    ]
    pieces = [Piece(job, item.id, item.found) for job, item in zip(jobs, items, strict=True)]
    batch = batches.begin(Path("out"), pieces, 9, 0.0)
    state = run(
        replace(showing(*items), batch=batch),
        Started(9),
        Finished(1, Result(saved=Path("out/1.png"))),
        Failed(2, OutOfMemory("Too little memory.")),
        Stopped(3),
    )
    assert state.running
    assert state.notice is None  # one at the end, not one for each
    assert [item.status for item in state.items] == [Status.DONE, Status.FAILED, Status.WAITING]
    state = run(state, Stopped(9))
    assert not state.running
    assert not state.is_working
    assert state.notice is not None
    assert state.notice.action == ShowReport()
    assert "1 picture of 3" in state.notice.text
    assert "1 failed" in state.notice.hint


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


MADE = Provenance("0.4.0", "pan-x4", "0" * 64, ("x4",), "float32", False, 256, {})


def opening(picture: Picture, state: WindowState | None = None) -> WindowState:
    state = state or showing(working())
    return run(replace(state, open_job=7), Decoded(7, picture))


def test_a_picture_of_ours_offers_its_settings_until_that_was_read() -> None:
    state = opening(replace(PICTURE, made=MADE, notices=("Converted from CMYK.",)))
    notice = state.notice
    assert notice is not None
    assert (notice.text, notice.hint) == (
        "Made by sr-desktop: PAN ×4, float32.",
        "Converted from CMYK.",
    )
    assert notice.action == Repeat(MADE)
    again = opening(replace(PICTURE, made=MADE), state)
    assert again.notice is not None
    closed = again.without_notice()
    assert closed.notice is None
    assert opening(replace(PICTURE, made=MADE), closed).notice is None


def test_what_is_told_of_a_picture_goes_with_it() -> None:
    first, second = working(1), working(2)
    state = opening(replace(PICTURE, made=MADE), showing(first, second))
    assert state.showing(second.id).notice is None
    saved = replace(state, notice=Notice("Saved a.png."))
    assert saved.showing(second.id).notice is not None


def test_each_notice_of_a_picture_is_told_once() -> None:
    read, guard = "16 bits were rounded to 8.", "One part is bicubic."
    state = opening(replace(PICTURE, notices=(read,)))
    assert state.notice is not None
    assert state.notice.text == read
    done = Finished(JOB, Result(picture=PICTURE, notices=(read, guard)))
    state = run(state, Started(JOB), done)
    assert state.notice is not None
    assert state.notice.text == guard
    state = replace(state, notice=None)
    assert state.showing(state.current).notice is None
    assert opening(replace(PICTURE, notices=(read,)), state).notice is None


def test_what_the_guard_did_to_another_picture_is_told_when_that_is_shown() -> None:
    first, second = working(1), working(2)
    done = Finished(2, Result(picture=PICTURE, notices=("One part is bicubic.",)))
    state = run(showing(first, second), Started(2), done)
    assert state.notice is None
    notice = state.showing(second.id).notice
    assert notice is not None
    assert notice.text == "One part is bicubic."


def test_frames_are_known_from_the_header_and_from_the_picture() -> None:
    small = np.zeros((3, 4, 3), np.uint8)
    state = run(showing(working()), Thumbnailed(THUMBNAIL, 40, 30, "GIF", small, 24))
    assert state.item is not None
    assert state.item.frames == 24
    state = opening(replace(PICTURE, frames=12, format="WEBP", lossless=True))
    assert state.item is not None
    assert (state.item.frames, state.item.format, state.item.lossless) == (12, "WEBP", True)


def test_a_second_step_to_a_size_begins_a_new_canvas() -> None:
    state = run(
        showing(working()),
        Started(JOB),
        CanvasReady(JOB, np.zeros((12, 16, 3), np.uint8)),
        TileDone(JOB, 0, 0, 12, 16),
        CanvasReady(JOB, np.zeros((24, 32, 3), np.uint8)),
    )
    assert state.item is not None
    assert state.item.live is not None
    assert state.item.live.done == ()
