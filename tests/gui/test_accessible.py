"""Every window as those use it who do not see it, or have no mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui.canvas.comparison import Mode
from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.gui.crash import CrashDialog
from sr_desktop.gui.evaluation import Selection
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.model_state import Wanted
from sr_desktop.gui.question import Question
from sr_desktop.gui.report_window import ReportWindow
from sr_desktop.gui.state import Notice, Status, WindowState, queued
from sr_desktop.gui.widgets import Fold
from sr_desktop.imaging import files, resize
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.weights import Library
from tests.gui.accessible import complaints, nodes

PATIENCE_MS = 60_000
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


@dataclass
class Stage:
    """The window, and files to show in it: two.png are two pictures, broken.png is none."""

    window: MainWindow
    qtbot: QtBot
    folder: Path

    def until(self, look: Callable[[WindowState], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(look(self.window.state)), timeout=PATIENCE_MS)

    def drawn(self) -> MainWindow:
        """The window, showing the state of this moment."""
        with self.qtbot.waitSignal(self.window.rendered, timeout=PATIENCE_MS):
            self.window._change(self.window.state)
        return self.window

    def show(self, *names: str) -> MainWindow:
        self.window.rail.choose(Library().find("pan", 2))
        self.window.add_paths([self.folder / name for name in names])
        self.until(lambda state: len(state.items) == len(names))
        self.until(lambda state: state.opened is not None or state.item.error is not None)
        self.until(lambda state: all(item.size or item.error for item in state.items))
        return self.drawn()


def empty(stage: Stage) -> QWidget:
    return stage.drawn()


def with_recent_files(stage: Stage) -> QWidget:
    stage.window.recent.note([stage.folder / "a.png", stage.folder / "b.png"])
    return stage.drawn()


def picture_shown(stage: Stage) -> QWidget:
    return stage.show("a.png", "b.png")


def all_options(stage: Stage) -> QWidget:
    """A size of one's own, and all that is folded in."""
    window = stage.show("a.png")
    window.rail.choose_scale(0)
    window.rail.findChild(Fold).setChecked(True)
    return stage.drawn()


def working(stage: Stage) -> QWidget:
    window = stage.show("a.png", "b.png")
    item = window.state.items[0]
    busy = queued(item, window.starting.job(item, None))
    assert busy.live is not None
    live = replace(busy.live, done_px=43, total_px=100)
    window._change(window.state.with_item(replace(busy, status=Status.WORKING, live=live)))
    return stage.drawn()


def done(stage: Stage) -> QWidget:
    window = stage.show("a.png")
    window.upscale()
    stage.until(lambda state: state.result is not None)
    return stage.drawn()


def failed(stage: Stage) -> QWidget:
    return stage.show("broken.png")


def notice(stage: Stage) -> QWidget:
    window = stage.show("a.png")
    window._tell(Notice("a.png was not saved.", "The disk is full.", bad=True))
    return stage.drawn()


def offer(stage: Stage) -> QWidget:
    window = stage.show("a.png")
    window.keeper.offer(Library().find("edsr", 2), Wanted(window.state.current))
    return stage.drawn()


def measuring(stage: Stage) -> QWidget:
    window = stage.show("a.png")
    window.measuring.set_reference(stage.folder / "large.png")
    stage.until(lambda state: state.item.truth and state.item.truth.bicubic.quality)
    return stage.drawn()


def own_settings(stage: Stage) -> QWidget:
    window = stage.show("a.png", "b.png")
    window.rail.findChild(QWidget, "own")._link.click()
    return stage.drawn()


def trying(stage: Stage) -> QWidget:
    window = stage.show("a.png")
    stage.window._settings.keep_previews(False)
    window.toolbar.tryout.trigger()
    window.trying.panel.take_middle.click()
    trials = lambda: window.trying.tried.trials  # noqa: E731
    stage.qtbot.waitUntil(lambda: window.trying.tried is not None)
    stage.qtbot.waitUntil(lambda: all(t.seconds is not None for t in trials()), timeout=PATIENCE_MS)
    return stage.drawn()


def modes(stage: Stage) -> QWidget:
    """The plate in the corner of the canvas."""
    window = done(stage)
    assert isinstance(window, MainWindow)
    list(window.toolbar.views.actions_of.values())[2].trigger()
    return stage.drawn()


MAIN = [
    empty,
    with_recent_files,
    picture_shown,
    all_options,
    working,
    done,
    failed,
    notice,
    offer,
    measuring,
    own_settings,
    trying,
    modes,
]


def models(stage: Stage) -> QWidget:
    stage.window.show_models()
    shown = stage.window.managing.window
    shown.select("edsr-base-x2")
    return shown


def preferences(stage: Stage, at: int) -> QWidget:
    shown = stage.window.preferring.show()
    shown.choose(shown.pages[at].name)
    return shown


def export_one(stage: Stage) -> QWidget:
    return _export(stage, "a.png")


def export_many(stage: Stage) -> QWidget:
    return _export(stage, "a.png", "b.png", "broken.png")


def _export(stage: Stage, *names: str) -> QWidget:
    stage.show(*names)
    stage.window.exporting.open()
    dialog = stage.window.exporting.preparing.dialog
    stage.qtbot.waitUntil(dialog.export.isEnabled)
    return dialog


def report(stage: Stage) -> QWidget:
    stage.show("a.png", "broken.png")
    stage.window.export_to(stage.folder / "out")
    dialog = stage.window.exporting.preparing.dialog
    stage.qtbot.waitUntil(dialog.export.isEnabled)
    dialog.export.click()
    stage.until(lambda state: state.batch is not None and state.running is None)
    return stage.window.findChild(ReportWindow)


def evaluate(stage: Stage) -> QWidget:
    return stage.window.measuring.show_evaluate()


def evaluated(stage: Stage) -> QWidget:
    shown = stage.window.measuring.show_evaluate()
    shown.resize(1280, 840)
    shown.form.choose(Selection((stage.folder,), frozenset({"pan"}), frozenset({2})))
    shown.start()
    stage.qtbot.waitUntil(lambda: not shown.state.running, timeout=PATIENCE_MS)
    with stage.qtbot.waitSignal(shown.rendered):
        shown._change(shown.state)
    return shown


def _of_gear(text: str) -> Callable[[Stage], QWidget]:
    def choose(stage: Stage) -> QWidget:
        next(each for each in stage.window.help.menu.actions() if each.text() == text).trigger()
        (shown,) = (each for each in stage.window.findChildren(QDialog) if each.isVisible())
        stage.qtbot.wait(300)
        return shown

    choose.__name__ = text.lower().rstrip("…")
    return choose


def crash(stage: Stage) -> QWidget:
    shown = CrashDialog("Traceback\nRuntimeError: upside down")
    stage.qtbot.addWidget(shown)
    return shown


def question(stage: Stage) -> QWidget:
    shown = Question(stage.window, "Close without saving?", "1 result is not saved.")
    shown.offer_tick("Do not ask again")
    shown.offer("keep", "Cancel")
    shown.offer("save", "Save as…", usual=True)
    return shown


OTHERS = [
    models,
    export_one,
    export_many,
    report,
    evaluate,
    evaluated,
    *map(_of_gear, ("Shortcuts", "About sr-desktop", "Doctor report", "Licences")),
    crash,
    question,
]


@pytest.fixture
def stage(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Stage:
    rng = np.random.default_rng(5)
    small = {name: rng.integers(60, 190, (20, 24, 3), np.uint8) for name in ("a", "b")}
    large = resize.bicubic(small["a"], 40, 48)
    for name, pixels in (*small.items(), ("large", large)):
        files.write(tmp_path / f"{name}.png", Picture(pixels), Encoding("png"))
    (tmp_path / "broken.png").write_bytes(b"no picture")
    window.resize(1500, 900)
    return Stage(window, qtbot, tmp_path)


def check(shown: QWidget, qtbot: QtBot) -> None:
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    qtbot.wait(20)
    found = complaints(shown)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("state", MAIN, ids=lambda state: state.__name__)
def test_the_main_window_goes_without_eyes_and_mouse(
    state: Callable[[Stage], QWidget], stage: Stage
) -> None:
    check(state(stage), stage.qtbot)


@pytest.mark.parametrize("opened", OTHERS, ids=lambda opened: opened.__name__)
def test_every_other_window_does_too(opened: Callable[[Stage], QWidget], stage: Stage) -> None:
    check(opened(stage), stage.qtbot)


@pytest.mark.parametrize("page", range(4))
def test_every_page_of_the_preferences_does_too(page: int, stage: Stage) -> None:
    check(preferences(stage, page), stage.qtbot)


def test_a_window_that_goes_with_neither_is_found_out(host: QWidget, qtbot: QtBot) -> None:
    """Else all that is above would mean nothing."""
    row = QHBoxLayout(host)
    before, field, last, first = QLabel("Name"), QLineEdit(), QToolButton(), QToolButton()
    before.setAccessibleName("Something")
    same = "border: 1px solid gray; padding: 4px"
    field.setStyleSheet(f"QLineEdit {{ {same} }} QLineEdit:focus {{ {same} }}")
    for each in (before, field, first, last):
        row.addWidget(each)
        each.show()
    QWidget.setTabOrder(last, first)
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    found = " ".join(complaints(host))
    for what in ("no name", "hides its text", "belongs to nothing", "Tab goes back", "not seen"):
        assert what in found, what


def test_the_canvas_tells_what_it_shows(stage: Stage) -> None:
    window = done(stage)
    view = window.findChild(CanvasView)
    assert view is not None
    told = view.accessibleDescription()
    assert told == "Split: Bicubic and PAN ×2; zoom 100%; all of it in sight"
    view.zoom_to(64)
    assert "zoom 6400%; in sight" in view.accessibleDescription()
    view.hold(True)
    assert view.accessibleDescription().startswith("Bicubic; zoom")
    (canvas,) = (each for each in nodes(window) if each.widget is view)
    assert canvas.role is QAccessible.Role.Graphic


def test_a_mode_pressed_once_more_turns_the_divider(stage: Stage) -> None:
    views = stage.drawn().toolbar.views
    split = next(each for each in views.findChildren(QWidget) if each.accessibleName() == "Split")
    for level in (True, False):
        stage.qtbot.mouseClick(split, Qt.MouseButton.LeftButton)
        assert stage.window.state.comparison.level is level
    stage.drawn()
    split.setFocus()
    stage.qtbot.keyClick(split, Qt.Key.Key_Right)
    assert stage.window.state.comparison.mode is Mode.SIDE


def test_what_matters_is_announced(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append(event.message())
    )
    window = stage.show("a.png")
    item = queued(window.state.items[0], window.starting.job(window.state.items[0], None))
    for done_px in (10, 30, 40, 60):
        live = replace(item.live, done_px=done_px, total_px=100)
        window._change(window.state.with_item(replace(item, status=Status.WORKING, live=live)))
        stage.drawn()
    window._change(window.state.with_item(replace(item, status=Status.DONE, live=None)))
    stage.drawn()
    window._tell(Notice("a.png was not saved.", "The disk is full.", bad=True))
    stage.drawn()
    assert told == [
        "25% done",
        "50% done",
        "a.png is upscaled.",
        "a.png was not saved. The disk is full.",
    ]
