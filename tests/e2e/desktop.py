"""A virtual screen, programs on it, and a hand at the mouse and the keys."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self, TypeVar

from tests.e2e.eyes import Control, Eyes, SessionBus

T = TypeVar("T")

PATIENCE_S = 60.0
NEEDED = ("Xvfb", "xdotool", "dbus-daemon", "openbox")
SIZE = "1440x900"
_TRIES = 3
_DRAG_SOURCE = Path(__file__).parent / "drag_source.py"


def missing() -> list[str]:
    """The programs that this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_for(look: Callable[[], T], what: str, seconds: float = PATIENCE_S) -> T:
    """The first answer that is true."""
    end = time.monotonic() + seconds
    while not (answer := look()):
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(0.05)
    return answer


class Desktop:
    """A screen with a window manager. Everything started on it ends with it."""

    def __init__(self, home: Path) -> None:
        self._processes: list[subprocess.Popen[str]] = []
        self._home = home
        self._screen, number = self._start_screen()
        own = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
        self.environment = {
            **os.environ,
            **{name: str(home / name.lower()) for name in own},
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "PYTHONFAULTHANDLER": "1",
        }
        self._bus = SessionBus(self.environment)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._bus.address
        self._manager = subprocess.Popen(
            ["openbox"],
            env=self.environment,
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._eyes: Eyes | None = None

    def _start_screen(self) -> tuple[subprocess.Popen[bytes], int]:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp"]
        command += ["-screen", "0", f"{SIZE}x24"]
        screen = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            return screen, int(pipe.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc: object) -> None:
        for process in self._processes:
            if kind is not None:
                self._tell_where(process)
            process.kill()
            process.communicate()
        if self._eyes is not None:
            self._eyes.close()
        self._manager.terminate()
        self._manager.wait()
        self._bus.close()
        self._screen.terminate()
        self._screen.wait()

    def _tell_where(self, process: subprocess.Popen[str]) -> None:
        """Print what a program said and where its threads are: a failed test has to explain."""
        process.send_signal(signal.SIGABRT)
        out, err = process.communicate(timeout=PATIENCE_S)
        logs = [log.read_text(errors="replace") for log in self._home.rglob("*.log")]
        print(process.args, process.returncode, out, err, *logs, sep="\n")

    def start(self, *arguments: str | Path | int) -> subprocess.Popen[str]:
        """A Python program of the environment that the tests run in."""
        return self.launch([sys.executable, *map(str, arguments)], self.environment)

    def launch(self, words: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
        """Any program."""
        process = subprocess.Popen(
            words,
            env=environment,
            cwd=self._home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._processes.append(process)
        return process

    def xdo(self, *words: str | int, check: bool = True) -> str:
        """One xdotool command's answer."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=self.environment,
            check=check,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def window(self, title: str, seconds: float = PATIENCE_S) -> str:
        """The id of a visible window with these words in its title, once it is there."""
        search = ("search", "--onlyvisible", "--name", title)
        found = wait_for(lambda: self.xdo(*search, check=False), f"a window {title!r}", seconds)
        return found.split()[0]

    def title(self, window: str) -> str:
        return self.xdo("getwindowname", window).strip()

    def corner(self, window: str) -> tuple[int, int]:
        """The upper left one, on the screen."""
        told = self.xdo("getwindowgeometry", "--shell", window)
        place = dict(line.split("=", 1) for line in told.splitlines())
        return int(place["X"]), int(place["Y"])

    def focus(self, window: str) -> None:
        self.xdo("windowactivate", "--sync", window)

    def press(self, *keys: str) -> None:
        self.xdo("key", "--delay", 40, *keys)

    def type(self, text: str) -> None:
        self.xdo("type", "--delay", 8, text)

    @property
    def eyes(self) -> Eyes:
        """What a screen reader would see."""
        if self._eyes is None:
            self._eyes = Eyes(self._bus.address)
        return self._eyes

    def see(self, name: str, role: str = "", seconds: float = PATIENCE_S) -> Control:
        """A control in sight, once it is there; a name may end in * for any ending."""
        return wait_for(lambda: self.eyes.find(name, role), f"{role} {name!r} in sight", seconds)  # type: ignore[return-value]

    def see_enabled(self, name: str, role: str = "", seconds: float = PATIENCE_S) -> Control:
        """A control in sight that can be used, once it can."""

        def enabled() -> Control | None:
            found = self.eyes.find(name, role)
            return found if found is not None and found.is_enabled else None

        return wait_for(enabled, f"{role} {name!r} to be of use", seconds)  # type: ignore[return-value]

    def click(self, name: str, role: str = "", button: int = 1) -> None:
        """On the middle of a control, once it can be used and stays in its place, by the mouse."""
        before = None
        while (found := self.see_enabled(name, role)) != before:
            before = found
            time.sleep(0.1)
        self.xdo("mousemove", *found.middle, "click", button)

    def words(self) -> str:
        """All that is told in sight, a line for each control."""
        return "\n".join(each.name for each in self.eyes.controls())

    def drop(self, thing: Path) -> None:
        """A file or folder, from another program's window onto the middle of ours."""
        source = self.start(_DRAG_SOURCE, thing, 1250, 20)
        self.window("drag-source")
        assert source.stdout is not None
        said = []
        for _ in range(_TRIES):  # on a busy computer the other program may answer after the drop
            self.drag([(1300, 60), (1290, 66), (1260, 90), (1200, 150), (1000, 260), (860, 350)])
            said.append(source.stdout.readline().split())
            if said[-1] == ["result", "CopyAction"]:
                return
        raise AssertionError(f"dropped in vain: {said}")

    def upscale_and_save(self, target: Path) -> None:
        """The picture shown, by the buttons and the dialog; answers when the window says so."""
        self.click("Upscale", "push button")
        self.click("Save as", "push button")
        self.window("^Save as$")
        self.press("ctrl+a")
        self.type(str(target))
        self.press("Return")
        wait_for(target.exists, "the saved picture")
        self.see(f"Saved {target.name}*")

    def drag(self, points: Sequence[tuple[int, int]]) -> None:
        """Press at the first point, move over the others, let go at the last."""
        first, *others = points
        self.xdo("mousemove", *first, "mousedown", 1)
        for x, y in others:
            time.sleep(0.1)
            self.xdo("mousemove", x, y)
        time.sleep(0.2)
        self.xdo("mouseup", 1)
