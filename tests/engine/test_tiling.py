"""Every pixel in exactly one core, and the surroundings where they should be."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sr_desktop.engine.tiling import (
    QUICK_PX,
    Box,
    Margins,
    even_tile_px,
    goes_on,
    nearest_first,
    plan_strips,
    plan_tall,
    plan_tiles,
    rows_from,
)

lengths = st.integers(1, 150)
tile_sides = st.integers(2, 64)
unhurried = settings(deadline=None, max_examples=50)
boxes = st.builds(Box, st.integers(0, 50), st.integers(0, 50), st.integers(1, 60), lengths)


def times_covered(tiles: list[Box], height: int, width: int) -> np.ndarray:
    count = np.zeros((height, width), int)
    for tile in tiles:
        count[tile.slices] += 1
    return count


@unhurried
@given(height=lengths, width=lengths, tile_px=tile_sides)
def test_tiles_cover_every_pixel_once_and_stay_within_their_side(
    height: int, width: int, tile_px: int
) -> None:
    tiles = plan_tiles(height, width, tile_px)
    assert (times_covered(tiles, height, width) == 1).all()
    assert max(max(tile.height, tile.width) for tile in tiles) <= tile_px


@unhurried
@given(height=lengths, width=lengths, tile_px=tile_sides)
def test_tiles_are_even_to_one_pixel(height: int, width: int, tile_px: int) -> None:
    tiles = plan_tiles(height, width, tile_px)
    heights, widths = {tile.height for tile in tiles}, {tile.width for tile in tiles}
    assert max(heights) - min(heights) <= 1, heights
    assert max(widths) - min(widths) <= 1, widths


@unhurried
@given(
    height=st.integers(1, 3000),
    width=st.integers(1, 3000),
    tile_px=st.integers(80, 300),
    reach_px=st.integers(5, 40),
)
def test_tall_tiles_cover_every_pixel_once_and_can_go_on_from_one_another(
    height: int, width: int, tile_px: int, reach_px: int
) -> None:
    tiles = plan_tall(height, width, tile_px, reach_px)
    assert (times_covered(tiles, height, width) == 1).all()
    assert not [tile for tile in tiles if tile.left % QUICK_PX]
    assert max(tile.height for tile in tiles) <= 3 * tile_px
    assert max(tile.area for tile in tiles) <= 2.2 * tile_px**2
    alone = tiles[0].width == width
    assert alone or all(goes_on(tile.width, reach_px) for tile in tiles)


@unhurried
@given(box=boxes)
def test_quarters_partition_a_box_and_halve_its_sides(box: Box) -> None:
    quarters = box.quarters()
    count = times_covered(quarters, box.bottom, box.right)
    assert (count[box.slices] == 1).all()
    assert count.sum() == box.area
    assert max(quarter.height for quarter in quarters) == -(-box.height // 2)
    assert max(quarter.width for quarter in quarters) == -(-box.width // 2)


@unhurried
@given(box=boxes, most_rows=st.integers(1, 80))
def test_strips_partition_a_box_in_order(box: Box, most_rows: int) -> None:
    strips = plan_strips(box, most_rows)
    count = times_covered(strips, box.bottom, box.right)
    assert (count[box.slices] == 1).all()
    assert count.sum() == box.area
    assert [strip.top for strip in strips] == sorted(strip.top for strip in strips)
    assert max(strip.height for strip in strips) <= most_rows


@unhurried
@given(height=lengths, width=lengths, usual_px=st.integers(16, 300))
def test_an_even_tile_leaves_no_tile_smaller_than_half_the_usual(
    height: int, width: int, usual_px: int
) -> None:
    side = even_tile_px(height, width, usual_px)
    assert side <= max(1.5 * usual_px, 1), side
    for length in (height, width):
        parts = -(-length // side)
        assert parts == 1 or length // parts >= usual_px // 2, (length, side)


@unhurried
@given(box=boxes, by_px=st.integers(0, 50), grid_px=st.integers(1, 33))
def test_on_a_grid_a_grown_box_begins_no_further_out_than_needed(
    box: Box, by_px: int, grid_px: int
) -> None:
    plain, outer = (box.grow(by_px, 500, 500, grid) for grid in (1, grid_px))
    assert (outer.bottom, outer.right) == (plain.bottom, plain.right)
    for begin, plainly in ((outer.top, plain.top), (outer.left, plain.left)):
        assert begin % grid_px == 0
        assert 0 <= plainly - begin < grid_px


@unhurried
@given(box=boxes, by_px=st.integers(0, 40), right=st.integers(0, 40), below=st.integers(0, 40))
def test_growing_stops_at_the_picture_and_margins_undo_it(
    box: Box, by_px: int, right: int, below: int
) -> None:
    height, width = box.bottom + below, box.right + right
    outer = box.grow(by_px, height, width)
    margins = box.margins_in(outer)
    expected = (min(by_px, box.top), min(by_px, below), min(by_px, box.left), min(by_px, right))
    assert margins == expected
    assert outer.shrink(margins) == box
    assert box.within(outer) == Box(0, 0, outer.height, outer.width).shrink(margins)


@unhurried
@given(box=boxes, right=st.integers(0, 6))
def test_a_quick_box_has_the_fewest_columns_more_that_make_it_so(box: Box, right: int) -> None:
    quick = box.quick(box.right + right)
    assert quick.quick(box.right + right) == quick
    if box.left + right < -box.width % QUICK_PX:
        assert quick == box
    else:
        assert quick.width == -(-box.width // QUICK_PX) * QUICK_PX
        assert 0 <= quick.left <= box.left
        assert box.right <= quick.right <= box.right + right
        assert (quick.top, quick.height) == (box.top, box.height)


def test_a_quick_box_takes_from_the_right_first_and_below() -> None:
    assert Box(5, 10, 7, 21).quick(100) == Box(5, 10, 7, 24)
    assert Box(5, 10, 7, 21).quick(33) == Box(5, 9, 7, 24)
    assert Box(5, 2, 7, 21).quick(23) == Box(5, 2, 7, 21)
    assert Box(5, 10, 7, 21).quick(100, 100) == Box(5, 10, 8, 24)
    assert Box(5, 10, 7, 21).quick(100, 12) == Box(4, 10, 8, 24)
    assert Box(0, 10, 7, 21).quick(100, 7) == Box(0, 10, 7, 24)


def test_boxes_and_margins_scale_side_by_side() -> None:
    assert Box(1, 2, 3, 4).times(3) == Box(3, 6, 9, 12)
    assert Margins(1, 2, 3, 4).times(2) == (2, 4, 6, 8)
    assert Margins(10, 20, 30, 4).beyond(Margins(1, 20, 3, 0)) == (9, 0, 27, 4)


def test_the_tile_that_is_looked_at_comes_first_and_the_farthest_last() -> None:
    tiles = plan_tiles(90, 90, 30)
    ordered = nearest_first(tiles, 80, 10)
    assert ordered[0] == Box(60, 0, 30, 30)
    assert ordered[-1] == Box(0, 60, 30, 30)
    assert sorted(ordered, key=lambda box: (box.top, box.left)) == tiles


def test_rows_begin_with_the_nearest_tile_and_go_on_to_the_right() -> None:
    tiles = plan_tiles(90, 120, 30)
    ordered = rows_from(tiles, 40, 70)
    assert sorted(ordered, key=lambda tile: (tile.top, tile.left)) == tiles
    places = [(tile.top, tile.left) for tile in ordered]
    assert places[:4] == [(30, 60), (30, 90), (30, 0), (30, 30)]
    assert places[4:8] == [(0, left) for left in (0, 30, 60, 90)]
