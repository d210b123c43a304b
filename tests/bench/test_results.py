"""The file of results: nothing measured twice, nothing mixed, nothing half."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_desktop.bench.contest import Contest, Record
from sr_desktop.bench.results import OtherMachine, Results, read

MACHINE = {"Processor": "one", "Threads": "2"}
CONTEST = Contest("pan-x4", 32, 24)


def record(runtime: str, outcome: str = "measured") -> Record:
    return Record("speed", CONTEST, runtime, outcome, numbers={"seconds": 0.5})


def test_what_was_added_is_there_again_and_settled(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    first = Results(MACHINE, path)
    first.add(record("eager"))
    first.add(record("ncnn", "too-large"))
    again = Results(MACHINE, path)
    assert again.records == first.records
    assert again.is_settled("speed", CONTEST, "eager")
    assert again.is_settled("speed", CONTEST, "ncnn")
    assert not again.is_settled("memory", CONTEST, "eager")


@pytest.mark.parametrize("outcome", ["absent", "failed"])
def test_what_may_go_better_is_tried_again_and_replaced(tmp_path: Path, outcome: str) -> None:
    path = tmp_path / "results.jsonl"
    Results(MACHINE, path).add(record("ncnn", outcome))
    again = Results(MACHINE, path)
    assert not again.is_settled("speed", CONTEST, "ncnn")
    again.add(record("ncnn"))
    assert Results(MACHINE, path).records == [record("ncnn")]


@pytest.mark.parametrize("torn", ['{"part": "spe', '{"part": "speed"}'])
def test_a_line_without_its_end_is_dropped_and_the_next_one_whole(
    tmp_path: Path, torn: str
) -> None:
    path = tmp_path / "results.jsonl"
    Results(MACHINE, path).add(record("eager"))
    with path.open("a") as file:
        file.write(torn)
    Results(MACHINE, path).add(record("ncnn"))
    machine, records = read(path.read_text().splitlines())
    assert machine == MACHINE
    assert records == [record("eager"), record("ncnn")]


def test_figures_of_another_machine_are_not_mixed_in(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Results(MACHINE, path).add(record("eager"))
    before = path.read_bytes()
    with pytest.raises(OtherMachine):
        Results({**MACHINE, "Threads": "4"}, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", ["no json\n", "[]\n", '{"part": 1}\n', '{"machine": {}}\n{}\n'])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(content)
    with pytest.raises(ValueError, match=r".+"):
        Results(MACHINE, path)
    assert path.read_text() == content


def test_without_a_file_results_are_kept_in_memory() -> None:
    results = Results(MACHINE)
    results.add(record("eager"))
    assert results.records == [record("eager")]
