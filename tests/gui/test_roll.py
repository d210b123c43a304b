from __future__ import annotations

import time
from dataclasses import dataclass, replace

from sr_desktop.gui.roll import Roll


@dataclass(frozen=True)
class Frame:
    id: int
    job_ids: tuple[int, ...] = ()
    status: str = "waiting"


def roll(*ids: int) -> Roll[Frame]:
    return Roll(Frame(id, (id * 10,)) for id in ids)


def test_each_is_found_by_its_id_and_its_jobs_in_any_order() -> None:
    frames = roll(7, 3, 9)
    assert [frame.id for frame in frames] == [7, 3, 9]
    assert frames.get(3) is frames[1]
    assert frames.of_job(90) is frames[2]
    assert frames.place_of(9) == 2
    assert frames.get(1) is None
    assert frames.of_job(0) is None


def test_a_replaced_one_is_found_by_its_new_job_and_the_others_are_the_same() -> None:
    before = roll(1, 2, 3)
    after = before.with_item(Frame(2, (77,), "done"))
    assert after.of_job(77) is after[1]
    assert before[1].status == "waiting"
    assert (after.count("done"), after.count("waiting", "done")) == (1, 3)
    assert after.changed_since(before) == [1]
    assert after.changed_since(after) == []


def test_more_come_at_the_end_and_the_known_are_replaced() -> None:
    before = roll(1, 2)
    after = before.with_items([Frame(3, (30,)), Frame(1, (11,), "done")])
    assert [frame.id for frame in after] == [1, 2, 3]
    assert after.of_job(11) is after[0]
    assert after.of_job(30) is after[2]
    assert after.count("done") == 1
    assert after.changed_since(before) is None


def test_one_less_moves_the_others_up() -> None:
    after = roll(1, 2, 3).without(2)
    assert [frame.id for frame in after] == [1, 3]
    assert after.place_of(3) == 1
    assert after.of_job(20) is None
    assert after.count("waiting") == 2


def test_some_are_left_out_and_put_back_in_their_places() -> None:
    whole = roll(1, 2, 3, 4, 5)
    less = whole.without(2, 5)
    assert [frame.id for frame in less] == [1, 3, 4]
    back = less.inserted([(1, whole[1]), (4, whole[4])])
    assert back == whole
    assert back.of_job(50) is back[4]


def test_some_are_moved_side_by_side_to_a_gap() -> None:
    whole = roll(1, 2, 3, 4, 5)
    assert [frame.id for frame in whole.moved({5, 2}, 1)] == [1, 2, 5, 3, 4]
    assert [frame.id for frame in whole.moved({1, 3}, 5)] == [2, 4, 5, 1, 3]
    assert [frame.id for frame in whole.moved({4}, 0)] == [4, 1, 2, 3, 5]
    moved = whole.moved({4}, 0)
    assert moved.place_of(4) == 0
    assert moved.changed_since(whole) is None


def test_more_at_the_end_leave_the_others_where_they_are() -> None:
    before = roll(1, 2)
    after = before.with_items([Frame(3), Frame(2, (20,), "done")])
    assert after.changed_at_start(before) == [1]
    assert before.changed_at_start(after) is None
    assert after.moved({3}, 0).changed_at_start(before) is None


def test_ten_thousand_are_no_slower_to_find_than_ten() -> None:
    frames = roll(*range(1, 10_001))
    started = time.perf_counter()
    for id in range(1, 501):
        frame = frames.of_job(id * 10)
        assert frame is not None
        frames = frames.with_item(replace(frame, status="done"))
    each = (time.perf_counter() - started) / 500
    assert each < 1e-3, f"{each * 1e6:.0f} us for each"
    assert frames.count("done") == 500
