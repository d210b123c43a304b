"""A batch that is killed again and again ends as if nothing had happened."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.program import command, digests, rgb
from tests.faults.watched import START_S, events, kill, started, upscale

_SEED = 4
_OUT = Path("out")


def _pictures(folder: Path, count: int) -> None:
    """In a tree, of all kinds that are written; some large enough to be killed half-way."""
    kinds = ("png", "jpg", "webp", "tif", "png", "avif", "bmp", "gif")
    for number in range(count):
        place = folder / ("in", "in/sub", "in/sub/deep %", "in/Ærø")[number % 4]
        place.mkdir(parents=True, exist_ok=True)
        width, height = (150, 110) if number % 7 == 3 else (20 + number, 14 + number % 5)
        image = Image.fromarray(rgb(width, height))
        image.save(place / f"{number:02}.{kinds[number % 8]}")


def _words() -> list[str]:
    words = ["in", "-o", str(_OUT), "--model", "pan", "--scale", "2"]
    return [*words, "--on-exists", "skip", "--precision", "fp32"]


def _broken(out: Path, seen: set[tuple[str, int, int]]) -> list[str]:
    """Files with a visible name that do not open to the end. Remembers those that do."""
    found = []
    for path in sorted(out.rglob("*")):
        try:
            status = path.stat()
            known = (str(path), status.st_ino, status.st_mtime_ns)
            if _hidden(path.name) or not path.is_file() or known in seen:
                continue
            with Image.open(path) as image:
                image.load()
        except FileNotFoundError:
            continue
        except Exception as error:
            found.append(f"{path.name}: {error!r}")
        else:
            seen.add(known)
    return found


def _hidden(name: str) -> bool:
    return Path(name).name.startswith(".")


def _killed(folder: Path, dice: random.Random, whole_s: float) -> tuple[bool, list[str]]:
    """Runs it until a moment that the dice choose; whether it was killed, and what lay there broken
    at any time.

    One time in five it is killed while it starts; else so many seconds after the first event.
    """
    seen: set[tuple[str, int, int]] = set()
    broken: list[str] = []
    out = folder / _OUT
    with started([*command("upscale", *_words(), "--json")], folder) as process:
        early = dice.random() < 0.2
        delay = dice.uniform(0.05, 1.5) if early else dice.uniform(0, whole_s / 3)
        clock = time.monotonic()
        begun = threading.Event()

        def listen() -> None:
            for _ in events(process, START_S, START_S):
                begun.set()

        thread = threading.Thread(target=listen)
        thread.start()
        while not early and not begun.wait(0.01) and process.poll() is None:
            assert time.monotonic() - clock < START_S
        end = time.monotonic() + delay
        while time.monotonic() < end and process.poll() is None:
            broken += _broken(out, seen)
            time.sleep(0.002)
        alive = process.poll() is None
        kill(process)
        thread.join(20)
    return alive, broken + _broken(out, seen)


@pytest.mark.parametrize(
    ("count", "kills"),
    [
        pytest.param(40, 50, marks=[pytest.mark.faults, pytest.mark.timeout(1800)]),
        (8, 3),
    ],
)
def test_a_batch_that_is_killed_and_run_again_ends_as_one_that_was_not(
    tmp_path: Path, count: int, kills: int
) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    for folder in (calm, rough):
        _pictures(folder, count)
    start = time.monotonic()
    told = upscale(calm, *_words())
    whole_s = time.monotonic() - start
    assert (told.code, len(told.sources("finished"))) == (0, count), told.err
    expected = digests(calm / _OUT)
    assert len(expected) == count
    sources = digests(rough / "in")

    dice, killed, rounds, wrong = random.Random(_SEED), 0, 0, []
    while killed < kills:
        alive, broken = _killed(rough, dice, whole_s)
        killed += alive
        wrong += broken
        assert wrong == [], f"after {killed} kills"
        here = {name: of for name, of in digests(rough / _OUT).items() if not _hidden(name)}
        strange = {name for name, of in here.items() if expected.get(name) != of}
        assert strange == set(), f"other than in a calm run, after {killed} kills"
        if not alive:  # It came to its end: a new round.
            assert digests(rough / _OUT) == expected, f"after {killed} kills"
        if len(here) == count and killed < kills:
            rounds += 1
            (rough / _OUT).rename(rough / f"done {rounds}")

    last = upscale(rough, *_words())
    assert last.code == 0, last.err
    assert digests(rough / _OUT) == expected, f"{killed} kills, {rounds} rounds"
    assert digests(rough / "in") == sources


@pytest.mark.faults
def test_a_run_after_a_whole_one_skips_all_and_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    _pictures(folder, 8)
    assert upscale(folder, *_words()).code == 0
    before = {path: path.stat().st_mtime_ns for path in (folder / _OUT).rglob("*")}
    told = upscale(folder, *_words())
    assert (told.code, len(told.sources("skipped"))) == (0, 8), told.events
    assert {path: path.stat().st_mtime_ns for path in (folder / _OUT).rglob("*")} == before
