from __future__ import annotations

from pathlib import Path

import numpy as np

from sr_desktop.gui.reducing import reduce
from sr_desktop.gui.state import Item, WindowState
from sr_desktop.gui.thumbnails import MOST_KEPT, Thumbnails
from sr_desktop.jobs.types import Found, Thumbnailed, ThumbnailJob

SMALL = np.zeros((2, 3, 3), np.uint8)


class Reader:
    """Keeps what it is asked for."""

    def __init__(self) -> None:
        self.jobs: list[ThumbnailJob] = []
        self.cancelled: list[int] = []

    def submit(self, job: ThumbnailJob) -> None:
        self.jobs.append(job)

    def cancel(self, job_id: int) -> None:
        self.cancelled.append(job_id)


def strip(count: int) -> WindowState:
    return WindowState().with_items(Item(Found(Path(f"{n}.png"))) for n in range(count))


def drawn(state: WindowState, reader: Reader) -> WindowState:
    for job in reader.jobs:
        state = reduce(state, Thumbnailed(job.id, 3, 2, "PNG", SMALL), 0.0)
    reader.jobs.clear()
    return state


def test_only_what_is_in_sight_and_a_screen_on_each_side_is_drawn_and_once() -> None:
    reader = Reader()
    thumbnails = Thumbnails(reader, 128)
    state = thumbnails.looked_at(strip(10_000), 100, 109, 10**6)
    assert [str(job.source) for job in reader.jobs] == [f"{n}.png" for n in range(90, 120)]
    state = drawn(state, reader)
    assert state.items[100].size == (3, 2)
    assert thumbnails.looked_at(state, 100, 109, 10**6) is state
    assert not reader.jobs


def test_places_that_were_left_before_their_turn_are_not_drawn() -> None:
    reader = Reader()
    thumbnails = Thumbnails(reader, 128)
    state = thumbnails.looked_at(strip(1000), 0, 9, 10**6)
    first = [job.id for job in reader.jobs]
    state = thumbnails.looked_at(state, 500, 509, 10**6)
    assert sorted(reader.cancelled) == first
    assert state.items[0].thumbnail_job == 0
    thumbnails.looked_at(state, 0, 9, 10**6)
    assert str(reader.jobs[-1].source) == "19.png"


def test_few_are_kept_however_far_one_scrolls() -> None:
    reader = Reader()
    thumbnails = Thumbnails(reader, 128)
    state = strip(2000)
    for first in range(0, 2000, 10):
        state = drawn(thumbnails.looked_at(state, first, first + 9, 10**6), reader)
    kept = [at for at, item in enumerate(state.items) if item.thumbnail is not None]
    assert len(kept) == MOST_KEPT
    assert kept[-1] == 1999, "those seen last"
    assert state.items[0].size == (3, 2), "what was found out is not forgotten"
