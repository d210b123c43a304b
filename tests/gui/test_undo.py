from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sr_desktop.gui import undo
from sr_desktop.gui.actions import Undo
from sr_desktop.gui.state import Item, Status, WindowState
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import Found, Result


def item(name: str, **facts: object) -> Item:
    return replace(Item(Found(Path(name))), **facts)  # type: ignore[arg-type]


def strip(*names: str) -> WindowState:
    items = [item(name) for name in names]
    return WindowState().with_items(items).showing(items[0].id)


def names(state: WindowState) -> str:
    return "".join(each.name for each in state.items)


def ids(state: WindowState, letters: str) -> set[int]:
    return {each.id for each in state.items if each.name in letters}


def test_what_was_removed_comes_back_where_it_was_and_the_last_first() -> None:
    state = strip(*"abcdef")
    once = undo.removing(state, ids(state, "be"))
    twice = undo.removing(once, ids(once, "ac"))
    assert (names(once), names(twice)) == ("acdf", "df")
    back = undo.restoring(twice)
    assert names(back) == "acdf"
    assert back.selected == ids(back, "ac")
    assert names(undo.restoring(back)) == "abcdef"
    whole = undo.restoring(undo.restoring(back))
    assert whole.removed == ()


def test_it_is_told_and_the_notice_goes_with_the_undo() -> None:
    state = strip(*"abc")
    removed = undo.removing(state, ids(state, "abc"))
    assert removed.notice is not None
    assert removed.notice.text == "Removed 3 pictures."
    assert isinstance(removed.notice.action, Undo)
    assert removed.current == 0
    assert undo.restoring(removed).notice is None


def test_pictures_added_since_stay_behind_those_that_come_back() -> None:
    state = strip(*"ab")
    state = undo.removing(state, ids(state, "ab"))
    state = undo.restoring(state.with_items([item("x")]))
    assert names(state) == "abx"


def test_results_come_back_and_work_that_was_stopped_does_not() -> None:
    picture = Picture(np.zeros((4, 4, 3), np.uint8))
    done = item("a", status=Status.DONE, result=Result(picture))
    working = item("b", status=Status.WORKING, job_id=7)
    state = WindowState().with_items([done, working]).showing(done.id)
    state = undo.restoring(undo.removing(state, {done.id, working.id}))
    assert state.items[0].kept is picture
    assert (state.items[1].status, state.items[1].job_id) == (Status.WAITING, 0)


def test_the_neighbour_is_shown_that_is_not_removed_too() -> None:
    state = strip(*"abcd")
    state = undo.removing(state.showing(state.items[1].id), ids(state, "bc"))
    assert state.item is not None
    assert state.item.name == "d"
    assert state.selected == {state.current}


def test_old_results_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "_MOST_BYTES", 100)
    large = Picture(np.zeros((10, 10, 3), np.uint8))
    items = [item(name, result=Result(large)) for name in "abc"]
    state = WindowState().with_items(items).showing(items[0].id)
    for each in items:
        state = undo.removing(state, {each.id})
    assert len(state.removed) == 1
    assert names(undo.restoring(state)) == "c"
