from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

from sr_desktop.errors import CannotWrite, NothingToDo, UnreadableImage, UsageError
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.outcomes import Outcome, Outcomes, read_report, to_retry, write_report
from sr_desktop.jobs.plan import Asked, OutputRule, Plan, plan_found, plan_jobs
from sr_desktop.jobs.types import Decoded, Failed, Finished, Progress, Result, Started, Stopped
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
DOT = Picture(np.zeros((3, 5, 3), np.uint8))
ODD = ["a, b.png", 'it "is".png', "two\nlines.png", "50%.png", "=1+1.png", "caf\u0301.png"]


def make(path: Path) -> Path:
    files.write(path, DOT, Encoding("png"))
    return path


def a_plan(folder: Path) -> Plan:
    """a to c to do, d skipped, e unreadable."""
    for name in "abcd":
        make(folder / "in" / f"{name}.png")
    (folder / "in" / "e.png").write_bytes(b"")
    make(folder / "out" / "d.png")
    return plan_jobs([folder / "in"], SPEC, OutputRule(folder / "out", on_exists="skip"))


def ended(folder: Path) -> Outcomes:
    plan = a_plan(folder)
    outcomes = Outcomes(plan)
    a, b, _ = plan.jobs
    result = Result(saved=a.target, seconds=1.5, consistency_db=float("inf"), notices=("Hm.",))
    for event in (
        Started(a.id),
        Decoded(a.id, DOT),
        Started(b.id),
        Progress(a.id, 1, 2),
        Failed(b.id, UnreadableImage("It is cut.", "Copy it again.")),
        Finished(a.id, result),
        Stopped(999_999),
    ):
        outcomes.on_event(event)
    outcomes.stop_the_rest()
    return outcomes


def test_each_picture_has_one_outcome_with_what_is_known_of_it(tmp_path: Path) -> None:
    by_name = {each.source.name: each for each in ended(tmp_path).all}
    assert {name: each.outcome for name, each in by_name.items()} == {
        "a.png": "done",
        "b.png": "failed",
        "c.png": "stopped",
        "d.png": "skipped",
        "e.png": "failed",
    }
    done = by_name["a.png"]
    assert (done.size_in, done.size_out, done.seconds) == ((5, 3), (10, 6), 1.5)
    assert (by_name["b.png"].reason, by_name["b.png"].hint) == ("It is cut.", "Copy it again.")
    assert by_name["e.png"].target == tmp_path / "out" / "e.png"


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_a_report_read_again_gives_what_failed_and_was_stopped(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "new" / f"report{ending}"
    write_report(path, ended(tmp_path).all)
    found, targets = to_retry(read_report(path))
    assert sorted(item.path.name for item in found) == ["b.png", "c.png", "e.png"]
    assert {item.root for item in found} == {tmp_path / "in"}
    make(tmp_path / "in" / "e.png")
    plan = plan_found(found, Asked(SPEC), OutputRule(), targets=targets)
    assert {job.target for job in plan.jobs} == {
        tmp_path / "out" / name for name in ("b.png", "c.png", "e.png")
    }


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_odd_names_survive_a_report(tmp_path: Path, ending: str) -> None:
    names = [*ODD, os.fsdecode(b"not \xff utf-8.png")]
    outcomes = [
        Outcome(tmp_path / name, "failed", tmp_path / "out" / name, tmp_path, f"{name}: no")
        for name in names
    ]
    path = tmp_path / f"report{ending}"
    write_report(path, outcomes)
    assert read_report(path) == outcomes


def test_a_report_is_plain_csv_or_json_for_others(tmp_path: Path) -> None:
    outcomes = ended(tmp_path).all
    write_report(tmp_path / "r.csv", outcomes)
    write_report(tmp_path / "r.json", outcomes)
    with (tmp_path / "r.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = json.loads((tmp_path / "r.json").read_text())["outcomes"]
    assert [row["source"] for row in rows] == [each["source"] for each in told]
    done = next(each for each in told if each["outcome"] == "done")
    assert (done["result_width"], done["consistency_db"]) == (10, None), "JSON has no infinity"


def test_a_report_that_cannot_be_written_leaves_the_old_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("old")

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotWrite, match="No space left"):
        write_report(path, [])
    assert [each.name for each in tmp_path.iterdir()] == ["r.csv"]
    assert path.read_text() == "old"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.csv", "a,b\n1,2\n"),
        ("r.csv", ""),
        ("r.csv", "\x00"),
        ("r.json", "[]"),
        ("r.json", '{"outcomes": 3}'),
        ("r.json", '{"outcomes": [{"source": "a"}]}'),
        ("r.json", "{"),
        ("r.txt", ""),
    ],
)
def test_what_is_no_report_is_told(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UsageError):
        read_report(tmp_path / name)


def test_where_all_was_done_there_is_nothing_to_retry(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo):
        to_retry([Outcome(tmp_path / "a.png", "done")])
