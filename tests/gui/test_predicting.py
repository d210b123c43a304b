"""What networks take is measured when nothing else is to be done, and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_desktop.catalogue import ModelSpec
from sr_desktop.gui import translation
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.outlook import Outlook, Subject, outlook
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status, WindowState
from sr_desktop.imaging.form import Form
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.size import Size
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.pace import Measured, Pace
from sr_desktop.jobs.types import PaceJob
from sr_desktop.weights import Library
from tests.gui.conftest import PATIENCE_MS

LIBRARY = Library()
PAN = tuple(LIBRARY.find("pan", scale) for scale in (2, 3, 4))
SMALL = LIBRARY.find("msrn-small", 2)
PICTURE = Picture(np.full((90, 120, 3), 120, np.uint8))
Wait = Callable[[Callable[[WindowState], bool]], None]


def known(**paces: float) -> dict[str, Measured]:
    return {id.replace("_", "-"): Measured(Pace(pace, 0.5)) for id, pace in paces.items()}


def test_the_time_is_that_of_all_passes_and_of_each_picture() -> None:
    megapixel = Form(1000, 1000)
    at_two = outlook(Subject(megapixel), PAN[:1], known(pan_x2=6), 0)
    assert at_two.seconds == pytest.approx(6.5)
    ensemble = outlook(Subject(megapixel, passes=8), PAN[:1], known(pan_x2=6), 0)
    assert ensemble.seconds == pytest.approx(8 * 6.5)
    sized = Subject(Form(100, 100), Size("factor", 9))
    told = outlook(sized, PAN, known(pan_x2=1, pan_x3=10, pan_x4=100), 0)
    assert told.seconds == pytest.approx(0.01 * 10 + 0.09 * 10 + 2 * 0.5)


def test_what_nobody_measured_is_not_known() -> None:
    assert outlook(Subject(Form(10, 10)), PAN[:1], {}, 0) == Outlook()
    assert outlook(Subject(Form(10, 10)), (), {}, 0) == Outlook()
    told = outlook(Subject(Form(10, 10)), PAN[:1], known(pan_x2=1), 10**9)
    assert told.peak_bytes is None, "nobody knows what it takes of memory"


def test_what_was_measured_is_kept_by_device_and_bad_values_count_as_absent() -> None:
    settings = Settings()
    measured = Measured(Pace(6.25, 0.012), None, 300_000_000)
    settings.keep_measured("auto cpu 2", "pan-x2 1059020", measured)
    assert Settings().measured("auto cpu 2", "pan-x2 1059020") == measured
    assert Settings().measured("auto cpu 1", "pan-x2 1059020") is None
    for bad in ("[]", "{}", "no", '{"pace": {"per_mp": "x"}, "footprint": {}}', '{"pace": 3}'):
        settings._file.setValue("measured/cpu/pan", bad)
        assert settings.measured("cpu", "pan") is None


@pytest.fixture
def patient(window: MainWindow) -> None:
    """Nothing is measured by itself before the test has begun."""
    window.predicting._quiet_ms = 1_000_000


@pytest.fixture
def shown(window: MainWindow, wait: Wait) -> MainWindow:
    """A window that shows a picture and has started its engine."""
    window.rail.choose(PAN[0])
    window.add_picture(PICTURE, "a.png")
    window.warm_up()
    wait(lambda state: bool(state.compute))
    wait(lambda state: state.item is not None and state.item.size is not None)
    return window


def seconds(window: MainWindow, spec: ModelSpec) -> float | None:
    return window.predicting.outlook((spec,)).seconds


def test_the_cards_come_to_tell_what_the_picture_takes(shown: MainWindow, qtbot: QtBot) -> None:
    def told(name: str) -> str:
        return shown.rail._cards[name].told.whole

    qtbot.waitUntil(lambda: seconds(shown, SMALL) is not None, timeout=PATIENCE_MS)
    assert seconds(shown, PAN[0]) is not None, "the chosen one was measured first"
    qtbot.waitUntil(lambda: "This picture" in told("msrn-small"), timeout=PATIENCE_MS)
    assert "Memory: about" in told("pan")
    assert "This picture" not in told("edsr-base"), "it is not on this computer"
    assert seconds(shown, PAN[1]) is None, "no card asks for it at this scale"


def test_what_is_known_is_not_measured_again(shown: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: seconds(shown, SMALL) is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: shown.predicting._job is None, timeout=PATIENCE_MS)
    before = seconds(shown, PAN[0])
    assert before is not None
    again = MainWindow(Settings())
    try:
        again.rail.choose(PAN[0])
        again.add_picture(PICTURE, "b.png")
        qtbot.waitUntil(lambda: again.state.item is not None and again.state.item.size is not None)
        assert seconds(again, PAN[0]) == pytest.approx(before), "told before the engine starts"
        assert again.predicting._next() is None
    finally:
        again.close()
        again.deleteLater()


def test_what_is_known_is_known_in_another_language(
    shown: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    qtbot.waitUntil(lambda: seconds(shown, SMALL) is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: shown.predicting._job is None, timeout=PATIENCE_MS)
    translation.install(qapp, translation.CHINESE)
    again = MainWindow(Settings())
    try:
        again.rail.choose(PAN[0])
        again.add_picture(PICTURE, "b.png")
        again.warm_up()
        qtbot.waitUntil(lambda: bool(again.state.compute), timeout=PATIENCE_MS)
        assert "线程" in again.state.compute, "the device is told in Chinese"
        qtbot.waitUntil(lambda: again.state.item is not None and again.state.item.size is not None)
        assert seconds(again, PAN[0]) is not None
        assert again.predicting._next() is None, "nothing is measured anew"
    finally:
        translation.install(qapp, translation.ENGLISH)
        again.close()
        again.deleteLater()


def test_another_precision_is_measured_anew(
    shown: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: seconds(shown, PAN[0]) is not None, timeout=PATIENCE_MS)
    desk = shown.predicting._desk
    choices = desk.choices(None)

    class Other:
        """As the preferences will have it."""

        engine = Engine(precision="fp32")
        size, passes = choices.size, choices.passes

    monkeypatch.setattr(shown.predicting, "_desk", replace(desk, choices=lambda _: Other()))
    assert seconds(shown, PAN[0]) is None
    assert shown.predicting._next() == PAN[0]


def test_real_work_goes_first_and_teaches(
    patient: None, shown: MainWindow, wait: Wait, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted: list[object] = []
    submit = shown._upscaler.submit

    def watched(job: object, **how: bool) -> None:
        submitted.append((type(job), how.get("idle", False)))
        submit(job, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(shown._upscaler, "submit", watched)
    shown.predicting._quiet_ms = 1
    shown.predicting._quiet.stop()  # it may have begun to wait patiently
    shown.predicting._begin()
    assert submitted == [(PaceJob, True)]
    shown.upscale()
    assert shown.predicting._next() is None, "nothing is measured meanwhile"
    wait(lambda state: state.item is not None and state.item.status is Status.DONE)
    qtbot.waitUntil(lambda: seconds(shown, PAN[0]) is not None, timeout=PATIENCE_MS)
    shown.predicting.learn(PAN[0], 2.0, 50.0)
    assert seconds(shown, PAN[0]) == pytest.approx(25 * 120 * 90 / 1e6, rel=0.5)
    shown.predicting.learn(PAN[0], 0.001, 50.0)
    assert seconds(shown, PAN[0]) == pytest.approx(25 * 120 * 90 / 1e6, rel=0.5), "too small"


def test_what_the_export_dialog_waits_for_is_measured_at_once_and_known_everywhere(
    patient: None, shown: MainWindow, qtbot: QtBot
) -> None:
    assert seconds(shown, PAN[0]) is None
    shown.exporting.open()
    dialog = shown.exporting.preparing.dialog
    assert dialog is not None

    def told() -> float | None:
        survey = dialog._survey
        return survey.seconds if survey is not None and survey.flight is not None else None

    qtbot.waitUntil(lambda: told() is not None, timeout=PATIENCE_MS)
    assert told() == pytest.approx(seconds(shown, PAN[0])), "as the rail and the cards say it"
    shown.predicting.learn(PAN[0], 2.0, 50.0)
    assert told() == pytest.approx(seconds(shown, PAN[0])), "and real work teaches the dialog"
    dialog.reject()
    assert shown.predicting._next() != PAN[0]


def test_whoever_waits_goes_before_what_is_measured_for_the_cards(
    patient: None, shown: MainWindow, qtbot: QtBot
) -> None:
    predicting = shown.predicting
    predicting._measure(PAN[0], idle=True)
    predicting.hurry([PAN[1], PAN[2]])
    qtbot.waitUntil(lambda: predicting.measured(PAN[2]) is not None, timeout=PATIENCE_MS)
    assert predicting.measured(PAN[1]) is not None
    predicting.hurry([SMALL])
    predicting.hurry(())
    qtbot.waitUntil(lambda: predicting._job is None, timeout=PATIENCE_MS)
    assert predicting.measured(SMALL) is None, "nobody waits for it any more"


def test_a_network_that_cannot_be_loaded_is_tried_once(
    shown: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pt"
    bad.write_bytes(b"PK no checkpoint")
    spec = replace(PAN[0], id="bad-x2", file=bad)
    shelf = shown.keeper.state.shelf
    here = {**shelf.here, "bad-x2": shelf.here["pan-x2"]}
    desk = shown.predicting._desk
    shown.predicting._desk = replace(
        desk, shelf=lambda: replace(shelf, here=here), wanted=lambda: [(spec,)]
    )
    assert shown.predicting._next() == spec
    qtbot.waitUntil(lambda: shown.predicting._next() is None, timeout=PATIENCE_MS)
    assert shown.predicting.outlook((spec,)).seconds is None
    assert shown.state.notice is None, "nobody asked for it"
