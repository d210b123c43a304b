"""Models in the window: fetched from a real host, imported, verified, removed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sr_desktop import catalogue
from sr_desktop.catalogue import Digest, ModelSpec
from sr_desktop.gui.download_bar import DownloadBar
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.model_state import Models
from sr_desktop.gui.models_table import Action
from sr_desktop.gui.models_window import ModelsWindow
from sr_desktop.gui.panes import DropOverlay
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status, WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.weights import Library
from tests.gui.conftest import PATIENCE_MS
from tests.weights import checkpoints
from tests.weights.server import Server

PATH = "/tiny-x2.pt"
Wait = Callable[[Callable[[WindowState], bool]], None]
WaitModels = Callable[[Callable[[Models], object]], None]


@pytest.fixture
def remote(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelSpec:
    """A network of the catalogue that lies on the test's host."""
    file = checkpoints.torch_file(tmp_path / "tiny-x2.pt")
    url = server.hold(PATH, file)
    digest = Digest("sha256", hashlib.sha256(file.read_bytes()).hexdigest())
    size = file.stat().st_size
    spec = checkpoints.spec("tiny", sources=(url,), digest=digest, bytes=size, label="Tiny")
    rows = catalogue.all_models()
    monkeypatch.setattr(catalogue, "all_models", lambda: (*rows, spec))
    return spec


@pytest.fixture
def until(qtbot: QtBot, window: MainWindow) -> WaitModels:
    """Wait until this is true of the models."""

    def wait(look: Callable[[Models], object]) -> None:
        qtbot.waitUntil(lambda: bool(look(window.keeper.state)), timeout=PATIENCE_MS)

    return wait


@pytest.fixture
def manager(window: MainWindow, qtbot: QtBot) -> ModelsWindow:
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(ModelsWindow) is not None)
    manager = window.findChild(ModelsWindow)
    assert manager is not None
    assert manager.isVisible()
    assert not manager.isModal()
    return manager


def want(window: MainWindow, wait: Wait, spec: ModelSpec) -> None:
    """Press Upscale with this model."""
    window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), "small.png")
    wait(lambda state: state.opened is not None)
    window.rail.choose(spec)
    window.upscale()


def press(widget: QWidget, text: str, qtbot: QtBot) -> None:
    """The button with these words, once it is in sight."""

    def seen() -> list[QPushButton]:
        found = widget.findChildren(QPushButton)
        return [each for each in found if each.isVisible() and each.text().startswith(text)]

    qtbot.waitUntil(lambda: len(seen()) == 1)
    qtbot.mouseClick(seen()[0], Qt.MouseButton.LeftButton)


def bar_of(window: MainWindow) -> DownloadBar:
    bar = window.findChild(DownloadBar)
    assert bar is not None
    return bar


def said(bar: DownloadBar) -> str:
    return f"{bar._text.text()} {bar._detail.text()}".replace("\u200b", "")


def drop(target: QWidget, *paths: Path) -> str:
    """What the overlay says before it is let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at, copy = QPointF(300, 200), Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(at.toPoint(), copy, mime, buttons, keys))
    overlay = next(each for each in target.findChildren(DropOverlay) if each.isVisible())
    words = overlay._words
    QApplication.sendEvent(target, QDropEvent(at, copy, mime, buttons, keys))
    return words


# Downloads


def test_upscaling_with_a_model_that_is_not_here_asks_and_touches_no_network(
    server: Server, remote: ModelSpec, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    want(window, wait, remote)
    bar = bar_of(window)
    qtbot.waitUntil(bar.isVisible)
    assert remote.bytes is not None
    size = f"{remote.bytes / 1e3:.0f} kB"
    question = f"Tiny ×2 is not on this computer. Download {size} from {server.host}?"
    assert said(bar).strip() == question
    assert not window.state.working
    press(bar, "Not now", qtbot)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert not server.requests(PATH)


def test_the_wanted_upscale_begins_by_itself_when_the_model_has_come(
    remote: ModelSpec, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    want(window, wait, remote)
    press(bar_of(window), "Download", qtbot)
    wait(lambda state: state.result is not None)
    assert window.state.result is not None
    assert window.state.result.width == 48
    assert Library().path_of(remote) is not None
    qtbot.waitUntil(lambda: not bar_of(window).isVisible())


def test_the_wanted_export_begins_by_itself_when_the_model_has_come(
    remote: ModelSpec, window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), "small.png")
    wait(lambda state: state.opened is not None)
    window.rail.choose(remote)
    window.export_to(tmp_path / "out")
    press(bar_of(window), "Download", qtbot)
    wait(lambda state: state.items[0].status == Status.DONE)
    written = list((tmp_path / "out").iterdir())
    assert [files.probe(path).width for path in written] == [48], written


def test_the_export_dialog_offers_the_model_that_is_not_here(
    remote: ModelSpec, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), "small.png")
    wait(lambda state: state.opened is not None)
    window.rail.choose(remote)
    window.exporting.open()
    dialog = window.exporting.preparing.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.download.isVisible)
    assert dialog._told.text() == "Tiny ×2 is not on this computer yet."
    assert not dialog.export.isEnabled()
    dialog.download.click()
    assert window.exporting.preparing.dialog is None
    qtbot.waitUntil(bar_of(window).isVisible)


@pytest.mark.parametrize("scope", ["All 3 pictures", "2 pictures selected", "Only b.png"])
def test_the_export_dialog_comes_back_with_the_pictures_it_was_left_with(
    scope: str, remote: ModelSpec, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    for name in ("a.png", "b.png", "c.png"):
        window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), name)
    window.show_item(window.state.items[1].id)
    wait(lambda state: state.opened is not None)
    window.rail.choose(remote)
    window.exporting.open([item.id for item in window.state.items[1:]])
    dialog = window.exporting.preparing.dialog
    assert dialog is not None
    dialog.scope.setCurrentText(scope)
    qtbot.waitUntil(dialog.download.isVisible)
    dialog.download.click()
    press(bar_of(window), "Download", qtbot)
    qtbot.waitUntil(lambda: window.exporting.preparing.dialog is not None)
    again = window.exporting.preparing.dialog
    assert again is not None
    assert again.scope.currentText() == scope
    again.reject()
    window.exporting.open()
    third = window.exporting.preparing.dialog
    assert third is not None
    assert third.scope.currentText() == "All 3 pictures", "asked for anew"
    third.reject()


def test_a_model_that_comes_too_late_is_told_and_starts_nothing(
    remote: ModelSpec, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    want(window, wait, remote)
    window.keeper.download(remote)
    window.rail.choose(Library().find("pan", 2))
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert window.state.notice.text == "Tiny ×2 is on this computer now."
    assert not window.state.working


def test_choosing_another_model_answers_the_question(
    remote: ModelSpec, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    want(window, wait, remote)
    qtbot.waitUntil(bar_of(window).isVisible)
    window.rail.choose(Library().find("pan", 2))
    qtbot.waitUntil(lambda: not bar_of(window).isVisible())


def test_a_host_that_stumbles_is_waited_for_and_the_wait_is_told(
    server: Server, remote: ModelSpec, window: MainWindow, wait: Wait, until: WaitModels
) -> None:
    server.plan(PATH, ("close", 1000))
    want(window, wait, remote)
    window.keeper.download(remote)
    until(lambda models: models.offered and "trying again" in models.offered.told)
    wait(lambda state: state.result is not None)
    assert len(server.requests(PATH)) == 2


def test_a_failed_download_says_what_to_do_by_hand_and_can_be_tried_again(
    server: Server, remote: ModelSpec, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    server.plan(PATH, ("status", 404))
    want(window, wait, remote)
    bar = bar_of(window)
    press(bar, "Download", qtbot)
    qtbot.waitUntil(lambda: "answers 404" in said(bar), timeout=PATIENCE_MS)
    assert "By hand" in said(bar)
    press(bar, "Copy details", qtbot)
    assert remote.sources[0] in QGuiApplication.clipboard().text()
    press(bar, "Try again", qtbot)
    wait(lambda state: state.result is not None)


def test_a_file_brought_by_hand_stands_in_for_the_failed_download(
    server: Server,
    remote: ModelSpec,
    window: MainWindow,
    wait: Wait,
    until: WaitModels,
    tmp_path: Path,
) -> None:
    server.plan(PATH, ("status", 404))
    want(window, wait, remote)
    window.keeper.download(remote)
    until(lambda models: models.offered and models.offered.failed)
    drop(window, tmp_path / "tiny-x2.pt")
    until(lambda models: remote.id in models.shelf.here)
    assert not window.keeper.state.shelf.imported
    assert window.keeper.state.offer is None
    assert window.rail.spec.id == remote.id


@pytest.mark.parametrize("how", ["button", "escape"])
def test_a_download_is_cancelled(
    server: Server,
    remote: ModelSpec,
    window: MainWindow,
    wait: Wait,
    until: WaitModels,
    qtbot: QtBot,
    how: str,
) -> None:
    server.plan(PATH, ("stall", 2000))
    want(window, wait, remote)
    press(bar_of(window), "Download", qtbot)
    until(lambda models: models.offered and models.offered.done_bytes == 2000)
    if how == "button":
        press(bar_of(window), "Cancel", qtbot)
    else:
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    until(lambda models: not models.downloads and models.offer is None)
    assert Library().path_of(remote) is None
    assert not window.state.working


def test_closing_the_window_ends_a_download_at_once(
    server: Server, remote: ModelSpec, window: MainWindow, until: WaitModels, qtbot: QtBot
) -> None:
    server.plan(PATH, ("silence", 0))
    window.keeper.download(remote)
    qtbot.waitUntil(lambda: len(server.requests(PATH)) == 1)
    QApplication.sendEvent(window, QCloseEvent())  # that no thread is left is seen to by conftest


def test_a_mirror_is_kept_and_used_and_a_bad_one_is_told_in_place(
    server: Server,
    remote: ModelSpec,
    window: MainWindow,
    manager: ModelsWindow,
    until: WaitModels,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    line = manager.findChild(QLineEdit)
    assert line is not None
    line.setText("nowhere")
    line.editingFinished.emit()
    assert "no address" in manager._mirror_trouble.text()
    assert not Settings().mirror()
    server.hold("/mirror/tiny-x2.pt", tmp_path / "tiny-x2.pt")
    line.setText(f"{server.url}/mirror")
    line.editingFinished.emit()
    assert manager._mirror_trouble.isHidden()
    window.keeper.download(remote)
    until(lambda models: remote.id in models.shelf.here)
    assert server.requests("/mirror/")
    assert Settings().mirror() == f"{server.url}/mirror"


# The manager


def test_the_manager_fetches_verifies_and_removes(
    remote: ModelSpec,
    window: MainWindow,
    manager: ModelsWindow,
    until: WaitModels,
    qtbot: QtBot,
) -> None:
    manager.select(remote.id)
    assert manager.detail.shown_actions == (Action.DOWNLOAD,)
    press(manager.detail, "Download", qtbot)
    until(lambda models: remote.id in models.shelf.here)
    assert manager.row is not None
    assert manager.row.kept is not None
    assert remote.sources[0] in manager.row.kept.came_from
    press(manager.detail, "Verify", qtbot)
    until(lambda models: remote.id in models.sound)
    table = manager.findChild(QTableView)
    assert table is not None
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    press(manager.detail, "Keep it", qtbot)
    assert Library().path_of(remote) is not None
    press(manager.detail, "Remove…", qtbot)
    press(manager.detail, "Remove", qtbot)
    until(lambda models: remote.id not in models.shelf.here)
    assert Library().path_of(remote) is None
    assert manager.row is not None
    assert manager.row.id == remote.id


def test_what_ships_cannot_be_removed(manager: ModelsWindow) -> None:
    manager.select("pan-x4")
    assert manager.detail.shown_actions == (Action.VERIFY,)


def test_a_damaged_file_is_told_where_it_is_and_fetched_again(
    remote: ModelSpec,
    window: MainWindow,
    manager: ModelsWindow,
    until: WaitModels,
    qtbot: QtBot,
) -> None:
    window.keeper.download(remote)
    until(lambda models: remote.id in models.shelf.here)
    path = window.keeper.state.shelf.here[remote.id].path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    manager.select(remote.id)
    press(manager, "Verify all", qtbot)
    until(lambda models: remote.id in models.damaged)
    assert manager.row is not None
    assert manager.row.state == "Damaged"
    assert "damaged" in manager.detail._trouble.text()
    press(manager.detail, "Download again", qtbot)
    until(lambda models: remote.id in models.shelf.here and not models.damaged)
    assert manager.detail._troubled.isHidden()


def test_the_facts_of_an_imported_checkpoint_can_be_changed(
    window: MainWindow,
    manager: ModelsWindow,
    until: WaitModels,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    drop(manager, checkpoints.torch_file(tmp_path / "mine x2.pt"))
    until(lambda models: "mine-x2" in models.shelf.here)
    manager.select("mine-x2")
    before = Library().by_id("mine-x2")
    choice = next(
        box
        for box in manager.findChildren(QComboBox)
        if box.isVisible() and box.accessibleName() == "Mean shift"
    )
    choice.setCurrentIndex(choice.findData(not before.mean_shift))
    choice.activated.emit(choice.currentIndex())
    until(lambda models: models.note and "now takes" in models.note.text)
    after = Library().by_id("mine-x2")
    assert after == replace(before, mean_shift=not before.mean_shift)


def test_a_pack_goes_out_and_comes_back(
    window: MainWindow,
    manager: ModelsWindow,
    until: WaitModels,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert manager._export.isHidden()  # nothing to pack yet
    window.add_paths([checkpoints.torch_file(tmp_path / "mine x2.pt")])
    until(lambda models: "mine-x2" in models.shelf.here)
    pack = tmp_path / "pack.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(pack.with_suffix("")), ""))
    press(manager, "Export pack", qtbot)
    until(lambda models: models.note and models.note.saved == pack)
    window.keeper.remove("mine-x2")
    assert "mine-x2" not in window.keeper.state.shelf.here
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(pack)], ""))
    press(manager, "Import a file", qtbot)
    until(lambda models: "mine-x2" in models.shelf.here)


def test_the_manager_is_reached_by_keys_and_closed_by_them(
    window: MainWindow, manager: ModelsWindow, qtbot: QtBot
) -> None:
    table = manager.findChild(QTableView)
    assert table is not None
    manager.select("pan-x2")
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert manager.row is not None
    assert manager.row.id == "pan-x3"
    qtbot.keyClick(manager, Qt.Key.Key_Escape)
    assert not manager.isVisible()
    assert window.isVisible()
    unnamed = [
        each
        for each in manager.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(each, QPushButton | QComboBox | QLineEdit | QTableView)
        and not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert not unnamed


# Drops on the window


def test_a_dropped_checkpoint_is_imported_named_and_chosen(
    window: MainWindow, wait: Wait, until: WaitModels, tmp_path: Path
) -> None:
    words = drop(window, checkpoints.torch_file(tmp_path / "mine x2.pt"))
    assert words == "Import mine x2.pt"
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert window.state.notice.text.startswith("mine x2.pt is EDSR ×2, range 0–")
    assert window.state.notice.text.endswith("mean shift: mine-x2.")
    assert window.rail.spec.id == "mine-x2"
    assert Settings().choices().model == "mine"


def test_pictures_and_checkpoints_dropped_together_are_both_taken(
    window: MainWindow, wait: Wait, until: WaitModels, tmp_path: Path
) -> None:
    picture = tmp_path / "a.png"
    files.write(picture, Picture(np.full((8, 8, 3), 9, np.uint8)), Encoding("png"))
    words = drop(window, picture, checkpoints.torch_file(tmp_path / "mine x2.pt"))
    assert words == "Import mine x2.pt and add a.png"
    wait(lambda state: len(state.items) == 1)
    until(lambda models: "mine-x2" in models.shelf.here)


def test_a_malicious_checkpoint_is_refused_and_does_nothing(
    window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    drop(window, checkpoints.malicious(tmp_path / "evil.pt", made))
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert window.state.notice.bad
    assert "evil.pt" in window.state.notice.text
    assert not made.exists()
    assert window.rail.choices.model == "pan"


@pytest.mark.parametrize("name", ["broken.pth", "broken.safetensors", "photos.zip"])
def test_a_file_that_is_no_checkpoint_is_told(
    window: MainWindow, wait: Wait, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"nothing of the kind")
    drop(window, tmp_path / name)
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert window.state.notice.bad
    assert name in window.state.notice.text


def test_a_start_with_a_model_that_is_not_here_warms_up_another(
    remote: ModelSpec, window: MainWindow, wait: Wait
) -> None:
    window.rail.choose(remote)
    window.warm_up()
    wait(lambda state: bool(state.compute))
    assert window.state.notice is None


def test_self_ensemble_is_kept_and_its_time_is_expected(
    window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    window.add_picture(Picture(np.full((40, 40, 3), 99, np.uint8)), "small.png")
    wait(lambda state: state.opened is not None)
    window.upscale()
    wait(lambda state: state.result is not None and not state.working)
    spec, predicting = window.rail.spec, window.predicting
    qtbot.waitUntil(lambda: predicting.outlook((spec,)).seconds is not None, timeout=PATIENCE_MS)
    predicting.learn(spec, 1.0, 16_000)
    once = window.expecting.words(window.state)
    window.rail._ensemble.click()
    assert Settings().choices().self_ensemble
    assert once.startswith("about 26 s")
    assert window.expecting.words(window.state).startswith("about 3 min")
    window.upscale()
    wait(lambda state: bool(state.item and state.item.passes == 8))
