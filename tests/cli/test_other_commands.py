"""doctor, demo, the version, and a start without a display."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.program import one_line, run, save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    return made


def test_doctor_names_the_device_the_weights_and_where_things_lie(folder: Path) -> None:
    answer = run(folder, "doctor")
    assert answer.code == 0, answer.err
    said = one_line(answer.out)
    for word in ("CPU", "pan-x2", "pan-x3", "pan-x4", "torch"):
        assert word in said, answer.out
    assert "…" not in answer.out, "a path that is cut short leads nowhere"
    assert str(folder.parent / "work-home") in answer.out
    assert answer.err == ""


def test_doctor_for_programs_is_one_json_document(folder: Path) -> None:
    answer = run(folder, "doctor", "--json")
    assert answer.code == 0, answer.err
    said = {row["what"]: row["good"] for row in json.loads(answer.out)}
    assert said["Will use"] is True
    assert all(said[f"Weights pan-x{scale}"] for scale in (2, 3, 4))


def test_the_version_is_one_line(folder: Path) -> None:
    answer = run(folder, "--version")
    assert answer.code == 0
    assert re.fullmatch(r"sr-desktop \d+\.\d+\.\d+\S*\n", answer.out), answer.out


@pytest.mark.parametrize("words", ["--help", "upscale --help", "doctor --help", "demo --help"])
def test_help_is_help(folder: Path, words: str) -> None:
    answer = run(folder, *words.split())
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("usage: sr-desktop")


def test_help_does_not_ask_for_values_that_people_would_not_type(folder: Path) -> None:
    assert "255.0" not in run(folder, "upscale", "--help").out


@pytest.mark.parametrize("words", [[], ["a.png"]])
def test_a_start_without_a_display_says_so(folder: Path, words: list[str]) -> None:
    save(folder, "a.png")
    answer = run(folder, *words)
    assert answer.code not in (0, 130)
    assert "display" in answer.err
    assert "qt.qpa" not in answer.err


def test_a_start_on_a_display_that_is_not_there_says_so(folder: Path) -> None:
    answer = run(folder, DISPLAY=":4711")
    assert answer.code not in (0, 130)
    assert "display" in answer.err
    assert "qt.qpa" not in answer.err


def test_the_demo_writes_its_pictures_and_says_how_good_they_are(folder: Path) -> None:
    answer = run(folder, "demo", "-o", "shown", QT_QPA_PLATFORM="offscreen")
    assert answer.code == 0, answer.err
    assert {"shown/comparison.png", "shown/window.png", "shown/sample-pan-x4.png"} <= answer.made
    for name in answer.made:
        assert Path(name).parent == Path("shown")
        with Image.open(folder / name) as image:
            image.load()
            assert min(image.size) >= 200
    said = one_line(answer.out + answer.err)
    decibels = [float(value) for value in re.findall(r"(\d+\.\d+) dB", said)]
    assert len(decibels) >= 2, said
    assert "bicubic" in said.lower()
    assert "PSNR" in said
