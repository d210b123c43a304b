from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sr_desktop.errors import UnreadableImage
from sr_desktop.gui import item_menu
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.item_menu import Do
from sr_desktop.gui.state import Item, Status, WindowState
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import Found, Result

PICTURE = Picture(np.zeros((4, 4, 3), np.uint8))


def item(**facts: object) -> Item:
    return replace(Item(Found(Path("/in/a.png"))), **facts)  # type: ignore[arg-type]


def state_of(*items: Item, selected: int = 1) -> WindowState:
    """The first ones are selected."""
    state = WindowState().with_items(items).showing(items[0].id)
    return state.selecting({each.id for each in items[:selected]})


def offered(state: WindowState) -> dict[Do, str]:
    return {entry.do: entry.text for group in item_menu.groups(state) for entry in group}


def test_a_picture_alone_can_be_begun_and_removed() -> None:
    told = offered(state_of(item(size=(4, 4))))
    assert list(told) == [Do.UPSCALE, Do.SHOW_ORIGINAL, Do.COPY_PATH, Do.REMOVE]


def test_one_that_failed_can_be_tried_again_but_not_begun() -> None:
    error = UnreadableImage("broken")
    told = offered(state_of(item(status=Status.FAILED, error=error), item()))
    assert Do.RETRY in told
    assert Do.UPSCALE not in told


def test_a_finished_one_can_be_saved_and_found_where_it_was_saved() -> None:
    done = item(status=Status.DONE, result=Result(PICTURE), saved=Path("/out/a.png"))
    told = offered(state_of(done, item()))
    assert {Do.SAVE, Do.SHOW_RESULT, Do.UPSCALE} <= told.keys()
    assert told[Do.KEEP] == "Remove all but this"


def test_what_runs_can_be_cancelled_and_a_pasted_one_has_no_path() -> None:
    running = item(status=Status.WORKING, picture=PICTURE, job_id=1)
    waiting = item(status=Status.QUEUED, job_id=2)
    told = offered(state_of(running, waiting))
    assert {Do.CANCEL, Do.CANCEL_ALL} <= told.keys()
    assert told.keys().isdisjoint({Do.UPSCALE, Do.SHOW_ORIGINAL, Do.COPY_PATH})


def test_several_are_counted_by_what_can_be_done_with_them() -> None:
    failed = item(status=Status.FAILED, error=UnreadableImage("broken"))
    own = item(choices=Choices())
    told = offered(state_of(item(), own, failed, item(), selected=3))
    assert told[Do.UPSCALE] == "Upscale 2 pictures"
    assert told[Do.RETRY] == "Retry 1 picture"
    assert told[Do.COPY_PATH] == "Copy 3 paths"
    assert told[Do.OWN] == "Settings only for these 3 pictures"
    assert told[Do.COMMON] == "Back to the settings of all"
    assert told[Do.REMOVE] == "Remove 3 pictures"
    assert told[Do.KEEP] == "Remove all but these 3"


def test_nothing_is_offered_where_there_is_nothing() -> None:
    assert item_menu.groups(WindowState()) == ()
