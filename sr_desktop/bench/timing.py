"""Measuring, in a process of its own: one contest, one part; answers are records.

Whoever starts it has made sure that there is room: see speed.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
import torch
from torch.utils.flop_counter import FlopCounterMode

from sr_desktop.bench import runtimes
from sr_desktop.bench.contest import (
    ABSENT,
    DIFFERS,
    EAGER,
    ELSEWHERE,
    FAILED,
    TOO_LARGE,
    Contest,
    Record,
)
from sr_desktop.bench.peak import forget_peak, limit_memory, peak_bytes
from sr_desktop.bench.runtimes.base import (
    Floats,
    Prepared,
    Runtime,
    Subject,
    in_unit_range,
)
from sr_desktop.bench.runtimes.torches import loaded
from sr_desktop.cancel import Cancel
from sr_desktop.engine import device
from sr_desktop.engine.archs import ARCHS, Network
from sr_desktop.engine.model import read_state_dict
from sr_desktop.engine.threads import use_threads
from sr_desktop.engine.upscale import MOST_TILE_PX, upscale
from sr_desktop.imaging import resize
from sr_desktop.jobs import sample
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.imaging.picture import Pixels

# A run of PAN takes 0.2 s, and 7 such are a sample too small for a machine whose cores come and go.
_MOST_ROUNDS = 25
_CORNER_PX = 64
_MATRIX_SIDE = 2048
_MATMUL = "matmul"
_SEED = 8
# Of the time that a run took.
_REST_SHARE = 0.2
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is to measure, in limit_bytes of memory; folder keeps the exports."""

    part: str
    contest: Contest
    runtimes: tuple[str, ...]
    threads: int
    device: str
    seconds: float
    limit_bytes: int
    folder: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Task:
        contest, words = Contest(**said["contest"]), tuple(said["runtimes"])
        return cls(**{**said, "contest": contest, "runtimes": words})


def records_of(task: Task) -> Iterator[Record]:
    """Carry the task out in this process, which is to end after it."""
    if task.device == "cpu":
        limit_memory(task.limit_bytes)
    use_threads(task.threads)
    parts = {"memory": _memory, "speed": _speed, "tiles": _tiles}
    yield from parts[task.part](task, subject_of(task))


def subject_of(task: Task) -> Subject:
    """The task's network with its weights from this computer, else with random ones."""
    library = Library()
    spec = library.by_id(task.contest.network)
    path = library.path_of(spec)
    torch.manual_seed(_SEED)
    network: Network = ARCHS[spec.arch](scale=spec.scale, **spec.arch_args)
    if path is not None:
        network.load_state_dict(read_state_dict(path))
    network.eval().requires_grad_(False)
    pixels = picture(task.contest.width, task.contest.height)
    folder = Path(task.folder)
    return Subject(spec, network, path is None, pixels, task.threads, task.device, folder)


def picture(width: int, height: int) -> Pixels:
    """The sample picture, repeated to (height, width, 3), or reduced where it is larger."""
    original = sample.original().pixels
    rows, columns = -(-height // original.shape[0]), -(-width // original.shape[1])
    if rows == columns == 1:
        return resize.bicubic(original, height, width)
    return np.ascontiguousarray(np.tile(original, (rows, columns, 1))[:height, :width])


def _memory(task: Task, subject: Subject) -> Iterator[Record]:
    for word in task.runtimes:
        with _outcome(task, subject, word) as outcome:
            prepared = runtimes.made(word).prepare(subject)
            outcome.numbers = _memory_numbers(prepared.run, task.device)
        yield outcome.record()


def _memory_numbers(run: Callable[[], Any], where: str) -> dict[str, float]:
    """Of this process; of what torch has there, where it computes on a CUDA device."""
    if where.startswith("cuda"):
        torch.cuda.reset_peak_memory_stats(where)
        base = torch.cuda.memory_allocated(where)
        run()
        peak = torch.cuda.max_memory_allocated(where)
    else:
        forget_peak()
        base = psutil.Process().memory_info().rss
        run()
        peak = peak_bytes()
    return {"base_mib": base / _MIB, "run_mib": max(0, peak - base) / _MIB}


def _speed(task: Task, subject: Subject) -> Iterator[Record]:
    """Warm all up and compare their answers with our network's, then let them run in turn."""
    ready: dict[str, Callable[[], Any]] = {}
    outcomes: dict[str, _Outcome] = {}
    expected = expected_corner(subject)
    operations = _operations_per_px(subject.network) * task.contest.pixels
    warm_seconds = 0.0
    for word in task.runtimes:
        with _outcome(task, subject, word) as outcome:
            runtime = runtimes.made(word)
            prepared = runtime.prepare(subject)
            started = time.perf_counter()
            answer = prepared.run()
            warm_seconds += time.perf_counter() - started
            outcome.compare(runtime, prepared, answer, expected)
            del answer
            ready[word] = prepared.run
        outcomes[word] = outcome
    ready[_MATMUL] = _matrix_product(task.device)
    times = in_turn(ready, rounds_for(task.seconds, warm_seconds))
    for word, outcome in outcomes.items():
        if word in times:
            outcome.numbers |= _speed_numbers(times, word, task.contest, operations)
        yield outcome.record()


def _speed_numbers(
    times: Mapping[str, list[float]], word: str, contest: Contest, operations: float
) -> dict[str, float]:
    seconds = statistics.median(times[word])
    peak = 2 * _MATRIX_SIDE**3 / statistics.median(times[_MATMUL])
    numbers = {
        "seconds": seconds,
        "rounds": float(len(times[word])),
        "megapixels_per_second": contest.pixels / 1e6 / seconds,
        "matmul_share": operations / seconds / peak,
    }
    if EAGER in times:
        pairs = zip(times[EAGER], times[word], strict=True)
        numbers["ratio"] = statistics.median(eager / own for eager, own in pairs)
    return numbers


def _tiles(task: Task, subject: Subject) -> Iterator[Record]:
    """upscale() with its own tiles against upscale() of the whole as one tile, in turn."""
    for word in task.runtimes:
        with _outcome(task, subject, word) as outcome:
            outcome.numbers |= _tile_numbers(task, subject, word.partition("-")[2])
        yield outcome.record()


def _tile_numbers(task: Task, subject: Subject, precision: str) -> dict[str, float]:
    model = loaded(subject, precision)
    whole_px = max(subject.pixels.shape[:2])
    if whole_px > MOST_TILE_PX or task.contest.pixels * model.bytes_per_px > task.limit_bytes:
        raise MemoryError

    def run(tile_px: int | None) -> int:
        guard = not subject.is_random
        done = upscale(model, subject.pixels, tile_px=tile_px, guard=guard, cancel=Cancel())
        return done.tile_px

    started = time.perf_counter()
    tile_px = run(None)
    run(whole_px)
    rounds = rounds_for(task.seconds, time.perf_counter() - started)
    times = in_turn({"tiled": lambda: run(None), "whole": lambda: run(whole_px)}, rounds)
    pairs = zip(times["tiled"], times["whole"], strict=True)
    return {
        "tile_px": tile_px,
        "tiled_seconds": statistics.median(times["tiled"]),
        "whole_seconds": statistics.median(times["whole"]),
        "overhead": statistics.median(tiled / whole for tiled, whole in pairs),
        "rounds": float(rounds),
    }


def rounds_for(seconds: float, round_seconds: float) -> int:
    """How many rounds fit, from 1 to _MOST_ROUNDS."""
    return max(1, min(_MOST_ROUNDS, int(seconds / max(round_seconds, 1e-9))))


def in_turn(acts: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each act in each round: all once, then all again, as the machine drifts.

    Before each the machine rests, a fifth of the time that the act before it took: a system that
    still takes back gigabytes which that one has freed slows the next (docs/design/speed.md).
    """
    times: dict[str, list[float]] = {name: [] for name in acts}
    rest_seconds = 0.0
    for _ in range(rounds):
        for name, act in acts.items():
            time.sleep(rest_seconds)
            started = time.perf_counter()
            act()
            seconds = time.perf_counter() - started
            times[name].append(seconds)
            rest_seconds = _REST_SHARE * seconds
    return times


def expected_corner(subject: Subject) -> Floats:
    """What our plain network makes of the picture's upper left corner: (3, rows, columns) HR."""
    height, width = subject.pixels.shape[:2]
    scale, reach_px = subject.spec.scale, subject.network.reach_px
    rows, columns = min(height, _CORNER_PX), min(width, _CORNER_PX)
    batch = subject.batch(rows + reach_px, columns + reach_px) * subject.spec.input_range
    with torch.inference_mode():
        enlarged = subject.network(batch)[0, :, : rows * scale, : columns * scale]
    return in_unit_range(enlarged.numpy(), subject.spec.input_range)


def _operations_per_px(network: Network) -> float:
    """Additions and multiplications of the plain network, per LR pixel."""
    side_px = 16
    with torch.inference_mode(), FlopCounterMode(display=False) as counter:
        network(torch.zeros(1, 3, side_px, side_px))
    return float(counter.get_total_flops() / side_px**2)


def _matrix_product(where: str) -> Callable[[], Any]:
    dice = torch.Generator().manual_seed(_SEED)
    left, right = torch.rand(2, _MATRIX_SIDE, _MATRIX_SIDE, generator=dice).to(where)
    into = torch.empty_like(left)
    return lambda: torch.mm(left, right, out=into)[0, 0].item()


class _Differs(Exception):
    """The runtime's answer is not our network's."""


class _Outcome:
    """What comes of one runtime's part."""

    def __init__(self, task: Task, subject: Subject, word: str) -> None:
        self._task, self._subject, self._word = task, subject, word
        self.failed: str = ""
        self.why = ""
        self.numbers: dict[str, float] = {}

    def compare(
        self, runtime: Runtime, prepared: Prepared, answer: object, expected: Floats
    ) -> None:
        """Note the largest difference. Raises _Differs."""
        found = prepared.corner(answer, *expected.shape[1:])
        difference = float(np.abs(found - expected).max())
        self.numbers["difference"] = difference
        if not difference <= runtime.tolerance * max(1.0, float(np.abs(expected).max())):
            raise _Differs(f"{difference:.3g}")

    def record(self) -> Record:
        said = Record(
            self._task.part,
            self._task.contest,
            self._word,
            why=self.why,
            version=self._version(),
            random_weights=self._subject.is_random,
            numbers=self.numbers,
        )
        return said if not self.failed else said.failing(self.failed)

    def _version(self) -> str:
        try:
            return runtimes.made(self._word).version()
        except runtimes.Absent:
            return ""


@contextmanager
def _outcome(task: Task, subject: Subject, word: str) -> Iterator[_Outcome]:
    """Whatever a runtime raises is told in its record: the others go on."""
    outcome = _Outcome(task, subject, word)
    try:
        yield outcome
    except runtimes.Absent as error:
        outcome.failed, outcome.why = ABSENT, str(error)
    except ImportError as error:  # of what packages of the program leave out
        outcome.failed, outcome.why = ABSENT, error.name or str(error)
    except runtimes.Elsewhere:
        outcome.failed = ELSEWHERE
    except _Differs as error:
        outcome.failed, outcome.why = DIFFERS, str(error)
    except Exception as error:
        out_of_memory = device.is_out_of_memory(error) or "bad_alloc" in str(error)
        outcome.failed = TOO_LARGE if out_of_memory else FAILED
        outcome.why = f"{type(error).__name__}: {error}".strip()[:200]
