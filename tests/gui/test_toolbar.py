"""The tool bar, and what else must fit into a window of the usual sizes."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from sr_desktop.gui import theme
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.panes import NoticeBar
from sr_desktop.gui.reflow import Reflow
from sr_desktop.gui.state import Notice
from sr_desktop.gui.toolbar import WordedButton
from sr_desktop.jobs import sample

from .test_preferences import contrast


def worded(window: MainWindow) -> set[str]:
    """The buttons that show their words."""
    buttons = window.toolbar.findChildren(WordedButton)
    beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    return {each.text() for each in buttons if each.toolButtonStyle() == beside}


def scrolled(window: MainWindow) -> tuple[int, int]:
    """How much of the window one has to scroll to, across and down."""
    area = window.findChild(Reflow)
    assert isinstance(area, QScrollArea)
    return area.horizontalScrollBar().maximum(), area.verticalScrollBar().maximum()


@pytest.mark.parametrize("width", [1024, 1280, 1440, 2560])
def test_the_toolbar_never_makes_the_window_wider(
    window: MainWindow, qtbot: QtBot, width: int
) -> None:
    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.toolbar.width() == width)
    assert scrolled(window) == (0, 0)


def test_there_are_as_many_words_as_there_is_room_for(window: MainWindow, qtbot: QtBot) -> None:
    shown = []
    for width in (960, 1024, 1280, 1440, 1600):
        window.resize(width, 700)
        qtbot.waitUntil(lambda width=width: window.toolbar.width() == width)
        shown.append(worded(window))
    assert shown[0] == set()
    assert shown[1] == {"Open"}
    assert all(fewer < more for fewer, more in itertools.pairwise(shown)), shown
    assert shown[-1] >= {"Open", "Save as", "Measure", "Models", "Try models", "Fit", "100%"}


def test_the_try_out_fits_into_the_usual_window(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 840)
    window.add_picture(sample.reduced(4), "harbour.png")
    qtbot.waitUntil(window.toolbar.tryout.isEnabled)
    window._tell(Notice("Saved."))  # its text may take several lines
    window.trying.open()
    window.trying.panel.show_cells([None, window.rail.spec], ["EDSR", "MSRN"])
    qtbot.wait(50)
    assert window.trying.panel.height() > 200
    assert scrolled(window) == (0, 0)


def test_closing_the_try_out_gives_the_focus_to_the_canvas(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.add_picture(sample.reduced(4), "harbour.png")
    qtbot.waitUntil(lambda: window._view.isVisible() and window.toolbar.tryout.isEnabled())
    window.trying.open()
    assert window.focusWidget() is window.trying.panel.take_middle
    window.trying.close()
    assert window.focusWidget() is window._view


def test_a_notice_follows_a_change_of_scheme(
    window: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    bar = window.findChild(NoticeBar)
    assert bar is not None
    window._tell(Notice("Saved."))
    qtbot.waitUntil(bar.isVisible)
    try:
        for look in (theme.LIGHT, theme.DARK):
            theme.apply(qapp, look)
            drawn = bar._close.icon().pixmap(20, 20).toImage()
            colours = {drawn.pixelColor(x, y).name() for x in range(20) for y in range(20)}
            assert QColor(look.text).name() in colours
    finally:
        theme.apply(qapp, theme.LIGHT)


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_texts_stand_out_from_what_they_lie_on(look: theme.Tokens) -> None:
    pairs = {
        "muted, window": contrast(look.muted, look.window),
        "muted, panel": contrast(look.muted, look.panel),
        "muted, canvas": contrast(look.muted_on_canvas, look.canvas),
        "text, canvas": contrast(look.text, look.canvas),
        "on accent": contrast(look.on_accent, look.accent),
    }
    assert min(pairs.values()) >= 4.5, pairs
