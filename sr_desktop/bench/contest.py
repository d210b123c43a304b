"""What a speed table is made of: networks, pictures and runtimes, and what is told of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

NETWORKS = ("pan-x2", "pan-x4", "edsr-base-x2", "edsr-base-x4", "msrn-x2", "msrn-x4")
SIZES = ((320, 240), (1280, 960), (4000, 3000))
OURS = "ours"
EAGER = "eager"
RUNTIMES = (OURS, EAGER, "compile", "onnxruntime", "openvino", "openvino-bf16", "ncnn")
PARTS = ("file", "memory", "speed", "tiles")

# What became of one measurement.
MEASURED = "measured"
ABSENT = "absent"  # the runtime, or the compiler it needs, is not installed
ELSEWHERE = "elsewhere"  # it does not compute on the device that was asked for
TOO_LARGE = "too-large"  # it does not fit into memory
DIFFERS = "differs"  # its answer is not our network's
FAILED = "failed"
# What would be the same if it were measured again.
SETTLED = (MEASURED, TOO_LARGE, DIFFERS, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Contest:
    """One network on one picture of width x height LR pixels."""

    network: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Plan:
    """seconds is how long the rounds of one contest may take, warm-up left out, nearly."""

    networks: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]
    runtimes: tuple[str, ...]
    parts: tuple[str, ...]
    seconds: float
    threads: int
    device: str

    def contests(self) -> Iterator[Contest]:
        """Small pictures first: from them is known what a large one takes."""
        for width, height in sorted(self.sizes, key=lambda size: size[0] * size[1]):
            for network in self.networks:
                yield Contest(network, width, height)


@dataclass(frozen=True, slots=True)
class Record:
    """One measurement of one runtime in one contest: a line of the file of results.

    part is of PARTS. numbers are, where the outcome is "measured":
    - speed: seconds (median), rounds, megapixels_per_second (of LR), ratio (median over the rounds
      of eager / this; absent without eager), matmul_share (the plain network's operations per
      second over those of a large float32 matrix product), difference (largest, of 0..1)
    - memory: base_mib before the run, run_mib that the run added at most
    - tiles: tile_px, tiled_seconds, whole_seconds, overhead (median over the rounds), rounds
    - file: peak_mib and seconds of a whole `sr-desktop upscale`, file to file
    """

    part: str
    contest: Contest
    runtime: str
    outcome: str = MEASURED
    why: str = ""
    version: str = ""
    random_weights: bool = False
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, Contest, str]:
        return self.part, self.contest, self.runtime

    def failing(self, outcome: str) -> Record:
        return replace(self, outcome=outcome)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Record:
        """Raises TypeError and KeyError for what is no record."""
        return cls(**{**said, "contest": Contest(**said["contest"])})


def known_need_mib(records: Iterable[Record], contest: Contest, runtime: str) -> float | None:
    """What a run surely takes: measured, or from the largest smaller picture, by its pixels.

    None where nothing is known, and for our own engine on a larger picture: it works in tiles.
    """
    measured = [
        record
        for record in records
        if record.part == "memory"
        and record.runtime == runtime
        and record.contest.network == contest.network
        and record.outcome == MEASURED
        and record.contest.pixels <= contest.pixels
    ]
    if not measured:
        return None
    nearest = max(measured, key=lambda record: record.contest.pixels)
    if nearest.contest != contest and runtime.startswith(OURS):
        return None
    return nearest.numbers["run_mib"] * contest.pixels / nearest.contest.pixels


def groups(needs_mib: Mapping[str, float], room_mib: float) -> list[list[str]]:
    """Runtimes that fit into one process together, each group with eager where it is asked for.

    Between its turns a runtime keeps what it took, so that their needs add up.
    """
    first = [EAGER] if EAGER in needs_mib else []
    made: list[list[str]] = []
    left_mib = 0.0
    for runtime, need_mib in needs_mib.items():
        if runtime == EAGER:
            continue
        if not made or need_mib > left_mib:
            made.append([*first])
            left_mib = room_mib - sum(needs_mib[each] for each in first)
        made[-1].append(runtime)
        left_mib -= need_mib
    return made or [first] if needs_mib else []
