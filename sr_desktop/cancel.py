"""Asking a running job to stop, or to wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Cancelled(BaseException):
    """Somebody asked to stop. A BaseException, so that no `except Exception` swallows it."""


class Cancel:
    """A token shared by the one who asks (set, pause, resume) and the one who works (check)."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._on_set: Callable[[], None] | None = None
        self._lock = threading.RLock()  # a signal handler may call set inside of waking
        self._paused_at: float | None = None
        self._paused_seconds = 0.0

    def set(self) -> None:
        """Ask to stop; who is paused wakes and stops too."""
        self._event.set()
        self._going.set()
        with self._lock:
            if self._on_set is not None:
                self._on_set()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def pause(self) -> None:
        """Hold whoever checks, until resume or set. Nothing is lost by it, memory included."""
        with self._lock:
            if self._paused_at is None and not self.is_set:
                self._paused_at = time.monotonic()
                self._going.clear()

    def resume(self) -> None:
        with self._lock:
            if self._paused_at is not None:
                self._paused_seconds += time.monotonic() - self._paused_at
                self._paused_at = None
                self._going.set()

    @property
    def is_paused(self) -> bool:
        return not self._going.is_set()

    @property
    def paused_seconds(self) -> float:
        """How long it was paused in all, up to now: to be taken off what a clock says."""
        with self._lock:
            now = 0.0 if self._paused_at is None else time.monotonic() - self._paused_at
            return self._paused_seconds + now

    def check(self) -> None:
        """Raise Cancelled if set was called; while paused, wait."""
        if not self._going.is_set():
            self._going.wait()
        if self._event.is_set():
            raise Cancelled

    def sleep(self, seconds: float) -> None:
        """Wait, and on while paused; raise Cancelled as soon as set is called."""
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
