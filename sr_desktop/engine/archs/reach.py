"""How far a network looks, found by doing to it what tiling does: cut, run, compare."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from sr_desktop.engine.tiling import WHOLE_PICTURE_PX, Box

CORE_PX = 16
SIDES_PX = (64, 128, 256)
REACHES_PX = (8, 12, 16, 24, 32, 48, 64, 96)
GRIDS_PX = (1, 2, 4, 8, 16, 32)
MOST_DIFFERENCE = 1 / 16 / 255

Run = Callable[[Tensor], Tensor]


def find_reach(run: Run) -> tuple[int, int]:
    """The radius that an output pixel depends on, and the grid on which tiles must begin, in px.

    run takes (1, 3, h, w) in 0..1 and enlarges it. On a drawn picture, the middle must come out
    the same, up to a sixteenth of a grey level, when the picture is cut off at this radius, and
    when all beyond it is white, which moves what is averaged over everything. The grid is 1 for
    convolutions, and the window of networks that look through windows: where windows begin
    elsewhere, the result is another. The radius then holds wherever in a window a tile ends.

    WHOLE_PICTURE_PX is the answer when no radius up to 88 will do: the network averages or attends
    over everything, or its windows are no power of two up to 32.

    This only goes forward: the gradient says much the same, but keeps every map inside alive.
    Measured with the authors' PAN at x2, x3 and x4: 24 px by this; 20, 20 and 21 until the summed
    gradient is below half a grey level; 36, 35 and 36 by counting layers.
    """
    for side_px in SIDES_PX:
        probe = _Probe(run, side_px)
        grid_px = probe.grid_px()
        reach_px = probe.reach_px(grid_px) if grid_px else None
        if grid_px and reach_px:
            return reach_px + grid_px - 1, grid_px
    return WHOLE_PICTURE_PX, 1


class _Probe:
    """A picture whose middle is compared."""

    def __init__(self, run: Run, side_px: int) -> None:
        self.run = run
        self.picture = patches(side_px)
        self.whole = Box(0, 0, side_px, side_px)
        edge_px = (side_px - CORE_PX) // 2
        self.core = Box(edge_px, edge_px, CORE_PX, CORE_PX)
        self.expected = self._enlarged_core(self.picture, self.whole)

    def grid_px(self) -> int | None:
        """The least number of rows and columns that can be cut off at the top and the left."""
        grids = [grid for grid in GRIDS_PX if grid <= self.whole.width // 8]
        if not self._same_without(grids[-1]):
            return None
        return next(grid for grid in grids if self._same_without(grid))

    def reach_px(self, grid_px: int) -> int | None:
        for reach_px in REACHES_PX:
            if reach_px < self.core.top and self._looks_no_further(reach_px, grid_px):
                return reach_px
        return None

    def _same_without(self, cut_px: int) -> bool:
        side_px = self.whole.width - cut_px
        return self._is_same(self.picture, Box(cut_px, cut_px, side_px, side_px))

    def _looks_no_further(self, reach_px: int, grid_px: int) -> bool:
        outer = self.core.grow(reach_px, self.whole.height, self.whole.width, grid_px)
        if not self._is_same(self.picture, outer):
            return False
        other_around = torch.ones_like(self.picture)
        other_around[(..., *outer.slices)] = self.picture[(..., *outer.slices)]
        return self._is_same(other_around, self.whole)

    def _is_same(self, picture: Tensor, outer: Box) -> bool:
        differing = (self._enlarged_core(picture, outer) - self.expected).abs().max()
        return bool(differing <= MOST_DIFFERENCE)  # NaN is not the same

    def _enlarged_core(self, picture: Tensor, outer: Box) -> Tensor:
        enlarged = self.run(picture[(..., *outer.slices)].contiguous())
        scale = enlarged.shape[-1] // outer.width
        return enlarged[(..., *self.core.within(outer).times(scale).slices)]


def patches(side_px: int) -> Tensor:
    """Patches of 64, 16 and 4 px on top of each other with some noise: (1, 3, side, side)."""
    dice = torch.Generator().manual_seed(0)
    picture = 0.03 * torch.randn(1, 3, side_px, side_px, generator=dice)
    for patch_px in (64, 16, 4):
        count = -(-side_px // patch_px)
        colours = torch.rand(1, 3, count, count, generator=dice)
        patches = functional.interpolate(colours, scale_factor=patch_px, mode="nearest")
        picture += patches[..., :side_px, :side_px] / 3
    return picture.clamp_(0, 1)
