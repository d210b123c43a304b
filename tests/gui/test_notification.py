"""The desktop's notifications, over a real bus with a desktop that a test plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui import when_done
from sr_desktop.gui.notification import Notifier
from sr_desktop.gui.when_done import WhenDone
from tests.gui.bus import desktop, needs_bus, private_bus


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What would have been shown in the file manager."""
    shown: list[Path] = []

    def note(url: QUrl) -> bool:
        shown.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return shown


@needs_bus
def test_show_in_folder_opens_the_folder(
    host: QWidget, bus: str, opened: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    with desktop(bus) as shell:
        notifier = Notifier(host)
        notifier.tell("14 pictures saved.", tmp_path)
        came = shell.next()
        assert came["signature"] == "susssasa{sv}i"
        program, replaces, icon, title, text, actions, hints, timeout = came["body"]
        assert (program, replaces, title, text) == (
            "sr-desktop",
            0,
            "sr-desktop",
            "14 pictures saved.",
        )
        assert Path(icon).is_file()
        assert actions == ["default", "Open the window", "show", "Show in folder"]
        assert hints == {"desktop-entry": ["s", "sr-desktop"]}
        assert timeout == -1
        qtbot.waitUntil(lambda: notifier._socket is not None)
        shell.do("show")
        qtbot.waitUntil(lambda: opened == [tmp_path])
        qtbot.waitUntil(lambda: notifier._socket is None)  # closed: nothing listens any more
        notifier.close()


@needs_bus
@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_click_on_the_message_brings_the_window_back(
    host: QWidget, bus: str, opened: list[Path], qtbot: QtBot
) -> None:
    with desktop(bus) as shell:
        host.showMinimized()
        notifier = Notifier(host)
        notifier.tell("harbour.png is upscaled.")
        assert "show" not in shell.next()["body"][5]
        qtbot.waitUntil(lambda: notifier._socket is not None)
        shell.do("default")
        qtbot.waitUntil(lambda: not host.isMinimized())
        assert not opened
        notifier.close()


@needs_bus
@pytest.mark.parametrize("refuses", [True, False])
def test_where_nobody_shows_it_the_tray_does(
    host: QWidget, bus: str, refuses: bool, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def available() -> bool:
        asked.append(True)
        return False

    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", available)
    notifier = Notifier(host)
    if refuses:
        with desktop(bus, shows=False):
            notifier.tell("Done.")
            qtbot.waitUntil(lambda: bool(asked))
    else:
        notifier.tell("Done.")
        qtbot.waitUntil(lambda: bool(asked))
    notifier.close()


@needs_bus
def test_a_window_in_front_is_not_told(host: QWidget, bus: str, tmp_path: Path) -> None:
    host.activateWindow()
    assert host.isActiveWindow()
    when_done.do(WhenDone.NOTIFY, host, "14 pictures saved.", tmp_path)
    when_done.do_for_one(WhenDone.NOTIFY, host, "a.png is upscaled.", 60.0)
    assert host.findChild(Notifier) is None


@needs_bus
@pytest.mark.parametrize(("seconds", "is_told"), [(1.0, False), (60.0, True)])
def test_one_picture_is_told_of_when_it_took_long(
    host: QWidget, bus: str, seconds: float, is_told: bool, qtbot: QtBot
) -> None:
    host.hide()
    with desktop(bus) as shell:
        when_done.do_for_one(WhenDone.NOTIFY, host, "a.png is upscaled.", seconds)
        when_done.do_for_one(WhenDone.NOTHING, host, "never", seconds)
        assert (host.findChild(Notifier) is not None) == is_told
        if is_told:
            assert shell.next()["body"][4] == "a.png is upscaled."
        when_done.close(host)
