"""The export dialog as it is used: what is chosen, what it says, when it may go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sr_desktop.gui.choices import Choices
from sr_desktop.gui.export_window import ExportWindow
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.weights import Library

Wait = Callable[[Callable[[WindowState], bool]], None]
PICTURE = Picture(np.full((20, 24, 3), 99, np.uint8))


@pytest.fixture
def source(tmp_path: Path) -> list[Path]:
    """A PNG and a JPEG, each named by itself."""
    paths = [tmp_path / "in" / "faces.png", tmp_path / "in" / "boats.jpg"]
    for path in paths:
        files.write(path, PICTURE, Encoding("jpeg" if path.suffix == ".jpg" else "png"))
    return paths


def ask(window: MainWindow, qtbot: QtBot) -> ExportWindow:
    window.activateWindow()  # as a window manager does when a dialog closes
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.exporting.preparing.dialog
    assert dialog is not None
    return dialog


def settled(dialog: ExportWindow, qtbot: QtBot) -> None:
    def is_known() -> bool:
        survey = dialog._survey
        return survey is not None and survey.is_current and survey.flight is not None

    qtbot.waitUntil(is_known)


def bring(window: MainWindow, wait: Wait, paths: list[Path]) -> None:
    window.rail.choose(Library().find("pan", 2))
    window.add_paths(paths)
    wait(lambda state: state.opened is not None and all(item.size for item in state.items))


def test_enter_exports_the_only_picture_beside_its_original(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: list[Path]
) -> None:
    bring(window, wait, source[:1])
    dialog = ask(window, qtbot)
    assert not dialog.scope.isVisible()
    assert not dialog.pane.isVisible()
    settled(dialog, qtbot)
    assert dialog.form.name._example.text() == "faces.png  →  faces_pan_x2.png"
    assert dialog._facts.isVisible()
    qtbot.keyClick(dialog.form.name.edit, Qt.Key.Key_Return)
    wait(lambda state: state.batch is not None and state.running is None)
    assert files.probe(source[0].with_name("faces_pan_x2.png")).width == 48
    assert window.state.notice is not None
    assert window.state.notice.text == "Saved faces_pan_x2.png."


def test_what_is_chosen_here_is_chosen_in_the_rail_and_kept(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: list[Path]
) -> None:
    bring(window, wait, source)
    dialog = ask(window, qtbot)
    form = dialog.form
    form.output._format.setCurrentIndex(form.output._format.findData("webp"))
    form._segments.buttons[-1].click()
    form.sized._kind.setCurrentIndex(form.sized._kind.findData("megapixels"))
    choices = window.rail.choices
    assert (choices.format, choices.own_scale, choices.size_kind) == ("webp", False, "megapixels")
    dialog.reject()
    assert window.rail.choices == choices == Settings().choices()
    again = ask(window, qtbot)
    assert again.form.choices == choices
    assert again.form.sized.isVisible()
    again.reject()


def test_the_name_is_shown_as_it_is_written_and_remembered(
    window: MainWindow,
    wait: Wait,
    qtbot: QtBot,
    source: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring(window, wait, source[:1])
    dialog = ask(window, qtbot)
    form = dialog.form
    assert form.name.edit.placeholderText() == "{name}_{model}_x{scale}"
    qtbot.keyClicks(form.name.edit, "big ")
    menu = form.name.insert.menu()
    assert menu is not None
    next(each for each in menu.actions() if "{name}" in each.text()).trigger()
    assert form.name._example.text() == "faces.png  →  big faces.png"
    qtbot.keyClicks(form.name.edit, " {width}x{height}")
    assert form.name._example.text() == "faces.png  →  big faces 48x40.png"
    dialog.reject()
    window.upscale()
    wait(lambda state: state.result is not None)
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *args: (asked.append(args[2]), ("", ""))[1]
    )
    window.saving.save_as()
    assert [Path(path).name for path in asked] == ["big faces 48x40.png"]
    again = ask(window, qtbot)
    assert again.form.name.edit.text() == "big {name} {width}x{height}"
    again.reject()


def test_an_unknown_placeholder_is_told_in_place_and_not_kept(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: list[Path]
) -> None:
    bring(window, wait, source[:1])
    dialog = ask(window, qtbot)
    settled(dialog, qtbot)
    dialog.form.name.edit.setText("{nane}")
    assert "{nane} in the name '{nane}' means nothing." in dialog.form.name._trouble.text()
    assert "{name}, {model}" in dialog.form.name._trouble.text()
    qtbot.waitUntil(lambda: "means nothing" in dialog._told.text())
    assert not dialog.export.isEnabled()
    dialog.reject()
    again = ask(window, qtbot)
    assert again.form.name.edit.text() == ""
    again.reject()


def test_only_the_picture_shown_or_those_named_are_exported_if_that_is_chosen(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: list[Path], tmp_path: Path
) -> None:
    bring(window, wait, source)
    window.exporting.into(tmp_path / "out")
    dialog = ask(window, qtbot)
    names = [dialog.scope.itemText(at) for at in range(dialog.scope.count())]
    assert names == ["All 2 pictures", "Only faces.png"]
    dialog.reject()
    window.exporting.open([window.state.items[1].id])
    dialog = window.exporting.preparing.dialog  # type: ignore[assignment]
    assert dialog.scope.currentText() == "Only boats.jpg"
    settled(dialog, qtbot)
    assert [line.name for line in dialog._survey.lines] == ["boats.jpg"]  # type: ignore[union-attr]
    dialog.export.click()
    wait(lambda state: state.batch is not None and state.running is None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["boats_pan_x2.jpg"]


def test_options_are_those_of_all_formats_exported(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: list[Path]
) -> None:
    bring(window, wait, source)
    dialog = ask(window, qtbot)
    output = dialog.form.output
    output._fold.setChecked(True)
    assert output._quality.isVisible()  # of the JPEG
    assert output._depth_row.isVisible()  # of the PNG
    dialog.scope.setCurrentIndex(1)
    assert not output._quality.isVisible()
    assert output._depth_row.isVisible()
    dialog.reject()


def test_nothing_to_do_is_said_in_words(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: list[Path]
) -> None:
    bring(window, wait, source[:1])
    source[0].with_name("faces_pan_x2.png").write_bytes(b"somebody's own")
    dialog = ask(window, qtbot)
    settled(dialog, qtbot)
    assert not dialog.export.isEnabled()
    assert dialog._told.text().startswith("Nothing to do: every result is there already.")
    dialog.form.rule.setCurrentIndex(dialog.form.rule.findData("rename"))
    qtbot.waitUntil(dialog.export.isEnabled)
    assert not dialog._told.isVisible()
    dialog.reject()


def test_a_pasted_picture_has_a_folder_to_go_to(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: list[Path], tmp_path: Path
) -> None:
    bring(window, wait, source[:1])
    window.add_picture(PICTURE, "Pasted 1.png")
    wait(lambda state: len(state.items) == 2 and state.opened is not None)
    dialog = ask(window, qtbot)
    target = dialog.form.target
    assert target.place.currentText() == "Next to the originals"
    assert target._drawn.isVisible()
    target._folder = tmp_path / "pasted"
    target._change()
    settled(dialog, qtbot)
    lines = dialog._survey.lines  # type: ignore[union-attr]
    assert [line.target for line in lines] == [
        source[0].with_name("faces_pan_x2.png"),
        tmp_path / "pasted" / "Pasted 1_pan_x2.png",
    ]
    dialog.scope.setCurrentIndex(1)  # only the pasted one: it can lie beside nothing
    assert not target.place.isVisible()
    dialog.reject()


def test_headers_are_read_once_however_often_something_is_chosen_anew(
    window: MainWindow,
    wait: Wait,
    qtbot: QtBot,
    source: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring(window, wait, source)
    read: list[str] = []
    probe = files.probe
    monkeypatch.setattr(files, "probe", lambda path: (read.append(path.name), probe(path))[1])
    dialog = ask(window, qtbot)
    settled(dialog, qtbot)
    for format in ("png", "jpeg", "tiff"):
        dialog.form.output._format.setCurrentIndex(dialog.form.output._format.findData(format))
        qtbot.waitUntil(lambda: not dialog.export.isEnabled())
        settled(dialog, qtbot)
    assert [line.target.suffix for line in dialog._survey.lines if line.target] == [".tif"] * 2  # type: ignore[union-attr]
    assert sorted(read) == ["boats.jpg", "faces.png"]
    dialog.reject()


def test_a_narrow_window_shows_the_one_side_or_the_other(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: list[Path]
) -> None:
    bring(window, wait, source)
    dialog = ask(window, qtbot)
    dialog.resize(1000, 640)
    assert dialog.form.isVisible()
    assert dialog.pane.isVisible()
    dialog.resize(560, 400)
    assert dialog.form.isVisible()
    assert not dialog.pane.isVisible()
    dialog.details.click()
    assert not dialog.form.isVisible()
    assert dialog.pane.isVisible()
    dialog.reject()


def test_nothing_is_asked_while_something_runs(
    window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    window.rail.show_choices(Choices())
    window.add_picture(Picture(np.full((700, 700, 3), 99, np.uint8)), "large.png")
    wait(lambda state: state.opened is not None)
    window.upscale()
    window.exporting.open()
    assert window.exporting.preparing.dialog is None
    assert window.state.notice is not None
    assert "when nothing else runs" in window.state.notice.text
    window.queueing.cancel_all()
    wait(lambda state: not state.is_working)
