"""Every place that tells of an error: plain words, the next step, and Copy with the details."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop import __version__
from sr_desktop.errors import UnreadableImage
from sr_desktop.gui import details
from sr_desktop.gui.arrivals import ArrivalBar, Arrivals, Fetch
from sr_desktop.gui.crop_view import CropView
from sr_desktop.gui.download_bar import DownloadBar
from sr_desktop.gui.evaluate_window import EvaluateWindow
from sr_desktop.gui.fetching import FetchJob
from sr_desktop.gui.model_detail import ModelDetail
from sr_desktop.gui.model_state import Download, Offer, Wanted
from sr_desktop.gui.models_table import Row
from sr_desktop.gui.panes import FailedPane, NoticeBar
from sr_desktop.gui.report_window import ReportWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Notice
from sr_desktop.gui.tryout import Words
from sr_desktop.gui.tryout_panel import Cell
from sr_desktop.weights import Library
from tests.gui.test_accessible import Stage, _export, preferences, stage  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
ERROR = UnreadableImage("boats.png is broken.", "Open it in another program and save it again.")
PAN = Library().find("pan", 2)


def failed_pane() -> QWidget:
    shown = FailedPane()
    shown.show_error(ERROR, Path("in/boats.png"))
    return shown


def notice_bar() -> QWidget:
    shown = NoticeBar()
    shown.show_notice(Notice(ERROR.message, ERROR.hint, bad=True))
    return shown


def download_bar() -> QWidget:
    shown = DownloadBar()
    offer = Offer(PAN, Wanted(0), "example.org")
    shown.show_offer(offer, Download(PAN, 1, "example.org", error=ERROR))
    return shown


def arrival_bar() -> QWidget:
    arrivals = Arrivals(lambda: 10**8, lambda: "", QGuiApplication.instance())
    shown = ArrivalBar(arrivals)
    fetch = Fetch(FetchJob("https://example.org/boats.png"), error=ERROR)
    arrivals._fetches[fetch.job.id] = fetch
    arrivals.changed.emit()
    return shown


def model_detail() -> QWidget:
    shown = ModelDetail()
    shown.show_row(Row(PAN.id, PAN), ERROR, "")
    return shown


def evaluate_window() -> QWidget:
    shown = EvaluateWindow(Settings())
    shown._say(str(ERROR), bad=True)
    return shown


def report_window() -> QWidget:
    shown = ReportWindow(Settings())
    shown._say(str(ERROR), is_bad=True)
    return shown


def tryout_cell() -> QWidget:
    shown = Cell(PAN)
    shown.show_words(Words("PAN", "", ""))
    shown.show_error(ERROR.message, ERROR.hint)
    return shown


PLACES = [
    failed_pane,
    notice_bar,
    download_bar,
    arrival_bar,
    model_detail,
    evaluate_window,
    report_window,
    tryout_cell,
]


def words_on(place: QWidget) -> str:
    labels = [each.text() for each in place.findChildren(QLabel) if each.isVisible()]
    labels += [each.accessibleDescription() for each in place.findChildren(CropView)]
    return "\n".join(labels).replace("\u200b", "")


def copied(place: QWidget) -> str:
    (copy,) = (
        each
        for each in place.findChildren(QPushButton)
        if each.isVisible() and each.text() == "Copy details"
    )
    QGuiApplication.clipboard().clear()
    copy.click()
    return QGuiApplication.clipboard().text().replace("\u200b", "")


@pytest.mark.parametrize("make", PLACES, ids=lambda make: make.__name__)
def test_it_says_what_happened_what_to_do_and_lets_it_be_copied(
    make: Callable[[], QWidget], qtbot: QtBot
) -> None:
    place = make()
    qtbot.addWidget(place)
    place.show()
    for told in (words_on(place), text := copied(place)):
        assert ERROR.message in told
        assert ERROR.hint in told
    assert __version__ in text
    place.close()


def test_what_cannot_be_shown_is_copied_with_its_file_and_kind() -> None:
    told = details.of(ERROR, Path("in/boats.png")).split("\n")
    assert told[:3] == [str(ERROR), str(Path("in/boats.png")), "UnreadableImage"]


def test_an_export_that_cannot_be_says_so_in_its_dialog(stage: Stage) -> None:  # noqa: F811
    dialog = _export(stage, "a.png")
    survey = dialog._survey
    dialog.show_survey(replace(survey, error=ERROR))
    assert not dialog.export.isEnabled()
    assert str(ERROR) in words_on(dialog)
    assert str(ERROR) in copied(dialog)
    dialog.show_survey(survey)
    assert not dialog.copy_details.isVisible()


@pytest.mark.parametrize("where", ["preferences", "models"])
def test_an_address_that_is_none_is_told_beside_its_field(
    where: str,
    stage: Stage,  # noqa: F811
) -> None:
    if where == "models":
        stage.window.show_models()
        place = stage.window.managing.window
    else:
        place = preferences(stage, 1)
    field = place._mirror if where == "models" else place.pages[1]._mirror
    field.setText("nowhere")
    field.editingFinished.emit()
    told = copied(place).split("\n")[0]
    assert told in words_on(place)
    assert "http" in told, "the next step"
    field.setText("")
    field.editingFinished.emit()
    copies = [each for each in place.findChildren(QPushButton) if each.text() == "Copy details"]
    assert not any(each.isVisible() for each in copies)
