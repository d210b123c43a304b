"""A GPU that is the CPU: what it is given it computes at once, what it gives back comes late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

import pytest
import torch
from torch import Tensor

from sr_desktop.engine import transfer
from sr_desktop.engine.device import Compute

from .networks import CPU


class StandIn(Compute):
    """To the engine it is no CPU."""

    @property
    def is_cpu(self) -> bool:
        return False

    def in_float32(self) -> Compute:
        return replace(self, dtype=torch.float32)


GPU = StandIn(CPU, torch.float32, "Fake GPU, float32")
HALF_GPU = StandIn(CPU, torch.float16, "Fake GPU, float16")


@dataclass
class Wire:
    """What comes back from a stand-in: nothing before it is waited for, and errors late.

    fail gets the number of each transfer, from 1, and may raise when that is waited for. log has
    ("sent", number) and ("waited", number) in turn.
    """

    fail: Callable[[int], None]
    log: list[tuple[str, int]] = field(default_factory=list)
    sent: int = 0

    def from_device(self, tensors: Sequence[Tensor], compute: Compute) -> transfer.Arriving:
        if compute.is_cpu:
            return transfer.Arriving(list(tensors))
        self.sent += 1
        self.log.append(("sent", self.sent))
        coming = [torch.full_like(tensor, 77) for tensor in tensors]
        event = _Event(self, self.sent, list(tensors), coming)
        return transfer.Arriving(coming, event)  # type: ignore[arg-type]

    @property
    def under_way(self) -> list[int]:
        """How many were under way at first and after each entry of the log."""
        steps = (1 if what == "sent" else -1 for what, _ in self.log)
        return list(accumulate(steps, initial=0))


@dataclass
class _Event:
    wire: Wire
    number: int
    there: list[Tensor]
    here: list[Tensor]

    @torch.inference_mode()
    def synchronize(self) -> None:
        self.wire.log.append(("waited", self.number))
        self.wire.fail(self.number)
        for here, there in zip(self.here, self.there, strict=True):
            here.copy_(there)


def no_failure(_number: int) -> None:
    pass


def wired(patch: pytest.MonkeyPatch, fail: Callable[[int], None] = no_failure) -> Wire:
    """Stand-ins copy beside their work, as GPUs that torch pins memory for do."""
    wire = Wire(fail)
    patch.setattr(transfer, "tiles_ahead", lambda compute: 0 if compute.is_cpu else 1)
    patch.setattr(transfer, "from_device", wire.from_device)
    return wire
