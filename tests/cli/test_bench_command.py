"""sr-desktop bench, called as users call it, on a picture of 32 x 24."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sr_desktop import cli
from tests.conftest import REPO

TINY = ["--sizes", "32x24", "--threads", "1", "--device", "cpu", "--seconds", "0.2"]


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sr_desktop", "bench", *words]
    return subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=250)


def records_of(done: subprocess.CompletedProcess[str]) -> dict[tuple[str, str], Any]:
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)["records"]
    return {(record["part"], record["runtime"]): record for record in records}


def test_all_parts_are_measured_kept_and_not_measured_again(tmp_path: Path) -> None:
    kept = tmp_path / "results.jsonl"
    words = [*TINY, "--networks", "pan-x2", "--json", "--resume", str(kept)]
    words += ["--runtimes", "ours-fp32,eager,ncnn"]
    found = records_of(bench(*words, "--parts", "speed,tiles"))
    speed = found["speed", "ours-fp32"]["numbers"]
    assert speed["difference"] <= 1e-4
    assert speed["seconds"] > 0
    assert speed["ratio"] > 0
    assert 0 < speed["matmul_share"] < 3
    assert speed["megapixels_per_second"] == pytest.approx(32 * 24 / 1e6 / speed["seconds"])
    assert found["speed", "eager"]["numbers"]["ratio"] == 1
    assert found["tiles", "ours-fp32"]["numbers"]["tile_px"] == 32
    assert set(found) == {
        *(("speed", runtime) for runtime in ("ours-fp32", "eager", "ncnn")),
        ("tiles", "ours-fp32"),
    }
    here = importlib.util.find_spec("ncnn") is not None
    assert found["speed", "ncnn"]["outcome"] == ("measured" if here else "absent")

    before = kept.read_text().splitlines()
    words = [*TINY, "--networks", "pan-x2", "--resume", str(kept), "--runtimes", "eager"]
    table = bench(*words, "--parts", "memory,speed")
    assert table.returncode == 0, table.stderr
    *same, added = kept.read_text().splitlines()
    assert same == before
    assert json.loads(added)["numbers"]["base_mib"] > 50
    assert "plain module" in table.stdout
    assert here or "not installed" in table.stdout


@pytest.mark.runtimes
def test_torch_compile_is_measured_where_there_is_a_compiler() -> None:
    words = ["--networks", "edsr-base-x2", "--runtimes", "eager,compile", "--parts", "speed"]
    found = records_of(bench(*TINY, *words, "--json"))
    has_compiler = any(map(shutil.which, ("g++", "clang++", "cl")))
    assert found["speed", "compile"]["outcome"] == ("measured" if has_compiler else "absent")


def test_figures_of_another_machine_are_refused(tmp_path: Path) -> None:
    kept = tmp_path / "results.jsonl"
    kept.write_text('{"machine": {"Processor": "another"}}\n')
    done = bench(*TINY, "--resume", str(kept))
    assert done.returncode == 2
    assert "another machine" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--networks", "pan-x9"], "pan-x9"),
        (["--runtimes", "tensorrt"], "tensorrt"),
        (["--sizes", "320"], "320x240"),
        (["--sizes", "0x5"], "no pixels"),
        (["--threads", "0"], "from 1 on"),
        (["--parts", "colour"], "colour"),
        (["--quick", "--full"], "not allowed"),
    ],
)
def test_wrong_words_are_refused_before_anything_is_measured(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code: object
    try:
        code = cli.main(["bench", *words])
    except SystemExit as end:  # argparse
        code = end.code
    assert code == 2
    assert told in capsys.readouterr().err
