"""From what is asked for to a device, and which devices there are. Loads torch when called."""

from __future__ import annotations

import gc
import importlib
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from sr_desktop.jobs.engine import Device, Engine

if TYPE_CHECKING:
    from sr_desktop.engine.device import Compute


def compute_of(engine: Engine) -> Compute:
    """The device, precision and memory asked for; the calling thread gets the threads asked for.

    Raises UsageError and DeviceUnavailable.
    """
    from sr_desktop.engine import device, threads

    threads.use_threads(engine.threads)
    device.compute_float32_exactly()
    return device.choose(engine.device, engine.precision, engine.memory_bytes)


def room(compute: Compute) -> tuple[int, int]:
    """How many threads of the CPU compute in the calling thread, and what tiles may take there."""
    import torch

    from sr_desktop.engine import device

    return torch.get_num_threads(), device.tile_bytes(compute)


def devices() -> tuple[tuple[Device, ...], int]:
    """All there are, the preferred one first, and the threads that torch takes of the CPU's."""
    from sr_desktop.engine import device, threads

    found = tuple(
        Device(each.id, each.name, each.precisions, each.best) for each in device.survey()
    )
    return found, threads.AUTOMATIC_THREADS


def load_torch_ahead() -> None:
    """Begin to load torch in a thread, which takes about a second: meanwhile files can be read."""
    if "torch" not in sys.modules:
        threading.Thread(target=_load_torch, name="sr-torch").start()


def _load_torch() -> None:
    is_collecting = gc.isenabled()
    gc.disable()  # nothing of it is garbage, and searching it again and again takes long
    try:
        with suppress(Exception):  # whoever needs it will be told
            importlib.import_module("torch")
        gc.freeze()
    finally:
        if is_collecting:
            gc.enable()
