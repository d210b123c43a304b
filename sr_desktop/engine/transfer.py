"""Pixels on their way to a device and back, beside its work where it allows that.

A copy from or to pinned memory runs while we go on. On the device it takes its turn after what was
sent there before. That what comes back has come is known once an event behind its copy has passed.
torch's allocator keeps pinned memory for the next tiles; what a copy still needs may be let go, and
is not given out again before.

A queue for copies alone was left out: by reckoning, a tile of 1024 px at x4 comes back in 2 ms, and
takes some tens to compute.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from torch import Tensor

    from sr_desktop.engine.device import Compute
    from sr_desktop.imaging.picture import Pixels

# Not Apple's GPUs: they share our memory, and torch there reads memory that has been given back
# when nobody waits for a copy, https://github.com/pytorch/pytorch/issues/189690.
_COPIES_BESIDE_WORK = ("cuda", "xpu")


def tiles_ahead(compute: Compute) -> int:
    """How many tiles to begin before the one that is waited for has come."""
    return 1 if _copies_beside_work(compute) else 0


def to_device(pixels: Pixels, compute: Compute) -> Tensor:
    """Integers on the device: 8 bits as they are, a quarter of what float32 would be to send.

    16 bits become float32 without a loss, for not every device knows such integers.
    """
    kind = torch.uint8 if pixels.dtype == np.uint8 else torch.float32
    beside = _copies_beside_work(compute)
    own = torch.empty(pixels.shape, dtype=kind, pin_memory=beside)
    own.numpy()[...] = pixels
    return own.to(compute.device, non_blocking=beside)


def from_device(tensors: Sequence[Tensor], compute: Compute) -> Arriving:
    """Tensors of the device, begun to be copied into our memory. Nothing else may change them."""
    if not _copies_beside_work(compute):
        return Arriving([tensor.cpu() for tensor in tensors])
    coming = [tensor.to("cpu", non_blocking=True) for tensor in tensors]  # torch pins for that
    # Not torch.Event(device).record(): that takes the queue of the device which is torch's current.
    return Arriving(coming, torch.accelerator.current_stream(compute.device).record_event())


class Arriving:
    """Tensors on their way into our memory, from whichever device."""

    def __init__(self, tensors: list[Tensor], event: torch.Event | None = None) -> None:
        self._tensors = tensors
        self._event = event

    def wait(self) -> list[Tensor]:
        """They, once they are here. Raises RuntimeError where the device failed in the meantime."""
        if self._event is not None:
            try:
                self._event.synchronize()
            except RuntimeError:
                _never_free(self._tensors)
                raise
        return self._tensors

    def settle(self) -> None:
        """Wait, and want nothing of it."""
        with suppress(RuntimeError):
            self.wait()


def _copies_beside_work(compute: Compute) -> bool:
    return compute.device.type in _COPIES_BESIDE_WORK


def _never_free(tensors: list[Tensor]) -> None:
    """Keep pinned memory that a lost device was to fill.

    When it is given back torch asks the device to tell when the copy has ended; the error that it
    gets for an answer would end the process (CachingHostAllocatorImpl::free, which may not throw).
    """
    for tensor in tensors:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(tensor))
