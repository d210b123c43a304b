"""Part of a picture through a network, as it would be in the whole result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sr_desktop.engine.tiling import Box
from sr_desktop.engine.upscale import Upscaling
from sr_desktop.imaging import alpha
from sr_desktop.imaging.colour import to_8_bits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sr_desktop.cancel import Cancel
    from sr_desktop.engine.model import LoadedModel
    from sr_desktop.imaging.picture import Picture, Pixels


def enlarged(
    model: LoadedModel,
    source: Picture,
    core: Box,
    halo_px: int,
    cancel: Cancel,
    *,
    guard: bool = True,
    self_ensemble: bool = False,
) -> Iterator[tuple[Box, NDArray[np.uint8]]]:
    """The core, or parts of it where memory is short: LR boxes, and their pixels for the screen.

    halo_px is how far around it is looked: with the network's reach_px it is exact. pixels come in
    8 bits, in the source's own colours. Raises as Upscaling does.
    """
    outer = model.around(core, halo_px, source.height, source.width)
    side_px = max(outer.height, outer.width)
    run = Upscaling(
        model,
        _base(source, outer),
        tile_px=side_px,
        guard=guard,
        self_ensemble=self_ensemble,
        cancel=cancel,
    )
    for part, pixels in run.tiles(boxes=[core.within(outer)]):
        box = Box(outer.top + part.top, outer.left + part.left, part.height, part.width)
        yield box, to_8_bits(pixels)


def _base(source: Picture, outer: Box) -> Pixels:
    pixels = source.pixels[outer.slices]
    return pixels if source.alpha is None else alpha.spread(pixels, source.alpha[outer.slices])
