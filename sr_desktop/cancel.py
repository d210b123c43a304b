"""Asking a running job to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Cancelled(BaseException):
    """Somebody asked to stop. A BaseException, so that no `except Exception` swallows it."""


class Cancel:
    """A token shared by the one who asks (set) and the one who works (check)."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._on_set: Callable[[], None] | None = None
        self._lock = threading.RLock()  # a signal handler may call set inside of waking

    def set(self) -> None:
        self._event.set()
        with self._lock:
            if self._on_set is not None:
                self._on_set()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled if set was called."""
        if self._event.is_set():
            raise Cancelled

    def sleep(self, seconds: float) -> None:
        """Wait; raise Cancelled as soon as set is called."""
        self._event.wait(seconds)
        self.check()

    @contextmanager
    def waking(self, wake: Callable[[], None]) -> Iterator[None]:
        """While inside, set also calls wake, in its own thread, to end a wait that cannot check.

        wake must be quick and raise nothing. One at a time.
        """
        with self._lock:
            self._on_set = wake
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._on_set = None
