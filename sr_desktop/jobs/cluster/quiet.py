"""Preloaded by the workers of this computer: Ctrl-C is for the program that started them."""

from __future__ import annotations

import signal


def dask_setup(worker: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
