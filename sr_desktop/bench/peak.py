"""How much memory this process has taken at most, and a limit to it."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import psutil

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_FORGET_PEAK = "5"  # see proc(5)


def peak_bytes() -> int:
    """The most resident memory of this process since forget_peak.

    Where a system cannot forget, since the process began.
    """
    if sys.platform == "linux":
        # Not getrusage: there the peak of a child begins at that of its parent.
        line = next(line for line in _STATUS.read_text().splitlines() if "VmHWM" in line)
        return int(line.split()[1]) * 1024
    elif sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    else:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def forget_peak() -> None:
    """Begin peak_bytes anew at what is taken now, on Linux."""
    with suppress(OSError):
        _CLEAR.write_text(_FORGET_PEAK)


def limit_memory(limit_bytes: int) -> None:
    """Let allocations beyond this fail, so that no process is killed; on Linux only.

    Of private memory that can be written: mapped files do not count.
    """
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = limit_bytes if hard == resource.RLIM_INFINITY else min(limit_bytes, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
