"""The window at its start: soon there, and the same as one that was dressed from the first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui import app, theme
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings

_START = """
import sys
from sr_desktop.gui import app

def tell(window):
    print(*sys.modules)
    window.close()

app.run([], tell, on_painted=lambda: print(*sys.modules), warm_up=False)
"""
_FOR_PICTURES = {
    "torch",
    "numpy",
    "PIL",
    "pyvips",
    "rich",
    "httpx",
    "psutil",
    "sr_desktop.imaging.files",
    "sr_desktop.gui.canvas.layers",
    "sr_desktop.gui.export_window",
    "sr_desktop.gui.report_window",
    "sr_desktop.gui.preferences_window",
}
_FOR_WORK = {
    "sr_desktop.bench.types",
    "sr_desktop.gui.canvas.view",
    "sr_desktop.gui.filmstrip",
    "sr_desktop.gui.keeper",
    "sr_desktop.jobs.plan",
    "sr_desktop.jobs.types",
    "sr_desktop.jobs.worker",
}


@pytest.fixture(scope="module")
def loaded() -> list[set[str]]:
    """The modules that are loaded when the window is painted, and when it is furnished."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _START]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return [set(line.split()) for line in done.stdout.splitlines()]


def test_a_window_is_painted_before_what_takes_pictures_is_loaded(loaded: list[set[str]]) -> None:
    painted, furnished = loaded
    assert "sr_desktop.gui.main_window" in painted
    assert not _FOR_WORK & painted
    assert furnished >= _FOR_WORK


def test_a_window_without_pictures_loads_nothing_that_pictures_need(
    loaded: list[set[str]],
) -> None:
    assert not _FOR_PICTURES & loaded[1]


def test_a_window_closed_at_its_first_paint_ends_the_program() -> None:
    code = (
        "from sr_desktop.gui import app\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app.run([], print, on_painted=QApplication.closeAllWindows)"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment, timeout=60
    )
    assert done.stdout == ""  # it was never furnished


def test_sources_of_modules_are_not_kept() -> None:
    code = "import sr_desktop.gui.app, torch, linecache; print(len(linecache.cache))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100  # of torch alone 900


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_a_window_looks_the_same_before_it_is_furnished_and_after(
    qtbot: QtBot, qapp: QApplication, look: theme.Tokens
) -> None:
    theme.apply(qapp, look)
    window = _shown(qtbot, MainWindow(Settings(), furnish=False))
    bare = window.grab().toImage()
    try:
        window.furnish()
        qtbot.wait(300)
        assert window.grab().toImage() == bare
    finally:
        window.close()
        theme.apply(qapp, theme.LIGHT)


def test_a_window_closed_before_it_is_furnished_has_nothing_to_let_go(
    qtbot: QtBot, qapp: QApplication
) -> None:
    window = _shown(qtbot, MainWindow(Settings(), furnish=False))
    assert window.close()


def test_the_first_paint_is_told_once(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    told = []
    app.FirstPaint(widget).painted.connect(lambda: told.append(widget.isVisible()))
    assert told == []
    widget.show()
    qtbot.waitUntil(lambda: told == [True])
    widget.repaint()
    qtbot.wait(app.UNSEEN_MS + 200)
    assert told == [True]


def test_a_window_that_nobody_sees_is_furnished_a_little_later(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitSignal(app.FirstPaint(widget).painted):
        pass


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_a_window_looks_the_same_dressed_before_it_is_built_or_after(
    qtbot: QtBot, qapp: QApplication, look: theme.Tokens
) -> None:
    theme.apply(qapp, look)
    dressed = _shown(qtbot, MainWindow(Settings()))
    qapp.setStyleSheet("")
    bare = MainWindow(Settings())
    theme.apply(qapp, look)
    try:
        assert _shown(qtbot, bare).grab().toImage() == dressed.grab().toImage()
    finally:
        dressed.close()
        bare.close()
        theme.apply(qapp, theme.LIGHT)


def _shown(qtbot: QtBot, window: MainWindow) -> MainWindow:
    qtbot.addWidget(window)
    window.resize(1100, 700)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.wait(300)
    return window
