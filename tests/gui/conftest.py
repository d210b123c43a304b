from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui import app
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import WindowState

PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def qapp() -> object:
    """The application as the program makes it."""
    return app.make_application()


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    """A window to put parts of one in."""
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(400, 700)
    shown.show()
    yield shown
    shown.close()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    shown = MainWindow(Settings())
    shown.resize(1200, 800)
    shown.show()
    yield shown
    shown.close()
    shown.deleteLater()


@pytest.fixture
def wait(qtbot: QtBot, window: MainWindow) -> Callable[[Callable[[WindowState], bool]], None]:
    """Wait until the window shows a state of which this is true."""

    def until(look: Callable[[WindowState], bool]) -> None:
        qtbot.waitUntil(lambda: bool(look(window.state)), timeout=PATIENCE_MS)

    return until
