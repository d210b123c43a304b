"""Where and how networks run, as it is set in the preferences. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sr_desktop.jobs.engine import DEVICE, DRAFT_LOSS_DB, PRECISIONS, Device, Engine
from sr_desktop.language import tr

__all__ = [
    "DEVICE",
    "DRAFT_LOSS_DB",
    "MEMORY_GIB",
    "PRECISIONS",
    "PRECISION_WORDS",
    "TILES_PX",
    "Computing",
    "device_of",
    "settled",
]

TILES_PX = (64, 2048)
MEMORY_GIB = (0.5, 1024.0)
PRECISION_WORDS = {"fp32": "float32", "bf16": "bfloat16", "fp16": "float16", "int8": "int8"}


@dataclass(frozen=True, slots=True)
class Computing:
    """The words of jobs.engine.Engine; None is automatic. device_name is what people know it by."""

    device: str = "auto"
    device_name: str = ""
    precision: str = "auto"
    tile_px: int | None = None
    memory_gib: float | None = None
    threads: int | None = None

    def engine(self, *, self_ensemble: bool) -> Engine:
        """The same for a job."""
        memory = None if self.memory_gib is None else int(self.memory_gib * 2**30)
        return Engine(
            self.device,
            self.precision,
            self.tile_px,
            self_ensemble=self_ensemble,
            memory_bytes=memory,
            threads=self.threads,
        )


def device_of(computing: Computing, devices: Sequence[Device]) -> Device | None:
    """The one that is meant, by its name where numbers have changed; None where it is gone."""
    if computing.device == "auto":
        return devices[0]
    named = [each for each in devices if each.name == computing.device_name]
    numbered = [each for each in devices if each.id == computing.device]
    both = [each for each in named if each in numbered]
    return next(iter(both or named or ([] if computing.device_name else numbered)), None)


def settled(computing: Computing, devices: Sequence[Device]) -> tuple[Computing, str]:
    """What of it these devices can do, and in words what gave way to automatic, "" if nothing."""
    device = device_of(computing, devices)
    if device is None:
        name = computing.device_name or computing.device
        told = tr(
            "{device} is not here any more. The automatic choice computes instead.", device=name
        )
        rest, _ = settled(replace(computing, device="auto", device_name=""), devices)
        return rest, told
    if computing.device != "auto":
        computing = replace(computing, device=device.id, device_name=device.name)
    if computing.precision not in ("auto", *device.precisions):
        word = PRECISION_WORDS[computing.precision]
        told = tr(
            "{device} does not do {precision}. The automatic precision is taken instead.",
            device=device.name,
            precision=word,
        )
        return replace(computing, precision="auto"), told
    return computing, ""
