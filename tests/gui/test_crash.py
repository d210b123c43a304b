"""Exceptions that nobody caught: told once, logged always."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sr_desktop import __version__, paths
from sr_desktop.gui.crash import CrashDialog, Crashes

pytestmark = pytest.mark.qt_no_exception_capture


@pytest.fixture
def crashes(qapp: object, capsys: pytest.CaptureFixture[str]) -> Iterator[Crashes]:
    before = sys.excepthook, threading.excepthook
    taken = Crashes()
    taken.install()
    yield taken
    for dialog in dialogs():
        dialog.accept()
    sys.excepthook, threading.excepthook = before


def dialogs() -> list[CrashDialog]:
    return [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, CrashDialog) and each.isVisible()
    ]


def fail(words: str = "the tiles are upside down") -> None:
    raise RuntimeError(words)


def press(dialog: CrashDialog, text: str) -> None:
    next(each for each in dialog.findChildren(QPushButton) if each.text() == text).click()


def test_an_error_in_a_slot_opens_one_dialog(
    crashes: Crashes, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    timer = QTimer(interval=5)
    timer.timeout.connect(fail)
    timer.start()
    qtbot.waitUntil(lambda: len(caplog.records) > 20)  # the same, again and again
    timer.stop()
    (dialog,) = dialogs()
    assert "the tiles are upside down" in dialog.shown.toPlainText()
    press(dialog, "Continue")
    qtbot.waitUntil(lambda: not dialogs())
    QTimer.singleShot(0, fail)
    qtbot.wait(50)
    assert not dialogs(), "told twice of the same place"


def test_one_in_a_thread_is_told_in_the_windows(crashes: Crashes, qtbot: QtBot) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)


def test_ctrl_c_in_the_terminal_is_no_defect(crashes: Crashes, qtbot: QtBot) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    qtbot.wait(20)
    assert not dialogs()


def test_copy_has_what_a_report_needs(crashes: Crashes, qtbot: QtBot) -> None:
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    press(dialogs()[0], "Copy")
    text = QGuiApplication.clipboard().text()
    for part in (
        f"sr-desktop {__version__}",
        "torch",
        "Memory",
        "Traceback",
        "in fail",
        "upside down",
    ):
        assert part in text, part


def test_it_shows_the_end_of_the_log(crashes: Crashes, qtbot: QtBot) -> None:
    file = paths.log_dir() / "sr-desktop.log"
    file.write_text("".join(f"line {number}\n" for number in range(500)))
    handler = logging.FileHandler(file)
    logging.getLogger().addHandler(handler)
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    logging.getLogger().removeHandler(handler)
    handler.close()
    shown = dialogs()[0].shown.toPlainText()
    assert "line 499" in shown
    assert "line 100\n" not in shown
    assert "upside down" in shown


def test_the_log_folder_and_quit(
    crashes: Crashes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(QUrl(url).toLocalFile()))
    )
    codes: list[int] = []
    monkeypatch.setattr(QApplication, "exit", codes.append)
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialog = dialogs()[0]
    press(dialog, "Open log folder")
    assert opened == [paths.log_dir()]
    press(dialog, "Quit")
    assert codes == [1]
    assert not dialogs()
