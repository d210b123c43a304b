"""Small pictures to make data sets of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture, Pixels

PNG = Encoding("png")


def scene(height: int, width: int, channels: int = 3, dtype: type = np.uint8) -> Pixels:
    """Slopes, waves and edges, (height, width, channels) over most of the type's range."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    waves = [np.sin(x / 5 + c) * 0.2 + y / height * 0.3 + (x > y) * 0.2 for c in range(channels)]
    most = np.iinfo(dtype).max
    return np.round((np.stack(waves, 2) * 0.8 + 0.25) * most).clip(0, most).astype(dtype)


def flat(height: int, width: int) -> NDArray[np.uint8]:
    return np.full((height, width, 3), 91, np.uint8)


def save(path: Path, pixels: Pixels) -> Path:
    files.write(path, Picture(pixels), PNG)
    return path
