"""Colours under transparent pixels, so that none of what hides there bleeds into the visible ones.

What a file keeps under full transparency is mostly black or white. A network looks around each
pixel and would draw a rim of it. So visible colours are spread over the hidden ones first, by a
pull-push pyramid (Gortler et al., The Lumigraph, 1996): visible colours are averaged to half the
size again and again, and each hidden pixel takes the finest of these pictures that has something
for it, enlarged linearly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from sr_desktop.imaging import store

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sr_desktop.imaging.picture import Pixels

_BAND_ROWS = 256  # also how far colours are spread for certain: further than any network looks


def spread(pixels: Pixels, alpha: Pixels) -> Pixels:
    """pixels (H, W, C) with visible colours wherever alpha (H, W) is 0; others stay as they are.

    The same array where nothing is hidden, or everything.
    """
    bands = [slice(top, top + _BAND_ROWS) for top in range(0, len(alpha), _BAND_ROWS)]
    if all(alpha[rows].all() for rows in bands) or not any(alpha[rows].any() for rows in bands):
        return pixels
    result = store.empty(pixels.shape, pixels.dtype)
    for rows in bands:
        first = max(0, rows.start - _BAND_ROWS)
        around = slice(first, rows.stop + _BAND_ROWS)
        is_visible = alpha[around] > 0
        spread_colours = _filled(pixels[around].astype(np.float32), is_visible.astype(np.float32))
        own = slice(rows.start - first, rows.stop - first)
        rounded = np.rint(spread_colours[own]).astype(pixels.dtype)
        result[rows] = np.where(is_visible[own, :, np.newaxis], pixels[rows], rounded)
        store.release(result)
    return result


def _filled(colours: NDArray[np.float32], share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colours (h, w, C) where share (h, w) is above 0; elsewhere what is near, by the pyramid."""
    if share.all() or max(share.shape) == 1:
        return colours
    coarse_share = _halved(share)
    weighted = _halved(colours * share[..., np.newaxis])
    coarse = (weighted / np.maximum(coarse_share, 1e-6)[..., np.newaxis]).astype(np.float32)
    behind = _doubled(_filled(coarse, (coarse_share > 0).astype(np.float32)), share.shape)
    return np.where(share[..., np.newaxis] > 0, colours, behind)


def _halved(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means of 2 x 2 px; what is missing at the right and the bottom counts as 0."""
    height, width = plane.shape[:2]
    margins = [(0, height % 2), (0, width % 2)] + [(0, 0)] * (plane.ndim - 2)
    even = np.pad(plane, margins) if height % 2 or width % 2 else plane
    sums = even[0::2, 0::2] + even[1::2, 0::2] + even[0::2, 1::2] + even[1::2, 1::2]
    return np.asarray(sums / 4, np.float32)


def _doubled(colours: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Enlarged linearly to (2h, 2w, C), cut to shape."""
    size = (2 * colours.shape[1], 2 * colours.shape[0])
    planes = [
        np.asarray(Image.fromarray(colours[..., c]).resize(size, Image.Resampling.BILINEAR))
        for c in range(colours.shape[2])
    ]
    return np.stack(planes, axis=2)[: shape[0], : shape[1]]
