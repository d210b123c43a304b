"""Asking a running job to stop."""

from __future__ import annotations

import threading


class Cancelled(BaseException):
    """Somebody asked to stop. A BaseException, so that no `except Exception` swallows it."""


class Cancel:
    """A token shared by the one who asks (set) and the one who works (check)."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled if set was called."""
        if self._event.is_set():
            raise Cancelled
