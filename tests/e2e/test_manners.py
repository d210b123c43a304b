"""The real program and a second start of it: files are handed over, closing while it works asks."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample
from tests.e2e import desktop
from tests.e2e.desktop import Desktop, wait_for

pytestmark = pytest.mark.skipif(
    bool(desktop.missing()),
    reason=f"needs {', '.join(desktop.missing())}: `make test` installs them",
)


def test_one_window_takes_the_files_of_a_second_start_and_asks_before_it_stops(
    tmp_path: Path,
) -> None:
    photo = tmp_path / "säule 1.png"
    files.write(photo, sample.original(), Encoding("png"))
    home = tmp_path / "home"
    home.mkdir()
    # The path of a socket has room for a hundred bytes: a session's own folder is short.
    with tempfile.TemporaryDirectory() as session, Desktop(home) as screen:
        screen.environment["XDG_RUNTIME_DIR"] = session
        first = screen.start("-m", "sr_desktop")
        window = screen.window("sr-desktop")
        # The name is taken a moment after the window shows.
        wait_for(lambda: list(Path(session).glob("sr-desktop-*")), "the socket")
        second = screen.start("-m", "sr_desktop", photo)
        assert wait_for(lambda: second.poll() is not None, "the end of the second start", 20)
        assert second.returncode == 0
        wait_for(lambda: photo.name in screen.title(window), "the picture in the title")
        assert len(screen.xdo("search", "--onlyvisible", "--name", "sr-desktop").split()) == 1

        screen.focus(window)
        screen.press("ctrl+Return")
        wait_for(lambda: "%" in screen.title(window), "progress in the title")
        _ask(screen, window)
        screen.press("Return")  # keep working
        wait_for(lambda: not _question(screen), "the end of the question")
        assert "%" in screen.title(window)
        _ask(screen, window)
        screen.press("shift+Tab", "space")  # stop and close
        assert wait_for(lambda: first.poll() is not None, "the end of the program", 30)
        assert first.returncode == 0


def _ask(screen: Desktop, window: str) -> None:
    screen.focus(window)
    screen.press("ctrl+q")
    screen.focus(wait_for(lambda: _question(screen), "the question"))


def _question(screen: Desktop) -> str:
    found = screen.xdo("search", "--onlyvisible", "--name", "^Stop the work", check=False)
    return found.strip()
