"""From what is asked for to a device, and which devices there are. Loads torch when called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sr_desktop.jobs.types import Device, Engine

if TYPE_CHECKING:
    from sr_desktop.engine.device import Compute


def compute_of(engine: Engine) -> Compute:
    """The device, precision and memory asked for; the calling thread gets the threads asked for.

    Raises UsageError and DeviceUnavailable.
    """
    from sr_desktop.engine import device

    device.use_threads(engine.threads)
    return device.choose(engine.device, engine.precision, engine.memory_bytes)


def devices() -> tuple[tuple[Device, ...], int]:
    """All there are, the preferred one first, and the threads that torch takes of the CPU's."""
    from sr_desktop.engine import device

    found = tuple(
        Device(each.id, each.name, each.precisions, each.best) for each in device.survey()
    )
    return found, device.AUTOMATIC_THREADS
