"""One window for each user: real second processes, a crashed one, one that hangs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_desktop import paths
from sr_desktop.gui import instance
from sr_desktop.gui.app import Application
from sr_desktop.gui.instance import Answer, Listener, Message, hand_over
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.program import Program
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample

Wait = Callable[[Callable[[WindowState], bool]], None]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills and sockets are of Unix")


@pytest.fixture
def name() -> str:
    return paths.instance_name()


@pytest.fixture
def program(window: MainWindow, name: str) -> Iterator[Program]:
    """The window as the user's program."""
    started = Program(name)
    started.settle(window, Settings())
    yield started
    started.let_go()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "50% ü ☂.png"
    files.write(path, sample.reduced(8), Encoding("png"))
    return path


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_second_start_hands_over_its_files_and_ends(
    window: MainWindow, program: Program, wait: Wait, photo: Path, qtbot: QtBot
) -> None:
    second = QProcess()
    second.setWorkingDirectory(str(photo.parent))
    second.start(sys.executable, ["-m", "sr_desktop", photo.name])
    wait(lambda state: len(state.items) == 1)
    qtbot.waitUntil(lambda: second.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert second.exitCode() == 0, bytes(second.readAllStandardError().data()).decode()
    item = window.state.item
    assert item is not None
    assert item.found.path == photo, "a relative name means the second process's folder"


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_second_process_loads_nothing_of_a_window(
    window: MainWindow, program: Program, wait: Wait, photo: Path, qtbot: QtBot
) -> None:
    code = (
        "import sys; from sr_desktop import cli; code = cli.main(sys.argv[1:]);"
        "heavy = {'PySide6.QtWidgets', 'numpy', 'torch'} & set(sys.modules);"
        "sys.exit(code or (9 if heavy else 0))"
    )
    second = QProcess()
    second.start(sys.executable, ["-c", code, str(photo)])
    wait(lambda state: len(state.items) == 1)
    qtbot.waitUntil(lambda: second.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert second.exitCode() == 0


def test_nobody_listens_at_first_and_that_is_known_at_once(name: str, photo: Path) -> None:
    began = time.perf_counter()
    assert hand_over(name, [photo]) is Answer.NOBODY
    took = time.perf_counter() - began
    assert took < 0.02, f"{took * 1e3:.1f} ms"


def test_what_a_crashed_process_left_is_cleared_away(qapp: object, name: str, photo: Path) -> None:
    code = (
        "import os, sys; from PySide6.QtCore import QCoreApplication;"
        "from sr_desktop.gui.instance import Listener; app = QCoreApplication([]);"
        "listener = Listener(sys.argv[1]); print(listener.listen(), flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    crashed = subprocess.run(
        [sys.executable, "-c", code, name], stdout=subprocess.PIPE, text=True, check=False
    )
    assert crashed.stdout.strip() == "True"
    assert crashed.returncode == -signal.SIGKILL
    assert os.path.exists(name), "the crash left nothing: this test proves nothing"
    assert hand_over(name, [photo]) is Answer.NOBODY
    listener = Listener(name)
    assert listener.listen()
    listener.close()


def test_one_that_hangs_is_not_waited_for(
    qapp: object, name: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "ANSWER_MS", 300)
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(name)
        hung.listen(5)
        began = time.perf_counter()
        assert hand_over(name, [photo]) is Answer.SILENT
        assert time.perf_counter() - began < 2
        listener = Listener(name)
        assert not listener.listen(), "took the name of a process that lives"
        assert os.path.exists(name)
    os.unlink(name)


def test_a_new_window_does_not_ask(window: MainWindow, program: Program, photo: Path) -> None:
    """No display answers the second one: it gets as far as opening a window of its own."""
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "-m", "sr_desktop", "--new-window", str(photo)],
        env=environment | {"DISPLAY": "", "WAYLAND_DISPLAY": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert not window.state.items


def test_a_message_goes_through_whatever_the_names_are() -> None:
    odd = Path(os.fsdecode(b"/tmp/\xff\xfe broken \n name"))
    message = Message((odd, Path("/ü ☂")), "token")
    line = message.to_bytes()
    assert line.count(b"\n") == 1
    assert Message.parse(line) == message


@pytest.mark.parametrize("line", [b"", b"[]", b'{"files": 3}', b"GET / HTTP/1.1\r\n"])
def test_other_talk_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's is one too
        Message.parse(line)


def test_only_the_user_may_talk_to_it(qapp: object, name: str) -> None:
    listener = Listener(name)
    assert listener.listen()
    assert os.stat(name).st_mode & 0o077 == 0
    listener.close()
    assert not os.path.exists(name)


def test_files_that_macos_sends_are_opened(qapp: object, tmp_path: Path) -> None:
    """Those of before there is a window wait for it."""
    assert isinstance(qapp, Application)
    opened: list[Path] = []
    early, late = tmp_path / "early.png", tmp_path / "late.png"
    QApplication.sendEvent(qapp, QFileOpenEvent(str(early)))
    qapp.open_with(opened.extend)
    QApplication.sendEvent(qapp, QFileOpenEvent(str(late)))
    assert opened == [early, late]
    qapp._open = None
