"""sr-desktop bench: the engine's speed and memory on this computer."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

SCALES = (2, 3, 4)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    from sr_desktop.bench import speed

    console = Console(stderr=True, highlight=False)
    with console.status("Measuring; this takes a minute or two."):
        memory = speed.memory_of_large("pan", 2)  # first: a child's peak starts at its parent's
        speeds = [speed.against_eager("pan", scale) for scale in SCALES]
    if args.json:
        print(json.dumps({"speed": [asdict(s) for s in speeds], "memory": asdict(memory)}))
        return 0
    table = Table(title="Our upscale() against the plain module, eager, NCHW, float32, untiled")
    for heading in ("model", "picture", "on", "tile", "eager", "ours", "times as fast"):
        table.add_column(heading)
    for each in speeds:
        table.add_row(
            each.model,
            f"{each.width} x {each.height}",
            each.compute,
            str(each.tile_px),
            f"{each.eager_seconds:.2f} s",
            f"{each.seconds:.2f} s",
            f"{each.ratio:.2f}",
        )
    out = Console(highlight=False)
    out.print(table)
    out.print(
        f"{memory.model}, {memory.width} x {memory.height}, file to file: "
        f"{memory.peak_mib:.0f} MiB peak, {memory.seconds:.1f} s."
    )
    return 0
