"""The window with its real workers and the real network."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sr_desktop.errors import ImageTooLarge, OutOfMemory
from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.empty_pane import EmptyPane
from sr_desktop.gui.export_window import ExportWindow
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.panes import DropOverlay, FailedPane, NoticeBar, limit_for
from sr_desktop.gui.saving import save_filters
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status, WindowState
from sr_desktop.gui.widgets import Fold, ProgressButton
from sr_desktop.imaging import files, formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.provenance import Provenance
from sr_desktop.imaging.size import Size
from sr_desktop.jobs.types import Decoded, UpscaleJob, next_id

Wait = Callable[[Callable[[WindowState], bool]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, one below, a file that is none."""
    rng = np.random.default_rng(5)
    top = tmp_path / "Holiday"
    for name in ("a 50%.png", "below/ü ☂.jpg"):
        smooth = rng.integers(60, 190, (6, 8, 3), np.uint8).repeat(8, 0).repeat(8, 1)
        format = (formats.format_of(Path(name)) or "PNG").lower()
        files.write(top / name, Picture(smooth), Encoding(format))
    (top / "broken.png").write_bytes(b"no picture")
    return top


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at, copy = QPointF(300, 300), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at.toPoint(), copy, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    overlay = window.findChild(DropOverlay)
    assert overlay is not None
    assert overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(at, copy, mime, buttons, keys))
    assert not overlay.isVisible()


def open_one(window: MainWindow, wait: Wait, path: Path) -> None:
    drop(window, path)
    wait(lambda state: state.opened is not None)


def test_an_empty_window_offers_ways_to_begin(window: MainWindow) -> None:
    pane = window.findChild(EmptyPane)
    assert pane is not None
    assert pane.isVisible()
    assert not window.findChild(CanvasView).isVisible()  # type: ignore[union-attr]


def test_a_dropped_folder_fills_the_strip_and_the_broken_file_says_why(
    window: MainWindow, wait: Wait, folder: Path
) -> None:
    drop(window, folder)
    wait(lambda state: len(state.items) == 3)
    wait(lambda state: all(i.thumbnail is not None or i.error for i in state.items))
    by_name = {item.name: item for item in window.state.items}
    assert by_name["broken.png"].status == Status.FAILED
    assert "broken.png" in str(by_name["broken.png"].error)
    assert by_name["ü ☂.jpg"].size == (64, 48)


def test_the_picture_is_upscaled_and_the_split_view_shows_it(
    window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(lambda state: state.result is not None)
    result = window.state.result
    assert result is not None
    assert result.pixels.shape == (192, 256, 3)
    assert window.state.item is not None
    assert window.state.item.status == Status.DONE
    view = window.findChild(CanvasView)
    assert view is not None
    qtbot.waitUntil(lambda: view.labels == ("Bicubic", "PAN ×4"))


def test_upscale_may_be_asked_for_before_the_picture_is_on_the_screen(
    window: MainWindow, wait: Wait, folder: Path
) -> None:
    drop(window, folder / "a 50%.png")
    wait(lambda state: state.item is not None)
    window.upscale()
    assert window.state.working
    wait(lambda state: state.result is not None and state.opened is not None)


def test_a_result_is_saved_by_the_dialog(
    window: MainWindow,
    wait: Wait,
    folder: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[str] = []

    def choose(parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "chosen.webp"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    open_one(window, wait, folder / "a 50%.png")
    window.upscale()
    wait(lambda state: state.result is not None)
    qtbot.waitUntil(window.toolbar.save.isEnabled)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait(lambda state: state.notice is not None)
    assert offered == [str(folder / "a 50%_pan_x4.png")]
    assert files.probe(tmp_path / "chosen.webp").format == "WEBP"
    assert window.state.notice is not None
    assert "chosen.webp" in window.state.notice.text


def test_the_original_is_not_saved_over(window: MainWindow, wait: Wait, folder: Path) -> None:
    path = folder / "a 50%.png"
    before = path.read_bytes()
    open_one(window, wait, path)
    window.upscale()
    wait(lambda state: state.result is not None)
    window.save_to(path)
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert window.state.notice.bad
    assert path.read_bytes() == before


def export_all(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    """Through the dialog that tells what will be done."""
    window.export_to(folder)
    dialog = window.findChild(ExportWindow)
    assert dialog is not None
    qtbot.waitUntil(dialog.export.isEnabled)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_all_are_exported_with_their_tree_and_failures_are_counted(
    window: MainWindow, wait: Wait, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    drop(window, folder)
    wait(lambda state: len(state.items) == 3 and state.opened is not None)
    window.upscale()
    wait(lambda state: state.result is not None)
    export_all(window, qtbot, tmp_path / "out")
    wait(lambda state: state.batch is not None and not state.running)
    written = sorted(path.relative_to(tmp_path / "out") for path in tmp_path.glob("out/**/*.*"))
    assert written == [Path("a 50%.png"), Path("below/ü ☂.jpg")]
    assert window.state.notice is not None
    assert "2 pictures" in window.state.notice.text
    assert "1 failed" in window.state.notice.hint
    window.show_item(window.state.items[-1].id)
    wait(lambda state: state.result is not None)  # read back from its file


def test_escape_stops_the_work_and_nothing_is_written(
    window: MainWindow, wait: Wait, tmp_path: Path, qtbot: QtBot
) -> None:
    window.add_picture(Picture(np.full((900, 900, 3), 99, np.uint8)), "large.png")
    wait(lambda state: state.opened is not None)
    window.export_to(tmp_path / "out")
    wait(lambda state: bool(state.working) and state.working[0].status == Status.WORKING)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    wait(lambda state: not state.working)
    assert window.state.items[0].status == Status.WAITING
    assert not list(tmp_path.glob("out/*"))


def test_a_broken_picture_shows_its_reason_in_place(
    window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    drop(window, folder / "broken.png")
    wait(lambda state: state.item is not None and state.item.error is not None)
    pane = window.findChild(FailedPane)
    assert pane is not None
    qtbot.waitUntil(pane.isVisible)


def test_an_image_is_pasted(window: MainWindow, wait: Wait, qtbot: QtBot) -> None:
    image = QImage(31, 17, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(lambda state: state.opened is not None)
    opened = window.state.opened
    assert opened is not None
    assert opened.pixels.shape == (17, 31, 3)
    assert (opened.pixels == (0x33, 0x66, 0x99)).all()


def test_another_picture_can_be_looked_at_while_one_is_upscaled(
    window: MainWindow, wait: Wait, folder: Path
) -> None:
    window.add_picture(Picture(np.full((900, 900, 3), 99, np.uint8)), "large.png")
    wait(lambda state: state.opened is not None)
    window.upscale()
    wait(lambda state: bool(state.working) and bool(state.working[0].live.done))  # type: ignore[union-attr]
    drop(window, folder / "a 50%.png")
    wait(lambda state: state.opened is not None and state.opened.width == 64)
    assert window.state.working
    window.show_item(window.state.items[0].id)
    wait(lambda state: state.opened is not None and state.opened.width == 900)


def test_choices_and_folders_are_kept_for_the_next_start(
    window: MainWindow, wait: Wait, folder: Path
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    window.rail.choose_scale(2)
    window.upscale()
    wait(lambda state: state.result is not None)
    window.save_to(folder / "x.png")
    wait(lambda state: state.notice is not None)
    again = Settings()
    assert again.choices().scale == 2
    assert again.folder("save") == folder


def test_unusable_settings_do_not_stop_the_start(qtbot: QtBot) -> None:
    from sr_desktop import paths

    paths.settings_file().write_text(
        "[General]\nscale=many\nmodel=gone\nformat=exe\nquality=-5\ngeometry=1\n[device_of]\nauto=?\n"
    )
    window = MainWindow(Settings())
    window.show()
    assert window.rail.choices.scale == 4
    window.close()
    window.deleteLater()


def text_of(bar: QWidget) -> str:
    return " ".join(each.text() for each in bar.findChildren(QLabel) if each.isVisible())


def press(inside: QWidget, text: str, qtbot: QtBot) -> None:
    (found,) = (b for b in inside.findChildren(QPushButton) if b.text() == text)
    assert found.isVisible()
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_a_picture_above_the_limit_is_read_once_the_limit_is_raised(
    window: MainWindow, wait: Wait, tmp_path: Path, qtbot: QtBot
) -> None:
    large = tmp_path / "panorama.png"
    Image.new("L", (1500, 1000), 90).save(large)
    Settings().keep_pixel_limit_mp(1)
    window._settings.keep_pixel_limit_mp(1)
    drop(window, large)
    wait(lambda state: state.item is not None and state.item.error is not None)
    pane = window.findChild(FailedPane)
    assert pane is not None
    qtbot.waitUntil(pane.isVisible)
    assert "1.5" in text_of(pane)
    press(pane, "Raise the limit to 2 MP", qtbot)
    wait(lambda state: state.opened is not None)
    wait(lambda state: state.item is not None and state.item.thumbnail is not None)
    assert window.state.item is not None
    assert window.state.item.error is None
    assert Settings().pixel_limit_mp() == 2


@pytest.mark.parametrize(("pixels", "mp"), [(500_100_000, 510), (1_240_300_000, 1300), (1, 1)])
def test_the_limit_is_raised_to_a_round_number(pixels: int, mp: int) -> None:
    assert limit_for(ImageTooLarge("", "", pixels)) == mp
    assert limit_for(ImageTooLarge("More memory than is free.")) == 0
    assert limit_for(OutOfMemory("")) == 0


def made_by_us(window: MainWindow, made: Provenance) -> None:
    picture = window.state.opened
    assert picture is not None
    window._change(replace(window.state, open_job=next_id()))
    window._on_event(Decoded(window.state.open_job, replace(picture, made=made)))


def test_the_settings_of_a_result_are_repeated(
    window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    settings = {"model": "pan", "scale": None, "size": "150%", "format": "tiff", "dpi": None}
    made_by_us(window, Provenance("1", "pan-x2", "", (), "float32", True, 256, settings))
    bar = window.findChild(NoticeBar)
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    assert "Made by sr-desktop: PAN, 150%, float32, self-ensemble." in text_of(bar)
    press(bar, "Repeat these settings", qtbot)
    choices = window.rail.choices
    assert (choices.model, choices.size, choices.format) == ("pan", Size("percent", 150), "tiff")
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert Settings().choices() == choices


def test_a_model_that_is_not_here_leads_to_the_models(
    window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    before = window.rail.choices
    made_by_us(window, Provenance("1", "mine-x2", "", (), "float32", False, 256, {}))
    bar = window.findChild(NoticeBar)
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    press(bar, "Repeat these settings", qtbot)
    qtbot.waitUntil(lambda: "There is no model mine-x2 here." in text_of(bar))
    assert window.rail.choices == before
    press(bar, "Models…", qtbot)
    assert window.managing.window is not None
    assert window.managing.window.isVisible()


def test_a_size_shows_its_steps_and_one_too_large_its_reason(
    window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    button = window.rail.findChild(ProgressButton)
    assert button is not None
    size = Choices(own_scale=False, size_kind="width")
    window.rail.show_choices(size.with_size(Size("width", 240)))
    qtbot.waitUntil(lambda: "64 × 48  →  240 × 180" in text_of(window.rail))
    assert "×4, then shrunk to 94 %" in text_of(window.rail)
    assert button.isEnabled()
    window.rail.show_choices(size.with_size(Size("width", 2000)))
    qtbot.waitUntil(lambda: "31.2 times the size is more" in text_of(window.rail))
    assert not button.isEnabled()
    window.upscale()
    assert not window.state.working


def test_a_job_is_sent_with_the_size_and_all_scales_that_are_here(
    window: MainWindow, wait: Wait, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[UpscaleJob] = []
    monkeypatch.setattr(window._upscaler, "submit", sent.append)
    open_one(window, wait, folder / "a 50%.png")
    window.rail.show_choices(Choices(own_scale=False).with_size(Size("percent", 900)))
    window.upscale()
    (job,) = sent
    assert job.size == Size("percent", 900)
    assert job.steps(64, 48).passes == (3, 3)
    live = window.state.items[0].live
    assert live is not None
    assert [spec.id for spec in live.specs] == ["pan-x3", "pan-x3"]


def gif(path: Path, frames: int = 3) -> Path:
    """As others make it: a square that moves."""
    pictures = [Image.new("RGB", (32, 24), (40, 90, 160)) for _ in range(frames)]
    for n, picture in enumerate(pictures):
        picture.paste((250, 200, 60), (n * 6, 4, n * 6 + 8, 12))
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=100, loop=0)
    return path


def test_the_frames_of_a_moving_picture_are_told(
    window: MainWindow, wait: Wait, tmp_path: Path, qtbot: QtBot
) -> None:
    open_one(window, wait, gif(tmp_path / "waves.gif"))
    bar = window.findChild(QWidget, "statusbar")
    assert isinstance(bar, QWidget)
    qtbot.waitUntil(lambda: "3 frames, the first is shown" in text_of(bar))
    strip = next(each for each in window.findChildren(QListView) if each.accessibleName())
    assert "3 frames" in strip.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_moving_picture_is_saved_frame_by_frame_where_the_format_can(
    window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    open_one(window, wait, gif(tmp_path / "waves.gif"))
    window.rail.choose_scale(2)
    window.upscale()
    wait(lambda state: state.result is not None)
    window.save_to(tmp_path / "still.jpg")
    wait(lambda state: state.notice is not None)
    window.save_to(tmp_path / "moving.webp")
    wait(lambda state: not state.working and state.notice is not None)
    assert files.probe(tmp_path / "still.jpg").frames == 1
    seen = files.probe(tmp_path / "moving.webp")
    assert (seen.width, seen.height, seen.frames) == (64, 48, 3)
    wait(lambda state: state.result is not None)  # read back from its file


def test_a_result_of_a_size_is_made_shown_and_offered_again(
    window: MainWindow, wait: Wait, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    window.rail.show_choices(Choices(own_scale=False).with_size(Size("percent", 375)))
    window.upscale()
    wait(lambda state: state.result is not None)
    assert window.state.result is not None
    assert window.state.result.pixels.shape == (180, 240, 3)
    view = window.findChild(CanvasView)
    assert view is not None
    qtbot.waitUntil(lambda: view.labels == ("Bicubic", "PAN ×3.75"))
    window.save_to(tmp_path / "sized.png")
    wait(lambda state: state.notice is not None)
    window.rail.show_choices(Choices("msrn-small", 2, format="tiff"))
    drop(window, tmp_path / "sized.png")
    bar = window.findChild(NoticeBar)
    assert bar is not None
    qtbot.waitUntil(lambda: "Made by sr-desktop: PAN, 375%" in text_of(bar), timeout=10_000)
    press(bar, "Repeat these settings", qtbot)
    choices = window.rail.choices
    assert (choices.model, choices.size, choices.format) == ("pan", Size("percent", 375), "same")


def test_the_consistency_of_a_finished_picture_is_shown_with_what_it_means(
    window: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    open_one(window, wait, folder / "a 50%.png")
    window.upscale()
    wait(lambda state: state.result is not None)
    bar = window.findChild(QWidget, "statusbar")
    assert isinstance(bar, QWidget)
    qtbot.waitUntil(lambda: "consistency" in text_of(bar))
    (told,) = (each for each in bar.findChildren(QLabel) if "consistency" in each.text())
    assert "PSNR" in told.toolTip()


def test_the_save_dialog_has_a_line_for_each_format() -> None:
    filters = save_filters()
    assert next(filters[line] for line in filters if line.startswith("PNG")) == ".png"
    (jpeg,) = (line for line in filters if line.startswith("JPEG"))
    assert "*.jpeg" in jpeg
    assert next(iter(filters.values())) == "", "the first takes all of them"


def test_a_name_without_ending_gets_that_of_the_line_chosen(
    window: MainWindow,
    wait: Wait,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def choose(parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        return str(tmp_path / "chosen"), next(k for k in kinds.split(";;") if "WebP" in k)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    open_one(window, wait, folder / "a 50%.png")
    window.upscale()
    wait(lambda state: state.result is not None)
    window.saving.save_as()
    wait(lambda state: state.notice is not None)
    assert files.probe(tmp_path / "chosen.webp").format == "WEBP"


def test_the_tab_key_goes_down_the_rail(window: MainWindow) -> None:
    window.rail.show_choices(Choices("msrn", 2, own_scale=False, format="webp", unfolded=True))
    stops: list[QWidget] = []
    at: QWidget = window
    while (at := at.nextInFocusChain()) is not window:
        is_stop = bool(at.focusPolicy().value & Qt.FocusPolicy.TabFocus.value) and at.isEnabled()
        if is_stop and window.rail.isAncestorOf(at) and at.isVisible():
            stops.append(at)
    area = window.rail.findChild(QScrollArea)
    assert area is not None
    tops = [each.mapTo(area.widget(), QPoint(0, each.height() // 2)).y() for each in stops]
    names = [each.accessibleName() for each in stops]
    assert all(a <= b + 4 for a, b in itertools.pairwise(tops)), list(zip(tops, names, strict=True))
    assert "Other size" in names
    assert names.index("Kind of size") > names.index("Other size")


def test_more_options_come_into_sight_where_there_is_little_room(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1024, 700)
    fold = window.rail.findChild(Fold)
    area = window.rail.findChild(QScrollArea)
    assert fold is not None
    assert area is not None
    qtbot.keyClick(fold, Qt.Key.Key_Space)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
