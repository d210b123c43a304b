"""An export through its dialogs, with the window's real workers and the real network."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sr_desktop.gui import when_done
from sr_desktop.gui.actions import ShowReport
from sr_desktop.gui.export_window import ExportWindow
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.report_window import FAILED, SKIPPED, ReportWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status, WindowState
from sr_desktop.gui.survey_pane import PROBLEMS
from sr_desktop.gui.when_done import WhenDone
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.weights import Library

Wait = Callable[[Callable[[WindowState], bool]], None]
NAMES = ("a.png", "b.png", "below/c.png")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three pictures in a tree, and a file that is none."""
    top = tmp_path / "Holiday"
    for at, name in enumerate(NAMES):
        pixels = np.full((20, 24, 3), 40 * at + 60, np.uint8)
        files.write(top / name, Picture(pixels), Encoding("png"))
    (top / "broken.png").write_bytes(b"no picture")
    return top


@pytest.fixture
def dialog(window: MainWindow, wait: Wait, source: Path, tmp_path: Path) -> ExportWindow:
    """The survey of an export of the four into out."""
    window.rail.choose(Library().find("pan", 2))
    window.add_paths([source])
    wait(lambda state: len(state.items) == 4 and state.opened is not None)
    return survey(window, tmp_path / "out")


def survey(window: MainWindow, folder: Path) -> ExportWindow:
    window.export_to(folder)
    dialog = window.exporting.preparing.dialog
    assert dialog is not None
    assert dialog.isVisible()  # at once, before anything is known
    assert not dialog.export.isEnabled()
    return dialog


def set_rule(dialog: ExportWindow, rule: str) -> None:
    dialog.form.rule.setCurrentIndex(dialog.form.rule.findData(rule))


def rows(view: QTableView) -> list[list[str]]:
    model = view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def written(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.png"))


def export(window: MainWindow, dialog: ExportWindow, wait: Wait, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.export.isEnabled)
    dialog.export.click()
    wait(lambda state: state.batch is not None and state.running is None)


def activate(window: MainWindow, qtbot: QtBot) -> None:
    """As a window manager does when a dialog closes."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def report_of(window: MainWindow) -> ReportWindow:
    report = window.findChild(ReportWindow)
    assert report is not None
    return report


def mend(path: Path) -> None:
    files.write(path, Picture(np.full((20, 24, 3), 90, np.uint8)), Encoding("png"))


def test_the_dialog_tells_every_picture_with_its_sizes_and_what_will_be_done(
    dialog: ExportWindow, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(dialog.export.isEnabled)
    assert rows(dialog.pane.view) == [
        ["a.png", "24 × 20", "48 × 40", "a.png", "Export"],
        ["b.png", "24 × 20", "48 × 40", "b.png", "Export"],
        ["broken.png", "", "", "", "Cannot be done"],
        ["below/c.png", "24 × 20", "48 × 40", "below/c.png", "Export"],
    ]
    # A tile of the network is timed first.
    qtbot.waitUntil(
        lambda: dialog._survey is not None and dialog._survey.seconds is not None, timeout=60_000
    )
    assert not (tmp_path / "out").exists()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert window.state.batch is None


def test_only_what_needs_a_look_can_be_shown(dialog: ExportWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.export.isEnabled)
    dialog.pane.choose(PROBLEMS)
    assert [row[0] for row in rows(dialog.pane.view)] == ["broken.png"]
    assert "broken.png" in dialog.pane._detail._words.text()


def test_what_is_there_is_skipped_renamed_or_replaced_as_chosen(
    dialog: ExportWindow, window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    export(window, dialog, wait, qtbot)
    out = tmp_path / "out"
    assert written(out) == ["a.png", "b.png", "below/c.png"]
    (out / "a.png").unlink()
    again = survey(window, out)
    qtbot.waitUntil(again.export.isEnabled)
    assert [row[4] for row in rows(again.pane.view)] == [
        "Export",
        "Skip: same settings",
        "Cannot be done",
        "Skip: same settings",
    ]
    set_rule(again, "rename")
    assert not again.export.isEnabled()  # until it is known what that means
    qtbot.waitUntil(again.export.isEnabled)
    assert [row[3] for row in rows(again.pane.view)] == [
        "a.png",
        "b (2).png",
        "",
        "below/c (2).png",
    ]
    again.reject()
    third = survey(window, out)
    assert third.form.rule.currentData() == "rename"  # kept
    qtbot.waitUntil(third.export.isEnabled)
    set_rule(third, "replace")
    qtbot.waitUntil(third.export.isEnabled)
    assert [row[4] for row in rows(third.pane.view)][1] == "Replace: same settings"


def test_the_end_with_failures_opens_the_report_and_what_failed_is_tried_again(
    dialog: ExportWindow,
    window: MainWindow,
    wait: Wait,
    qtbot: QtBot,
    source: Path,
    tmp_path: Path,
) -> None:
    qtbot.waitUntil(dialog.export.isEnabled)
    kept = (source / "b.png").read_bytes()
    (source / "b.png").unlink()
    export(window, dialog, wait, qtbot)
    report = report_of(window)
    assert report.isVisible()
    assert report._title.text() == "2 saved, 2 failed"
    assert {row[0]: row[1] for row in rows(report.view)} == {
        "b.png": "Failed",
        "broken.png": "Failed",
    }
    assert all(row[2] for row in rows(report.view))
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.png")}
    (source / "b.png").write_bytes(kept)
    mend(source / "broken.png")
    report.again.click()
    assert not report.isVisible()
    wait(lambda state: state.running is None and not state.batch.failed)  # type: ignore[union-attr]
    assert written(tmp_path / "out") == ["a.png", "b.png", "below/c.png", "broken.png"]
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())
    notice = window.state.notice
    assert notice is not None
    assert notice.text == "Saved 2 pictures in out."
    assert notice.action == ShowReport()
    assert not report.isVisible()
    window.exporting.show_report()
    assert report._title.text() == "4 saved"
    assert all(item.status == Status.DONE for item in window.state.items)


class Modal(QObject):
    """Notes every window that opens and keeps the others from being used."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_window = isinstance(watched, QWidget) and watched.isWindow() and watched.isModal()
        if event.type() == QEvent.Type.Show and is_window:
            self.opened.append(type(watched).__name__)
        return False


@pytest.fixture
def modal(qapp: QApplication) -> Iterator[Modal]:
    watching = Modal()
    qapp.installEventFilter(watching)
    yield watching
    qapp.removeEventFilter(watching)


def test_no_dialog_keeps_from_the_window_in_a_batch_in_which_pictures_fail(
    modal: Modal,
    dialog: ExportWindow,
    window: MainWindow,
    wait: Wait,
    qtbot: QtBot,
    source: Path,
) -> None:
    assert modal.opened == ["ExportWindow"], "before it, there is one"
    qtbot.waitUntil(dialog.export.isEnabled)
    (source / "b.png").unlink()
    (source / "below" / "c.png").write_bytes(b"no picture any more")
    export(window, dialog, wait, qtbot)
    assert window.state.batch is not None
    assert (window.state.batch.saved, window.state.batch.failed) == (1, 3)
    assert modal.opened == ["ExportWindow"]
    assert report_of(window).isVisible()
    assert QApplication.activeModalWidget() is None


def test_a_retry_does_not_write_over_what_somebody_put_there_meanwhile(
    dialog: ExportWindow, window: MainWindow, wait: Wait, qtbot: QtBot, source: Path
) -> None:
    export(window, dialog, wait, qtbot)
    mend(source / "broken.png")
    out = source.parent / "out"
    (out / "broken.png").write_bytes(b"somebody's own")
    report_of(window).again.click()
    wait(lambda state: state.running is None and not state.batch.failed)  # type: ignore[union-attr]
    assert (out / "broken.png").read_bytes() == b"somebody's own"


def test_the_report_is_filtered_and_saved_as_a_table(
    dialog: ExportWindow, window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    export(window, dialog, wait, qtbot)
    report = report_of(window)
    report.filters.choose(SKIPPED)
    report._filter()
    assert rows(report.view) == []
    report.filters.choose(FAILED)
    report._filter()
    assert [row[0] for row in rows(report.view)] == ["broken.png"]
    report.save_to(tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    told = {Path(row["source"]).name: row["outcome"] for row in lines}
    assert {(row["width"], row["result_width"]) for row in lines} == {("24", "48"), ("", "")}
    assert told == {"a.png": "done", "b.png": "done", "c.png": "done", "broken.png": "failed"}
    report.copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "3 saved, 1 failed"
    assert copied[2] == "Picture\tOutcome\tReason\tWhat to do"
    assert copied[3].startswith("broken.png\tFailed\t")
    (tmp_path / "folder.json").mkdir()
    report.save_to(tmp_path / "folder.json")
    assert "not written" in report._note.text()


def test_a_run_waits_and_goes_on(
    window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    window.rail.choose(Library().find("pan", 2))
    for at in range(3):
        window.add_picture(Picture(np.full((200, 200 + at, 3), 99, np.uint8)), f"{at}.png")
    dialog = survey(window, tmp_path / "out")
    qtbot.waitUntil(dialog.export.isEnabled)
    dialog.export.click()
    wait(lambda state: state.running is not None)
    activate(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait(lambda state: state.running is not None and state.running.is_paused)
    qtbot.waitUntil(lambda: window._strip._pause.text() == "Resume")
    assert window._strip._summary.text().startswith("Paused at ")
    time.sleep(0.3)
    ended = window.state.running.ended  # type: ignore[union-attr]
    time.sleep(0.7)
    qtbot.wait(50)
    assert window.state.running is not None
    assert window.state.running.ended == ended
    left = window.state.running.seconds_left(time.monotonic())
    assert left == window.state.running.seconds_left(time.monotonic() + 60)
    window._strip._pause.click()
    wait(lambda state: state.running is None)
    assert len(written(tmp_path / "out")) == 3


def test_cancel_leaves_whole_files_only_and_says_how_many(
    window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    for at in range(6):
        window.add_picture(Picture(np.full((150, 150, 3), 99, np.uint8)), f"{at}.png")
    dialog = survey(window, tmp_path / "out")
    qtbot.waitUntil(dialog.export.isEnabled)
    dialog.export.click()
    activate(window, qtbot)
    wait(lambda state: state.batch is not None and state.batch.saved > 0)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    wait(lambda state: state.running is None)
    notice, batch = window.state.notice, window.state.batch
    assert notice is not None
    assert batch is not None
    assert notice.text.startswith(f"Cancelled. Saved {batch.saved} picture")
    assert len(list((tmp_path / "out").iterdir())) == batch.saved < 6
    assert not window.state.is_working
    assert window.findChild(ReportWindow) is None  # nothing failed


def test_a_result_that_is_at_hand_is_only_saved(
    window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("one.png", "two.png"):
        window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), name)
    wait(lambda state: state.opened is not None)
    window.upscale()
    wait(lambda state: state.result is not None)
    export(window, survey(window, tmp_path / "out"), wait, qtbot)
    batch = window.state.batch
    assert batch is not None
    assert batch.saved == 2
    kinds = sorted(type(piece.job).__name__ for piece in batch.pieces.values())
    assert kinds == ["SaveJob", "UpscaleJob"]
    assert len(written(tmp_path / "out")) == 2


def test_one_picture_is_exported_at_once_where_the_folder_is_known(
    window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), "one.png")
    window.export_to(tmp_path / "out")
    wait(lambda state: state.batch is not None and state.running is None)
    assert written(tmp_path / "out") == ["one_pan_x4.png"]
    assert window.state.notice is not None
    assert window.state.notice.text == "Saved one_pan_x4.png."


def test_the_folder_is_opened_at_the_end_if_that_was_chosen(
    window: MainWindow,
    wait: Wait,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    for name in ("one.png", "two.png"):
        window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), name)
    dialog = survey(window, tmp_path / "out")
    combo = dialog.form.when_done
    combo.setCurrentIndex(combo.findData(WhenDone.OPEN.value))
    export(window, dialog, wait, qtbot)
    assert opened == [str(tmp_path / "out")]
    assert when_done.kept(Settings()) is WhenDone.OPEN


def test_the_end_is_notified_where_there_is_no_tray_either(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alerted: list[object] = []
    monkeypatch.setattr(QApplication, "alert", lambda widget: alerted.append(widget))
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    when_done.do(WhenDone.NOTIFY, window, "Saved 2 pictures in out.", tmp_path)
    assert alerted == [window]
    when_done.do(WhenDone.NOTHING, window, "", tmp_path)
    assert alerted == [window]


def test_a_folder_that_cannot_be_one_is_told_before_anything_is_done(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"no folder")
    for name in ("one.png", "two.png"):
        window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), name)
    dialog = survey(window, tmp_path / "file" / "out")
    qtbot.waitUntil(lambda: dialog.pane.view.model().rowCount() == 2)
    assert dialog._told.text() == "None of these pictures can be exported. The list says why."
    assert [row[4] for row in rows(dialog.pane.view)] == ["Cannot be done"] * 2
    assert not dialog.export.isEnabled()


def test_the_window_closes_over_an_open_survey(window: MainWindow, tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), name)
    survey(window, tmp_path / "out")
    window.close()
    assert not (tmp_path / "out").exists()


def test_a_picture_that_is_being_exported_stays_in_the_strip(
    window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("one.png", "two.png"):
        window.add_picture(Picture(np.full((150, 150, 3), 99, np.uint8)), name)
    dialog = survey(window, tmp_path / "out")
    qtbot.waitUntil(dialog.export.isEnabled)
    dialog.export.click()
    wait(lambda state: state.running is not None)
    window.queueing.remove({window.state.items[-1].id})
    assert len(window.state.items) == 2
    window.queueing.cancel_all()
    wait(lambda state: not state.is_working)


def test_closing_the_window_ends_a_paused_run(
    window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("one.png", "two.png"):
        window.add_picture(Picture(np.full((150, 150, 3), 99, np.uint8)), name)
    dialog = survey(window, tmp_path / "out")
    qtbot.waitUntil(dialog.export.isEnabled)
    dialog.export.click()
    wait(lambda state: state.running is not None)
    window.exporting.pause()
    window.close()  # returns, and no thread is left: the fixtures look


@pytest.mark.parametrize("which", ["before", "after"])
def test_the_dialogs_go_by_keys_and_everything_has_a_name(
    which: str, dialog: ExportWindow, window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    qtbot.waitUntil(dialog.export.isEnabled)
    shown: QWidget = dialog
    if which == "after":
        export(window, dialog, wait, qtbot)
        shown = report_of(window)
    unnamed = [
        each
        for each in shown.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(each, QPushButton | QComboBox | QLineEdit | QTableView)
        and each.objectName() != "qt_spinbox_lineedit"  # its spin box has the name
        and not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert not unnamed
    view = dialog.pane.view if which == "before" else report_of(window).view
    told = view.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told in ("Size: 24 × 20", "Outcome: Failed")
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_ten_thousand_rows_are_shown_at_once(dialog: ExportWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.export.isEnabled)
    known = dialog._survey
    assert known is not None
    many = replace(known, lines=known.lines * 2500)
    started = time.perf_counter()
    dialog.show_survey(many)
    dialog.grab()
    seconds = time.perf_counter() - started
    assert dialog.pane.view.model().rowCount() == 10_000
    assert seconds < 0.5, f"{seconds:.2f} s"
