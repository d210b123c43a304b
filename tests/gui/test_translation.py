"""The window's language: which it takes, that it is complete, and that nothing is cut off in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QSize, Qt, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sr_desktop import catalogue, language
from sr_desktop.bench.evaluate import Averaged, Event, Mean, Score, Scored, Unscored
from sr_desktop.bench.quality import Quality
from sr_desktop.errors import DownloadFailed, ImageTooLarge, UnreadableImage
from sr_desktop.gui import batches, translation, words
from sr_desktop.gui.about import AboutWindow
from sr_desktop.gui.actions import Action, Repeat, Retry, ShowModels, ShowReport, Undo
from sr_desktop.gui.arrivals import ArrivalBar, Arrivals, Fetch
from sr_desktop.gui.batches import DONE, FAILED, SKIPPED, STOPPED, Batch, Piece
from sr_desktop.gui.canvas.comparison import GAINS, Comparison, Mode
from sr_desktop.gui.canvas.corner import Corner
from sr_desktop.gui.canvas.legend import Legend
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.closing import Closing, Loss
from sr_desktop.gui.crash import CrashDialog
from sr_desktop.gui.destination import Destination
from sr_desktop.gui.download_bar import DownloadBar
from sr_desktop.gui.downloads_page import DownloadsPage
from sr_desktop.gui.evaluate_window import EvaluateWindow
from sr_desktop.gui.evaluation import Evaluation, Selection
from sr_desktop.gui.export_form import ExportForm
from sr_desktop.gui.export_window import ExportWindow, Scope
from sr_desktop.gui.fetching import FetchJob
from sr_desktop.gui.filmstrip import Filmstrip
from sr_desktop.gui.ledger import Filters
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.model_state import Download, Offer, Wanted
from sr_desktop.gui.models_table import Action as ModelAction
from sr_desktop.gui.output_form import Shown
from sr_desktop.gui.rail import WIDTH_PX
from sr_desktop.gui.report_window import ReportWindow, title
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.shortcuts import ShortcutsWindow
from sr_desktop.gui.state import Item, Live, Notice, Status, WindowState
from sr_desktop.gui.strip_cell import CELL
from sr_desktop.gui.survey import Fate, Line, Survey
from sr_desktop.gui.survey_pane import SurveyPane
from sr_desktop.gui.text_window import TextWindow
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.truth import Side, Truth
from sr_desktop.gui.truth_bar import TruthBar
from sr_desktop.gui.tryout import Words
from sr_desktop.gui.tryout_panel import TryPanel
from sr_desktop.gui.when_done import WhenDone
from sr_desktop.gui.widgets import Elided, Tick, Toggle, button, label
from sr_desktop.imaging.files import Probe
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.provenance import Provenance
from sr_desktop.jobs.engine import Device
from sr_desktop.jobs.outcomes import Outcome
from sr_desktop.jobs.plan import Plan
from sr_desktop.jobs.preflight import Disk, Entry, Preflight
from sr_desktop.jobs.types import DevicesFound, Found, Result, UpscaleJob
from sr_desktop.language import sentences, tr, trn
from tests.gui.fit import cut_off, pseudo
from tools import translations

PSEUDO = "pseudo"
WINDOW_PX, CANVAS_PX = 1024, 720  # the least that fit the window without scrolling
CPU = Device("cpu", "Some CPU", ("fp32", "bf16"), "bf16")
GPU = Device("cuda:0", "Some GPU of the larger kind", ("fp32", "bf16", "fp16"), "fp16")
LANGUAGES = [translation.ENGLISH, translation.CHINESE, PSEUDO]
MADE = Provenance("1.0", "pan-x2", "", (), "float32", False, 64, {})
Lacks = Callable[[], list[str]]
_LOOKS = 25


@pytest.fixture(params=LANGUAGES)
def tongue(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Each language in turn."""
    if request.param == PSEUDO:
        language.install(lambda text, meaning, count: pseudo(text))
    else:
        _need_a_font_for(request.param)
        translation.install(qapp, request.param)
    yield request.param
    translation.install(qapp, translation.ENGLISH)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    translation.install(qapp, translation.CHINESE)
    yield
    translation.install(qapp, translation.ENGLISH)


def _need_a_font_for(name: str) -> None:
    script = QFontDatabase.WritingSystem.SimplifiedChinese
    if name == translation.CHINESE and not QFontDatabase.families(script):
        pytest.skip("needs a font with Chinese characters, such as fonts-wqy-microhei")


# Which language


@pytest.mark.parametrize(
    ("wished", "system", "taken"),
    [
        ("", ["zh-Hans-CN", "zh-CN", "en-US"], "zh_CN"),
        ("", ["zh-CN"], "zh_CN"),
        ("", ["zh-SG", "zh"], "zh_CN"),
        ("", ["en-GB", "zh-CN"], "en"),
        ("", ["de-DE", "zh-Hans-CN"], "zh_CN"),  # what they read, before what nobody named
        ("", ["zh-Hant-TW", "zh-TW", "zh-Hant", "zh"], "en"),
        ("", ["zh-Hant-TW", "zh-Hans-CN"], "zh_CN"),
        ("", ["C"], "en"),
        ("", [], "en"),
        ("en", ["zh-CN"], "en"),
        ("zh_CN", ["en-US"], "zh_CN"),
        ("xx", ["zh-CN"], "zh_CN"),
    ],
)
def test_the_language_is_the_wish_or_else_the_systems(
    wished: str, system: list[str], taken: str
) -> None:
    assert translation.choose(wished, system) == taken


def test_the_settings_follow_the_system_until_they_are_told_otherwise() -> None:
    assert Settings().language() == "system"


# That it is complete


def test_the_compiled_translation_gives_what_its_source_says(chinese: None) -> None:
    translator = next(
        each
        for each in QCoreApplication.instance().findChildren(QTranslator)  # type: ignore[union-attr]
        if "sr-desktop" in each.filePath()
    )
    wrong = []
    for each in translations.read(translations.CHINESE):
        count = -1 if each.one is None else 2
        given = translator.translate(translation.CONTEXT, each.text, each.meaning, count)
        if not each.is_gone and given != each.translation:
            wrong.append((each.label, given))
    assert not wrong


def test_texts_come_in_chinese_and_go_back_to_english(qapp: QApplication) -> None:
    translation.install(qapp, translation.CHINESE)
    assert tr("Saved {name}.", name="a.png") == "已保存 a.png。"
    assert trn("{count} data set", "{count} data sets", 1) == "1 个数据集"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"  # Qt's own
    translation.install(qapp, translation.ENGLISH)
    assert tr("Saved {name}.", name="a.png") == "Saved a.png."
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_an_error_is_told_in_chinese_in_whatever_thread_it_is_made(
    chinese: None, tmp_path: Path
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from sr_desktop.imaging import files

    (tmp_path / "a.png").write_bytes(b"no picture")
    with ThreadPoolExecutor(1) as other, pytest.raises(UnreadableImage) as refused:
        other.submit(files.read, tmp_path / "a.png").result()
    assert refused.value.message == "a.png 不是本程序能够读取的图片。"


# That nothing is cut off


def test_the_made_up_language_is_longer_and_keeps_placeholders() -> None:
    told = pseudo("Saved {name} in {seconds:.1f} s.")
    assert "{name}" in told
    assert "{seconds:.1f}" in told
    assert len(told) >= 1.4 * len("Saved  in  s.") + len("{name}{seconds:.1f}") - 3
    assert "Saved" not in told


@pytest.mark.parametrize(
    "make",
    [
        lambda: _sized(label("A label that is far too long for it", "muted"), 60),
        lambda: _sized(button("A button that is far too long", "plain"), 60),
        lambda: _sized(Toggle("A toggle that is far too long"), 60),
        lambda: _sized(Tick("A tick that is far too long for this", "and dear"), 60),
    ],
    ids=["label", "button", "toggle", "tick"],
)
def test_a_text_that_is_cut_off_is_found(make: Callable[[], QWidget], host: QWidget) -> None:
    part = make()
    part.setParent(host)
    part.show()
    assert len(cut_off(host)) == 1
    part.setFixedWidth(380)
    assert cut_off(host) == []
    part.move(200, 0)  # its end is beyond the window
    assert len(cut_off(host)) == 1


def test_what_elides_on_purpose_is_passed_over(host: QWidget) -> None:
    part = _sized(Elided("A long name that is cut in its middle, where it does not matter"), 60)
    part.setParent(host)
    part.show()
    assert cut_off(host) == []


def _sized(widget: QWidget, width_px: int) -> QWidget:
    widget.setFixedSize(width_px, 32)
    return widget


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[QWidget], list[str]]:
    """Show a window for a moment and tell what is cut off in it."""

    def look(window: QWidget) -> list[str]:
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        for _ in range(_LOOKS):  # a busy computer lays out late
            qtbot.wait(20)
            if not (found := cut_off(window)):
                break
        window.close()
        return found

    return look


def test_the_evaluate_window_is_whole_before_and_after_a_run(
    tongue: str, tmp_path: Path, settled: Callable[[QWidget], list[str]]
) -> None:
    window = EvaluateWindow(Settings())
    window.resize(window.minimumSize())
    assert settled(window) == []
    window.form.choose(Selection((tmp_path,), frozenset({"pan"}), frozenset({2}), tmp_path))
    window._state = Evaluation(7, running=True)
    for event in _run():
        window._on_event(event)
    window._render()
    assert settled(window) == []
    window.deleteLater()


def _run() -> list[Event]:
    score = Score("pan-x2", 2, "Set5", "baby", 37.17, 0.96, 33.67, 0.93, 0.12, (), None)
    mean = Mean("pan-x2", 2, "Set5", 37.17, 0.96, 33.67, 0.93, 0.12, 4, 5)
    error = UnreadableImage(tr("{name} is damaged or incomplete.", name="b.png"))
    return [Scored(7, score), Unscored(7, error, "Set5", 2, "pan-x2", "b"), Averaged(7, mean)]


def test_the_report_is_whole(
    tongue: str, tmp_path: Path, settled: Callable[[QWidget], list[str]]
) -> None:
    window = ReportWindow(Settings())
    window.resize(window.minimumSize())
    ends = [DONE, *[FAILED] * 12, SKIPPED, STOPPED]
    outcomes = tuple(Outcome(tmp_path / f"{n}.png", end, reason="?") for n, end in enumerate(ends))
    window.show_batch(Batch(tmp_path, {}, outcomes=outcomes, ended_at=75.0))
    assert settled(window) == []
    window.deleteLater()


def test_a_report_is_filtered_in_chinese(chinese: None, tmp_path: Path, qtbot: QtBot) -> None:
    window = ReportWindow(Settings())
    qtbot.addWidget(window)
    ends = (DONE, FAILED, FAILED, SKIPPED)
    outcomes = tuple(Outcome(tmp_path / f"{n}.png", end, reason="?") for n, end in enumerate(ends))
    window.show_batch(Batch(tmp_path, {}, outcomes=outcomes, ended_at=75.0))
    assert clicked(window.filters, qtbot, window.view) == {"全部 3": 3, "失败 2": 2, "已跳过 1": 1}


def test_a_survey_is_filtered_in_chinese(chinese: None, tmp_path: Path, qtbot: QtBot) -> None:
    pane = SurveyPane()
    qtbot.addWidget(pane)
    pane.show_survey(survey_of(len(Fate), tmp_path))
    every, others = len(Fate), len(Fate) - 1
    shown = clicked(pane.filters, qtbot, pane.view)
    assert shown == {f"全部 {every}": every, f"需留意 {others}": others}


def clicked(filters: Filters, qtbot: QtBot, view: QTableView) -> dict[str, int]:
    """How many rows the view has after each of the filters."""
    shown = {}
    for each in filters.findChildren(Toggle):
        qtbot.mouseClick(each, Qt.MouseButton.LeftButton)
        shown[each.text()] = view.model().rowCount()
    return shown


def test_what_the_program_is_and_asks_is_whole(
    tongue: str, host: QWidget, settled: Callable[[QWidget], list[str]]
) -> None:
    closing = Closing(QWidget(host), Settings())  # type: ignore[arg-type]
    about = tr("What is installed, what will be used, and whether it works.")
    loss = Loss(1, 1200, 3, 2, 4, unsaved=7)
    made: tuple[Callable[[], QWidget], ...] = (
        lambda: AboutWindow(host, tr("CPU, {count} threads", count=16)),
        lambda: TextWindow(host, tr("Doctor report"), about),
        lambda: CrashDialog("Traceback (most recent call last):\nValueError: a defect"),
        lambda: closing._about_work(loss),
        lambda: closing._about_unsaved(1),
        lambda: closing._about_unsaved(1200),
    )
    for make in made:
        window = make()
        window.resize(window.minimumSize())
        assert settled(window) == []
        window.deleteLater()


def test_the_bar_that_offers_a_download_is_whole(tongue: str, host: QWidget) -> None:
    bar = DownloadBar()
    spec = catalogue.all_models()[-1]
    offer = Offer(spec, Wanted(1), "models.example")
    coming = Download(spec, 1, "models.example", True, 3 << 20, total_bytes=9 << 20)
    error = DownloadFailed(
        tr("{model} could not be downloaded: {reasons}.", model=spec.title, reasons="503"),
        tr("Choose a folder that you may write in."),
    )
    for download in (None, coming, replace(coming, error=error)):
        bar.show_offer(offer, download)
        assert found_at(host, bar, CANVAS_PX) == [], download


def test_the_bar_of_pictures_that_arrive_is_whole(tongue: str, host: QWidget) -> None:
    arrivals = Arrivals(lambda: 1, lambda: "", host)
    bar = ArrivalBar(arrivals)
    job = FetchJob("https://images.example/a/picture.png")
    error = UnreadableImage(
        tr("The address at {host} is a web page, not a picture.", host="images.example"),
        tr("Drag the picture itself, or save it with the browser and drop the file."),
    )
    coming, failed = Fetch(job, 3 << 20, 9 << 20), Fetch(job, error=error)
    for fetches in ({1: coming}, {1: coming, 2: coming}, {1: Fetch(job)}, {1: failed}):
        arrivals._fetches = fetches
        arrivals.changed.emit()
        assert found_at(host, bar, CANVAS_PX) == [], fetches


def test_the_panel_to_try_models_is_whole(tongue: str, host: QWidget) -> None:
    panel = TryPanel()
    panel.ask_for_spot()
    assert found_at(host, panel, CANVAS_PX) == []
    specs = [spec for spec in catalogue.all_models() if spec.scale == 4]
    panel.show_cells([None, *specs[:2]], ["EDSR", "MSRN"])
    for cell in panel.cells:
        cell.show_words(Words(tr("Bicubic {times}", times="×4"), "Set5 28.42 dB", words.about(900)))
    assert found_at(host, panel, CANVAS_PX, high_px=440) == []


def test_the_strip_of_pictures_is_whole(
    tongue: str, host: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    strip = Filmstrip(lambda _items: QMimeData(), lambda _item: None, lambda: ())
    qtbot.addWidget(strip)
    items = [Item(Found(tmp_path / f"{each.name}.png"), status=each) for each in Status]
    job = UpscaleJob(tmp_path / "0.png", catalogue.all_models()[0], tmp_path / "1.png")
    batch = batches.begin(tmp_path, [Piece(job, 1, Found(tmp_path / "0.png"))], 1, 0.0)
    working = WindowState().with_items(items)
    idle = WindowState().with_items([replace(item, status=Status.DONE) for item in items])
    for state in (
        working,
        idle,
        replace(working, batch=batch),
        replace(working, batch=replace(batch, paused_at=1.0)),
    ):
        told = batches.words_of_run(state.batch, 1.0) if state.batch else words.count(1200)
        strip.show_state(state, told)
        assert found_at(host, strip, WINDOW_PX, high_px=200) == [], told


def test_the_toolbar_is_whole(tongue: str, window: MainWindow) -> None:
    bar = window.toolbar
    assert bar.minimumSizeHint().width() <= WINDOW_PX
    for width in (WINDOW_PX, 1280, 1440, 1920):
        window.resize(width, 720)
        QApplication.processEvents()
        buttons = [each for each in bar.findChildren(QToolButton) if each.isVisible()]
        assert not [each.text() for each in buttons if is_cut(each)], width


def is_cut(button: QToolButton) -> bool:
    """Whether words beside an icon lack room."""
    says = button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    return bool(button.text()) and says and button.width() < button.sizeHint().width()


def test_the_pages_of_the_preferences_are_whole(tongue: str, window: MainWindow) -> None:
    window.preferring.devices.known = DevicesFound(0, (GPU, CPU), threads=8)
    shown = window.preferring.show()
    for width in (shown.minimumWidth(), shown.width()):
        for at, each in enumerate(shown.pages):
            shown.resize(width, 560)
            shown.list.setCurrentRow(at)
            QApplication.processEvents()
            assert cut_off(each) == [], type(each)
    downloads = next(each for each in shown.pages if isinstance(each, DownloadsPage))
    shown.list.setCurrentRow(shown.pages.index(downloads))
    asked = tr("What about those that are here now: {files}?", files="12, 1.2 GB")
    answers = {tr(text): lambda: None for text in ("Move them", "Leave them", "Cancel")}
    downloads.question.ask(
        sentences(tr("Models will be kept in the usual folder."), asked), answers
    )
    for width in (shown.minimumWidth(), 704):
        shown.resize(width, 560)
        QApplication.processEvents()
        assert cut_off(downloads) == [], width


@pytest.mark.parametrize("count", [1, 12])
def test_the_export_dialog_is_whole(tongue: str, count: int, qtbot: QtBot, tmp_path: Path) -> None:
    form = ExportForm(Choices(own_scale=False), Destination(tmp_path), WhenDone.OPEN, (2, 3, 4))
    scopes = [Scope(f"{n}.png", tuple(range(count))) for n in range(min(count, 2))]
    dialog = ExportWindow(form, scopes, 0)
    qtbot.addWidget(dialog)
    dialog.form.show_pictures({Shown()}, count, count // 2)
    dialog.show_survey(survey_of(count, tmp_path))
    dialog.download.show()
    dialog.show()
    for size in (QSize(1, 1), QSize(800, 640), QSize(1120, 720)):
        for shows_details in (False, True):
            dialog.resize(size)
            dialog.details.setChecked(shows_details)
            QApplication.processEvents()
            assert cut_off(dialog) == [], (size, dialog.size(), shows_details)
    dialog.close()


def survey_of(count: int, folder: Path) -> Survey:
    """Of so many pictures, some of each fate, with too little room for them."""
    spec, seen = catalogue.all_models()[0], Probe(640, 480, "PNG", 8, 1)
    brief, reason = tr("file is there"), tr("A file of this name is there already.")
    names = [folder / f"{n}.png" for n in range(count)]
    jobs = tuple(UpscaleJob(path, spec, folder / "out" / path.name) for path in names)
    lines = tuple(
        Line(Found(path), fate, (640, 480), (1280, 960), folder / "out", brief, reason)
        for path, fate in zip(names, [*Fate] * count, strict=False)
    )
    plan = Plan(jobs, seen={job.id: seen for job in jobs})
    entries = tuple(Entry(job, seen, job.steps(640, 480), 1 << 20) for job in jobs)
    flight = Preflight(plan, entries, (Disk(folder, 9 << 30, 1 << 30),), 900.0)
    told = Survey(folder, count, "skip", looked=count, lines=lines, flight=flight)
    return replace(told, seconds=900.0, compute=tr("CPU, {count} threads", count=16))


def found_at(host: QWidget, part: QWidget, width: int, high_px: int = 160) -> list[str]:
    """What is cut off in a window of this size, of which the part is all."""
    if host.layout() is None:
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(part)
    host.resize(width, high_px)
    QApplication.processEvents()
    return cut_off(host)


def test_the_bar_of_numbers_is_whole(tongue: str, host: QWidget) -> None:
    picture = Picture(np.zeros((8, 8, 3), np.uint8))
    side = Side(picture, 1, Quality(31.42, 0.9123))
    bar = TruthBar()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    column.addWidget(bar)
    truth = Truth("original.png", 2, reference=picture, bicubic=side, result=side)
    bar.show_truth(truth, True, 2, "PAN ×2", working=False)
    for width in (720, 880, 1200):  # 720 is what the canvas has in a window of 1024 px
        host.resize(width, 200)
        QApplication.processEvents()
        assert cut_off(host) == [], width
    bar.show_truth(truth, False, 3, "PAN ×3", working=False)  # fits another scale
    QApplication.processEvents()
    assert cut_off(host) == []


@pytest.fixture
def main(tongue: str, qtbot: QtBot) -> Iterator[MainWindow]:
    """The main window in the size of a small screen; nothing is computed."""
    window = MainWindow(Settings())
    window.resize(1024, 700)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def lacks(main: MainWindow, qtbot: QtBot) -> Lacks:
    """What is cut off in the main window, once it shows its state and is laid out."""

    def look() -> list[str]:
        with qtbot.waitSignal(main.rendered):
            main._change(main.state)
        qtbot.wait(20)
        return cut_off(main)

    return look


def _put(window: MainWindow, item: Item) -> None:
    window._change(window.state.with_item(item))


def test_the_main_window_is_whole_in_all_its_states(
    tongue: str, tmp_path: Path, main: MainWindow, lacks: Lacks
) -> None:
    assert lacks() == [], "nothing opened yet"
    main.recent.note([tmp_path / "a picture of a long name.png", tmp_path / "b.png"])
    assert lacks() == [], "with what was opened last"
    for name in ("a.png", "b.png", "c.png"):
        main.add_picture(Picture(np.zeros((30, 40, 3), np.uint8)), name)
    main._change(replace(main.state, compute=tr("CPU, {count} threads", count=16) + ", bfloat16"))
    assert lacks() == [], "a picture shown"
    item = main.state.items[0]
    spec = main.rail.spec
    live = Live(spec, specs=(spec,), done_px=43, total_px=100)
    _put(main, replace(item, status=Status.WORKING, job_id=7, live=live, size=(40, 30)))
    assert lacks() == [], "working"
    made = Picture(np.zeros((120, 160, 3), np.uint8))
    result = Result(made, seconds=1.1, megapixels=0.02, consistency_db=49.0)
    _put(main, replace(item, status=Status.DONE, spec=spec, result=result, made=(160, 120)))
    assert lacks() == [], "done"
    for action in main.toolbar.views.actions_of.values():
        action.trigger()
        assert lacks() == [], action.text()
    error = ImageTooLarge(tr("{name} is damaged or incomplete.", name="a.png"), pixels=12 * 10**8)
    failed = replace(item, picture=None, status=Status.FAILED, error=error)
    main._change(replace(main.state.with_item(failed), current=item.id, opened=None))
    assert lacks() == [], "failed"


@pytest.mark.parametrize(
    "action", [None, Retry(1), Undo(), ShowModels(), ShowReport(), Repeat(MADE)]
)
def test_a_notice_with_buttons_is_whole(
    tongue: str, tmp_path: Path, main: MainWindow, lacks: Lacks, action: Action | None
) -> None:
    text = tr("{name} was not saved: the disk is full.", name="a picture of a long name.png")
    hint = tr("Free some space, or save in another folder.")
    main._change(replace(main.state, notice=Notice(text, hint, bad=True, action=action)))
    assert lacks() == []
    saved = Notice(text, hint, saved=tmp_path / "a.png", action=action)
    main._change(replace(main.state, notice=saved))
    assert lacks() == []


def test_the_rail_is_whole_with_other_sizes_and_all_formats(
    tongue: str, main: MainWindow, lacks: Lacks
) -> None:
    usual_px = main.rail.width()
    main.add_picture(Picture(np.zeros((30, 40, 3), np.uint8)), "a.png")
    choices = main.rail.choices
    for kind in (size.kind for size in choices.sizes):
        main.rail.show_choices(replace(choices, own_scale=False, size_kind=kind))
        assert lacks() == [], kind
    for format in ("same", "jpeg", "webp", "tiff", "avif", "png"):
        for dpi in (None, 300.0):
            main.rail.show_choices(replace(choices, format=format, unfolded=True, dpi=dpi))
            assert lacks() == [], (format, dpi)
    if tongue != PSEUDO:
        assert main.rail.width() == usual_px == WIDTH_PX


def test_the_rail_is_whole_with_settings_of_some_pictures_alone(
    tongue: str, main: MainWindow, lacks: Lacks
) -> None:
    for name in ("a.png", "b.png", "c.png"):
        main.add_picture(Picture(np.zeros((30, 40, 3), np.uint8)), name)
    for ids in ([main.state.items[0].id], [item.id for item in main.state.items]):
        main.queueing.select(ids)
        assert lacks() == []
        main.own.only_for(main.state.chosen)
        assert lacks() == []


def test_the_models_window_is_whole(
    tongue: str, main: MainWindow, settled: Callable[[QWidget], list[str]]
) -> None:
    main.show_models()
    window = main.managing.window
    assert window is not None
    for id in ("", "pan-x2", "edsr-base-x2", "msrn-x3"):
        window.select(id)
        window.resize(880, 560)  # what it needs; where there is less it scrolls
        assert settled(window) == []
    window.detail.press(ModelAction.REMOVE)
    assert settled(window) == []


def test_the_preferences_are_whole(
    tongue: str, main: MainWindow, settled: Callable[[QWidget], list[str]]
) -> None:
    main.show_preferences()
    window = main.preferring._window
    assert window is not None
    window._bar.show()
    for size in (window.minimumSize(), QSize(704, 560)):
        window.resize(size)
        for at in range(len(window.pages)):
            window.list.setCurrentRow(at)
            assert settled(window) == [], (window.pages[at].name, size)
    names = [window.list.visualItemRect(window.list.item(n)) for n in range(window.list.count())]
    needed = window.list.sizeHintForColumn(0)
    assert all(name.width() >= needed for name in names), "names of pages are not cut"


def test_the_list_of_shortcuts_is_whole(
    tongue: str, main: MainWindow, settled: Callable[[QWidget], list[str]]
) -> None:
    window = ShortcutsWindow(main)
    for size in (window.minimumSize(), QSize(1000, 720)):
        window.resize(size)
        assert settled(window) == []
    window.deleteLater()


@pytest.mark.parametrize("mode", list(Mode))
def test_the_corner_of_the_canvas_is_whole(tongue: str, host: QWidget, mode: Mode) -> None:
    corner = Corner()
    corner.setParent(host)
    host.resize(704, 200)  # the canvas in a window of 1024 px, without its margins
    measured = words.consistency(48.2) if mode is Mode.CONSISTENCY else ""
    notes = [(measured, gain, True) for gain in GAINS]
    notes.append((tr("Upscale to see how true the result is"), 1, False))
    for note, gain, is_pair in notes:
        corner.show_comparison(Comparison(mode=mode, gain=gain), note, is_pair)
        corner.show()
        QApplication.processEvents()
        assert cut_off(host) == []
        legend = corner.findChild(Legend)
        assert legend is not None
        assert legend.width() >= legend.sizeHint().width()


def test_marks_of_a_legend_do_not_meet(tongue: str, host: QWidget) -> None:
    legend = Legend()
    for show in (lambda: legend.show_differences(1), lambda: legend.show_heat(16)):
        show()
        letters = QFontMetrics(legend._font())
        first, middle, last = map(letters.horizontalAdvance, legend._marks)
        inner = legend.width() - 2 * GRID_PX
        assert (inner - middle) / 2 > max(first, last)


def test_a_cell_of_the_strip_has_room_for_its_words(tongue: str) -> None:
    font = QFont(QApplication.font())
    font.setPixelSize(11)
    letters = QFontMetrics(font)
    for status in (Status.QUEUED, Status.FAILED):
        assert letters.horizontalAdvance(tr(status.value)) <= CELL.width() - 12
    font.setPixelSize(10)
    pill = QFontMetrics(font).horizontalAdvance(words.frames(1200, "TIFF")) + 10
    assert pill <= CELL.width() - 16


def test_the_counts_of_a_report_are_told_whole(chinese: None) -> None:
    assert title(Counter({DONE: 1190, FAILED: 4})) == "已保存 1,190 张、失败 4 张"


def test_buttons_of_qt_speak_the_language_too(tongue: str, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QDialogButtonBox

    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    text = box.findChild(QPushButton).text()  # type: ignore[union-attr]
    assert ("取消" in text) == (tongue == translation.CHINESE)
