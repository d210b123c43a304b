from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui.canvas.comparison import Comparison, Mode, Sampling
from sr_desktop.gui.canvas.layers import BicubicLayer, Layer, ResultLayer
from sr_desktop.gui.canvas.scene import Scene
from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.imaging import resize
from sr_desktop.imaging.picture import Picture


def flat(colour: tuple[int, int, int], height: int = 600, width: int = 800) -> ResultLayer:
    return ResultLayer(np.full((height, width, 3), colour, np.uint8), None)


RED, BLUE = (200, 0, 0), (0, 0, 200)
HALF, OTHER_HALF = range(40, 460), range(540, 960)  # of a view of 1000 px, side by side


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[CanvasView]:
    made = CanvasView()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.paint_seconds = math.inf
    made.show_scene(Scene(flat(RED), flat(BLUE), ("Bicubic", "PAN")))
    made.show()
    yield made
    for layer in made._scene.layers:
        layer.close()
        layer.join()


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


def compare(view: CanvasView, mode: Mode, **other: bool) -> None:
    comparison = Comparison(mode, **other)
    view.show_scene(Scene(flat(RED), flat(BLUE), ("Bicubic", "PAN"), comparison))


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


def test_a_level_divider_has_bicubic_above_and_follows_mouse_and_keys(
    view: CanvasView, qtbot: QtBot
) -> None:
    compare(view, Mode.SPLIT, level=True)
    assert colour_at(view, 400, 330) == RED
    assert colour_at(view, 400, 370) == BLUE
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 350))
    qtbot.mouseMove(view, QPoint(200, 175))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 175))
    assert view.divider == pytest.approx(0.25)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert view.divider == pytest.approx(0.27)


def test_side_by_side_both_halves_show_the_same_part(view: CanvasView) -> None:
    mark = np.zeros((600, 800, 3), np.uint8)
    mark[100:104, 200:204] = 255
    layers = [ResultLayer(mark.copy(), None) for _ in "ab"]
    view.show_scene(Scene(*layers, ("", ""), Comparison(Mode.SIDE)))
    view.zoom_to(2.0)
    view.zoom_to(4.0, QPointF(120, 90))
    image = view.grab().toImage()
    left = [x for x in range(499) if QColor(image.pixel(x, 5)).red() == 218]
    assert not left, "the picture fills both halves"
    for y in range(0, 560, 7):  # below it lies the minimap
        halves = [[QColor(image.pixel(x, y)).red() for x in span] for span in (HALF, OTHER_HALF)]
        assert halves[0] == halves[1], y


def test_side_by_side_fits_each_half(view: CanvasView) -> None:
    compare(view, Mode.SIDE)
    assert view.zoom == pytest.approx((500 - 48) / 800)
    assert view.visible() == pytest.approx((0, 0, 1, 1))


def test_the_lens_shows_the_result_under_the_mouse(view: CanvasView, qtbot: QtBot) -> None:
    compare(view, Mode.LENS)
    qtbot.mouseMove(view, QPoint(300, 300))
    assert colour_at(view, 300, 300) == BLUE
    assert colour_at(view, 700, 400) == RED
    qtbot.mouseMove(view, QPoint(700, 400))
    assert colour_at(view, 300, 300) == RED
    assert colour_at(view, 700, 400) == BLUE
    compare(view, Mode.LENS, swapped=True)
    assert colour_at(view, 700, 400) == RED
    assert colour_at(view, 300, 300) == BLUE


def test_the_lens_goes_by_keys_too(view: CanvasView, qtbot: QtBot) -> None:
    compare(view, Mode.LENS)
    assert colour_at(view, 180, 350) == RED
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert colour_at(view, 180, 350) == BLUE
    assert colour_at(view, 500, 350) == RED


@pytest.mark.parametrize("square", [True, False])
def test_the_lens_is_round_or_square(view: CanvasView, square: bool) -> None:
    compare(view, Mode.LENS, square=square)
    corner = colour_at(view, 500 - 150, 350 - 150)
    assert corner == (BLUE if square else RED)


@pytest.mark.parametrize("mode", list(Mode))
def test_while_space_is_held_the_original_is_seen_in_every_mode(
    view: CanvasView, qtbot: QtBot, mode: Mode
) -> None:
    bicubic, result, figure = flat(RED), flat(BLUE), flat((0, 200, 0))
    figures = (Mode.DIFFERENCE, Mode.CONSISTENCY)
    pair = (figure, None) if mode in figures else (bicubic, result)
    view.show_scene(Scene(*pair, ("", ""), Comparison(mode), ("Bicubic", bicubic)))
    inside = {Mode.SIDE: (750, 350)}.get(mode, (600, 350))
    before = colour_at(view, *inside)
    assert before != RED
    qtbot.keyPress(view, Qt.Key.Key_Space)
    assert colour_at(view, *inside) == RED
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert colour_at(view, *inside) == before


def test_blink_shows_the_result_alone(view: CanvasView) -> None:
    compare(view, Mode.BLINK)
    assert [colour_at(view, x, 350) for x in (300, 700)] == [BLUE, BLUE]


def test_a_double_click_goes_from_all_to_pixel_for_pixel_and_back(
    view: CanvasView, qtbot: QtBot
) -> None:
    view.show_scene(Scene(flat(RED, 3000, 4000), None, ("", "")))
    fitting = view.zoom
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert view.zoom == 1.0
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert view.zoom == pytest.approx(fitting)


def test_what_is_in_sight_is_told_in_parts_of_the_picture(view: CanvasView, qtbot: QtBot) -> None:
    assert view.visible() == pytest.approx((0, 0, 1, 1))
    view.show_scene(Scene(flat(RED, 1400, 2000), None, ("", "")))
    with qtbot.waitSignal(view.moved):
        view.zoom_to(1.0)
    assert view.visible() == pytest.approx((0.25, 0.25, 0.75, 0.75))
    with qtbot.waitSignal(view.moved):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    top, left, bottom, right = view.visible()
    assert (left - 0.25) * 2000 == pytest.approx(64)
    assert (right - left, bottom - top) == pytest.approx((0.5, 0.5))


def test_one_spot_is_picked_and_the_next_click_pans_again(view: CanvasView, qtbot: QtBot) -> None:
    view.zoom_to(1.0)
    view.pick_spot(True)
    with qtbot.waitSignal(view.picked) as told:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(500 - 400 + 600, 50 + 150))
    assert told.args == pytest.approx([150.5 / 600, 600.5 / 800])
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(700, 200))


def test_beside_the_picture_nothing_is_picked(view: CanvasView, qtbot: QtBot) -> None:
    view.zoom_to(0.25)
    view.pick_spot(True)
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def test_a_click_in_the_minimap_goes_there(view: CanvasView, qtbot: QtBot) -> None:
    view.show_scene(Scene(flat(RED, 3000, 4000), None, ("", "")))
    view.zoom_to(1.0)
    assert view.middle() == pytest.approx((0.5, 0.5))
    # 160 x 120 px, 16 px from the edges: a spot a tenth into it from its right and lower edge.
    at = QPoint(1000 - 16 - 16, 700 - 16 - 12)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.middle() == pytest.approx((0.9, 0.9))
    qtbot.mouseMove(view, at - QPoint(64, 48))
    assert view.middle() == pytest.approx((0.5, 0.5))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)


def test_where_all_is_in_sight_a_click_in_that_corner_is_one_on_the_canvas(
    view: CanvasView, qtbot: QtBot
) -> None:
    before = view.middle()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(960, 670))
    assert view.middle() == before


def test_the_pixel_under_the_mouse_is_told_with_both_values(view: CanvasView, qtbot: QtBot) -> None:
    source = np.arange(60 * 80 * 3, dtype=np.uint32).reshape(60, 80, 3).astype(np.uint16) * 4
    bicubic = BicubicLayer(Picture(source), 600, 800)
    result = ResultLayer(np.full((600, 800, 3), (1, 2, 65535), np.uint16), None)
    sides = (("Bicubic", bicubic), ("PAN ×10", result))
    view.show_scene(Scene(bicubic, result, ("", ""), sides=sides, source_size=(80, 60)))
    view.zoom_to(1.0)
    with qtbot.waitSignal(view.pointed) as told:
        qtbot.mouseMove(view, QPoint(100 + 255, 50 + 123))
    expected = resize.bicubic(source, 600, 800)[123, 255]
    numbers = " ".join(str(value) for value in expected)
    assert told.args == [f"LR 25, 12   HR 255, 123   Bicubic {numbers}   PAN ×10 1 2 65535"]
    with qtbot.waitSignal(view.pointed) as told:
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert told.args == [""]


def test_pixels_have_lines_between_them_from_eight_times_on(view: CanvasView) -> None:
    view.show_scene(Scene(flat(RED), None, ("", "")))
    for zoom, has_lines in ((7.0, False), (8.0, True), (16.0, True)):
        view.zoom_to(zoom)
        image = view.grab().toImage()
        row = {image.pixel(x, 300) for x in range(400, 500)}
        assert (len(row) == 2) is has_lines, f"{len(row)} colours at {zoom}"


def test_at_high_zoom_the_numbers_stand_in_the_pixels(view: CanvasView) -> None:
    view.show_scene(Scene(flat((0, 0, 0)), None, ("", "")))
    for zoom, has_numbers in ((30.0, False), (48.0, True)):
        view.zoom_to(zoom)
        image = view.grab().toImage()
        spots = itertools.product(range(400, 500), range(300, 400))
        assert any(QColor(image.pixel(*at)).red() > 180 for at in spots) is has_numbers, zoom


@pytest.mark.parametrize(
    ("sampling", "zoom", "blends"),
    [
        (Sampling.AUTO, 1.5, True),
        (Sampling.AUTO, 4.0, False),
        (Sampling.SMOOTH, 4.0, True),
        (Sampling.SHARP, 1.5, False),
        (Sampling.SMOOTH, 1.0, False),
    ],
)
def test_pixels_run_into_each_other_or_not_as_chosen(
    view: CanvasView, sampling: Sampling, zoom: float, blends: bool
) -> None:
    stripes = np.zeros((300, 400, 3), np.uint8)
    stripes[:, ::2] = 255
    comparison = Comparison(sampling=sampling)
    view.show_scene(Scene(ResultLayer(stripes, None), None, ("", ""), comparison))
    view.zoom_to(zoom)
    image = view.grab().toImage()
    greys = {QColor(image.pixel(x, 300)).red() for x in range(420, 580)}
    assert (len(greys) > 2) is blends, sorted(greys)


def test_what_is_not_made_in_time_is_drawn_from_the_coarsest_level(
    view: CanvasView, qtbot: QtBot
) -> None:
    view.show_scene(Scene(flat(RED, 1400, 2000), None, ("", "")))
    view.paint_seconds = -1.0
    view.zoom_to(1.0)
    qtbot.waitUntil(lambda: colour_at(view, 500, 350) == RED)


@pytest.mark.parametrize("mode", [Mode.SPLIT, Mode.SIDE, Mode.LENS, Mode.BLINK])
@pytest.mark.parametrize("zoom", [None, 1.0])
def test_only_what_has_changed_is_painted_again_and_all_of_it(
    view: CanvasView, qtbot: QtBot, mode: Mode, zoom: float | None
) -> None:
    canvas = np.random.default_rng(0).integers(0, 256, (1400, 2000, 3), np.uint8)
    bicubic = BicubicLayer(Picture(np.ascontiguousarray(canvas[::2, ::2] // 2)), 1400, 2000)
    grown = ResultLayer(canvas, None, bicubic)
    view.show_scene(Scene(bicubic, grown, ("Bicubic", "PAN"), Comparison(mode)))
    if zoom is not None:
        view.zoom_to(zoom)
    _settled(view, qtbot)
    painted = Painted(view)
    grown.add((512, 1000, 256, 128))
    view.show_scene(Scene(bicubic, grown, ("Bicubic", "PAN"), Comparison(mode)))
    _settled(view, qtbot)
    assert 0 < painted.share < 0.2
    on_screen = view.screen().grabWindow(view.winId()).toImage()
    off = _levels(on_screen) - _levels(view.grab().toImage())
    assert np.abs(off).max() <= 1  # where Qt begins to draw changes how it rounds


class Painted(QObject):
    """How large a share of the widget was painted at once from now on, at most."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.share = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and isinstance(watched, QWidget):
            pixels = sum(each.width() * each.height() for each in event.region())
            self.share = max(self.share, pixels / (watched.width() * watched.height()))
        return False


def _settled(view: CanvasView, qtbot: QtBot) -> None:
    qtbot.waitExposed(view)
    qtbot.waitUntil(lambda: not any(layer.is_busy for layer in view._scene.layers))
    qtbot.wait(150)


def _levels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(np.int16)


def test_two_fingers_zoom_at_what_lies_between_them(view: CanvasView) -> None:
    view.zoom_to(1.0)
    device = QTest.createTouchDevice()
    QTest.touchEvent(view, device).press(0, QPoint(450, 350)).press(1, QPoint(550, 350)).commit()
    for apart in range(10, 110, 10):
        fingers = QTest.touchEvent(view, device)
        fingers.move(0, QPoint(450 - apart, 350)).move(1, QPoint(550 + apart, 350)).commit()
        QApplication.processEvents()
    fingers = QTest.touchEvent(view, device)
    fingers.release(0, QPoint(350, 350)).release(1, QPoint(650, 350)).commit()
    assert view.zoom > 2, view.zoom
    assert view.middle() == pytest.approx((0.5, 0.5), abs=0.01)
