"""The try-out in the window, with real networks in a real thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sr_desktop.errors import OutOfMemory
from sr_desktop.gui.canvas.layers import to_image
from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.shelf import Shelf
from sr_desktop.gui.state import WindowState
from sr_desktop.gui.tryout import Trial, TryOut, reduce, region_at
from sr_desktop.gui.tryout_panel import MAX_ZOOM, Cell
from sr_desktop.imaging import resize
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.size import Size
from sr_desktop.jobs import sample
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.types import Failed, Finished, Previewed, Result, Started, TryJob
from sr_desktop.weights import Library
from tests.weights import checkpoints

from .conftest import PATIENCE_MS

Wait = Callable[[Callable[[WindowState], bool]], None]
SOURCE = Picture(np.full((300, 400, 3), 90, np.uint8))


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """At x2, with PAN and MSRN-small, which ship, and one of the user's own."""
    checkpoints.install(Library(), "mine")
    settings = Settings()
    settings.keep_choices(Choices(model="pan", scale=2))
    settings.keep_previews(False)
    shown = MainWindow(settings)
    shown.resize(1200, 800)
    shown.show()
    yield shown
    shown.close()
    shown.deleteLater()


def view_of(window: MainWindow) -> CanvasView:
    view = window.findChild(CanvasView)
    assert view is not None
    return view


def begin(window: MainWindow, qtbot: QtBot, wait: Wait, sides: tuple[int, int] = (60, 80)) -> None:
    """A picture is shown, and T pressed."""
    pixels = np.ascontiguousarray(sample.reduced(4).pixels[: sides[0], : sides[1]])
    window.add_picture(Picture(pixels), "picture.png")
    wait(lambda state: state.opened is not None)
    qtbot.waitUntil(lambda: view_of(window).labels[0] != "")
    qtbot.keyClick(window, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: window.trying.panel.isVisible())


def click(window: MainWindow, qtbot: QtBot, part: float = 0.5) -> None:
    view = view_of(window)
    at = QPoint(view.width() // 2, int(view.height() * part))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)


def tried(window: MainWindow) -> TryOut:
    assert window.trying.tried is not None
    return window.trying.tried


def wait_for_all(window: MainWindow, qtbot: QtBot) -> None:
    def done() -> bool:
        trials = tried(window).trials
        return all(trial.seconds is not None or trial.error for trial in trials)

    qtbot.waitUntil(done, timeout=PATIENCE_MS)


def cells(window: MainWindow) -> dict[str, Cell]:
    """By the id of the network; "" is bicubic."""
    return {cell.spec.id if cell.spec else "": cell for cell in window.trying.panel.cells}


def test_a_click_shows_the_spot_by_every_network_that_is_here(
    window: MainWindow, qtbot: QtBot, wait: Wait
) -> None:
    begin(window, qtbot, wait)
    assert view_of(window).cursor().shape() == Qt.CursorShape.CrossCursor
    click(window, qtbot)
    wait_for_all(window, qtbot)
    assert set(cells(window)) == {"", "pan-x2", "msrn-small-x2", "mine-x2"}
    top, left, height, width = tried(window).region
    for spec in ("", "pan-x2", "msrn-small-x2", "mine-x2"):
        image = cells(window)[spec].crop.image
        assert image is not None, spec
        assert (image.width(), image.height()) == (2 * width, 2 * height)
    source = window.state.opened
    assert source is not None
    region = (2 * top, 2 * left, 2 * height, 2 * width)
    bicubic = resize.bicubic(source.pixels, 2 * source.height, 2 * source.width, region)
    assert cells(window)[""].crop.image == to_image(bicubic, None)
    assert cells(window)["pan-x2"].crop.image != to_image(bicubic, None)


def test_under_each_stands_what_it_gains_and_takes(
    window: MainWindow, qtbot: QtBot, wait: Wait
) -> None:
    begin(window, qtbot, wait)
    click(window, qtbot)
    wait_for_all(window, qtbot)
    told = texts(cells(window)["pan-x2"])
    assert "PAN ×2" in told
    assert any(text.startswith("Set5 ") and "dB" in text for text in told)
    assert any(text.endswith(" s") for text in told), told


def texts(cell: Cell) -> list[str]:
    return [each.text() for each in cell.findChildren(QLabel)]


def test_another_click_tries_there(window: MainWindow, qtbot: QtBot, wait: Wait) -> None:
    begin(window, qtbot, wait, (200, 80))
    click(window, qtbot, 0.7)
    first = tried(window).region
    click(window, qtbot, 0.3)
    assert tried(window).region[0] < first[0]
    wait_for_all(window, qtbot)
    assert not any(trial.error for trial in tried(window).trials)


def test_use_this_one_chooses_the_model_and_closes(
    window: MainWindow, qtbot: QtBot, wait: Wait
) -> None:
    begin(window, qtbot, wait)
    click(window, qtbot)
    wait_for_all(window, qtbot)
    qtbot.mouseClick(cells(window)["msrn-small-x2"].use, Qt.MouseButton.LeftButton)
    assert window.rail.spec.id == "msrn-small-x2"
    assert not window.trying.panel.isVisible()
    assert not window.toolbar.tryout.isChecked()


def test_a_size_of_ones_own_stays_with_the_model_used(
    window: MainWindow, qtbot: QtBot, wait: Wait
) -> None:
    own = replace(window.rail.choices, own_scale=False).with_size(Size("percent", 150))
    window.rail.show_choices(own)
    begin(window, qtbot, wait)
    click(window, qtbot)
    scale = tried(window).scale
    wait_for_all(window, qtbot)
    window.trying.use(next(t.spec for t in tried(window).trials if t.spec.name == "pan"))
    assert window.rail.choices.size == Size("percent", 150)
    assert window.rail.choices.model == "pan"
    assert scale == window.rail.choices.scale


def test_it_goes_by_keys_alone(window: MainWindow, qtbot: QtBot, wait: Wait) -> None:
    window.activateWindow()
    begin(window, qtbot, wait)
    panel = window.trying.panel
    qtbot.waitUntil(panel.take_middle.hasFocus)
    qtbot.keyClick(panel.take_middle, Qt.Key.Key_Return)
    wait_for_all(window, qtbot)
    first, second = (cell.use for cell in panel.cells[1:3])
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert window.rail.spec == panel_spec(window, "msrn-small-x2")
    assert not panel.isVisible()


def panel_spec(window: MainWindow, id: str) -> object:
    return next(spec for spec in window.keeper.state.shelf.models if spec.id == id)


def test_escape_closes_and_stops(window: MainWindow, qtbot: QtBot, wait: Wait) -> None:
    begin(window, qtbot, wait)
    click(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.trying.panel.isVisible()
    assert window.trying.tried is None
    assert view_of(window).cursor().shape() != Qt.CursorShape.CrossCursor


def test_upscale_closes_it(window: MainWindow, qtbot: QtBot, wait: Wait) -> None:
    begin(window, qtbot, wait)
    click(window, qtbot)
    window.upscale()
    assert not window.trying.panel.isVisible()
    assert not window.toolbar.tryout.isEnabled()
    wait(lambda state: state.result is not None)
    qtbot.waitUntil(lambda: window.toolbar.tryout.isEnabled())


def test_without_a_picture_there_is_nothing_to_try(window: MainWindow) -> None:
    assert not window.toolbar.tryout.isEnabled()


def test_another_scale_tries_the_same_spot_anew(
    window: MainWindow, qtbot: QtBot, wait: Wait
) -> None:
    begin(window, qtbot, wait)
    click(window, qtbot)
    region = tried(window).region
    window.rail.choose_scale(4)
    assert (tried(window).scale, tried(window).region) == (4, region)
    wait_for_all(window, qtbot)
    assert set(cells(window)) == {"", "pan-x4"}


def test_an_error_stands_in_its_cell(window: MainWindow, qtbot: QtBot, wait: Wait) -> None:
    own = Library()
    path = own.path_of(checkpoints.spec("mine"))
    assert path is not None
    path.write_bytes(b"damaged")
    begin(window, qtbot, wait)
    click(window, qtbot)
    wait_for_all(window, qtbot)
    crop = cells(window)["mine-x2"].crop
    assert crop.image is None
    assert "damaged" in crop.accessibleDescription()
    assert not cells(window)["mine-x2"].use.isVisible()
    assert cells(window)["pan-x2"].crop.image is not None
    assert window.state.notice is None


def test_what_is_not_here_is_told_in_one_line(window: MainWindow, qtbot: QtBot, wait: Wait) -> None:
    begin(window, qtbot, wait)
    click(window, qtbot)
    assert {"edsr-base", "msrn"} <= {spec.name for spec in tried(window).missing}
    asked: list[bool] = []
    window.trying.panel.models.connect(lambda: asked.append(True))
    qtbot.mouseClick(window.trying.panel.more, Qt.MouseButton.LeftButton)
    assert asked
    for each in QApplication.topLevelWidgets():
        if each is not window and each.isVisible():
            each.close()


def test_all_crops_share_zoom_and_place(window: MainWindow, qtbot: QtBot, wait: Wait) -> None:
    begin(window, qtbot, wait)
    click(window, qtbot)
    wait_for_all(window, qtbot)
    panel = window.trying.panel
    crops = [cell.crop for cell in panel.cells]
    before = [crop.grab().toImage() for crop in crops]
    crops[0].zoomed.emit(2.0)
    crops[1].dragged.emit(QPointF(0.1, 0.0))
    assert panel.zoom == 2.0
    assert panel.centre == QPointF(0.4, 0.5)
    after = [crop.grab().toImage() for crop in crops]
    assert all(old != new for old, new in zip(before, after, strict=True))
    panel.zoom_by(1000)
    assert panel.zoom == MAX_ZOOM


# The value


def shelf(tmp_path: Path) -> Shelf:
    return Shelf.look(Library(tmp_path))


def test_a_spot_at_the_edge_is_moved_inwards() -> None:
    assert region_at(300, 400, 0.0, 1.0) == (0, 272, 128, 128)
    assert region_at(300, 400, 0.5, 0.5) == (86, 136, 128, 128)
    assert region_at(60, 400, 0.9, 0.5) == (0, 136, 60, 128)


def test_each_trial_hears_its_own_job_only(tmp_path: Path) -> None:
    start = TryOut.at(SOURCE, (0.5, 0.5), 2, shelf(tmp_path), Engine())
    first, second = start.trials[:2]
    pixels = np.zeros((256, 256, 3), np.uint8)
    after = reduce(start, Started(first.job.id))
    after = reduce(after, Previewed(first.job.id, start.region, pixels))
    after = reduce(after, Finished(first.job.id, Result(seconds=4.0)))
    after = reduce(after, Failed(second.job.id, OutOfMemory("No room.")))
    assert (after.trials[0].begun, after.trials[0].seconds) == (True, 4.0)
    assert after.trials[0].pixels is pixels
    assert str(after.trials[1].error) == str(OutOfMemory("No room."))
    assert reduce(after, Started(10**9)) is after


def test_a_crop_that_comes_in_parts_is_put_together() -> None:
    spec = Library().find("msrn-small", 2)
    job = TryJob(SOURCE, spec, (10, 20, 128, 128))
    after = TryOut(SOURCE, 2, job.region, (Trial(job),))
    for row in (0, 64):
        part = np.full((128, 256, 3), row + 1, np.uint8)
        after = reduce(after, Previewed(job.id, (10 + row, 20, 64, 128), part))
    pixels = after.trials[0].pixels
    assert pixels is not None
    assert pixels.shape == (256, 256, 3)
    assert (pixels[127].max(), pixels[128].min()) == (1, 65)


def test_a_crop_keeps_its_image_until_there_is_another(qtbot: QtBot) -> None:
    cell = Cell(None)
    qtbot.addWidget(cell)
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    cell.crop.show_image(image)
    assert cell.crop.image is image
    cell.crop.show_text("Waiting…")
    assert cell.crop.image is None
