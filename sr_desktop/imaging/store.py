"""Room for pixels: in memory while there are few, else in a file that nobody else sees."""

from __future__ import annotations

import errno
import math
import mmap
import os
import shutil
import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np

from sr_desktop import paths
from sr_desktop.errors import OutOfMemory
from sr_desktop.language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sr_desktop.imaging.picture import Pixels

SMALL_BYTES = 256 << 20


def empty(
    shape: tuple[int, ...],
    dtype: np.dtype[np.uint8] | np.dtype[np.uint16],
    small_bytes: int | None = None,
) -> Pixels:
    """An array to fill. One of more than small_bytes, by default SMALL_BYTES, lies in an anonymous
    file, whose pages the system may drop.

    The file goes with the array, also when the program is killed: it never has a name for long.
    Raises OutOfMemory where the disk has no room for it: now, for later it would be a crash.
    """
    size = math.prod(shape) * dtype.itemsize
    if size <= (SMALL_BYTES if small_bytes is None else small_bytes):
        return np.empty(shape, dtype)
    folder = paths.scratch_dir()
    try:
        if size > shutil.disk_usage(folder).free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        with tempfile.TemporaryFile(dir=folder, prefix="result-") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, size)
            return np.memmap(file, dtype, mode="w+", shape=shape)
    except OSError as error:
        raise OutOfMemory(
            tr(
                "A picture of this size needs {needed_gb:.1f} GB for scratch files in "
                "{folder}, and the disk does not give them: {reason}.",
                needed_gb=size / 1e9,
                folder=folder,
                reason=error.strerror or error,
            ),
            tr("Free some space there, or choose a smaller scale or size."),
        ) from error


def release(pixels: NDArray[Any]) -> None:
    """Let the pages of a large array go from memory; they come back from its file when read.

    To be called now and then by who walks through one. Does nothing to an array in memory, nor on
    systems that have no such call: those drop pages by themselves when memory is short.
    """
    if (base := _mapping_of(pixels)) is not None:
        base.madvise(mmap.MADV_DONTNEED)


def release_rows(pixels: NDArray[Any], top: int, bottom: int) -> None:
    """As release, for the pages of these rows: those who look at others keep theirs."""
    base = _mapping_of(pixels)
    bottom = min(bottom, len(pixels))
    if base is None or top >= bottom or not pixels.flags.c_contiguous:
        return
    before = pixels.ctypes.data - np.frombuffer(base, np.uint8).ctypes.data
    start = (before + top * pixels.strides[0]) // mmap.PAGESIZE * mmap.PAGESIZE
    stop = min(before + bottom * pixels.strides[0], len(base))
    base.madvise(mmap.MADV_DONTNEED, start, stop - start)


def _mapping_of(pixels: NDArray[Any]) -> mmap.mmap | None:
    """The file that an array lies in, where its pages can be let go."""
    base: Any = pixels
    while isinstance(base, np.ndarray):
        base = base.base
    return base if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED") else None
