"""The modes in the window, with the real network and threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sr_desktop.gui.canvas.comparison import Mode, Sampling, changing
from sr_desktop.gui.canvas.corner import Corner
from sr_desktop.gui.canvas.derived import HeatLayer
from sr_desktop.gui.canvas.mode_buttons import name_of
from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import WindowState
from sr_desktop.gui.widgets import Choice
from sr_desktop.imaging import metrics
from sr_desktop.imaging.picture import Picture

Wait = Callable[[Callable[[WindowState], bool]], None]


@pytest.fixture
def view(window: MainWindow, wait: Wait) -> CanvasView:
    """Of a window with a small picture that is upscaled."""
    smooth = np.random.default_rng(5).integers(60, 190, (6, 8, 3), np.uint8)
    window.add_picture(Picture(smooth.repeat(6, 0).repeat(6, 1)), "a.png")
    wait(lambda state: state.opened is not None)
    found = window.findChild(CanvasView)
    assert found is not None
    return found


@pytest.fixture
def upscaled(view: CanvasView, window: MainWindow, wait: Wait) -> CanvasView:
    window.upscale()
    wait(lambda state: state.result is not None)
    return view


def test_keys_one_to_six_choose_the_modes(
    view: CanvasView, window: MainWindow, qtbot: QtBot
) -> None:
    for number, mode in reversed(list(enumerate(Mode, start=1))):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number))
        qtbot.waitUntil(lambda mode=mode: view.comparison.mode is mode)
        buttons = [b for b in window.toolbar.views.findChildren(QPushButton) if b.isChecked()]
        assert [b.accessibleName() for b in buttons] == [name_of(mode)]


def test_how_it_compares_is_kept_for_the_next_start(
    view: CanvasView, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: view.comparison.level)
    qtbot.keyClick(window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: view.comparison.sampling is Sampling.SMOOTH)
    again = MainWindow(Settings())
    assert again.state.comparison == window.state.comparison
    again.close()
    again.deleteLater()


def test_the_gain_is_chosen_in_the_corner(
    upscaled: CanvasView, window: MainWindow, qtbot: QtBot
) -> None:
    corner = upscaled.findChild(Corner)
    assert corner is not None
    qtbot.keyClick(window, Qt.Key.Key_5)
    gain = corner.findChild(Choice)
    assert gain is not None
    qtbot.waitUntil(gain.isVisible)
    gain.setFocus()
    qtbot.keyClick(gain, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.state.comparison.gain == 8)
    assert upscaled.labels == ("PAN ×4 − bicubic", "")


def test_what_is_asked_for_in_one_breath_is_all_done(view: CanvasView, window: MainWindow) -> None:
    corner = view.findChild(Corner)
    assert corner is not None
    window.toolbar.views.actions_of[Mode.DIFFERENCE].trigger()
    corner.chosen.emit(changing(gain=16))
    assert (window.state.comparison.mode, window.state.comparison.gain) == (Mode.DIFFERENCE, 16)


def test_the_map_of_consistency_comes_with_its_figure(
    upscaled: CanvasView, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_6)
    qtbot.waitUntil(lambda: isinstance(upscaled._scene.base, HeatLayer), timeout=10_000)
    result, opened = window.state.result, window.state.opened
    assert result is not None
    assert opened is not None
    decibels = metrics.consistency(result.pixels, opened.pixels)
    assert upscaled._scene.note == f"Consistency {decibels:.1f} dB"


@pytest.mark.parametrize("mode", [Mode.DIFFERENCE, Mode.CONSISTENCY])
def test_without_a_result_the_corner_says_what_to_do(
    view: CanvasView, window: MainWindow, qtbot: QtBot, mode: Mode
) -> None:
    window.toolbar.views.actions_of[mode].trigger()
    qtbot.waitUntil(lambda: view._scene.note.startswith("Upscale to see"))
    assert view.labels[0] == "Bicubic ×4"


def test_a_result_that_is_smaller_is_not_mapped_and_that_is_said(
    upscaled: CanvasView, window: MainWindow, qtbot: QtBot
) -> None:
    item = window.state.item
    assert item is not None
    assert item.result is not None
    small = Picture(np.zeros((18, 24, 3), np.uint8))
    window._change(
        window.state.with_item(replace(item, result=replace(item.result, picture=small)))
    )
    qtbot.keyClick(window, Qt.Key.Key_6)
    qtbot.waitUntil(lambda: "smaller than the original" in upscaled._scene.note, timeout=10_000)


def test_space_is_held_for_the_original_wherever_the_focus_is(
    upscaled: CanvasView, window: MainWindow, qtbot: QtBot
) -> None:
    window.toolbar.views.actions_of[Mode.BLINK].trigger()
    qtbot.waitUntil(lambda: "Hold Space" in upscaled._scene.note)
    body = window.centralWidget()
    body.setFocus()
    qtbot.keyPress(body, Qt.Key.Key_Space)
    assert upscaled._is_held
    qtbot.keyRelease(body, Qt.Key.Key_Space)
    assert not upscaled._is_held


def test_the_zoom_stays_when_the_mode_or_the_scale_changes(
    upscaled: CanvasView, window: MainWindow, qtbot: QtBot
) -> None:
    upscaled.zoom_to(3.0)
    middle = upscaled.middle()
    for mode in reversed(Mode):
        window.toolbar.views.actions_of[mode].trigger()
        qtbot.waitUntil(lambda mode=mode: upscaled.comparison.mode is mode)
        assert (upscaled.zoom, upscaled.middle()) == (3.0, middle)
