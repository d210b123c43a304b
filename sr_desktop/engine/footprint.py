"""What a network takes of memory on the CPU, as numbers to reckon with before it runs. No torch.

Where the numbers come from, and how well they meet what was measured: docs/design/models.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sr_desktop.engine.heap import LARGE_BLOCK_BYTES
from sr_desktop.engine.tiling import (
    LEAST_PLANAR_STRIP_PX,
    Box,
    even_tile_px,
    goes_on,
    plan_tall,
    plan_tiles,
)

if TYPE_CHECKING:
    from sr_desktop.engine.model import LoadedModel

_FLOAT_PIXEL_BYTES = 3 * 4
# How many maps of n_feats channels the trunk holds at once, counted in its code and seen in its
# peak: PAN its first map and its body, and six of half the width in a block; EDSR its head, its
# body and two in a block; MSRN six in a block, what joins them and a copy.
_PAN_MAPS = 5
_EDSR_MAPS = 4
_MSRN_MAPS = 8
# In planes: the head, the body, what joins MSRN's blocks, copies of two, and one in planes, of
# which a block works in strips.
_PLANAR_MAPS = 6
# The tail's maps at HR size: the enlarged features, their attention or shuffled copy, what comes;
# where the tail is one convolution, three of three channels.
_TAIL_MAPS = 3
# Of a result that comes in strips: what is larger waits in a file.
MOST_STRIP_BYTES = 64 << 20
# torch keeps each network twice: plain, and as it runs.
_FORMS = 2


@dataclass(frozen=True, slots=True)
class Footprint:
    """A network on the CPU of this computer. Its tiles go on from those to their left, but for
    self-ensembles and small ones.

    weights_bytes is all it takes while no picture is in it. tile_px is the usual side of a tile's
    core, were it a square, reach_px the width of what it drags along on each side. trunk_bytes are
    for each LR pixel of a tile with that, tail_bytes for each LR pixel of the core alone, but no
    more than most_tail_bytes of them at once, feature_bytes those that go from the one to the
    other. strip_bytes is what each of so many threads takes for a strip of a block in planes.
    """

    scale: int
    weights_bytes: int
    tile_px: int
    reach_px: int
    trunk_bytes: int
    tail_bytes: int
    most_tail_bytes: int
    feature_bytes: int
    strip_bytes: int = 0
    threads: int = 1

    def work_bytes(
        self, height: int, width: int, *, tile_px: int | None = None, ensemble: bool = False
    ) -> int:
        """What the tiles of a height x width picture take while they go through the network."""
        cores = self._cores(height, width, tile_px, ensemble=ensemble)
        core = Box(0, 0, max(each.height for each in cores), max(each.width for each in cores))
        rows, outer_rows, many_rows = self._along(height, core.height)
        columns, outer_columns, many_columns = self._along(width, core.width)
        core_px, outer_px = rows * columns, outer_rows * outer_columns
        trunk = self.trunk_bytes * outer_px
        tail = min(self.tail_bytes * core_px, self.most_tail_bytes) + self.feature_bytes * core_px
        copies = 3 if ensemble else 2  # as it comes out and as it is rounded; the sum of all turns
        pictures = copies * _FLOAT_PIXEL_BYTES * (outer_px + core_px * self.scale**2)
        tile = max(trunk, tail) + pictures
        # glibc keeps what is free of smaller blocks, and the next tile, of another shape, does not
        # fit into the holes. Where tiles go on, the maps of blocks are hardly wider than the core.
        is_kept = self.feature_bytes * outer_rows * columns <= LARGE_BLOCK_BYTES
        strips = min(self.threads, -(-outer_px // LEAST_PLANAR_STRIP_PX)) * self.strip_bytes
        return strips + (2 * tile if is_kept and (many_rows or many_columns) else tile)

    def strip_rows(
        self, height: int, width: int, *, tile_px: int | None = None, ensemble: bool = False
    ) -> int:
        """How many LR rows a tile has, which is what a result that comes in strips waits for."""
        return max(core.height for core in self._cores(height, width, tile_px, ensemble=ensemble))

    def _cores(self, height: int, width: int, tile_px: int | None, *, ensemble: bool) -> list[Box]:
        if tile_px or ensemble or not goes_on(self.tile_px, self.reach_px):
            side_px = tile_px or even_tile_px(height, width, self.tile_px)
            return plan_tiles(height, width, side_px)
        return plan_tall(height, width, self.tile_px, self.reach_px)

    def _along(self, length: int, side_px: int) -> tuple[int, int, bool]:
        """Along one axis: the longest core, that with what it drags along, and whether tiles at
        the edges and inside, which drag more, are of different shapes.
        """
        parts = -(-length // side_px)
        core = -(-length // parts)
        return core, min(length, core + min(2, parts - 1) * self.reach_px), parts > 2


def footprint_of(model: LoadedModel) -> Footprint | None:
    """None where nobody has measured: on a GPU, and for the networks of others."""
    import torch

    from sr_desktop.engine.archs.inference import STRIP_BYTES, TrunkAndTail
    from sr_desktop.engine.upscale import usual_tile_px

    form = model.module
    if not model.compute.is_cpu or not isinstance(form, TrunkAndTail):
        return None
    itemsize = model.compute.map_itemsize
    feature_bytes = form.n_feats * itemsize
    return Footprint(
        scale=model.scale,
        weights_bytes=_FORMS * 4 * model.weight_count,
        tile_px=usual_tile_px(model),
        reach_px=model.reach_px,
        trunk_bytes=_maps(model, in_planes=model.strip_bytes > 0) * feature_bytes,
        tail_bytes=_TAIL_MAPS * form.hr_feats * itemsize * model.scale**2,
        most_tail_bytes=_TAIL_MAPS * STRIP_BYTES["cpu"],
        feature_bytes=feature_bytes,
        strip_bytes=model.strip_bytes,
        threads=torch.get_num_threads(),
    )


def _maps(model: LoadedModel, *, in_planes: bool) -> int:
    if in_planes:
        return _PLANAR_MAPS
    match model.spec.arch:
        case "pan":
            return _PAN_MAPS
        case "edsr":
            return _EDSR_MAPS
        case _:
            return _MSRN_MAPS
