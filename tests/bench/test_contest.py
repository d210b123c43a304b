"""What is measured, in which order, and what is known not to fit."""

from __future__ import annotations

from sr_desktop.bench.contest import Contest, Plan, Record, groups, known_need_mib

SMALL, LARGE = Contest("pan-x4", 320, 240), Contest("pan-x4", 1280, 960)


def taken(contest: Contest, runtime: str, run_mib: float) -> Record:
    return Record("memory", contest, runtime, numbers={"base_mib": 200.0, "run_mib": run_mib})


def test_small_pictures_come_first_each_through_all_networks() -> None:
    plan = Plan(("pan-x4", "msrn-x4"), ((64, 48), (32, 24)), (), (), 1.0, 1, "cpu")
    assert [(each.network, each.width) for each in plan.contests()] == [
        ("pan-x4", 32),
        ("msrn-x4", 32),
        ("pan-x4", 64),
        ("msrn-x4", 64),
    ]


def test_what_a_whole_picture_takes_grows_with_its_pixels() -> None:
    records = [taken(SMALL, "eager", 100.0), taken(SMALL, "ncnn", 7.0)]
    assert known_need_mib(records, LARGE, "eager") == 1600.0
    assert known_need_mib(records, SMALL, "eager") == 100.0


def test_the_nearest_smaller_picture_tells_most() -> None:
    middle = Contest("pan-x4", 640, 480)
    records = [taken(SMALL, "eager", 100.0), taken(middle, "eager", 300.0)]
    assert known_need_mib(records, LARGE, "eager") == 1200.0


def test_our_tiles_do_not_grow_with_the_picture() -> None:
    records = [taken(SMALL, "ours-fp32", 100.0)]
    assert known_need_mib(records, LARGE, "ours-fp32") is None
    assert known_need_mib(records, SMALL, "ours-fp32") == 100.0


def test_nothing_is_known_from_larger_pictures_other_networks_or_failures() -> None:
    other = Contest("msrn-x4", 320, 240)
    failed = Record("memory", SMALL, "eager", "failed")
    records = [taken(LARGE, "eager", 100.0), taken(other, "eager", 50.0), failed]
    assert known_need_mib(records, SMALL, "eager") is None


def test_runtimes_share_a_process_while_their_needs_fit_into_it_with_eager() -> None:
    needs = {"ours-fp32": 3.0, "eager": 4.0, "compile": 2.0, "openvino": 5.0, "ncnn": 1.0}
    assert groups(needs, 10.0) == [
        ["eager", "ours-fp32", "compile"],
        ["eager", "openvino", "ncnn"],
    ]
    assert groups(needs, 100.0) == [["eager", "ours-fp32", "compile", "openvino", "ncnn"]]


def test_without_eager_there_are_groups_too_and_eager_alone_is_one() -> None:
    assert groups({"ours-fp32": 3.0, "ncnn": 8.0}, 10.0) == [["ours-fp32"], ["ncnn"]]
    assert groups({"eager": 3.0}, 10.0) == [["eager"]]
    assert groups({}, 10.0) == []


def test_a_record_comes_back_from_its_json() -> None:
    record = taken(SMALL, "eager", 100.0)
    assert Record.from_json(record.as_json()) == record
