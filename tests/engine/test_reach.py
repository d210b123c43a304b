"""How far a network looks is found by running it."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from sr_desktop.engine.archs.reach import find_reach
from sr_desktop.engine.tiling import WHOLE_PICTURE_PX


def doubled(batch: Tensor) -> Tensor:
    return functional.interpolate(batch, scale_factor=2, mode="nearest")


def looking_far(batch: Tensor, radius_px: int) -> Tensor:
    """Each pixel as the mean of all so near to it."""
    side_px = 2 * radius_px + 1
    across = functional.avg_pool2d(batch, (1, side_px), 1, (0, radius_px))
    return functional.avg_pool2d(across, (side_px, 1), 1, (radius_px, 0))


def through_windows(batch: Tensor, side_px: int) -> Tensor:
    """Each window's mean added to its pixels."""
    height, width = batch.shape[-2:]
    means = functional.avg_pool2d(batch, side_px, ceil_mode=True, count_include_pad=False)
    return batch + functional.interpolate(means, scale_factor=side_px)[..., :height, :width]


@pytest.mark.parametrize(
    ("radius_px", "reach_px"), [(0, 8), (7, 8), (9, 12), (20, 24), (40, 48), (80, 96)]
)
def test_the_reach_covers_what_an_output_pixel_depends_on(radius_px: int, reach_px: int) -> None:
    assert find_reach(lambda batch: doubled(looking_far(batch, radius_px))) == (reach_px, 1)


@pytest.mark.parametrize("side_px", [2, 8, 32])
def test_windows_show_as_a_grid(side_px: int) -> None:
    reach_px, grid_px = find_reach(lambda batch: doubled(through_windows(batch, side_px)))
    assert grid_px == side_px
    assert side_px - 1 <= reach_px <= 2 * max(side_px, 8)


@pytest.mark.parametrize(
    "run",
    [
        lambda batch: batch + 0.01 * batch.mean((2, 3), keepdim=True),
        lambda batch: looking_far(batch, 110),
        lambda batch: through_windows(batch, 7),
        lambda batch: batch * torch.nan,
    ],
    ids=["mean of all", "too far", "windows of 7", "no numbers"],
)
def test_what_no_tiles_suit_looks_at_the_whole_picture(run: object) -> None:
    assert find_reach(run) == (WHOLE_PICTURE_PX, 1)  # type: ignore[arg-type]
