"""Room for pixels: in memory while there are few, else in a file that nobody else sees."""

from __future__ import annotations

import math
import mmap
import tempfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sr_desktop import paths
from sr_desktop.imaging.picture import Pixels

SMALL_BYTES = 256 << 20


def empty(shape: tuple[int, ...], dtype: np.dtype[np.uint8] | np.dtype[np.uint16]) -> Pixels:
    """An array to fill. A large one lies in an anonymous file, whose pages the system may drop.

    The file goes with the array, also when the program is killed: it never has a name for long.
    """
    if math.prod(shape) * dtype.itemsize <= SMALL_BYTES:
        return np.empty(shape, dtype)
    with tempfile.TemporaryFile(dir=paths.scratch_dir(), prefix="result-") as file:
        return np.memmap(file, dtype, mode="w+", shape=shape)


def release(pixels: NDArray[Any]) -> None:
    """Let the pages of a large array go from memory; they come back from its file when read.

    To be called now and then by who walks through one. Does nothing to an array in memory, nor on
    systems that have no such call: those drop pages by themselves when memory is short.
    """
    base: Any = pixels
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)
