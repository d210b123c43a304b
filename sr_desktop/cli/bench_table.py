"""The records of a bench as tables: on the terminal, and in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table

from sr_desktop.bench.contest import (
    ABSENT,
    DIFFERS,
    ELSEWHERE,
    FAILED,
    MEASURED,
    OURS,
    TOO_LARGE,
    Contest,
    Record,
)

_NOTHING = "-"
_LABELS = {
    "eager": "plain module, eager",
    "compile": "torch.compile",
    "onnxruntime": "ONNX Runtime",
    "openvino": "OpenVINO float32",
    "openvino-bf16": "OpenVINO bfloat16",
    "ncnn": "ncnn",
}
_OF_TORCH = ("eager", "compile")
RANDOM = "*"
_PRECISIONS = {"fp32": "float32", "bf16": "bfloat16", "fp16": "float16"}
SPEED_HEADS = (
    "network",
    "picture",
    "runtime",
    "times as fast",
    "MP/s",
    "seconds",
    "of matmul peak",
    "memory of a run",
    "difference",
)
TILES_HEADS = ("network", "picture", "precision", "tile", "tiled", "whole", "tiled / whole")
FILE_HEADS = ("network", "picture", "peak memory", "time")
CAPTION = (
    "Times as fast: as the plain module, eager, NCHW, float32, on the whole picture, in the same "
    "process; medians of turns taken one after the other (a ~ marks a single turn). "
    "MP/s: million LR pixels a second. "
    "Of matmul peak: the plain network's operations a second, over those of a float32 product of "
    "two matrices of 2048 x 2048 in the same turns. Memory: what a run adds at most to a process "
    "of its own. Difference: the largest to our plain network, of pixels in 0..1, in the upper "
    "left corner of the picture that is timed. "
    "* : the weights are not on this computer and random, by a fixed seed; the speed does not "
    "depend on them."
)


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table of plain text."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(records: Iterable[Record]) -> list[Tabled]:
    """One of speed and memory, one of what tiles cost, one of whole commands; none empty."""
    records = list(records)
    made = (
        Tabled("Speed", SPEED_HEADS, _speed_rows(records)),
        Tabled(
            "What tiles cost: upscale() in tiles and of the whole at once",
            TILES_HEADS,
            [_tiles_row(record) for record in records if record.part == "tiles"],
        ),
        Tabled(
            "sr-desktop upscale, file to file",
            FILE_HEADS,
            [_file_row(record) for record in records if record.part == "file"],
        ),
    )
    return [table for table in made if table.rows]


def as_rich(records: Iterable[Record]) -> list[Table]:
    """The same for a terminal."""
    made = []
    for tabled in tables(records):
        caption = CAPTION if tabled.heads is SPEED_HEADS else None
        table = Table(title=tabled.title, caption=caption, caption_justify="left")
        for head in tabled.heads:
            table.add_column(head)
        for row in tabled.rows:
            table.add_row(*row)
        made.append(table)
    return made


def machine_lines(machine: Mapping[str, str]) -> list[str]:
    return [f"{what}: {says}" for what, says in machine.items()]


def _speed_rows(records: list[Record]) -> list[list[str]]:
    """A row for each runtime of each contest, of what is known of its speed and its memory."""
    memory = {(r.contest, r.runtime): r for r in records if r.part == "memory"}
    speed = {(r.contest, r.runtime): r for r in records if r.part == "speed"}
    keys = dict.fromkeys([*speed, *memory])
    contests = {contest: number for number, (contest, _) in enumerate(reversed(keys))}
    ordered = sorted(keys, key=lambda key: -contests[key[0]])
    return [_speed_row(key, speed.get(key), memory.get(key)) for key in ordered]


def _speed_row(key: tuple[Contest, str], speed: Record | None, memory: Record | None) -> list[str]:
    contest, runtime = key
    known = speed or memory
    assert known is not None
    row = [_network(known), size_of(contest), label_of(runtime, known.version)]
    took = _need_text(memory)
    if speed is None:
        return [*row, _NOTHING, _NOTHING, _NOTHING, _NOTHING, took, _NOTHING]
    if speed.outcome != MEASURED:
        return [*row, _outcome(speed), _NOTHING, _NOTHING, _NOTHING, took, _NOTHING]
    told = speed.numbers
    return [
        *row,
        times(speed, told["ratio"]) if "ratio" in told else _NOTHING,
        f"{told['megapixels_per_second']:.3g}",
        f"{told['seconds']:.3g}",
        f"{100 * told['matmul_share']:.0f} %",
        took,
        f"{told['difference']:.1g}",
    ]


def _tiles_row(record: Record) -> list[str]:
    row = [_network(record), size_of(record.contest), _precision(record.runtime)]
    if record.outcome != MEASURED:
        return [*row, _NOTHING, _NOTHING, _NOTHING, _outcome(record)]
    told = record.numbers
    return [
        *row,
        f"{told['tile_px']:.0f} px",
        f"{told['tiled_seconds']:.3g} s",
        f"{told['whole_seconds']:.3g} s",
        f"{told['overhead']:.2f}",
    ]


def _file_row(record: Record) -> list[str]:
    row = [record.contest.network, size_of(record.contest)]
    if record.outcome != MEASURED:
        return [*row, _outcome(record), _NOTHING]
    told = record.numbers
    return [*row, _mib(told["peak_mib"]), f"{told['seconds']:.0f} s"]


def times(speed: Record, ratio: float) -> str:
    """How many times as fast; a ~ marks a single turn."""
    return f"{'~' if speed.numbers['rounds'] < 2 else ''}{ratio:.2f}"


def label_of(runtime: str, version: str) -> str:
    """What people call a runtime; with its version where the machine's lines do not have it."""
    if runtime.startswith(OURS):
        return f"sr-desktop, {_precision(runtime)}"
    label = _LABELS[runtime]
    return label if runtime in _OF_TORCH else f"{label} {version}".strip()


def _network(record: Record) -> str:
    return record.contest.network + (RANDOM if record.random_weights else "")


def _precision(runtime: str) -> str:
    word = runtime.partition("-")[2]
    return _PRECISIONS.get(word, word)


def size_of(contest: Contest) -> str:
    """Of the LR picture, in pixels."""
    return f"{contest.width} x {contest.height}"


def _need_text(memory: Record | None) -> str:
    if memory is None or (memory.outcome != MEASURED and "needed_mib" not in memory.numbers):
        return _NOTHING
    if memory.outcome == MEASURED:
        return _mib(memory.numbers["run_mib"])
    return f"about {_mib(memory.numbers['needed_mib'])}"


def _mib(mib: float) -> str:
    return f"{mib / 1024:.1f} GiB" if mib >= 1024 else f"{mib:.0f} MiB"


def _outcome(record: Record) -> str:
    told = {
        ABSENT: f"not installed: {record.why}",
        ELSEWHERE: "not on this device",
        TOO_LARGE: "does not fit",
        DIFFERS: f"differs by {record.why}: not timed",
        FAILED: f"failed: {record.why}",
    }
    return told[record.outcome]
