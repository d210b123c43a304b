from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_desktop.gui.canvas.layers import BicubicLayer, Layer, ResultLayer
from sr_desktop.gui.canvas.scene import Scene
from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.imaging.picture import Picture


def flat(colour: tuple[int, int, int], height: int = 600, width: int = 800) -> ResultLayer:
    return ResultLayer(np.full((height, width, 3), colour, np.uint8), None)


RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.fixture
def view(qtbot: QtBot) -> CanvasView:
    made = CanvasView()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.paint_seconds = math.inf
    made.show_scene(Scene(flat(RED), flat(BLUE), ("Bicubic", "PAN")))
    made.show()
    return made


def colour_at(view: CanvasView, x: int, y: int) -> tuple[int, int, int]:
    colour = QColor(view.grab().toImage().pixel(x, y))
    return (colour.red(), colour.green(), colour.blue())


def scroll(view: CanvasView, at: QPointF, steps: int) -> None:
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_bicubic_is_left_of_the_divider_and_the_result_right(view: CanvasView) -> None:
    assert colour_at(view, 480, 400) == RED
    assert colour_at(view, 520, 400) == BLUE


def test_without_a_result_there_is_no_divider(view: CanvasView) -> None:
    view.show_scene(Scene(flat(RED), None, ("Bicubic", "")))
    assert colour_at(view, 500, 400) == RED
    assert colour_at(view, 700, 400) == RED


def test_the_divider_follows_the_mouse(view: CanvasView, qtbot: QtBot) -> None:
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    qtbot.mouseMove(view, QPoint(250, 300))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(250, 300))
    assert view.divider == pytest.approx(0.25)
    assert colour_at(view, 300, 500) == BLUE


def test_the_divider_follows_the_keys_and_stays_inside(view: CanvasView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert view.divider == pytest.approx(0.52)
    for _ in range(60):
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.divider == 0.0


def test_fit_shows_the_whole_picture_and_never_enlarges_it(view: CanvasView) -> None:
    view.show_scene(Scene(flat(RED, 3000, 4000), None, ("", "")))
    view.fit()
    assert view.zoom == pytest.approx(min(952 / 4000, 652 / 3000))
    view.show_scene(Scene(flat(RED, 30, 40), None, ("", "")))
    view.fit()
    assert view.zoom == 1.0


def test_the_pixel_under_the_cursor_stays_there_while_zooming(view: CanvasView) -> None:
    pixels = np.zeros((600, 800, 3), np.uint8)
    pixels[200:204, 600:604] = (0, 255, 0)
    view.show_scene(Scene(ResultLayer(pixels, None), None, ("", "")))
    view.zoom_to(1.0)
    x, y = 500 - 400 + 602, 350 - 300 + 202
    assert colour_at(view, x, y) == (0, 255, 0)
    scroll(view, QPointF(x, y), 6)
    assert view.zoom == pytest.approx(1.25**6)
    assert colour_at(view, x, y) == (0, 255, 0)
    assert colour_at(view, x - 12, y) == (0, 0, 0)


def test_dragging_moves_the_picture(view: CanvasView, qtbot: QtBot) -> None:
    view.zoom_to(4.0)
    before = view.middle()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(700, 300))
    qtbot.mouseMove(view, QPoint(600, 300))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(600, 300))
    assert view.middle()[1] - before[1] == pytest.approx(100 / 4 / 800)


def test_another_scale_of_the_picture_keeps_the_part_in_view(view: CanvasView) -> None:
    view.zoom_to(2.0, QPointF(100, 100))
    before = view.middle()
    view.show_scene(Scene(flat(RED, 1200, 1600), None, ("", "")))
    assert view.zoom == pytest.approx(1.0)
    assert view.middle() == pytest.approx(before)


def test_at_one_hundred_percent_a_pixel_is_a_pixel(view: CanvasView) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (101, 203, 3), np.uint8)
    view.show_scene(Scene(ResultLayer(pixels, None), None, ("", "")))
    view.zoom_to(1.0)
    image = view.grab().toImage()
    left, top = round(500 - 101.5), round(350 - 50.5)
    for row, column in ((0, 0), (100, 202), (57, 99)):
        colour = QColor(image.pixel(left + column, top + row))
        shown = (colour.red(), colour.green(), colour.blue())
        assert shown == tuple(pixels[row, column]), (row, column)


@pytest.mark.parametrize("side", ["bicubic", "result"])
@pytest.mark.parametrize("zoom", [4.0, 1.0, 0.7, 0.5, 0.3, 0.1])
def test_a_transparent_rim_is_never_darker_than_what_it_lies_between(
    view: CanvasView, side: str, zoom: float
) -> None:
    """A red disc on transparent, hidden black around it: red over the light and dark checkers."""
    y, x = np.mgrid[0:600, 0:600] - 299.5
    alpha = (np.clip(250 - np.hypot(x, y), 0, 1) * 255).astype(np.uint8)
    pixels = np.zeros((600, 600, 3), np.uint8)
    pixels[alpha > 0] = (255, 0, 0)
    layers: dict[str, Layer] = {
        "bicubic": BicubicLayer(Picture(pixels[::2, ::2].copy(), alpha[::2, ::2].copy()), 600, 600),
        "result": ResultLayer(pixels, alpha),
    }
    view.show_scene(Scene(layers[side], None, ("", "")))
    view.zoom_to(zoom)
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
    half = min(340, round(300 * zoom) - 2)
    red = rows.reshape(image.height(), image.width(), 3)[350 - half : 350 + half, :, 0]
    red = red[:, 500 - half : 500 + half]
    # A checker is 168 or 200, the disc 255: what is darker than the darker checker is a fringe.
    assert red.min() >= 166, f"{red.min()} at {zoom:.0%}"
