"""Memory that one tile leaves, kept for the next. No torch.

By itself, glibc gives what lies free at the end of its heap back to the system again and again;
fetching it anew, page by page, was a tenth of PAN's time in bfloat16 (docs/design/speed.md). And
it has a heap for each thread: what one leaves, another would not get.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache

# Of <malloc.h>.
_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_ARENA_MAX = -8
_MOST_KEPT_BYTES = 1 << 30
# Larger blocks go back at once, as ever: it is the most that glibc takes.
LARGE_BLOCK_BYTES = 32 << 20
_USERS_OWN = (
    "MALLOC_TRIM_THRESHOLD_",
    "MALLOC_MMAP_THRESHOLD_",
    "MALLOC_ARENA_MAX",
    "GLIBC_TUNABLES",
)


@cache
def keep() -> bool:
    """From now on, let this process keep what is freed in blocks below 32 MiB, until give_back(),
    for whichever thread asks next.

    Only with glibc, and where the user's environment says nothing else: whether that is so.
    """
    libc = _glibc()
    if libc is None or any(name in os.environ for name in _USERS_OWN):
        return False
    libc.mallopt(_TRIM_THRESHOLD, _MOST_KEPT_BYTES)
    libc.mallopt(_MMAP_THRESHOLD, LARGE_BLOCK_BYTES)
    libc.mallopt(_ARENA_MAX, 1)
    return True


def give_back() -> None:
    """Let other programs have what is free, if it was kept. Takes some milliseconds."""
    libc = _glibc()
    if libc is not None and _is_kept():
        libc.malloc_trim(0)


class Growth:
    """What a long work keeps, within bounds: what one step of it leaves, and most_bytes beyond.

    Where blocks of other sizes come and go between those of the steps, as an encoder's do, more and
    more of what is kept lies in pieces that nothing fits into.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._after_a_step: int | None = None

    def look(self) -> None:
        """After each step. Gives back what is free where that has become too much."""
        if not _is_kept():
            return
        own_bytes = _own_bytes()
        if self._after_a_step is None:
            self._after_a_step = own_bytes
        elif own_bytes > self._after_a_step + self._most_bytes:
            give_back()
            self._after_a_step = None


def _is_kept() -> bool:
    return keep.cache_info().currsize > 0 and keep()


def _own_bytes() -> int:
    """Of this process in memory, without the pages of files."""
    import psutil

    memory = psutil.Process().memory_info()
    return int(memory.rss) - int(getattr(memory, "shared", 0))


@cache
def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
