"""What is in sight, with a real network that ships."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sr_desktop.cancel import Cancel
from sr_desktop.imaging import resize
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import sample
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.preview import TILE_PX, tiles_in_sight
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.types import (
    Event,
    Failed,
    Finished,
    Previewed,
    PreviewJob,
    Started,
    Stopped,
    UpscaleJob,
)
from sr_desktop.weights import Library
from tests.weights import checkpoints

SPEC = Library().find("msrn-small", 2)
ENGINE = Engine("cpu", "fp32")


@pytest.fixture(scope="module")
def source() -> Picture:
    """225 x 300 px."""
    return sample.reduced(4)


def run(job: PreviewJob, cancel: Cancel | None = None) -> list[Event]:
    events: list[Event] = []
    Session().run(job, events.append, cancel or Cancel())
    return events


def tiles(events: list[Event]) -> list[Previewed]:
    return [event for event in events if isinstance(event, Previewed)]


def whole(source: Picture) -> PreviewJob:
    return PreviewJob(source, SPEC, (0, 0, source.height, source.width), ENGINE)


def test_tiles_fill_what_is_in_sight_and_equal_the_result(source: Picture) -> None:
    events: list[Event] = []
    Session().run(UpscaleJob(source, SPEC, engine=ENGINE), events.append, Cancel())
    assert isinstance(events[-1], Finished)
    assert events[-1].result.picture is not None
    result = events[-1].result.picture.pixels
    covered = np.zeros(source.pixels.shape[:2], int)
    for tile in tiles(run(whole(source))):
        top, left, height, width = tile.region
        covered[top : top + height, left : left + width] += 1
        same = result[2 * top : 2 * (top + height), 2 * left : 2 * (left + width)]
        worst = np.abs(tile.pixels.astype(int) - same).max()
        assert worst <= 1, f"{tile.region} is off by {worst}"  # float32 sums in another order
    assert (covered == 1).all()


def test_nothing_is_told_but_tiles_and_the_end(source: Picture) -> None:
    kinds = {type(event) for event in run(whole(source))}
    assert kinds == {Started, Previewed, Finished}


def test_the_middle_of_the_view_comes_first_and_in_quarters(source: Picture) -> None:
    first, *_, last = tiles(run(whole(source)))
    assert first.region[2] < TILE_PX
    assert first.region[0] // TILE_PX == 112 // TILE_PX
    middle = (last.region[0] + last.region[2] / 2, last.region[1] + last.region[3] / 2)
    assert abs(middle[0] - 112) + abs(middle[1] - 150) > TILE_PX


def test_only_what_is_in_sight_is_done(source: Picture) -> None:
    done = tiles(run(PreviewJob(source, SPEC, (0, 0, 40, 40), ENGINE)))
    assert {tile.region[0] // TILE_PX for tile in done} == {0}
    assert sum(tile.region[2] * tile.region[3] for tile in done) == TILE_PX**2


def test_what_is_there_already_is_not_done_again(source: Picture) -> None:
    job = whole(source)
    done = frozenset(tile.region for tile in tiles(run(job)))
    assert tiles(run(replace(job, done=done))) == []


def test_no_tile_is_begun_after_its_time(source: Picture) -> None:
    assert len(tiles(run(replace(whole(source), seconds=0.0)))) <= 1


def test_it_stops_within_a_tile(source: Picture) -> None:
    cancel = Cancel()
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, Previewed):
            cancel.set()

    Session().run(whole(source), emit, cancel)
    assert len(tiles(events)) == 1
    assert isinstance(events[-1], Stopped)


def test_a_picture_of_16_bits_with_alpha_is_shown_in_8(source: Picture) -> None:
    deep = source.pixels.astype(np.uint16) * 257
    clear = np.zeros(deep.shape[:2], np.uint16)
    clear[:, 100:] = 65535
    done = tiles(run(whole(source.with_pixels(deep, clear))))
    assert {tile.pixels.dtype for tile in done} == {np.dtype(np.uint8)}
    hidden = next(tile for tile in done if tile.region[1] == 0)
    assert hidden.pixels.std() < source.pixels[:, :90].std()  # the colours beside it were spread


def test_a_network_that_runs_away_gives_way_to_bicubic(source: Picture, tmp_path: Path) -> None:
    wild = replace(checkpoints.spec(), file=checkpoints.torch_file(tmp_path / "wild.pt"))
    small = Picture(np.ascontiguousarray(source.pixels[:40, :40]))
    made = np.zeros((80, 80, 3), np.uint8)
    for tile in tiles(run(replace(whole(small), spec=wild))):
        top, left, height, width = (2 * side for side in tile.region)
        made[top : top + height, left : left + width] = tile.pixels
    assert np.array_equal(made, resize.bicubic(small.pixels, 80, 80))


def test_weights_that_are_gone_end_it(source: Picture, tmp_path: Path) -> None:
    gone = replace(SPEC, file=tmp_path / "gone.safetensors")
    assert isinstance(run(replace(whole(source), spec=gone))[-1], Failed)


def test_tiles_of_a_giant_are_planned_around_the_middle_only() -> None:
    boxes = tiles_in_sight((0, 0, 20000, 30000), 20000, 30000, TILE_PX)
    assert len(boxes) < 3000
    assert abs(boxes[0].top - 10000) <= TILE_PX
    assert abs(boxes[0].left - 15000) <= TILE_PX
    assert all(box.top % TILE_PX == box.left % TILE_PX == 0 for box in boxes)
