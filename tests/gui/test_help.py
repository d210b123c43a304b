"""The menu of the gear and its windows."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop import __version__, paths
from sr_desktop.gui import licences, shortcuts
from sr_desktop.gui.doctor import DoctorWindow
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.text_window import TextWindow


def choose(window: MainWindow, text: str) -> None:
    """The entry of the gear's menu."""
    entry = next(each for each in window.help.menu.actions() if each.text() == text)
    entry.trigger()


def opened(window: MainWindow) -> QDialog:
    (shown,) = (each for each in window.findChildren(QDialog) if each.isVisible())
    return shown


def words_in(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_every_key_of_the_window_is_in_the_list(window: MainWindow) -> None:
    """A shortcut that is added without words fails here."""
    for shortcut in window.findChildren(QShortcut):
        keys = [key.toString() for key in shortcut.keys()]  # noqa: SIM118
        assert shortcut.whatsThis(), f"setWhatsThis is missing for {keys}"
    choose(window, "Shortcuts")
    shown = opened(window)
    told = words_in(shown)
    real = {
        key.toString(key.SequenceFormat.NativeText).replace("Return", "Enter")
        for action in window.findChildren(QAction)
        for key in action.shortcuts()
    }
    assert {"Ctrl+O", "Ctrl+V", "Ctrl+C", "Ctrl+,", "F1"} <= real
    for key in real:
        assert key in told.split("\n"), key
    assert "Del" in told.split("\n")
    shown.close()


def test_a_key_that_is_added_later_is_listed_too(window: MainWindow) -> None:
    late = QAction("Turn it upside down", window)
    late.setShortcut("Ctrl+U")
    window.addAction(late)
    key = shortcuts.Key("Turn it upside down", ("Ctrl+U",))
    assert key in shortcuts.keys_of(window)


def test_the_keys_of_the_picture_and_of_the_strip_are_in_the_list(window: MainWindow) -> None:
    window.help.show_shortcuts()
    told = words_in(opened(window)).split("\n")
    assert {"Space", "Alt+Left", "Ctrl+Shift+Right"} <= set(told)
    assert {"Move the picture", "Move those selected in the queue"} <= set(told)
    window.help.close()


def test_f1_and_the_gear_open_one_window(window: MainWindow, qtbot: QtBot) -> None:
    window.help.show_shortcuts()
    window.help.show_shortcuts()
    first = opened(window)
    first.close()
    window.help.show_shortcuts()
    assert opened(window) is not first
    window.help.close()


def test_about_tells_the_version_the_device_and_the_promises(window: MainWindow) -> None:
    choose(window, "About sr-desktop")
    told = words_in(opened(window))
    assert f"Version {__version__}" in told
    assert "Nothing is uploaded" in told
    assert "Efficient Image Super-Resolution Using Pixel Attention" in told
    window.help.close()


def test_licences_name_every_package_that_is_needed(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "Licences")
    shown = opened(window)
    assert isinstance(shown, TextWindow)
    qtbot.waitUntil(lambda: "Packages" in shown.text.toPlainText(), timeout=30_000)
    text = shown.text.toPlainText()
    for name in ("PySide6", "torch", "numpy", "pyvips-binary", "h11"):
        assert name.lower() in text.lower(), name
    assert "GNU Lesser General Public License" in text or "LGPL" in text
    assert "EDSR" in text
    shown.copy.click()
    assert QGuiApplication.clipboard().text() == text
    shown.close()


def test_no_package_is_without_a_word_on_its_licence() -> None:
    parts = licences.packages()
    assert len(parts) > 15
    silent = [part.name for part in parts if part.licence == "see its text" and not part.text]
    assert not silent, silent
    assert {part.name.split()[0] for part in parts} >= {"sr-desktop", "jeepney"}
    assert importlib.metadata.version("torch") in {part.name.split()[-1] for part in parts}


def test_the_doctors_report_is_that_of_the_command(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "Doctor report")
    shown = opened(window)
    assert isinstance(shown, DoctorWindow)
    assert not shown.copy.isEnabled(), "there is nothing to copy yet"
    qtbot.waitUntil(shown.copy.isEnabled, timeout=90_000)
    text = shown.text.toPlainText()
    for what in (f"sr-desktop {__version__}", "Will use", "Engine", "Weights pan-x4", "Qt works"):
        assert what in text, text
    shown.close()


def test_it_can_be_closed_while_the_doctor_works(window: MainWindow) -> None:
    choose(window, "Doctor report")
    shown = opened(window)
    assert isinstance(shown, DoctorWindow)
    process = shown._process
    assert process.waitForStarted()
    shown.close()
    assert process.state() == process.ProcessState.NotRunning


def test_the_log_folder_is_shown(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: shown.append(Path(QUrl(url).toLocalFile()))
    )
    choose(window, "Log folder")
    assert shown == [paths.log_dir()]


def test_preferences_is_the_first_entry(window: MainWindow) -> None:
    first = window.help.menu.actions()[0]
    assert first.text() == "Preferences…"
    assert first.shortcut().toString() == "Ctrl+,"
