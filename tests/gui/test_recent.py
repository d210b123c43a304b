"""The files and folders opened last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from sr_desktop.gui.empty_pane import EmptyPane
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.recent import MOST, Recent
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample

Wait = Callable[[Callable[[WindowState], bool]], None]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "Tom & Jerry.png"
    files.write(path, sample.reduced(8), Encoding("png"))
    return path


def lines(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text().partition("\t")[0] for action in menu.actions() if action.text()]


def menu_of(window: MainWindow) -> QMenu:
    menu = window.toolbar.recent.menu()
    assert menu is not None
    return menu


def test_the_newest_comes_first_and_ten_are_kept(qapp: object) -> None:
    recent = Recent(Settings())
    for number in range(14):
        recent.note([Path(f"/pictures {number}/a.png")])
    recent.note([Path("/pictures 8/a.png")])
    assert len(recent.paths) == MOST
    assert recent.paths[:2] == (Path("/pictures 8/a.png"), Path("/pictures 13/a.png"))
    assert Recent(Settings()).paths == recent.paths, "forgotten at the next start"


def test_many_files_of_a_folder_are_remembered_as_the_folder(qapp: object) -> None:
    recent = Recent(Settings())
    recent.note([Path(f"/holiday/{number}.jpg") for number in range(300)])
    assert recent.paths == (Path("/holiday"),)


def test_the_menu_opens_them_again(window: MainWindow, wait: Wait, photo: Path) -> None:
    assert lines(menu_of(window)) == ["Nothing was opened yet"]
    window.add_paths([photo])
    wait(lambda state: len(state.items) == 1)
    assert lines(menu_of(window)) == ["Tom && Jerry.png", "Clear recent"]
    menu_of(window).actions()[0].trigger()
    wait(lambda state: len(state.items) == 2)
    assert window.state.items[1].found.path == photo


def test_what_is_gone_leaves_with_a_word(window: MainWindow, wait: Wait, photo: Path) -> None:
    window.recent.note([photo])
    photo.unlink()
    menu_of(window).aboutToShow.emit()
    menu_of(window).actions()[0].trigger()
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert photo.name in window.state.notice.text
    assert window.recent.paths == ()


def test_clear_recent_forgets_them(window: MainWindow, photo: Path) -> None:
    window.recent.note([photo])
    menu_of(window).aboutToShow.emit()
    menu_of(window).actions()[-1].trigger()
    assert lines(menu_of(window)) == ["Nothing was opened yet"]


def test_the_empty_window_offers_three_of_them(window: MainWindow, wait: Wait, photo: Path) -> None:
    pane = window.findChild(EmptyPane)
    assert pane is not None

    def offered() -> list[QPushButton]:
        found = pane.findChildren(QPushButton)
        return [each for each in found if each.isVisible() and each.property("role") == "link"]

    assert offered() == []
    window.recent.note([Path("/1"), Path("/2"), Path("/3")])
    window.recent.note([photo])
    wait(lambda _: len(offered()) == 3)
    assert [each.text() for each in offered()] == ["Tom && Jerry.png", "1", "2"]
    offered()[0].click()
    wait(lambda state: state.opened is not None)


def test_the_gear_has_the_same_list(window: MainWindow, photo: Path) -> None:
    window.recent.note([photo])
    below = [menu for menu in window.help.menu.findChildren(QWidget) if isinstance(menu, QMenu)]
    titled = [a.menu() for a in window.help.menu.actions() if a.text() == "Recent"]
    assert below or titled
    menu = titled[0]
    assert isinstance(menu, QMenu)
    assert lines(menu) == ["Tom && Jerry.png", "Clear recent"]
