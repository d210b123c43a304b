"""What int8 costs, as tools/measure_int8.py measured it, and gains, as `sr-desktop bench` did."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from documents import figures
from documents.markdown import table
from documents.pages import DOCS
from sr_desktop.bench.contest import Record
from sr_desktop.cli.bench_table import size_of, times


def told() -> str:
    facts = json.loads((DOCS / "int8.json").read_text("utf-8"))
    machine = facts["machine"]
    said = f"Measured on {facts['date']}, {machine['Processor']}, {machine['Packages']}."
    return "\n\n".join([said, _quality(facts["quality"]), _FASTER, speed(figures.records())])


_FASTER = (
    "How much faster it is, by the figures of [Benchmarks](benchmarks.md), which name the computer "
    "(a ~ marks a single turn):"
)


def _quality(rows: list[dict[str, Any]]) -> str:
    heads = ["Set5, PSNR in dB", "float32", "int8", "lost"]
    return table(
        heads,
        [
            [
                f"`{row['model']}`",
                f"{row['float32_db']:.3f}",
                f"{row['int8_db']:.3f}",
                f"{row['float32_db'] - row['int8_db']:.3f}",
            ]
            for row in rows
        ],
    )


def speed(records: Iterable[Record]) -> str:
    heads = ["times as fast", "picture", "int8 as the plain module", "int8 as float32 here"]
    return table(heads, _speed_rows(records))


def _speed_rows(records: Iterable[Record]) -> Iterator[list[str]]:
    """Of each network and picture on which both had their turns with the plain module."""
    timed = {
        (record.contest, record.runtime): record
        for record in records
        if record.part == "speed" and "ratio" in record.numbers
    }
    for (contest, runtime), int8 in timed.items():
        float32 = timed.get((contest, "ours-fp32"))
        if runtime == "ours-int8" and float32 is not None:
            ratio = int8.numbers["ratio"]
            yield [
                f"`{contest.network}`",
                size_of(contest),
                times(int8, ratio),
                times(int8, ratio / float32.numbers["ratio"]),
            ]
