"""A picture held against its reference, in the window, with the real workers and network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.state import WindowState
from sr_desktop.gui.truth import Truth
from sr_desktop.gui.truth_bar import TruthBar
from sr_desktop.gui.widgets import Toggle
from sr_desktop.imaging import colour, files, metrics, resize
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture, Pixels

Wait = Callable[[Callable[[WindowState], bool]], None]
BITS = {8: np.uint8, 16: np.uint16}


def scene(height: int, width: int, bits: int = 8) -> Pixels:
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    waves = [np.sin(x / 4 + c) * 0.2 + y / height * 0.3 + (x > y) * 0.2 for c in range(3)]
    return np.round((np.stack(waves, 2) * 0.8 + 0.25) * (2**bits - 1)).astype(BITS[bits])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """lr.png, its original hr.png, the same a bit larger, and one of another size."""
    hr = scene(81, 99)
    for name, pixels in {
        "larger.png": hr,
        "hr.png": hr[:80, :98],
        "lr.png": resize.bicubic(hr[:80, :98], 40, 49),
        "other.png": hr[:60],
    }.items():
        files.write(tmp_path / name, Picture(pixels), Encoding("png"))
    return tmp_path


@pytest.fixture
def opened(window: MainWindow, wait: Wait, folder: Path) -> MainWindow:
    window.rail.choose_scale(2)
    window.add_paths([folder / "lr.png"])
    wait(lambda state: state.opened is not None)
    return window


def truth_of(state: WindowState) -> Truth | None:
    return state.item.truth if state.item else None


def bicubic_is_there(state: WindowState) -> bool:
    truth = truth_of(state)
    return truth is not None and truth.bicubic.quality is not None


def both_are_there(state: WindowState) -> bool:
    truth = truth_of(state)
    return truth is not None and truth.gain_db is not None


def drop(window: MainWindow, path: Path, at: QPointF) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    rest = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    QApplication.sendEvent(window, QDragEnterEvent(at.toPoint(), *rest))
    QApplication.sendEvent(window, QDragMoveEvent(at.toPoint(), *rest))
    QApplication.sendEvent(window, QDropEvent(at, *rest))


def press(window: MainWindow, name: str, qtbot: QtBot) -> None:
    (found,) = (b for b in window.findChildren(Toggle) if b.accessibleName() == name)
    qtbot.waitUntil(found.isVisible)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_the_numbers_are_those_of_the_papers_protocol(
    opened: MainWindow, wait: Wait, folder: Path
) -> None:
    opened.measuring.set_reference(folder / "hr.png")
    wait(bicubic_is_there)
    opened.upscale()
    wait(both_are_there)
    truth, result = truth_of(opened.state), opened.state.result
    assert truth is not None
    assert result is not None
    hr, lr = files.read(folder / "hr.png").pixels, files.read(folder / "lr.png").pixels
    bicubic = resize.bicubic(lr, 80, 98)
    for side, pixels in ((truth.bicubic, bicubic), (truth.result, result.pixels)):
        assert side.quality is not None
        assert side.quality.psnr == metrics.psnr_y(pixels, hr, 2)  # type: ignore[arg-type]
        assert side.quality.ssim == metrics.ssim_y(pixels, hr, 2)  # type: ignore[arg-type]


def test_the_bar_tells_what_is_known(
    opened: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    bar = opened.findChild(TruthBar)
    assert bar is not None
    assert not bar.isVisible()
    opened.measuring.set_reference(folder / "hr.png")
    wait(bicubic_is_there)
    qtbot.waitUntil(lambda: "PAN ×2 upscale to compare" in bar.numbers.text())
    opened.upscale()
    wait(both_are_there)
    qtbot.waitUntil(lambda: bool(bar.numbers.gain.text()))
    truth = truth_of(opened.state)
    assert truth is not None
    assert truth.bicubic.quality is not None
    assert truth.gain_db is not None
    assert f"Bicubic {truth.bicubic.quality.psnr:.2f} dB" in bar.numbers.text()
    assert bar.numbers.gain.text() == f"{truth.gain_db:+.2f} dB".replace("-", "−")
    opened.measuring.remove_reference()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_a_file_let_go_in_the_lower_place_is_the_reference(
    opened: MainWindow, wait: Wait, folder: Path
) -> None:
    drop(opened, folder / "hr.png", QPointF(500, 700))
    wait(bicubic_is_there)
    assert len(opened.state.items) == 1


def test_a_file_let_go_in_the_upper_place_is_added(
    opened: MainWindow, wait: Wait, folder: Path
) -> None:
    drop(opened, folder / "hr.png", QPointF(500, 200))
    wait(lambda state: len(state.items) == 2)
    assert all(item.truth is None for item in opened.state.items)


def test_a_reference_that_is_a_bit_larger_is_cropped(
    opened: MainWindow, wait: Wait, folder: Path
) -> None:
    opened.measuring.set_reference(folder / "larger.png")
    wait(bicubic_is_there)
    truth = truth_of(opened.state)
    assert truth is not None
    assert truth.reference is not None
    assert np.array_equal(truth.reference.pixels, files.read(folder / "hr.png").pixels)


def test_a_reference_of_another_size_is_told_with_both_sizes_and_the_old_one_stays(
    opened: MainWindow, wait: Wait, folder: Path
) -> None:
    opened.measuring.set_reference(folder / "hr.png")
    wait(bicubic_is_there)
    opened.measuring.set_reference(folder / "other.png")
    wait(lambda state: state.notice is not None)
    notice = opened.state.notice
    assert notice is not None
    assert "99 × 60" in notice.text
    assert "98 × 80" in notice.text
    assert bicubic_is_there(opened.state)


def test_the_picture_itself_can_be_the_reference_of_its_reduction(
    opened: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    opened.add_paths([folder / "larger.png"])
    wait(lambda state: state.opened is not None and state.opened.width == 99)
    opened.measuring.use_as_reference()
    wait(bicubic_is_there)
    state = opened.state
    assert len(state.items) == 3  # the original stays in the strip
    assert state.item is not None
    assert state.item.name == "larger_lr_x2.png"
    assert state.opened is not None
    hr = files.read(folder / "hr.png").pixels
    assert np.array_equal(state.opened.pixels, resize.bicubic(hr, 40, 49))


def test_sixteen_bits_are_rounded_to_eight_for_the_scores(
    window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    hr = scene(80, 96, bits=16)
    files.write(tmp_path / "hr.png", Picture(hr), Encoding("png"))
    window.rail.choose_scale(2)
    window.add_picture(Picture(resize.bicubic(hr, 40, 48)), "lr.png")
    wait(lambda state: state.opened is not None)
    window.measuring.set_reference(tmp_path / "hr.png")
    wait(bicubic_is_there)
    truth = truth_of(window.state)
    assert truth is not None
    assert truth.bicubic.quality is not None
    bicubic = resize.bicubic(resize.bicubic(hr, 40, 48), 80, 96)
    expected = metrics.psnr_y(colour.to_8_bits(bicubic), colour.to_8_bits(hr), 2)
    assert truth.bicubic.quality.psnr == expected


def test_with_a_reference_every_view_can_compare_with_it(
    opened: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    view = opened.findChild(CanvasView)
    assert view is not None
    opened.measuring.set_reference(folder / "hr.png")
    wait(bicubic_is_there)
    opened.upscale()
    wait(both_are_there)
    qtbot.waitUntil(lambda: view.labels == ("Bicubic", "PAN ×2"))
    zoom, middle = view.zoom, view.middle()
    press(opened, "Compare with reference", qtbot)
    qtbot.waitUntil(lambda: view.labels == ("Reference", "PAN ×2"))
    qtbot.keyClick(opened, Qt.Key.Key_5)
    qtbot.waitUntil(lambda: view.labels == ("Bicubic − reference", "PAN ×2 − reference"))
    assert (view.zoom, view.middle()) == (zoom, middle)
    press(opened, "Compare with bicubic", qtbot)
    qtbot.waitUntil(lambda: view.labels == ("PAN ×2 − bicubic", ""))
    qtbot.keyClick(opened, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: view.labels == ("Bicubic", "PAN ×2"))


def test_before_there_is_a_result_bicubic_is_held_against_the_reference(
    opened: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    view = opened.findChild(CanvasView)
    assert view is not None
    opened.measuring.set_reference(folder / "hr.png")
    wait(bicubic_is_there)
    opened.measuring.compare_with_reference(True)
    qtbot.waitUntil(lambda: view.labels == ("Reference", "Bicubic"))


def test_another_scale_asks_for_the_one_that_fits(
    opened: MainWindow, wait: Wait, folder: Path, qtbot: QtBot
) -> None:
    opened.measuring.set_reference(folder / "hr.png")
    wait(bicubic_is_there)
    opened.rail.choose_scale(4)
    bar = opened.findChild(TruthBar)
    assert bar is not None
    qtbot.waitUntil(lambda: not bar.numbers.isVisible())
    opened.rail.choose_scale(2)
    qtbot.waitUntil(bar.numbers.isVisible)


def test_the_reference_is_chosen_by_the_dialog(
    opened: MainWindow, wait: Wait, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = (str(folder / "hr.png"), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)
    qtbot.waitUntil(opened.measuring.menu.actions()[0].isEnabled)
    qtbot.keyClick(opened, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    wait(bicubic_is_there)
