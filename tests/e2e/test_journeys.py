"""Whole journeys through the real program, as a user goes them: by mouse and keys, nothing else.

Controls are found as a screen reader finds them, by their names, and pressed where they are.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import sample
from tests.e2e import desktop
from tests.e2e.desktop import Desktop, wait_for
from tests.weights import server

pytestmark = pytest.mark.skipif(
    bool(desktop.missing()),
    reason=f"needs {', '.join(desktop.missing())}: `make test` installs them",
)

_REPO = Path(__file__).resolve().parents[2]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    home = tmp_path / "home"
    home.mkdir()
    with Desktop(home) as started:
        yield started


def _write(path: Path, picture: Picture) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, picture, Encoding("png"))
    return path


def _cut(rows: int, columns: int) -> Picture:
    """A piece of the sample, as a picture of its own."""
    return Picture(sample.original().pixels[:rows, :columns].copy())


def test_one_picture_from_drop_to_saved_file(screen: Desktop, tmp_path: Path) -> None:
    photo = _write(tmp_path / "hafen säule.png", sample.reduced(4))
    screen.start("-m", "sr_desktop")
    screen.window("sr-desktop")
    screen.see("Drop images or a folder here")
    screen.drop(photo)
    target = tmp_path / "result.png"
    screen.upscale_and_save(target)
    result = files.read(target)
    assert (result.width, result.height) == (sample.original().width, sample.original().height)


def test_a_model_is_downloaded_from_a_host_that_fails_once(screen: Desktop, tmp_path: Path) -> None:
    photo = _write(tmp_path / "photo.png", _cut(96, 128))
    with server.started() as host:
        checkpoint = _REPO / "weights" / "pan-x4.safetensors"
        address = host.hold("/pan-x4.safetensors", checkpoint, *[("status", 404)])
        program = _without_pan_x4(tmp_path / "program", address)
        screen.environment["PYTHONPATH"] = str(program)
        screen.start("-m", "sr_desktop", photo)
        screen.window("photo.png")
        screen.click("Upscale", "push button")
        screen.click("Download", "push button")
        screen.click("Try again", "push button")
        screen.see("Save as", "push button")
        screen.see_enabled("Save as", "push button")
        assert len(host.requests("/pan-x4")) >= 2
    kept = (tmp_path / "home").rglob("*.safetensors")
    assert [each.name.split(".")[0] for each in kept] == ["pan-x4"]


def _without_pan_x4(folder: Path, address: str) -> Path:
    """A copy of the program that does not ship this checkpoint, but knows where it is."""
    for name in ("sr_desktop", "resources", "weights"):
        leave = shutil.ignore_patterns("__pycache__", "pan-x4.safetensors")
        shutil.copytree(_REPO / name, folder / name, ignore=leave)
    catalogue = folder / "weights" / "catalogue.toml"
    text = catalogue.read_text()
    changed = text.replace('"bundled:pan-x4.safetensors"', f'"{address}"')
    assert changed != text
    catalogue.write_text(changed)
    return folder


def test_cancelled_in_the_middle_nothing_is_kept_and_all_can_go_on(
    screen: Desktop, tmp_path: Path
) -> None:
    photo = _write(tmp_path / "large.png", _cut(384, 512))
    screen.start("-m", "sr_desktop", photo)
    window = screen.window("large.png")
    screen.click("Upscale", "push button")
    wait_for(lambda: _percent(screen, window) >= 5, "some progress")
    screen.press("Escape")
    screen.see_enabled("Upscale", "push button")
    assert not _percent(screen, window)
    screen.click("2 times as wide and high", "radio button")
    screen.press("ctrl+Return")
    screen.see_enabled("Save as", "push button")
    assert sorted(tmp_path.glob("*.png")) == [photo]


def test_a_folder_of_twenty_with_one_broken_comes_out_but_for_that_one(
    screen: Desktop, tmp_path: Path
) -> None:
    folder = tmp_path / "Holiday"
    for n in range(19):
        _write(folder / f"day {n % 3}" / f"{n:02}.png", _cut(24 + n, 32))
    broken = folder / "day 1" / "broken.png"
    broken.write_bytes((folder / "day 0" / "00.png").read_bytes()[:200])
    screen.start("-m", "sr_desktop")
    screen.window("sr-desktop")
    screen.see("Drop images or a folder here")
    screen.drop(folder)
    screen.click("Export all…", "push button")
    screen.see("All 20 pictures*")
    screen.click("Export", "push button")
    screen.window("^Export report$")
    out = tmp_path / "Holiday_x4"
    results = sorted(path.relative_to(out) for path in out.rglob("*") if path.is_file())
    originals = sorted(path.relative_to(folder) for path in folder.rglob("*") if path != broken)
    assert results == [path for path in originals if path.suffix]
    for path in results:
        result, original = files.probe(out / path), files.probe(folder / path)
        assert (result.width, result.height) == (4 * original.width, 4 * original.height)
    assert "broken.png" in screen.words()


def test_closed_in_the_middle_it_asks_and_leaves_no_part_of_a_file(
    screen: Desktop, tmp_path: Path
) -> None:
    folder = tmp_path / "Scans"
    for n in range(30):
        _write(folder / f"{n}.png", _cut(160, 240))
    program = screen.start("-m", "sr_desktop", folder)
    window = screen.window("0.png")
    screen.focus(window)
    screen.press("ctrl+e")
    screen.click("Export", "push button")
    out = tmp_path / "Scans_x4"
    wait_for(lambda: any(out.glob("*.png")), "the first result")
    screen.focus(window)
    screen.press("alt+F4")
    screen.click("Keep working", "push button")
    wait_for(lambda: screen.eyes.find("Keep working") is None, "the end of the question")
    assert program.poll() is None
    screen.focus(window)
    screen.press("alt+F4")
    screen.click("Stop and close", "push button")
    wait_for(lambda: program.poll() is not None, "the end of the program", 20)
    assert program.returncode == 0
    results = [path for path in out.rglob("*") if path.is_file()]
    assert 1 <= len(results) < 30
    for path in results:
        assert files.read(path).pixels.shape == (640, 960, 3), path.name


def _percent(screen: Desktop, window: str) -> int:
    """How far the work is, by the title; 0 where it does not say."""
    found = re.match(r"(\d+)%", screen.title(window))
    return int(found[1]) if found else 0
