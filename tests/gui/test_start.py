"""The window at its start: soon there, and the same as one that was dressed from the first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_desktop.gui import theme
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings

_START = """
import sys
from sr_desktop.gui import app

def tell(window):
    print(*sys.modules)
    window.close()

app.run([], tell, warm_up=False)
"""
_NOT_YET = {
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


def test_a_window_without_pictures_loads_nothing_that_pictures_need() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _START]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    loaded = set(done.stdout.split())
    assert "sr_desktop.gui.main_window" in loaded
    assert not _NOT_YET & loaded


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
