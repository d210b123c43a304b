"""The Evaluate window with its real worker and the network that ships, on tiny pictures."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from sr_desktop.bench import table
from sr_desktop.bench.evaluate import (
    Averaged,
    EvaluateJob,
    Event,
    Mean,
    Score,
    Scored,
    Unscored,
)
from sr_desktop.errors import UnreadableImage
from sr_desktop.gui.evaluate_tables import REASON, MeansView, ScoresView
from sr_desktop.gui.evaluate_window import EvaluateWindow
from sr_desktop.gui.evaluation import Evaluation, Selection, reduce
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.imaging import files, metrics, resize
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import Finished, ModelReady, Progress, Result, Started, Stopped
from sr_desktop.weights import Library

PATIENCE_MS = 60_000
HERE = tuple(spec for spec in Library().models() if spec.bundled)
PAN_X2 = Library().find("pan", 2)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two pictures and a file that is none."""
    rng = np.random.default_rng(5)
    for name, (height, width) in {"a": (40, 36), "b": (37, 51)}.items():
        smooth = resize.bicubic(rng.integers(40, 210, (9, 9, 3), np.uint8), height, width)
        files.write(tmp_path / "Tiny" / f"{name}.png", Picture(smooth), Encoding("png"))
    (tmp_path / "Tiny" / "broken.png").write_bytes(b"no picture")
    return tmp_path / "Tiny"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[EvaluateWindow]:
    shown = EvaluateWindow(Settings())
    shown.show()
    yield shown
    shown.close()
    shown.deleteLater()


@pytest.fixture
def evaluated(window: EvaluateWindow, data: Path, qtbot: QtBot) -> EvaluateWindow:
    window.form.choose(Selection((data,), frozenset({"pan"}), frozenset({2})))
    window.start()
    qtbot.waitUntil(lambda: not window.state.running, timeout=PATIENCE_MS)
    return window


def test_the_means_are_as_high_as_their_rows(evaluated: EvaluateWindow, qtbot: QtBot) -> None:
    means = evaluated.findChild(MeansView)
    assert means is not None
    qtbot.waitUntil(means.isVisible)
    for width in (1280, 900):  # with and without a bar under the rows
        evaluated.resize(width, 840)
        QApplication.processEvents()
        assert means.verticalScrollBar().maximum() == 0, width


def wait_drawn(window: EvaluateWindow, qtbot: QtBot, until: Callable[[], bool]) -> None:
    qtbot.waitUntil(until, timeout=PATIENCE_MS)


def cells(window: EvaluateWindow) -> list[list[str]]:
    model = window.findChild(ScoresView).model()  # type: ignore[union-attr]
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[model.data(model.index(r, c)) for c in columns] for r in rows]


def test_the_numbers_are_those_of_the_metrics(
    evaluated: EvaluateWindow, data: Path, qtbot: QtBot
) -> None:
    wait_drawn(evaluated, qtbot, lambda: len(cells(evaluated)) == 3)
    hr = files.read(data / "a.png").pixels
    bicubic = resize.bicubic(resize.bicubic(hr, 20, 18), 40, 36)
    row = next(row for row in cells(evaluated) if row[3] == "a")
    assert row[:3] == ["Tiny", "pan", "×2"]
    assert row[6] == f"{metrics.psnr_y(bicubic, hr, 2):.2f}"  # type: ignore[arg-type]
    assert row[7] == f"{metrics.ssim_y(bicubic, hr, 2):.4f}"  # type: ignore[arg-type]
    [score] = [r for r in evaluated.state.rows if isinstance(r, Score) and r.picture == "a"]
    assert row[4:6] == [f"{score.psnr:.2f}", f"{score.ssim:.4f}"]


def test_a_picture_that_fails_has_its_reason_in_its_row(
    evaluated: EvaluateWindow, qtbot: QtBot
) -> None:
    wait_drawn(evaluated, qtbot, lambda: len(cells(evaluated)) == 3)
    view = evaluated.findChild(ScoresView)
    assert view is not None
    [at] = [n for n, row in enumerate(cells(evaluated)) if row[3] == "broken"]
    assert "broken.png" in cells(evaluated)[at][REASON]
    assert view.columnSpan(at, REASON) == 5
    assert evaluated.state.summary() == "2 scored, 1 failed"


def test_the_means_are_copied_as_markdown(evaluated: EvaluateWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(evaluated._copy_button.isEnabled)
    qtbot.keyClick(evaluated, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    expected = table.as_markdown(evaluated.state.means)
    assert QGuiApplication.clipboard().text() == expected
    assert "| Tiny | x2 |" in expected


def test_the_numbers_are_saved_in_the_form_that_is_chosen(
    evaluated: EvaluateWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = (str(tmp_path / "numbers"), "Pictures as CSV (*.csv)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    qtbot.waitUntil(evaluated._save_button.isEnabled)
    qtbot.keyClick(evaluated, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    evaluated.save_to(tmp_path / "numbers.json")
    evaluated.save_to(tmp_path / "numbers.md")
    rows = list(csv.DictReader((tmp_path / "numbers.csv").read_text().splitlines()))
    assert [row["picture"] for row in rows] == ["a", "b"]
    told = json.loads((tmp_path / "numbers.json").read_text())
    assert sorted(each["event"] for each in told) == ["failed", "mean", "scored", "scored"]
    assert (tmp_path / "numbers.md").read_text() == table.as_markdown(evaluated.state.means)


def test_the_pictures_are_saved_when_asked(
    window: EvaluateWindow, data: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.form.choose(Selection((data,), frozenset({"pan"}), frozenset({2}), tmp_path / "out"))
    window.start()
    qtbot.waitUntil(lambda: not window.state.running, timeout=PATIENCE_MS)
    saved = sorted(path.relative_to(tmp_path / "out") for path in tmp_path.glob("out/**/*.png"))
    assert saved == [Path("Tiny/pan_x2/a.png"), Path("Tiny/pan_x2/b.png")]


def test_cancel_stops_and_what_is_scored_stays(
    window: EvaluateWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (600, 600, 3), np.uint8)
    for n in range(4):
        files.write(tmp_path / "Large" / f"{n}.png", Picture(pixels), Encoding("png"))
    window.form.choose(Selection((tmp_path / "Large",), frozenset({"pan"}), frozenset({2})))
    window.start()
    qtbot.waitUntil(lambda: len(window.state.rows) == 1, timeout=PATIENCE_MS)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.state.running, timeout=PATIENCE_MS)
    assert 1 <= len(window.state.rows) < 4
    assert "cancelled" in window.state.summary()


def test_closing_while_it_runs_ends_the_thread(window: EvaluateWindow, data: Path) -> None:
    window.form.choose(Selection((data,), frozenset({"pan"}), frozenset({2})))
    window.start()
    window.close()
    assert not window.state.running


def test_a_dropped_folder_is_a_data_set_and_is_known_next_time(
    window: EvaluateWindow, data: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(data))])
    at = QPointF(500, 300)
    rest = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    enter = QDragEnterEvent(at.toPoint(), *rest)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(at, *rest))
    assert window.form.selection.folders == (data,)
    again = EvaluateWindow(Settings())
    assert again.form.selection == window.form.selection
    again.close()
    again.deleteLater()


def test_it_is_opened_from_the_main_window_and_closed_with_it(qtbot: QtBot) -> None:
    main = MainWindow(Settings())
    try:
        main.show()
        main.measuring.menu.actions()[-1].trigger()
        opened = [w for w in QApplication.topLevelWidgets() if isinstance(w, EvaluateWindow)]
        assert [w.isVisible() for w in opened] == [True]
    finally:
        main.close()
        main.deleteLater()


@pytest.mark.parametrize(
    ("selection", "reason"),
    [
        (Selection(), "Add a data set first."),
        (Selection((Path("x"),)), "Choose a model."),
        (Selection((Path("x"),), frozenset({"pan"})), "Choose a scale."),
        (Selection((Path("x"),), frozenset({"msrn-small"}), frozenset({4})), "No model chosen"),
        (Selection((Path("x"),), frozenset({"pan"}), frozenset({4})), ""),
    ],
)
def test_what_is_still_to_be_chosen_is_said(selection: Selection, reason: str) -> None:
    assert selection.lacks(HERE).startswith(reason)
    assert bool(selection.lacks(HERE)) == bool(reason)


# reduce


def run(state: Evaluation, *events: Event, now: float = 0.0) -> Evaluation:
    for event in events:
        state = reduce(state, event, now)
    return state


def score(picture: str) -> Score:
    return Score("pan-x2", 2, "Tiny", picture, 30.0, 0.9, 28.0, 0.8, 0.1)


def test_rows_come_in_the_order_they_are_told() -> None:
    job = EvaluateJob((), (PAN_X2,))
    bad = Unscored(job.id, UnreadableImage("b.png is no picture."), "Tiny", 2, "pan-x2", "b")
    mean = Mean("pan-x2", 2, "Tiny", 30.0, 0.9, 28.0, 0.8, 0.1, 1, 2)
    state = run(
        Evaluation(job.id, running=True),
        Started(job.id),
        Scored(job.id, score("a")),
        bad,
        Averaged(job.id, mean),
        Finished(job.id, Result()),
    )
    assert state.rows == (score("a"), bad)
    assert state.means == (mean,)
    assert not state.running


def test_the_time_left_begins_with_the_network() -> None:
    state = run(Evaluation(7, running=True), Started(7), now=0.0)
    state = run(state, ModelReady(7, "CPU"), now=10.0)
    state = run(state, Progress(7, 25, 100), now=12.0)
    assert state.seconds_left(12.0) == pytest.approx(6.0)
    assert run(state, Stopped(7)).seconds_left(12.0) is None


def test_events_of_a_run_before_change_nothing() -> None:
    state = Evaluation(7, running=True)
    assert reduce(state, Scored(6, score("a")), 0.0) is state
