"""Speed and memory as `sr-desktop bench` and `tools/bench_window.py` measured them, and where."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from documents.markdown import plain, table
from documents.pages import DOCS, ROOT
from sr_desktop.bench.contest import Record
from sr_desktop.bench.results import read
from sr_desktop.cli import bench_table

MEASURED = DOCS / "benchmarks.json"
_QUIET = 0.5  # of a core, at most


def measure() -> None:
    """Measure all anew on this computer: minutes."""
    load = {"load_before": round(os.getloadavg()[0], 1)}  # before we add to it
    bench = _told_by("-m", "sr_desktop", "bench", "--json")
    window = _told_by(str(ROOT / "tools" / "bench_window.py"), "--json")
    facts: dict[str, Any] = {
        "date": datetime.date.today().isoformat(),
        "machine": bench["machine"],
        **load,
        "records": bench["records"],
        "window": {**window, **load},
    }
    _keep(facts)


def take(results: Path) -> None:
    """Let a file of `sr-desktop bench --resume` stand for what was measured of networks.

    Raises ValueError for another file, OSError.
    """
    machine, records = read(results.read_text("utf-8").splitlines())
    facts = _facts()
    day = datetime.date.fromtimestamp(results.stat().st_mtime)
    latest = {record.key: record.as_json() for record in records}
    _keep(
        {
            "date": day.isoformat(),
            "machine": machine,
            "records": list(latest.values()),
            "window": facts["window"],
        }
    )


def _keep(facts: dict[str, Any]) -> None:
    MEASURED.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def _told_by(*words: str) -> Any:
    done = subprocess.run(
        [sys.executable, *words], check=True, stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    return json.loads(done.stdout)


def told() -> str:
    """The machine, then tables of speed, tiles, whole commands, and the window."""
    facts = _facts()
    parts = [_machine(facts)]
    for tabled in bench_table.tables(records()):
        rows = ([plain(cell) for cell in row] for row in tabled.rows)
        parts += [f"### {tabled.title}", table(tabled.heads, rows)]
        if tabled.heads is bench_table.SPEED_HEADS:
            parts.append(plain(bench_table.CAPTION))
    return "\n\n".join([*parts, "### The window", *_window(facts["window"])])


def records() -> list[Record]:
    """What was measured of networks."""
    return [Record.from_json(each) for each in _facts()["records"]]


def _facts() -> Any:
    return json.loads(MEASURED.read_text("utf-8"))


def _machine(facts: dict[str, Any]) -> str:
    first = f"Measured on {facts['date']}.{_noise(facts)}"
    lines = (f"- {line}" for line in bench_table.machine_lines(facts["machine"]))
    return "\n".join([first, "", *lines])


def _noise(facts: dict[str, Any]) -> str:
    load = facts.get("load_before", 0)
    if load < _QUIET:
        return ""
    return (
        f" **The computer was not quiet** (load {load:g} of other work): these are not the "
        "figures of a computer of its own."
    )


def _window(window: dict[str, Any]) -> list[str]:
    rows = [
        ("window shown after the start of Python", f"{window['window_seconds']:.2f} s"),
        ("first pixels of a JPEG of 12 MP", f"{window['first_pixels_seconds']:.2f} s"),
        (
            f"a 10 ms timer of the window, while it upscales to {window['megapixels']:.0f} MP, is "
            "late in 1 of 100 by",
            f"{window['p99_ms']:.0f} ms",
        ),
    ]
    made = [_noise(window).strip(), table(("what", "measured"), rows)]
    return [part for part in made if part]
