"""Copying the result: what other programs find on the clipboard."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from sr_desktop.gui import copying
from sr_desktop.gui.copying import Copying
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.state import Notice, WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from tests.imaging.profiles import ADOBE_RGB
from tests.imaging.samples import noise

Wait = Callable[[Callable[[WindowState], bool]], None]
CONTROL = Qt.KeyboardModifier.ControlModifier


def copied(qtbot: QtBot, host: object, picture: Picture, saved: Path | None = None) -> Notice:
    """Copy it, and answer what the window was told."""
    told: list[Notice] = []
    copying = Copying(host)  # type: ignore[arg-type]
    copying.told.connect(told.append)
    copying.copy(picture, saved)
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    copying.close()
    return told[0]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("has_alpha", [False, True])
def test_the_png_has_every_value(
    qtbot: QtBot, host: object, channels: int, has_alpha: bool
) -> None:
    pixels = noise((23, 31, channels))
    alpha = noise((23, 31)) if has_alpha else None
    assert not copied(qtbot, host, Picture(pixels, alpha)).bad
    mime = QGuiApplication.clipboard().mimeData()
    with Image.open(BytesIO(mime.data("image/png").data())) as image:
        mode = {(1, False): "L", (1, True): "LA", (3, False): "RGB", (3, True): "RGBA"}
        assert image.mode == mode[channels, has_alpha]
        found = np.asarray(image).reshape(23, 31, -1)
    assert np.array_equal(found[..., :channels], pixels)
    if alpha is not None:
        assert np.array_equal(found[..., -1], alpha)


def test_the_image_has_them_too_with_its_profile(qtbot: QtBot, host: object) -> None:
    pixels, alpha = noise((23, 31, 3)), noise((23, 31))
    copied(qtbot, host, Picture(pixels, alpha, icc=ADOBE_RGB.icc))
    image = QGuiApplication.clipboard().image()
    assert image.hasAlphaChannel()
    assert image.colorSpace().isValid()
    for row, column in ((0, 0), (22, 30), (11, 7)):
        colour = image.pixelColor(column, row)
        found = (colour.red(), colour.green(), colour.blue(), colour.alpha())
        assert found == (*pixels[row, column], alpha[row, column])


def test_no_metadata_goes_along(qtbot: QtBot, host: object) -> None:
    """A copied photo must not tell where it was taken."""
    picture = Picture(noise((8, 8, 3)), text=(("Author", "somebody"),), dpi=(300, 300))
    copied(qtbot, host, picture)
    data = QGuiApplication.clipboard().mimeData().data("image/png").data()
    assert b"somebody" not in data


def test_its_file_goes_along_where_there_is_one(qtbot: QtBot, host: object, tmp_path: Path) -> None:
    picture = Picture(noise((8, 8, 3)))
    saved = tmp_path / "ü result.png"
    copied(qtbot, host, picture, saved)
    assert not QGuiApplication.clipboard().mimeData().hasUrls(), "of a file that is gone"
    files.write(saved, picture, Encoding("png"))
    copied(qtbot, host, picture, saved)
    urls = QGuiApplication.clipboard().mimeData().urls()
    assert [Path(url.toLocalFile()) for url in urls] == [saved]


def test_what_is_too_large_says_so_at_once(
    qtbot: QtBot, host: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST_PIXELS", 1_000_000)
    notice = copied(qtbot, host, Picture(np.zeros((1000, 2000, 3), np.uint8)))
    assert notice.bad
    assert notice.text == "The result has 2 megapixels; 1 can be copied."
    assert "Save it" in notice.hint


def test_the_window_goes_on_while_24_megapixels_are_copied(qtbot: QtBot, host: object) -> None:
    smooth = np.arange(6000, dtype=np.uint16)[None, :, None] + np.zeros((4000, 1, 3), np.uint16)
    picture = Picture((smooth % 256).astype(np.uint8))
    beats: list[float] = []
    timer = QTimer(interval=5)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    copied(qtbot, host, picture)
    timer.stop()
    worst = float(np.diff(beats).max())
    assert worst < 0.25, f"the window stood still for {worst * 1e3:.0f} ms"


def test_ctrl_c_copies_the_result_shown(
    window: MainWindow, wait: Wait, qtbot: QtBot, tmp_path: Path
) -> None:
    QGuiApplication.clipboard().clear()
    window.add_picture(Picture(noise((16, 16, 3))), "a.png")
    wait(lambda state: state.opened is not None)
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL)
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert window.state.notice.text == "There is no result to copy."

    window.upscale()
    wait(lambda state: state.result is not None)
    window.save_to(tmp_path / "saved.png")
    wait(lambda state: state.item is not None and state.item.saved is not None)
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL)
    wait(lambda state: state.notice is not None and state.notice.text == "The result is copied.")
    result = window.state.result
    assert result is not None
    image = QGuiApplication.clipboard().image().convertToFormat(QImage.Format.Format_RGB888)
    assert (image.height(), image.width()) == result.pixels.shape[:2]
    urls = QGuiApplication.clipboard().mimeData().urls()
    assert [Path(url.toLocalFile()) for url in urls] == [tmp_path / "saved.png"]
