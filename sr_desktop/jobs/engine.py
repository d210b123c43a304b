"""What is asked of the engine: where and how to compute."""

from __future__ import annotations

import re
from dataclasses import dataclass

PRECISIONS = ("auto", "fp32", "bf16", "fp16", "int8")
# What int8 costs at most on Set5 against float32, in dB, of all weights that were measured; a test
# keeps it for what ships.
DRAFT_LOSS_DB = 0.15
DEVICE = re.compile(r"auto|cpu|mps|(cuda|xpu)(:\d+)?")
LEAST_MEMORY_GIB = 0.25
ENSEMBLE_MEMBERS = 8


@dataclass(frozen=True, slots=True)
class Engine:
    """Where and how to compute: the words of --device, --precision, --tile and --guard.

    tile_px is the side of a tile's core in LR pixels, None to choose it for the network.
    self_ensemble: the mean of the results for the eight turned and mirrored pictures, in eight
    times the time. memory_bytes is the most that the work on a picture may take, threads how many
    of the CPU compute; None is for what is free and what suits it. Neither changes the result.
    """

    device: str = "auto"
    precision: str = "auto"
    tile_px: int | None = None
    guard: bool = True
    self_ensemble: bool = False
    memory_bytes: int | None = None
    threads: int | None = None

    @property
    def words(self) -> str:
        """All that decides how long a run of the network takes, and what memory."""
        asked = (self.device, self.precision, self.tile_px, self.memory_bytes, self.threads)
        return " ".join(map(str, asked))

    @property
    def members(self) -> int:
        """How often the network runs over a picture for one scale."""
        return ENSEMBLE_MEMBERS if self.self_ensemble else 1

    def held_bytes(self, usual: int) -> int:
        """How much of pixels to hold in memory, where usual is held if nothing is said."""
        return usual if self.memory_bytes is None else min(usual, self.memory_bytes // 4)


@dataclass(frozen=True, slots=True)
class Device:
    """Something to compute with: the word for Engine.device, the name for people.

    precisions are the words for Engine.precision that it can do, best what "auto" is there.
    """

    id: str
    name: str
    precisions: tuple[str, ...]
    best: str
