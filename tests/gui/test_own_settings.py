"""Settings of single pictures: shown, changed, given up, and used for jobs and exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sr_desktop.gui.export_window import ExportWindow
from sr_desktop.gui.item_menu import Do
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.own_bar import OwnBar
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture

Wait = Callable[[Callable[[WindowState], bool]], None]


@pytest.fixture
def three(window: MainWindow, wait: Wait, tmp_path: Path) -> MainWindow:
    """a.png, b.png and c.png, to be made four times as large; a is shown."""
    for at, name in enumerate("abc"):
        pixels = np.full((20, 24, 3), 50 * at + 60, np.uint8)
        files.write(tmp_path / "in" / f"{name}.png", Picture(pixels), Encoding("png"))
    window.add_paths([tmp_path / "in"])
    wait(lambda state: len(state.items) == 3 and state.opened is not None)
    return window


def show(window: MainWindow, at: int) -> None:
    window.show_item(window.state.items[at].id)


def told(window: MainWindow, qtbot: QtBot) -> str:
    """What the bar at the top of the rail says."""
    with qtbot.waitSignal(window.rendered):
        window._change(window.state)
    bar = window.rail.findChild(OwnBar)
    assert bar is not None
    texts = [each.text() for each in bar.findChildren(QLabel) if not each.isHidden()]
    texts += [each.text() for each in bar.findChildren(QPushButton)]
    return " / ".join(texts) if bar.isVisible() else ""


def press(window: MainWindow, qtbot: QtBot) -> None:
    bar = window.rail.findChild(OwnBar)
    assert bar is not None
    qtbot.mouseClick(bar._link, Qt.MouseButton.LeftButton)


def test_a_picture_with_settings_of_its_own_leaves_the_others_alone(
    three: MainWindow, qtbot: QtBot
) -> None:
    assert told(three, qtbot) == "Settings only for this picture"
    press(three, qtbot)
    three.rail.choose_scale(2)
    assert told(three, qtbot) == "Settings of this picture / Back to the settings of all"
    show(three, 1)
    assert three.rail.choices.scale == 4
    show(three, 0)
    assert three.rail.choices.scale == 2
    assert Settings().choices().scale == 4, "the next start has those of all"
    press(three, qtbot)
    assert three.rail.choices.scale == 4
    assert three.state.items[0].choices is None


def test_what_is_chosen_for_all_does_not_touch_those_of_a_picture(three: MainWindow) -> None:
    three.queueing.do(Do.OWN)
    show(three, 1)
    three.rail.choose_scale(3)
    assert Settings().choices().scale == 3
    show(three, 0)
    assert three.rail.choices.scale == 4


def test_several_are_set_together(three: MainWindow, qtbot: QtBot) -> None:
    first, second, third = three.state.items
    three.queueing.select({first.id, second.id})
    assert told(three, qtbot) == "Settings only for these 2 pictures"
    press(three, qtbot)
    three.rail.choose_scale(2)
    assert told(three, qtbot) == "Settings of 2 pictures / Back to the settings of all"
    scales = [three.own.choices_of(item).scale for item in three.state.items]
    assert scales == [2, 2, 4]
    show(three, 2)
    show(three, 1)
    three.rail.choose_scale(3)
    scales = [three.own.choices_of(item).scale for item in three.state.items]
    assert scales == [2, 3, 4], "just the one that is selected now"
    three.queueing.select({first.id, second.id, third.id})
    three.queueing.do(Do.COMMON)
    assert all(item.choices is None for item in three.state.items)


def test_a_single_picture_needs_no_settings_of_its_own(
    window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    window.add_picture(Picture(np.zeros((8, 8, 3), np.uint8)), "x.png")
    wait(lambda state: state.opened is not None)
    assert told(window, qtbot) == ""


def test_the_queue_takes_each_pictures_own(three: MainWindow, wait: Wait) -> None:
    three.queueing.do(Do.OWN)
    three.rail.choose_scale(2)
    show(three, 2)
    three.queueing.upscale(three.state.items[:2])
    wait(lambda state: state.items[1].result is not None)
    assert [item.made for item in three.state.items[:2]] == [(48, 40), (96, 80)]


def test_an_export_writes_each_picture_by_its_own(
    three: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    three.add_picture(Picture(np.full((10, 12, 3), 9, np.uint8)), "Pasted 1.png")
    three.queueing.do(Do.OWN)
    three.rail.choose_scale(2)
    show(three, 1)
    three.queueing.do(Do.OWN)
    three.rail.show_choices(replace(three.rail.choices, scale=3, format="webp"))
    show(three, 2)
    three.export_to(tmp_path / "out")
    dialog = three.findChild(ExportWindow)
    assert dialog is not None
    qtbot.waitUntil(dialog.export.isEnabled)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    wait(lambda state: state.batch is not None and not state.running)
    written = {
        path.name: (seen.width, seen.height, seen.format)
        for path in (tmp_path / "out").iterdir()
        for seen in [files.probe(path)]
    }
    assert written == {
        "a.png": (96, 80, "PNG"),
        "b.webp": (72, 60, "WEBP"),
        "c.png": (96, 80, "PNG"),
        "Pasted 1_pan_x2.png": (24, 20, "PNG"),
    }


def test_a_model_that_is_not_here_is_offered_for_the_picture_that_wants_it(
    three: MainWindow, tmp_path: Path
) -> None:
    three.queueing.do(Do.OWN)
    three.rail.show_choices(replace(three.rail.choices, model="edsr-base", scale=2))
    show(three, 1)
    three.export_to(tmp_path / "out")
    offer = three.keeper.state.offer
    assert offer is not None
    assert offer.spec.id == "edsr-base-x2"
