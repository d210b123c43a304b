"""The real program on a virtual screen, by mouse and keys: drop, upscale, save."""

from __future__ import annotations

import select
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sr_desktop.imaging import files, metrics
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample
from tests.e2e import desktop
from tests.e2e.desktop import Desktop, wait_for

pytestmark = pytest.mark.skipif(
    bool(desktop.missing()),
    reason=f"needs {', '.join(desktop.missing())}: `make test` installs them",
)

_HERE = Path(__file__).parent
_TRIES, _PATIENCE_S = 3, 20.0
_DRAG = [(1300, 60), (1290, 66), (1260, 90), (1200, 150), (1000, 260), (860, 340), (850, 350)]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    home = tmp_path / "home"
    home.mkdir()
    with Desktop(home) as started:
        yield started


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture with a name that trips careless programs."""
    folder = tmp_path / "50% of my pictures"
    path = folder / "hafen säule ☂.png"
    files.write(path, sample.reduced(4), Encoding("png"))
    return path


def test_a_dropped_picture_is_upscaled_and_saved(
    screen: Desktop, photo: Path, tmp_path: Path
) -> None:
    program = screen.start("-m", "sr_desktop")
    window = screen.window("sr-desktop")
    screen.drop(photo)
    wait_for(lambda: photo.name in screen.title(window), "the picture in the title")

    screen.focus(window)
    screen.press("ctrl+Return")
    target = tmp_path / "result.png"
    _save(screen, window, target)
    wait_for(target.exists, "the saved picture")

    result, original = files.read(target), sample.original()
    assert result.pixels.shape == original.pixels.shape
    score = metrics.psnr_y(np.asarray(result.pixels, np.uint8), original.pixels, 4)  # type: ignore[arg-type]
    bicubic_score = _bicubic_score()
    assert score > bicubic_score + 0.5, f"{score:.2f} dB, bicubic {bicubic_score:.2f} dB"

    screen.focus(window)
    screen.press("alt+F4", "ctrl+q")
    assert wait_for(lambda: program.poll() is not None, "the end of the program", 20)
    assert program.returncode == 0


def test_a_result_is_dragged_out_to_another_program(screen: Desktop, photo: Path) -> None:
    program = screen.start("-m", "sr_desktop", photo)
    window = screen.window("sr-desktop")
    wait_for(lambda: photo.name in screen.title(window), "the picture in the title")
    target = screen.start(_HERE / "drop_target.py", 1250, 20)
    screen.window("drop-target")
    screen.focus(window)
    screen.press("ctrl+Return")
    wait_for(lambda: "%" in screen.title(window), "the work")
    wait_for(lambda: "%" not in screen.title(window), "the end of the work")
    x, y = screen.corner(window)
    assert target.stdout is not None
    for _ in range(_TRIES):  # on a busy computer the other program may answer after the drop
        screen.drag([(x + 80, y + 750), (x + 86, y + 744), (x + 200, y + 700), *reversed(_DRAG)])
        if select.select([target.stdout], [], [], _PATIENCE_S)[0]:
            break
    said, size, start, path = target.stdout.readline().rstrip().split(" ", 3)
    assert (said, start) == ("dropped", "89504e47"), "a PNG"
    assert Path(path).name == "hafen säule ☂_pan_x4.png"
    assert int(size) == Path(path).stat().st_size, "whole"
    screen.focus(window)
    screen.press("ctrl+q")
    screen.click("Close without saving", "push button")
    assert wait_for(lambda: program.poll() is not None, "the end of the program", 20)
    assert program.returncode == 0
    assert not Path(path).exists(), "what was written for it goes with the window"


def _save(screen: Desktop, window: str, target: Path) -> None:
    """Ctrl+S does nothing until there is a result."""

    def dialog() -> str:
        screen.focus(window)
        screen.press("ctrl+s")
        return screen.xdo("search", "--onlyvisible", "--name", "^Save as$", check=False)

    found = wait_for(dialog, "the dialog to save").split()[0]
    screen.focus(found)
    screen.press("ctrl+a")
    screen.type(str(target))
    screen.press("Return")


def _bicubic_score() -> float:
    from sr_desktop.imaging import resize

    original, reduced = sample.original().pixels, sample.reduced(4).pixels
    bicubic = resize.bicubic(reduced, *original.shape[:2])
    return metrics.psnr_y(bicubic, original, 4)  # type: ignore[arg-type]
