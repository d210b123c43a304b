"""The strip in the window: selecting, moving, removing and queueing by mouse and keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from sr_desktop.gui.item_menu import Do
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.panes import DropOverlay, FailedPane, NoticeBar
from sr_desktop.gui.state import Item, Status, WindowState
from sr_desktop.gui.strip_cell import CELL
from sr_desktop.gui.strip_list import StripList
from sr_desktop.gui.widgets import ProgressButton
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import Found, Progress

Wait = Callable[[Callable[[WindowState], bool]], None]
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """a.png to e.png, small ones."""
    for at, name in enumerate("abcde"):
        pixels = np.full((20, 24, 3), 30 * at + 60, np.uint8)
        files.write(tmp_path / "in" / f"{name}.png", Picture(pixels), Encoding("png"))
    return tmp_path / "in"


@pytest.fixture
def strip(window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot) -> StripList:
    """With the five."""
    window.add_paths([folder])
    wait(lambda state: len(state.items) == 5 and state.opened is not None)
    wait(lambda state: all(item.thumbnail is not None for item in state.items))
    view = window.findChild(StripList)
    assert view is not None
    qtbot.waitUntil(lambda: view.model().rowCount() == 5)
    return view


def middle(strip: StripList, row: int) -> QPoint:
    return strip.visualRect(strip.model().index(row, 0)).center()


def click(
    strip: StripList, qtbot: QtBot, row: int, keys: Qt.KeyboardModifier | None = None
) -> None:
    keys = keys or Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(strip.viewport(), LEFT, keys, middle(strip, row))


def names(window: MainWindow) -> str:
    return "".join(item.found.path.stem for item in window.state.items)


def selected(window: MainWindow) -> str:
    return "".join(item.found.path.stem for item in window.state.chosen)


def shown(window: MainWindow) -> str:
    return window.state.item.found.path.stem if window.state.item else ""


def in_view(window: MainWindow, strip: StripList, qtbot: QtBot) -> str:
    """The selection as the view has it, once it shows the state."""
    with qtbot.waitSignal(window.rendered):
        window._change(window.state)
    rows = sorted(index.row() for index in strip.selectedIndexes())
    return "".join(window.state.items[row].found.path.stem for row in rows)


def slow(window: MainWindow, wait: Wait) -> Item:
    """A picture that takes a while, being upscaled."""
    window.add_picture(Picture(np.full((900, 900, 3), 99, np.uint8)), "slow.png")
    wait(lambda state: state.opened is not None and state.opened.width == 900)
    window.upscale()
    wait(lambda state: state.item is not None and state.item.status is Status.WORKING)
    assert window.state.item is not None
    return window.state.item


# What it shows


def test_a_name_is_one_line_whatever_it_is_made_of(
    window: MainWindow, strip: StripList, wait: Wait
) -> None:
    window.add_picture(Picture(np.full((20, 24, 3), 99, np.uint8)), "two\nlines\u202egnp.png")
    wait(lambda state: len(state.items) == 6 and state.opened is not None)
    assert window.state.items[5].name == "two\\nlines\\u202egnp.png"


def test_a_picture_as_thin_as_a_hair_is_seen(
    window: MainWindow, strip: StripList, wait: Wait, qtbot: QtBot
) -> None:
    window.add_picture(Picture(np.full((900, 3, 3), (255, 0, 0), np.uint8)), "hair.png")
    wait(lambda state: len(state.items) == 6 and state.items[5].thumbnail is not None)

    def reds() -> int:
        place = strip.visualRect(strip.model().index(5, 0))
        seen = strip.viewport().grab(place).toImage()
        points = ((x, y) for x in range(seen.width()) for y in range(seen.height()))
        return sum(seen.pixelColor(x, y).name() == "#ff0000" for x, y in points)

    strip.scrollTo(strip.model().index(5, 0))
    qtbot.waitUntil(lambda: reds() >= 40)


# Selecting


def test_clicks_with_keys_select_several_and_the_last_one_is_shown(
    window: MainWindow, strip: StripList, qtbot: QtBot
) -> None:
    click(strip, qtbot, 1)
    assert (selected(window), shown(window)) == ("b", "b")
    click(strip, qtbot, 3, _SHIFT)
    assert (selected(window), shown(window)) == ("bcd", "d")
    click(strip, qtbot, 0, _CTRL)
    assert (selected(window), shown(window)) == ("abcd", "a")
    assert in_view(window, strip, qtbot) == "abcd"


def test_the_picture_shown_is_always_a_selected_one(
    window: MainWindow, strip: StripList, qtbot: QtBot
) -> None:
    click(strip, qtbot, 1)
    click(strip, qtbot, 4, _CTRL)
    click(strip, qtbot, 4, _CTRL)
    assert (selected(window), shown(window)) == ("b", "b")
    assert in_view(window, strip, qtbot) == "b"
    empty = QPoint(strip.viewport().width() - 2, 40)
    qtbot.mouseClick(strip.viewport(), LEFT, pos=empty)
    assert in_view(window, strip, qtbot) == "b"


def test_keys_select_too(window: MainWindow, strip: StripList, qtbot: QtBot) -> None:
    click(strip, qtbot, 1)
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right, _SHIFT)
    qtbot.keyClick(strip, Qt.Key.Key_Right, _SHIFT)
    assert (selected(window), shown(window)) == ("bcd", "d")
    qtbot.keyClick(window, Qt.Key.Key_A, _CTRL)
    assert (selected(window), shown(window)) == ("abcde", "d")


def test_a_picture_shown_from_elsewhere_is_the_only_one_selected(
    window: MainWindow, strip: StripList, qtbot: QtBot
) -> None:
    window._strip.select_all()
    assert selected(window) == "abcde"
    window.add_picture(Picture(np.full((8, 8, 3), 9, np.uint8)), "x.png")
    assert (selected(window), in_view(window, strip, qtbot)) == ("x", "x")


# Moving


def test_keys_move_what_is_selected_to_either_side(
    window: MainWindow, strip: StripList, qtbot: QtBot
) -> None:
    click(strip, qtbot, 1)
    click(strip, qtbot, 2, _SHIFT)
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right, _CTRL | _SHIFT)
    assert names(window) == "adbce"
    assert in_view(window, strip, qtbot) == "bc"
    for _ in range(4):
        qtbot.keyClick(strip, Qt.Key.Key_Left, _CTRL | _SHIFT)
    assert (names(window), shown(window)) == ("bcade", "c")


def test_a_drag_within_the_strip_moves_and_one_over_the_window_adds_nothing(
    window: MainWindow, strip: StripList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(strip, qtbot, 0)
    click(strip, qtbot, 2, _CTRL)
    accepted: list[bool] = []

    def exec_(drag: QDrag, actions: Qt.DropAction) -> Qt.DropAction:
        assert actions == Qt.DropAction.CopyAction, "a file manager must not move the originals"
        mime = drag.mimeData()
        buttons, keys = LEFT, Qt.KeyboardModifier.NoModifier
        over = QDragEnterEvent(QPoint(500, 300), actions, mime, buttons, keys)
        over.ignore()
        QApplication.sendEvent(window, over)
        accepted.append(over.isAccepted())
        overlay = window.findChild(DropOverlay)
        assert overlay is not None
        assert not overlay.isVisible()
        at = QPointF(CELL.width() * 4 + 10, 40)
        enter = QDragEnterEvent(at.toPoint(), actions, mime, buttons, keys)
        QApplication.sendEvent(strip.viewport(), enter)
        accepted.append(enter.isAccepted())
        QApplication.sendEvent(
            strip.viewport(), QDragMoveEvent(at.toPoint(), actions, mime, buttons, keys)
        )
        assert strip._gap == 4
        QApplication.sendEvent(strip.viewport(), QDropEvent(at, actions, mime, buttons, keys))
        return actions

    monkeypatch.setattr(QDrag, "exec", exec_)
    start = middle(strip, 2)
    qtbot.mousePress(strip.viewport(), LEFT, pos=start)
    for far in (5, 20, 40):
        qtbot.mouseMove(strip.viewport(), start + QPoint(far, 0))
    qtbot.mouseRelease(strip.viewport(), LEFT, pos=start + QPoint(40, 0))
    if not accepted:  # the platform of the tests may keep the buttons of moves to itself
        strip.startDrag(Qt.DropAction.CopyAction)
    assert accepted == [False, True]
    assert names(window) == "bdace"
    assert strip._gap is None


def test_the_queue_follows_the_order_of_the_strip(
    window: MainWindow, wait: Wait, strip: StripList, qtbot: QtBot
) -> None:
    window.rail.choose_scale(2)
    running = slow(window, wait)
    first, second, third = window.state.items[:3]
    window.queueing.upscale([first, second, third])
    window.queueing.move({third.id}, 0)
    turns = sorted(window.state.working, key=lambda item: item.job_id)
    assert [item.id for item in turns] == [running.id, third.id, first.id, second.id]
    ended: list[str] = []
    window.rendered.connect(
        lambda: ended.extend(
            item.found.path.stem
            for item in window.state.items
            if item.status is Status.DONE and item.found.path.stem not in ended
        )
    )
    window.queueing.cancel([running])
    wait(lambda state: not state.working)
    with qtbot.waitSignal(window.rendered):
        window._change(window.state)
    assert set(ended) == set("abc")
    assert [item.status for item in window.state.items[:3]] == [Status.DONE] * 3


def test_files_from_elsewhere_may_be_dropped_on_the_strip_too(
    window: MainWindow, wait: Wait, strip: StripList, folder: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder / "a.png"))])
    enter = QDragEnterEvent(
        QPoint(20, 20), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(strip.viewport(), enter)
    overlay = window.findChild(DropOverlay)
    assert overlay is not None
    assert overlay.isVisible(), "the window takes them"
    overlay.hide()


# Removing


def test_delete_removes_the_selected_and_undo_brings_them_back(
    window: MainWindow, strip: StripList, qtbot: QtBot
) -> None:
    click(strip, qtbot, 1)
    click(strip, qtbot, 3, _CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    assert (names(window), shown(window)) == ("ace", "e")
    bar = window.findChild(NoticeBar)
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    (button,) = (each for each in bar.findChildren(QPushButton) if each.text() == "Undo")
    qtbot.mouseClick(button, LEFT)
    assert (names(window), selected(window)) == ("abcde", "bd")
    qtbot.keyClick(window, Qt.Key.Key_Z, _CTRL)
    assert names(window) == "abcde"


def test_clear_is_undone_with_the_results_that_were_made(
    window: MainWindow, wait: Wait, strip: StripList, qtbot: QtBot
) -> None:
    window.rail.choose_scale(2)
    window.upscale()
    wait(lambda state: state.result is not None)
    result = window.state.result
    window.queueing.clear()
    assert not window.state.items
    qtbot.keyClick(window, Qt.Key.Key_Z, _CTRL)
    assert names(window) == "abcde"
    window.show_item(window.state.items[0].id)
    assert window.state.result is result
    wait(lambda state: all(item.thumbnail is not None for item in state.items))


def test_clear_keeps_what_runs(window: MainWindow, wait: Wait, strip: StripList) -> None:
    slow(window, wait)
    window.queueing.clear()
    assert names(window) == "slow"
    assert window.state.working
    window.queueing.cancel_all()
    wait(lambda state: not state.working)


# The queue


def test_more_pictures_wait_for_the_one_that_runs(
    window: MainWindow, wait: Wait, strip: StripList, qtbot: QtBot
) -> None:
    window.rail.choose_scale(2)
    running = slow(window, wait)
    click(strip, qtbot, 0)
    click(strip, qtbot, 1, _SHIFT)
    button = window.rail.findChild(ProgressButton)
    assert button is not None
    qtbot.waitUntil(lambda: button.text() == "Upscale 2 pictures")
    qtbot.keyClick(window, Qt.Key.Key_Return, _CTRL)
    assert [item.status.value for item in window.state.working] == ["Queued", "Queued", "Working"]
    told = strip.model().index(1, 0).data
    qtbot.waitUntil(lambda: "Queued, 2 before it" in told(Qt.ItemDataRole.ToolTipRole))
    qtbot.waitUntil(lambda: button.text().startswith("Cancel"))
    qtbot.waitUntil(lambda: window._strip._summary.text().startswith("0 of 3"))
    window.add_picture(Picture(np.full((8, 8, 3), 9, np.uint8)), "x.png")
    qtbot.waitUntil(lambda: button.text() == "Upscale")
    assert window.state.items.get(running.id).status is Status.WORKING  # type: ignore[union-attr]
    window.queueing.cancel([running])
    wait(lambda state: not state.working)
    done = [item.status for item in window.state.items]
    assert done[:2] == [Status.DONE, Status.DONE]


def test_escape_cancels_the_picture_shown_and_then_all(
    window: MainWindow, wait: Wait, strip: StripList, qtbot: QtBot
) -> None:
    running = slow(window, wait)
    click(strip, qtbot, 0)
    click(strip, qtbot, 1, _SHIFT)
    window.upscale()
    qtbot.keyClick(window, Qt.Key.Key_Escape)  # b is shown, and queued
    window.show_item(running.id)
    wait(lambda state: len(state.working) == 3)  # it is told when its turn comes
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    wait(lambda state: not state.working)
    assert [item.status.value for item in window.state.items[:2]] == ["Done", "Waiting"]
    slow(window, wait)
    window.queueing.upscale(window.state.items[:2])
    window.show_item(window.state.items[3].id)  # not at work
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    wait(lambda state: not state.working)


def test_the_queue_waits_for_an_export(
    window: MainWindow, wait: Wait, tmp_path: Path, strip: StripList, qtbot: QtBot
) -> None:
    window.queueing.keep({window.state.items[0].id})
    window.rail.choose_scale(2)
    window.add_picture(Picture(np.full((900, 900, 3), 99, np.uint8)), "slow.png")
    wait(lambda state: state.opened is not None and state.opened.width == 900)
    window.queueing.remove({window.state.items[0].id})
    window.export_to(tmp_path / "out")
    wait(lambda state: state.running is not None)
    window.queueing.undo()
    window.show_item(window.state.items[0].id)
    window.upscale()
    item = window.state.item
    assert item is not None
    assert item.status is Status.QUEUED
    qtbot.waitUntil(lambda: window.rail._caption.text() == "Waits for the export")
    window.queueing.cancel([window.state.items[1]])
    wait(lambda state: not state.is_working)
    assert window.state.item.status is Status.DONE  # type: ignore[union-attr]
    assert not list(tmp_path.glob("out/*.png"))


def test_a_broken_picture_is_read_again_once_it_is_mended(
    window: MainWindow, wait: Wait, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "torn.png"
    path.write_bytes(b"no picture")
    window.add_paths([path])
    wait(lambda state: state.item is not None and state.item.error is not None)
    pane = window.findChild(FailedPane)
    assert pane is not None
    qtbot.waitUntil(pane.isVisible)
    files.write(path, Picture(np.full((20, 24, 3), 90, np.uint8)), Encoding("png"))
    (retry,) = (each for each in pane.findChildren(QPushButton) if each.text() == "Retry")
    qtbot.mouseClick(retry, LEFT)
    wait(lambda state: state.opened is not None and state.opened.width == 24)
    wait(lambda state: state.item is not None and state.item.thumbnail is not None)
    assert window.state.item.status is Status.WAITING  # type: ignore[union-attr]


def test_a_picture_that_vanished_is_upscaled_by_retry_once_it_is_back(
    window: MainWindow, wait: Wait, strip: StripList, folder: Path, qtbot: QtBot
) -> None:
    data = (folder / "a.png").read_bytes()
    (folder / "a.png").unlink()
    window.rail.choose_scale(2)
    window.upscale()
    wait(lambda state: state.items[0].status is Status.FAILED)
    (folder / "a.png").write_bytes(data)
    bar = window.findChild(NoticeBar)
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    (retry,) = (each for each in bar.findChildren(QPushButton) if each.text() == "Retry")
    qtbot.mouseClick(retry, LEFT)
    wait(lambda state: state.items[0].status is Status.DONE)
    assert window.state.notice is None


# The menu


def test_the_menu_opens_by_its_key_at_the_picture_and_does_what_it_says(
    window: MainWindow,
    strip: StripList,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[tuple[QMenu, QPoint]] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: opened.append((menu, at)))
    click(strip, qtbot, 2)
    at = strip.viewport().mapToGlobal(QPoint(5, 5))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), at)
    QApplication.sendEvent(strip.viewport(), event)
    [(menu, place)] = opened
    assert place == strip.viewport().mapToGlobal(middle(strip, 2))
    (copy,) = (each for each in menu.actions() if each.text() == "Copy path")
    copy.trigger()
    assert QGuiApplication.clipboard().text() == str(window.state.items[2].found.path)
    (keep,) = (each for each in menu.actions() if each.text() == "Remove all but this")
    keep.trigger()
    assert names(window) == "c"


def test_a_right_click_selects_what_it_hits(
    window: MainWindow, strip: StripList, qtbot: QtBot
) -> None:
    click(strip, qtbot, 0)
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.RightButton, pos=middle(strip, 3))
    assert (selected(window), shown(window)) == ("d", "d")
    menu = window._strip.menu()
    assert menu is not None
    assert "Upscale" in [action.text() for action in menu.actions()]


def test_originals_and_saved_results_are_shown_in_their_folders(
    window: MainWindow,
    wait: Wait,
    strip: StripList,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window.rail.choose_scale(2)
    window.upscale()
    wait(lambda state: state.result is not None)
    window.save_to(tmp_path / "out" / "kept.png")
    wait(lambda state: state.item is not None and state.item.saved is not None)
    window.queueing.do(Do.SHOW_ORIGINAL)
    window.queueing.do(Do.SHOW_RESULT)
    assert opened == [str(tmp_path / "in"), str(tmp_path / "out")]


# Many


def test_ten_thousand_pictures_cost_little_at_each_event(
    window: MainWindow, wait: Wait, qtbot: QtBot
) -> None:
    missing = [Item(Found(Path(f"/nowhere/{n}.png"))) for n in range(10_000)]
    started = time.perf_counter()
    window._change(window.state.with_items(missing).showing(missing[0].id))
    window._render()
    shown_s = time.perf_counter() - started
    wait(lambda state: state.items[0].thumbnail_job != 0)
    asked = sum(item.thumbnail_job != 0 for item in window.state.items)
    assert asked < 60, f"{asked} were drawn to show ten"
    window._strip.select_all()
    working = replace(missing[0], status=Status.WORKING, job_id=10**9, live=_live())
    window._change(window.state.with_item(working))
    each_ms, render_ms = best_ms(lambda: window._on_event(Progress(10**9, 1, 200)), window)
    told = f"{shown_s:.2f} s to show, {each_ms:.2f} ms an event, {render_ms:.1f} ms to render"
    assert shown_s < 1.0, told
    assert each_ms < 0.4, told
    assert render_ms < 20, told
    window._change(WindowState())


def best_ms(act: Callable[[], object], window: MainWindow) -> tuple[float, float]:
    """Of an event and of drawing the state after it, where nobody else takes the processor."""
    events, renders = [], []
    for _ in range(50):
        started = time.perf_counter()
        act()
        told = time.perf_counter()
        window._render()
        events.append(told - started)
        renders.append(time.perf_counter() - told)
    return min(events) * 1e3, min(renders) * 1e3


def _live() -> object:
    from sr_desktop.gui.state import Live
    from sr_desktop.weights import Library

    return Live(Library().find("pan", 4))
