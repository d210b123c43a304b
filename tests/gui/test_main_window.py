"""The window with its real workers and the real network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.panes import DropOverlay, EmptyPane, FailedPane
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.split_view import SplitView
from sr_desktop.gui.state import Status, WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture

Wait = Callable[[Callable[[WindowState], bool]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, one below, a file that is none."""
    rng = np.random.default_rng(5)
    top = tmp_path / "Holiday"
    for name in ("a 50%.png", "below/ü ☂.jpg"):
        smooth = rng.integers(60, 190, (6, 8, 3), np.uint8).repeat(8, 0).repeat(8, 1)
        format = (files.format_of(Path(name)) or "PNG").lower()
        files.write(top / name, Picture(smooth), Encoding(format))
    (top / "broken.png").write_bytes(b"no picture")
    return top


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at, copy = QPointF(300, 300), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at.toPoint(), copy, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    overlay = window.findChild(DropOverlay)
    assert overlay is not None
    assert overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(at, copy, mime, buttons, keys))
    assert not overlay.isVisible()


def open_one(window: MainWindow, wait: Wait, path: Path) -> None:
    drop(window, path)
    wait(lambda state: state.opened is not None)


def test_an_empty_window_offers_ways_to_begin(window: MainWindow) -> None:
    pane = window.findChild(EmptyPane)
    assert pane is not None
    assert pane.isVisible()
    assert not window.findChild(SplitView).isVisible()  # type: ignore[union-attr]


def test_a_dropped_folder_fills_the_strip_and_the_broken_file_says_why(
    window: MainWindow, wait: Wait, folder: Path
) -> None:
    drop(window, folder)
    wait(lambda state: len(state.items) == 3)
    wait(lambda state: all(i.thumbnail is not None or i.error for i in state.items))
    by_name = {item.name: item for item in window.state.items}
    assert by_name["broken.png"].status == Status.FAILED
    assert "broken.png" in str(by_name["broken.png"].error)
    assert by_name["ü ☂.jpg"].size == (64, 48)


def test_the_picture_is_upscaled_and_the_split_view_shows_it(
    window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(lambda state: state.result is not None)
    result = window.state.result
    assert result is not None
    assert result.pixels.shape == (192, 256, 3)
    assert window.state.item is not None
    assert window.state.item.status == Status.DONE
    view = window.findChild(SplitView)
    assert view is not None
    qtbot.waitUntil(lambda: view.labels == ("Bicubic", "PAN ×4"))


def test_upscale_may_be_asked_for_before_the_picture_is_on_the_screen(
    window: MainWindow, wait: Wait, folder: Path
) -> None:
    drop(window, folder / "a 50%.png")
    wait(lambda state: state.item is not None)
    window.upscale()
    assert window.state.working
    wait(lambda state: state.result is not None and state.opened is not None)


def test_a_result_is_saved_by_the_dialog(
    window: MainWindow,
    wait: Wait,
    folder: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[str] = []

    def choose(parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "chosen.webp"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    open_one(window, wait, folder / "a 50%.png")
    window.upscale()
    wait(lambda state: state.result is not None)
    qtbot.waitUntil(window.toolbar.save.isEnabled)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait(lambda state: state.notice is not None)
    assert offered == [str(folder / "a 50%_pan_x4.png")]
    assert files.probe(tmp_path / "chosen.webp").format == "WEBP"
    assert window.state.notice is not None
    assert "chosen.webp" in window.state.notice.text


def test_the_original_is_not_saved_over(window: MainWindow, wait: Wait, folder: Path) -> None:
    path = folder / "a 50%.png"
    before = path.read_bytes()
    open_one(window, wait, path)
    window.upscale()
    wait(lambda state: state.result is not None)
    window.save_to(path)
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert window.state.notice.bad
    assert path.read_bytes() == before


def test_all_are_exported_with_their_tree_and_failures_are_counted(
    window: MainWindow, wait: Wait, folder: Path, tmp_path: Path
) -> None:
    drop(window, folder)
    wait(lambda state: len(state.items) == 3 and state.opened is not None)
    window.upscale()
    wait(lambda state: state.result is not None)
    window.export_to(tmp_path / "out")
    wait(lambda state: state.export is None and state.notice is not None)
    written = sorted(path.relative_to(tmp_path / "out") for path in tmp_path.glob("out/**/*.*"))
    assert written == [Path("a 50%.png"), Path("below/ü ☂.jpg")]
    assert window.state.notice is not None
    assert "2 pictures" in window.state.notice.text
    assert "1 picture could not" in window.state.notice.hint
    window.show_item(window.state.items[-1].id)
    wait(lambda state: state.result is not None)  # read back from its file


def test_escape_stops_the_work_and_nothing_is_written(
    window: MainWindow, wait: Wait, tmp_path: Path, qtbot: QtBot
) -> None:
    window.add_picture(Picture(np.full((900, 900, 3), 99, np.uint8)), "large.png")
    wait(lambda state: state.opened is not None)
    window.export_to(tmp_path / "out")
    wait(lambda state: bool(state.working) and state.working[0].status == Status.WORKING)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    wait(lambda state: not state.working)
    assert window.state.items[0].status == Status.WAITING
    assert not list(tmp_path.glob("out/*"))


def test_a_broken_picture_shows_its_reason_in_place(
    window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    drop(window, folder / "broken.png")
    wait(lambda state: state.item is not None and state.item.error is not None)
    pane = window.findChild(FailedPane)
    assert pane is not None
    qtbot.waitUntil(pane.isVisible)


def test_an_image_is_pasted(window: MainWindow, wait: Wait, qtbot: QtBot) -> None:
    image = QImage(31, 17, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(lambda state: state.opened is not None)
    opened = window.state.opened
    assert opened is not None
    assert opened.pixels.shape == (17, 31, 3)
    assert (opened.pixels == (0x33, 0x66, 0x99)).all()


def test_another_picture_can_be_looked_at_while_one_is_upscaled(
    window: MainWindow, wait: Wait, folder: Path
) -> None:
    window.add_picture(Picture(np.full((900, 900, 3), 99, np.uint8)), "large.png")
    wait(lambda state: state.opened is not None)
    window.upscale()
    wait(lambda state: bool(state.working) and bool(state.working[0].live.done))  # type: ignore[union-attr]
    drop(window, folder / "a 50%.png")
    wait(lambda state: state.opened is not None and state.opened.width == 64)
    assert window.state.working
    window.show_item(window.state.items[0].id)
    wait(lambda state: state.opened is not None and state.opened.width == 900)


def test_choices_and_folders_are_kept_for_the_next_start(
    window: MainWindow, wait: Wait, folder: Path
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    window.rail.choose_scale(2)
    window.upscale()
    wait(lambda state: state.result is not None)
    window.save_to(folder / "x.png")
    wait(lambda state: state.notice is not None)
    again = Settings()
    assert again.choices().scale == 2
    assert again.folder("save") == folder
    assert again.pace("pan-x2") > 0


def test_unusable_settings_do_not_stop_the_start(qtbot: QtBot) -> None:
    from sr_desktop import paths

    paths.settings_file().write_text(
        "[General]\nscale=many\nmodel=gone\nformat=exe\nquality=-5\ngeometry=1\n[pace]\npan-x4=?\n"
    )
    window = MainWindow(Settings())
    window.show()
    assert window.rail.choices.scale == 4
    window.close()
    window.deleteLater()
