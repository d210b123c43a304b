"""Previews in the window, with a real network in a real thread."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from sr_desktop.errors import OutOfMemory
from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.preview import Preview
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import WindowState
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.size import Size
from sr_desktop.jobs import region, sample

from .conftest import PATIENCE_MS

Wait = Callable[[Callable[[WindowState], bool]], None]
CHOICES = Choices(model="msrn-small", scale=2)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """Its engine is loaded; the network is the quickest that ships."""
    settings = Settings()
    settings.keep_choices(CHOICES)
    shown = MainWindow(settings)
    shown.resize(1200, 800)
    shown.show()
    shown.warm_up()
    qtbot.waitUntil(lambda: bool(shown.state.compute), timeout=PATIENCE_MS)
    yield shown
    shown.close()
    shown.deleteLater()


@pytest.fixture
def large() -> Picture:
    """900 x 1200 px: only a part of it is in sight at 100%."""
    return sample.original()


def view_of(window: MainWindow) -> CanvasView:
    view = window.findChild(CanvasView)
    assert view is not None
    return view


def preview_of(window: MainWindow) -> Preview:
    assert window.looking.preview is not None
    return window.looking.preview


def wait_for_tiles(window: MainWindow, qtbot: QtBot, least: int = 1) -> None:
    def there() -> bool:
        preview = window.looking.preview
        return preview is not None and len(preview.patches) >= least

    qtbot.waitUntil(there, timeout=PATIENCE_MS)


def wait_till_over(window: MainWindow, qtbot: QtBot) -> None:
    def over() -> bool:
        return window.looking.preview is not None and window.looking.preview.is_over

    qtbot.waitUntil(over, timeout=PATIENCE_MS)


def test_what_is_in_sight_is_upscaled_before_anybody_asks(
    window: MainWindow, qtbot: QtBot, large: Picture
) -> None:
    window.add_picture(large, "large.png")
    wait_for_tiles(window, qtbot)
    qtbot.waitUntil(lambda: view_of(window).labels == ("Bicubic", "MSRN-small ×2, preview"))
    assert window.state.item is not None
    assert window.state.item.live is None
    assert window.state.notice is None
    assert not window.state.is_working


def test_the_preview_is_painted_right_of_the_divider(window: MainWindow, qtbot: QtBot) -> None:
    noise = np.random.default_rng(2).integers(80, 170, (100, 100, 3), np.uint8)
    window.paint_patiently()
    window.add_picture(Picture(noise.repeat(2, 0).repeat(2, 1)), "noise.png")
    qtbot.waitUntil(lambda: window.state.opened is not None)
    window.looking.hold(True)
    before = view_of(window).grab().toImage()
    window.looking.hold(False)
    wait_till_over(window, qtbot)
    qtbot.waitUntil(lambda: view_of(window).labels[1].endswith("preview"))
    after = view_of(window).grab().toImage()
    middle = QPoint(after.width() * 3 // 4 - 80, after.height() // 2)
    part = [(middle.x() + n % 20, middle.y() + n // 20) for n in range(400)]
    assert any(before.pixel(x, y) != after.pixel(x, y) for x, y in part)


def test_it_follows_the_view(window: MainWindow, qtbot: QtBot, large: Picture) -> None:
    window.add_picture(large, "large.png")
    wait_for_tiles(window, qtbot)
    view = view_of(window)
    view.zoom_to(4.0)
    qtbot.waitUntil(
        lambda: preview_of(window).region is not None and preview_of(window).region[2] < 200  # type: ignore[index]
    )
    wait_till_over(window, qtbot)
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: not preview_of(window).is_over, timeout=PATIENCE_MS)
    wait_till_over(window, qtbot)
    region = preview_of(window).region
    assert region is not None
    assert region[1] > 800
    at_right = [patch for patch in preview_of(window).patches if patch.region[1] >= 800]
    assert at_right


def test_another_scale_or_model_starts_anew(
    window: MainWindow, qtbot: QtBot, large: Picture
) -> None:
    window.add_picture(large, "large.png")
    wait_for_tiles(window, qtbot)
    window.rail.show_choices(Choices(model="pan", scale=3))
    qtbot.waitUntil(lambda: preview_of(window).spec.id == "pan-x3")
    wait_for_tiles(window, qtbot)
    assert all(patch.pixels.shape[0] == 3 * patch.region[2] for patch in preview_of(window).patches)
    qtbot.waitUntil(lambda: view_of(window).labels[1] == "PAN ×3, preview")


def test_upscale_takes_over_and_the_preview_is_gone_at_the_end(
    window: MainWindow, qtbot: QtBot, wait: Wait, large: Picture
) -> None:
    window.add_picture(large, "large.png")
    wait_for_tiles(window, qtbot)
    tiles = len(preview_of(window).patches)
    window.upscale()
    assert preview_of(window).job_id == 0
    assert len(preview_of(window).patches) >= tiles  # seen until they are replaced
    qtbot.waitUntil(lambda: view_of(window).labels == ("Bicubic", "MSRN-small ×2"))
    wait(lambda state: state.result is not None)
    assert window.looking.preview is None


def digest_of(window: MainWindow, wait: Wait) -> str:
    window.upscale()
    wait(lambda state: state.result is not None)
    assert window.state.result is not None
    return hashlib.sha256(window.state.result.pixels.tobytes()).hexdigest()


def test_the_result_is_the_same_with_and_without(
    window: MainWindow, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    window.add_picture(sample.reduced(2), "with.png")
    wait_for_tiles(window, qtbot, 5)
    view_of(window).zoom_to(3.0)
    with_preview = digest_of(window, wait)
    Settings().keep_previews(False)
    bare = MainWindow(Settings())
    bare.resize(1200, 800)
    bare.show()
    bare.add_picture(sample.reduced(2), "without.png")
    bare.upscale()
    qtbot.waitUntil(lambda: bare.state.result is not None, timeout=PATIENCE_MS)
    assert bare.state.result is not None
    without = hashlib.sha256(bare.state.result.pixels.tobytes()).hexdigest()
    bare.close()
    bare.deleteLater()
    assert with_preview == without


def test_nothing_runs_when_it_is_switched_off(
    window: MainWindow, qtbot: QtBot, wait: Wait, large: Picture
) -> None:
    window._settings.keep_previews(False)
    window.add_picture(large, "large.png")
    wait(lambda state: state.opened is not None)
    qtbot.wait(300)
    assert window.looking.preview is None
    assert view_of(window).labels == ("Bicubic ×2", "")


def test_a_model_that_is_not_here_has_none(
    window: MainWindow, qtbot: QtBot, wait: Wait, large: Picture
) -> None:
    window.rail.show_choices(Choices(model="edsr-base", scale=4))
    window.add_picture(large, "large.png")
    wait(lambda state: state.opened is not None)
    qtbot.wait(300)
    assert window.looking.preview is None


def test_a_preview_that_fails_is_only_logged(
    window: MainWindow,
    qtbot: QtBot,
    wait: Wait,
    large: Picture,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*args: object, **options: object) -> object:
        raise OutOfMemory("There is no room.")

    monkeypatch.setattr(region, "enlarged", fail)
    window.add_picture(large, "large.png")
    qtbot.waitUntil(
        lambda: window.looking.preview is not None and window.looking.preview.broken is not None,
        timeout=PATIENCE_MS,
    )
    view_of(window).zoom_to(2.0)
    qtbot.wait(200)
    assert preview_of(window).job_id == 0
    assert window.state.notice is None
    assert caplog.text.count("There is no room.") == 1


def test_a_size_of_ones_own_has_one_where_one_pass_leads_there(
    window: MainWindow, qtbot: QtBot, wait: Wait, large: Picture
) -> None:
    own = replace(CHOICES, own_scale=False)
    window.rail.show_choices(own.with_size(Size("percent", 150)))
    window.add_picture(large, "large.png")
    wait_for_tiles(window, qtbot)
    qtbot.waitUntil(lambda: view_of(window).labels[1] == "MSRN-small ×1.5, preview")
    window.rail.show_choices(own.with_size(Size("percent", 300)))
    qtbot.waitUntil(lambda: view_of(window).labels == ("Bicubic ×3", ""), timeout=PATIENCE_MS)


def test_a_window_that_is_closed_looks_at_nothing_any_more(
    window: MainWindow, qtbot: QtBot, large: Picture
) -> None:
    window.add_picture(large, "large.png")
    qtbot.waitUntil(lambda: window.state.opened is not None)
    window.close()
    window.findChild(CanvasView).moved.emit()  # type: ignore[union-attr]
    assert not window.looking._soon.isActive()
