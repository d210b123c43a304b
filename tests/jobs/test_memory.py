"""What is reckoned of memory, against what a process of its own takes (VmHWM)."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sr_desktop.engine.footprint import MOST_STRIP_BYTES, Footprint
from sr_desktop.imaging.form import Form
from sr_desktop.imaging.size import Steps
from sr_desktop.imaging.store import SMALL_BYTES
from sr_desktop.jobs.memory import Way

REPO = Path(__file__).resolve().parents[2]
NETWORK = Footprint(2, 1000, 240, 20, 400, 384, 60 << 20, 160)


def way(width: int, height: int, **facts: object) -> Way:
    steps = Steps((2,), 2 * width, 2 * height, is_resized=False)
    return Way(Form(height, width), steps, {2: NETWORK}, **facts)  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize(
    ("model", "scale", "width", "height"),
    [
        ("pan", 2, 320, 240),
        ("pan", 2, 900, 700),
        ("pan", 4, 500, 400),
        ("msrn-small", 2, 320, 240),
        ("msrn-small", 2, 1000, 800),
        ("msrn-small", 2, 1600, 1200),
    ],
)
def test_the_peak_is_within_a_quarter_of_what_was_reckoned(
    model: str, scale: int, width: int, height: int
) -> None:
    command = [sys.executable, "-m", "tests.jobs.peak_of_one", model]
    command += map(str, (scale, width, height))
    done = subprocess.run(command, cwd=REPO, check=True, capture_output=True, text=True)
    reckoned, took = map(int, done.stdout.split())
    told = f"{reckoned / 2**20:.0f} MiB reckoned, {took / 2**20:.0f} MiB taken"
    assert 0.75 < reckoned / took < 1.25, told


def test_strips_in_planes_count_once_for_each_thread_that_has_one() -> None:
    planar = replace(NETWORK, strip_bytes=1000, threads=8)
    for side, strips in ((100, 2), (2000, 8)):  # the second in tiles of several shapes
        more = planar.work_bytes(side, side) - NETWORK.work_bytes(side, side)
        assert more == 1000 * strips
    picture = way(300, 300)
    planar_way = replace(picture, networks={2: planar})
    assert planar_way.peak_bytes - picture.peak_bytes == 8 * 1000
    two, two_planar = replace(picture, abreast=2), replace(planar_way, abreast=2)
    assert two_planar.peak_bytes - two.peak_bytes == 2 * 1000


def test_a_large_result_lies_on_the_disk_and_takes_no_memory() -> None:
    side = 8000
    assert 4 * side**2 * 3 > SMALL_BYTES
    tiles = NETWORK.work_bytes(side, side)
    assert way(side, side).peak_bytes == 1000 + side**2 * 3 + tiles


def test_a_result_that_goes_to_a_file_takes_only_rows_on_their_way() -> None:
    kept, written = way(3000, 2000).peak_bytes, way(3000, 2000, to_file=True).peak_bytes
    tile_rows = 500  # of 2000, as high as about two squares
    assert kept - written == 3 * 6000 * (4000 - 2 * tile_rows - 950)


def test_a_strip_that_is_large_waits_in_a_file() -> None:
    width = 40_000
    rows = way(width, 20_000, to_file=True).peak_bytes
    assert 3 * 480 * 2 * width > MOST_STRIP_BYTES
    assert rows == NETWORK.weights_bytes + NETWORK.work_bytes(20_000, width) + 3 * 950 * 2 * width


def test_a_picture_that_is_in_memory_twice_counts_twice() -> None:
    once, twice = way(300, 200).peak_bytes, way(300, 200, copies=2).peak_bytes
    assert twice - once == 300 * 200 * 3


def test_a_pass_in_between_is_kept_whole_in_16_bits() -> None:
    form = Form(100, 100)
    steps = Steps((2, 2), 400, 400, is_resized=False)
    reckoned = Way(form, steps, {2: NETWORK}).peak_bytes
    second = NETWORK.work_bytes(200, 200) + 6 * 200**2 + 6 * 400**2
    assert reckoned == 1000 + 3 * 100**2 + second


def test_self_ensemble_takes_one_sum_more() -> None:
    more = way(200, 200, ensemble=True).peak_bytes - way(200, 200).peak_bytes
    assert more == 12 * (200 * 200 + 400 * 400)


def test_small_tiles_take_less() -> None:
    assert way(1000, 1000, tile_px=64).peak_bytes < way(1000, 1000).peak_bytes


def test_as_many_small_pictures_go_side_by_side_as_there_are_threads_and_memory_for() -> None:
    small, large = way(320, 240, to_file=True), way(2000, 1000, to_file=True)
    one = small.peak_bytes - NETWORK.weights_bytes
    at_work = one - 320 * 240 * 3
    assert small.most_abreast(8, 100 * at_work) == 8
    assert small.most_abreast(8, 3 * at_work) == 3
    assert small.most_abreast(8, 0) == small.most_abreast(1, 100 * at_work) == 1
    assert large.most_abreast(8, 100 * at_work) == 1
    assert replace(small, abreast=3).peak_bytes == NETWORK.weights_bytes + 3 * one
