"""That the grabs of docs can be drawn, and are those that are asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

REPO = Path(__file__).resolve().parent.parent
SCREENS = REPO / "docs" / "screens"
MOST_BYTES = 6_000_000


def run(*arguments: str) -> str:
    command = [sys.executable, str(REPO / "tools" / "screenshots.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return done.stdout


def names(*arguments: str) -> list[str]:
    return run("--names", *arguments).split()


def test_docs_has_exactly_the_grabs_that_are_kept() -> None:
    assert sorted(path.stem for path in SCREENS.iterdir()) == sorted(names())


def test_the_grabs_of_docs_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in SCREENS.iterdir()}
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_no_two_shots_have_one_name() -> None:
    told = names("--all")
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("shot", "size"),
    [
        ("empty-dark", (1280, 840)),
        ("preferences-light", (704, 560)),
        ("evaluate-empty-light", None),
    ],
)
def test_a_scene_can_be_drawn(shot: str, size: tuple[int, int] | None, tmp_path: Path) -> None:
    run(str(tmp_path), "--all", "--only", shot)
    (path,) = tmp_path.iterdir()
    assert path.name == f"{shot}.png"
    with Image.open(path) as grab:
        assert size in (None, grab.size)
        assert len(grab.getcolors(1 << 20) or ()) > 16, "nothing is painted in it"


def test_a_scene_is_drawn_with_the_device_pixels_asked_for(tmp_path: Path) -> None:
    (shot,) = names("--only", "empty-*-150")
    run(str(tmp_path), "--only", shot)
    with Image.open(tmp_path / f"{shot}.png") as grab:
        assert grab.size == (1536, 1050)
