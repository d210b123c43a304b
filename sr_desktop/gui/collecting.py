"""Python's cycles are collected in the window's thread, when it has time, and nowhere else.

A collection that a worker happens to set off would end windows and pictures of Qt in a thread that
is not theirs, and would hold all up for as long as it takes to look through what torch has loaded.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_AGAIN_MS = 1000


class Collector(QObject):
    """Collects from its start to its end. is_loaded tells when all that stays is there."""

    def __init__(self, is_loaded: Callable[[], bool]) -> None:
        super().__init__()
        self._is_loaded = is_loaded
        self._has_frozen = False
        gc.disable()
        self._timer = QTimer(self, interval=_AGAIN_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """What is due, by Python's own thresholds; what was loaded is not looked at any more."""
        if not self._has_frozen and self._is_loaded():
            self._has_frozen = True
            gc.freeze()
        for generation, most in enumerate(gc.get_threshold()):
            if gc.get_count()[generation] > most:
                gc.collect(generation)

    def close(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
