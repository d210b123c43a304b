"""Closing the window while it works, and with results that are nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from sr_desktop.errors import CannotWrite
from sr_desktop.gui.closing import Closing, Loss, loss_of, unsaved_of
from sr_desktop.gui.evaluation import Selection
from sr_desktop.gui.export_window import ExportWindow
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.question import Question
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import WindowState
from sr_desktop.gui.widgets import Tick
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from tests.gui.conftest import PATIENCE_MS
from tests.imaging.samples import noise
from tests.weights.server import Server

Wait = Callable[[Callable[[WindowState], bool]], None]


@pytest.fixture
def closing(window: MainWindow) -> Iterator[Closing]:
    asking = Closing(window, Settings())
    yield asking
    asking.session_ends()


def question_of(window: MainWindow) -> Question:
    found = [each for each in window.findChildren(Question) if each.isVisible()]
    assert len(found) == 1, found
    return found[0]


def answer(window: MainWindow, text: str) -> None:
    buttons = question_of(window).findChildren(QPushButton)
    next(each for each in buttons if each.text() == text).click()


def with_result(window: MainWindow, wait: Wait, name: str = "a.png") -> None:
    before = len(window.state.items)
    window.add_picture(Picture(noise((16, 16, 3))), name)
    wait(lambda state: len(state.items) == before + 1 and state.opened is not None)
    window.upscale()
    wait(lambda state: state.result is not None)


def start_long_work(window: MainWindow, wait: Wait) -> None:
    window.add_picture(Picture(np.zeros((1200, 1600, 3), np.uint8)), "long.png")
    wait(lambda state: state.opened is not None)
    window.upscale()
    wait(lambda state: state.is_working)


def test_a_window_that_loses_nothing_closes_at_once(window: MainWindow, closing: Closing) -> None:
    window.close()
    assert not window.isVisible()


def test_work_goes_on_unless_it_is_to_be_stopped(
    window: MainWindow, closing: Closing, wait: Wait, qtbot: QtBot
) -> None:
    start_long_work(window, wait)
    window.close()
    question = question_of(window)
    told = question.accessibleDescription()
    assert told == "1 picture is being upscaled. Files already written stay as they are."
    window.close()
    assert question_of(window) is question, "asked twice"
    qtbot.keyClick(question, Qt.Key.Key_Return)  # Enter keeps what is there
    assert window.isVisible()
    assert window.state.is_working
    window.close()
    qtbot.keyClick(question_of(window), Qt.Key.Key_Escape)
    assert window.isVisible()
    window.close()
    answer(window, "Stop and close")
    assert not window.isVisible()


def test_results_that_are_not_saved_are_asked_about(
    window: MainWindow, closing: Closing, wait: Wait
) -> None:
    with_result(window, wait, "a.png")
    with_result(window, wait, "b.png")
    window.close()
    told = question_of(window).accessibleDescription()
    assert told.startswith("2 results are not saved.")
    answer(window, "Cancel")
    assert window.isVisible()
    window.close()
    answer(window, "Close without saving")
    assert not window.isVisible()


def test_a_saved_result_is_not_asked_about_until_there_is_another(
    window: MainWindow, closing: Closing, wait: Wait, tmp_path: Path
) -> None:
    with_result(window, wait)
    window.save_to(tmp_path / "a.png")
    wait(lambda state: not unsaved_of(state))
    window.upscale()
    wait(lambda state: bool(unsaved_of(state)) and not state.is_working)
    window.export_to(tmp_path)
    wait(lambda state: not unsaved_of(state) and state.running is None)
    window.close()
    assert not window.isVisible()


def save_all(window: MainWindow, closing: Closing, qtbot: QtBot) -> ExportWindow:
    """The dialog that "Save all…" opens, ready to go."""
    window.close()
    answer(window, "Save all…")
    dialog = window.exporting.preparing.dialog
    assert dialog is not None
    assert dialog.scope.currentText() == "2 pictures selected"
    qtbot.waitUntil(dialog.export.isEnabled)
    return dialog


@pytest.fixture
def unsaved(window: MainWindow, wait: Wait, tmp_path: Path) -> MainWindow:
    """Two results that are nowhere else, and a picture that is not upscaled."""
    with_result(window, wait, "a.png")
    with_result(window, wait, "b.png")
    window.add_picture(Picture(noise((16, 16, 3))), "c.png")
    window.exporting.into(tmp_path / "out")
    return window


def test_save_all_exports_and_then_closes(
    unsaved: MainWindow, closing: Closing, qtbot: QtBot, tmp_path: Path
) -> None:
    save_all(unsaved, closing, qtbot).export.click()
    qtbot.waitUntil(lambda: not unsaved.isVisible(), timeout=PATIENCE_MS)
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "a_pan_x4.png",
        "b_pan_x4.png",
    ]


def test_save_all_stays_where_something_was_not_saved(
    unsaved: MainWindow,
    closing: Closing,
    wait: Wait,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = save_all(unsaved, closing, qtbot)
    write = files.write

    def fails_for_b(path: Path, *args: object) -> None:
        if path.name.startswith("b"):
            raise CannotWrite("The disk is full.", "Make room.")
        write(path, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "write", fails_for_b)
    dialog.export.click()
    wait(lambda state: state.batch is not None and state.running is None)
    assert unsaved.isVisible()
    assert [item.name for item in unsaved_of(unsaved.state)] == ["b.png"]
    notice = unsaved.state.notice
    assert notice is not None
    assert (notice.text, notice.hint) == ("Saved 1 picture in out.", "1 failed.")
    monkeypatch.undo()
    unsaved.exporting.open([item.id for item in unsaved.state.items])
    again = unsaved.exporting.preparing.dialog
    assert again is not None
    qtbot.waitUntil(again.export.isEnabled)
    again.export.click()
    wait(lambda state: state.batch is not None and not state.batch.failed and not state.is_working)
    assert unsaved.isVisible(), "an export that is asked for later closes nothing"


def test_save_all_that_is_cancelled_closes_nothing_later(
    unsaved: MainWindow, closing: Closing, wait: Wait, qtbot: QtBot
) -> None:
    save_all(unsaved, closing, qtbot).reject()
    assert unsaved.isVisible()
    unsaved.exporting.open([unsaved_of(unsaved.state)[0].id])
    dialog = unsaved.exporting.preparing.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.export.isEnabled)
    dialog.export.click()
    wait(lambda state: state.batch is not None and state.running is None)
    assert unsaved.isVisible()


def test_save_as_saves_and_then_closes(
    window: MainWindow,
    closing: Closing,
    wait: Wait,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_result(window, wait)
    target = tmp_path / "saved.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.close()
    answer(window, "Save as…")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE_MS)
    assert target.exists()


def test_save_as_that_is_cancelled_closes_nothing(
    window: MainWindow,
    closing: Closing,
    wait: Wait,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_result(window, wait)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    window.close()
    answer(window, "Save as…")
    assert window.isVisible()
    window.save_to(tmp_path / "later.png")
    wait(lambda state: not unsaved_of(state) and not state.save_jobs)
    with qtbot.waitSignal(window.rendered):
        window._render()
    assert window.isVisible()


def test_the_question_can_be_turned_off(
    window: MainWindow, closing: Closing, wait: Wait, qtbot: QtBot
) -> None:
    with_result(window, wait)
    window.close()
    tick = question_of(window).findChild(Tick)
    assert tick is not None
    tick.click()
    answer(window, "Cancel")
    window.close()
    assert question_of(window), "Cancel has not decided anything"
    again = question_of(window).findChild(Tick)
    assert again is not None
    again.click()
    answer(window, "Close without saving")
    assert not window.isVisible()

    other = MainWindow(Settings())
    asking = Closing(other, Settings())
    other.show()
    other.add_picture(Picture(noise((16, 16, 3))), "b.png")
    qtbot.waitUntil(lambda: other.state.opened is not None)
    other.upscale()
    qtbot.waitUntil(lambda: bool(unsaved_of(other.state)), timeout=60_000)
    other.close()
    assert not other.isVisible()
    asking.session_ends()
    other.deleteLater()


def test_the_end_of_the_session_asks_nobody(
    window: MainWindow, closing: Closing, wait: Wait
) -> None:
    start_long_work(window, wait)
    window.resize(1111, 777)
    window.close()
    assert question_of(window)
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    closing.session_ends()  # what commitDataRequest calls
    assert not [each for each in window.findChildren(Question) if each.isVisible()]
    assert not Settings().geometry().isEmpty(), "the place of the window is not kept"
    window.close()
    assert not window.isVisible()


def test_a_download_counts_as_work(
    window: MainWindow, closing: Closing, server: Server, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = tmp_path / "a.png"
    photo.write_bytes(b"0" * 1000)
    window.arrivals.fetch([server.hold("/a.png", photo, always=("stall", 100))])
    qtbot.waitUntil(lambda: bool(server.requests("/a.png")))
    assert loss_of(window) == Loss(arriving=1)
    window.close()
    assert "1 picture is being downloaded." in question_of(window).accessibleDescription()
    answer(window, "Stop and close")
    assert not window.isVisible()


def test_an_evaluation_counts_as_work(
    window: MainWindow, closing: Closing, tmp_path: Path, qtbot: QtBot
) -> None:
    for at in range(20):
        files.write(tmp_path / "Set" / f"{at}.png", Picture(noise((400, 400, 3))), Encoding("png"))
    evaluate = window.measuring.show_evaluate()
    evaluate.form.choose(Selection((tmp_path / "Set",), frozenset({"pan"}), frozenset({2})))
    evaluate.start()
    assert loss_of(window) == Loss(evaluating=1)
    window.close()
    told = question_of(window).accessibleDescription()
    assert told.startswith("An evaluation is running; closing loses its numbers.")
    answer(window, "Keep working")
    assert evaluate.state.running
    evaluate.cancel()
    qtbot.waitUntil(lambda: not evaluate.state.running, timeout=PATIENCE_MS)
    assert loss_of(window) == Loss()
    window.close()
    assert not window.isVisible()


def test_what_runs_is_told_in_sentences() -> None:
    loss = Loss(upscaling=1, waiting=3, saving=1, downloads=2, arriving=1, evaluating=1)
    assert loss.running == [
        "1 picture is being upscaled.",
        "3 more pictures wait.",
        "1 result is being saved.",
        "2 models are being downloaded; they go on where they stopped the next time.",
        "1 picture is being downloaded.",
        "An evaluation is running; closing loses its numbers.",
    ]
    assert not Loss(unsaved=2).stops_work
