"""Keeping the computer from falling asleep over a long run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_awake() -> Iterator[None]:
    """While inside, the system does not go to sleep by itself; the screen may.

    Where a system knows no way (a server, a container) nothing happens, and nothing is said.
    """
    from wakepy import keep  # late: a window shows sooner without it

    with keep.running(on_fail="pass"):
        yield
