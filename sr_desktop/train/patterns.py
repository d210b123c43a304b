"""Pictures of one-pixel detail on which networks that learnt from photos alone run away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from sr_desktop.imaging import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE_PX = 160
_SEED = 1


def hard_patterns(side_px: int, seed: int) -> dict[str, NDArray[np.uint8]]:
    """(side_px, side_px, 3) gray, by name; seed decides what is drawn by lot."""
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[0:side_px, 0:side_px]
    planes = {
        "black": np.zeros((side_px, side_px)),
        "white": np.ones((side_px, side_px)),
        "ramp": across / side_px,
        "checker": (down + across) % 2,
        "coarse-checker": (down // 4 + across // 4) % 2,
        "stripes": down % 2,
        "salt-and-pepper": rng.random((side_px, side_px)) < 0.5,
        "dither": rng.random((side_px, side_px)) < across / side_px,
        "noise": rng.random((side_px, side_px)),
        "dots": (down % 5 == 0) & (across % 7 == 0),
    }
    return {
        name: np.repeat(np.round(plane[..., None] * 255.0), 3, 2).astype(np.uint8)
        for name, plane in planes.items()
    }


def write_pairs(folder: Path, scale: int) -> Path:
    """The patterns as a data set of LR pictures and, since nobody can know more of them, their
    bicubic enlargements.
    """
    for name, pixels in hard_patterns(_SIDE_PX, _SEED).items():
        enlarged = resize.bicubic(pixels, _SIDE_PX * scale, _SIDE_PX * scale)
        for kind, drawn in (("LR", pixels), ("HR", enlarged)):
            place = folder / kind / f"X{scale}"
            place.mkdir(parents=True, exist_ok=True)
            Image.fromarray(drawn).save(place / f"{name}.png")
    return folder
