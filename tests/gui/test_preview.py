"""The preview as a value, and its tiles over bicubic."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from sr_desktop.errors import OutOfMemory
from sr_desktop.gui.canvas.layers import BicubicLayer
from sr_desktop.gui.canvas.preview import PreviewLayer
from sr_desktop.gui.canvas.tiles import Budget
from sr_desktop.gui.preview import Patch, Preview, may_run, reduce
from sr_desktop.gui.state import Item, WindowState, queued
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.types import Failed, Finished, Found, Previewed, Result, Stopped, UpscaleJob
from sr_desktop.weights import Library

SPEC = Library().find("msrn-small", 2)
SOURCE = Picture(np.full((200, 300, 3), 90, np.uint8))
SIGHT = (0, 0, 100, 100)


def begun() -> Preview:
    preview = Preview(SOURCE, SPEC, Engine())
    return preview.begun(preview.job(SIGHT))


def tile(
    preview: Preview, region: tuple[int, int, int, int] = (0, 0, 96, 96), shade: int = 200
) -> Previewed:
    height, width = (2 * side for side in region[2:])
    return Previewed(preview.job_id, region, np.full((height, width, 3), shade, np.uint8))


def ready() -> WindowState:
    item = Item(Found(Path("a.png")), picture=SOURCE)
    state = WindowState(compute="CPU").with_items([item]).showing(item.id)
    return replace(state, opened=SOURCE)


def test_a_tile_stays_and_is_not_asked_for_again() -> None:
    preview = reduce(begun(), tile(begun()))
    assert not preview.patches  # of another job
    preview = begun()
    preview = reduce(preview, tile(preview))
    assert preview.job(SIGHT).done == {(0, 0, 96, 96)}


def test_what_is_in_sight_is_asked_for_once_and_again_when_it_moves() -> None:
    preview = begun()
    assert not preview.asks(SIGHT)
    assert preview.asks((50, 0, 100, 100))
    preview = reduce(preview, Finished(preview.job_id, Result()))
    assert not preview.asks(SIGHT)
    assert preview.asks((50, 0, 100, 100))


def test_what_was_stopped_by_others_is_asked_for_again() -> None:
    preview = begun()
    assert reduce(preview, Stopped(preview.job_id)).asks(SIGHT)


def test_the_tile_that_was_being_made_when_the_view_moved_is_kept() -> None:
    first = begun()
    second = first.begun(first.job((50, 0, 100, 100)))
    second = reduce(second, tile(first))
    second = reduce(second, Stopped(first.job_id))
    assert len(second.patches) == 1
    assert second.job_id


def test_after_a_failure_nothing_more_is_asked() -> None:
    preview = begun()
    preview = reduce(preview, Failed(preview.job_id, OutOfMemory("No room.")))
    assert not preview.asks((50, 0, 100, 100))


def test_old_tiles_go_where_there_are_too_many() -> None:
    preview = begun()
    for n in range(1200):
        preview = reduce(preview, tile(preview, (96 * n, 0, 96, 96)))
    assert sum(patch.pixels.nbytes for patch in preview.patches) <= 96 << 20
    assert preview.patches[-1].region[0] == 96 * 1199


def test_it_may_run_only_while_nobody_has_decided() -> None:
    state = ready()
    item = state.item
    assert item is not None
    assert may_run(state)
    assert not may_run(replace(state, compute=""))  # the engine is not loaded yet
    assert not may_run(replace(state, opened=None))
    assert not may_run(state.with_item(queued(item, UpscaleJob(SOURCE, SPEC))))
    assert not may_run(state.with_item(replace(item, result=Result())))


def layer(source: Picture = SOURCE) -> PreviewLayer:
    return PreviewLayer(BicubicLayer(source, source.height * 2, source.width * 2), 2.0)


def shade(image: QImage | None, x: int, y: int) -> int:
    assert image is not None
    return image.pixelColor(x, y).red()


def test_tiles_are_drawn_over_bicubic_where_they_belong() -> None:
    over = layer()
    assert shade(over.tile(0, 0, 0), 10, 10) == 90
    over.show_patches((Patch((16, 16, 32, 32), np.full((64, 64, 3), 200, np.uint8)),))
    image = over.tile(0, 0, 0)
    shades = [shade(image, at, at) for at in (31, 32, 95, 96)]
    assert shades == [90, 200, 200, 90]


@pytest.mark.parametrize("level", [0, 1, 3])
def test_every_level_shows_them(level: int) -> None:
    over = layer()
    over.show_patches((Patch((96, 96, 96, 96), np.full((192, 192, 3), 200, np.uint8)),))
    image = over.tile(level, 0, 0)
    inside = (2 * 100) >> level
    assert shade(image, min(inside, 250), min(inside, 250)) == 200
    assert shade(image, 2, 2) == 90


def test_their_pixels_are_not_changed_on_the_way() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)
    over = layer()
    over.show_patches((Patch((0, 0, 32, 32), noise),))
    image = over.tile(0, 0, 0)
    seen = [[shade(image, x, y) for x in range(64)] for y in range(64)]
    assert np.array_equal(seen, noise[..., 0])


def test_a_size_of_ones_own_shows_them_scaled() -> None:
    over = PreviewLayer(BicubicLayer(SOURCE, SOURCE.height, SOURCE.width), 1.0)
    over.show_patches((Patch((16, 16, 32, 32), np.full((64, 64, 3), 200, np.uint8)),))
    image = over.tile(0, 0, 0)
    assert [shade(image, at, at) for at in (15, 17, 46, 48)] == [90, 200, 200, 90]


def test_transparency_stays_that_of_the_picture() -> None:
    clear = np.zeros((200, 300), np.uint8)
    clear[:, 20:] = 255
    over = layer(SOURCE.with_pixels(SOURCE.pixels, clear))
    over.show_patches((Patch((0, 0, 96, 96), np.full((192, 192, 3), 200, np.uint8)),))
    image = over.tile(0, 0, 0)
    assert image is not None
    assert image.pixelColor(10, 10).alpha() == 0
    assert (image.pixelColor(100, 10).alpha(), shade(image, 100, 10)) == (255, 200)


def test_more_tiles_come_as_time_allows() -> None:
    over = layer()
    over.tile(0, 0, 0)
    over.show_patches((Patch((0, 0, 32, 32), np.full((64, 64, 3), 200, np.uint8)),))
    assert shade(over.tile(0, 0, 0, Budget(-1)), 5, 5) == 90
    assert shade(over.tile(0, 0, 0), 5, 5) == 200
