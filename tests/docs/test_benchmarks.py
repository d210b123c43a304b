"""The page of benchmarks is made of a file of results."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sr_desktop.bench.contest import Contest, Record
from sr_desktop.bench.results import Results
from tests.docs.blocks import REPO

NUMBERS = {
    "seconds": 2.0,
    "rounds": 3.0,
    "ratio": 1.0,
    "megapixels_per_second": 0.0384,
    "matmul_share": 0.5,
    "difference": 0.0,
}


def test_a_file_of_results_becomes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(REPO / "tools")
    from documents import figures

    kept = tmp_path / "benchmarks.json"
    shutil.copy(figures.MEASURED, kept)
    monkeypatch.setattr(figures, "MEASURED", kept)
    before = json.loads(kept.read_text("utf-8"))
    path = tmp_path / "results.jsonl"
    results = Results({"Processor": "a * of another"}, path)
    eager = Record("speed", Contest("pan-x4", 320, 240), "eager", "failed", why="once")
    results.add(eager)
    results.add(Record("speed", eager.contest, "eager", numbers=NUMBERS))

    figures.take(path)
    assert json.loads(kept.read_text("utf-8"))["window"] == before["window"]
    told = figures.told()
    rows = [line for line in told.splitlines() if line.startswith("| pan-x4")]
    assert rows == [
        "| pan-x4 | 320 x 240 | plain module, eager | 1.00 | 0.0384 | 2 | 50 % | - | 0 |"
    ]
    assert "- Processor: a * of another" in told


def test_another_file_is_no_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REPO / "tools")
    from documents import figures

    path = tmp_path / "notes.jsonl"
    path.write_text("[]\n")
    with pytest.raises(ValueError, match="no results"):
        figures.take(path)
