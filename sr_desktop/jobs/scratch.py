"""Room for a result: in memory while it is small, else in a file that nobody else sees."""

from __future__ import annotations

import math
import tempfile

import numpy as np

from sr_desktop import paths
from sr_desktop.imaging.picture import Pixels

SMALL_BYTES = 256 << 20


def canvas(shape: tuple[int, ...], dtype: np.dtype[np.uint8] | np.dtype[np.uint16]) -> Pixels:
    """An array to fill. A large one lies in an anonymous file, whose pages the system may drop.

    The file goes with the array, also when the program is killed: it never has a name for long.
    """
    if math.prod(shape) * dtype.itemsize <= SMALL_BYTES:
        return np.empty(shape, dtype)
    with tempfile.TemporaryFile(dir=paths.scratch_dir(), prefix="result-") as file:
        return np.memmap(file, dtype, mode="w+", shape=shape)
