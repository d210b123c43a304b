"""sr-desktop bench: the engine's speed and memory on this computer, beside other runtimes."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from sr_desktop.bench.contest import NETWORKS, OURS, PARTS, RUNTIMES, SIZES, Contest, Plan
from sr_desktop.errors import CannotWrite, UsageError

if TYPE_CHECKING:
    from sr_desktop.bench.results import Results

_QUICK_NETWORKS = ("pan-x4", "edsr-base-x4")
_QUICK_PARTS = ("memory", "speed")
_QUICK_SECONDS, _FULL_SECONDS = 10.0, 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument(
        "--quick",
        action="store_true",
        help="PAN and EDSR-base at x4 on 320 x 240: some minutes (the default)",
    )
    extent.add_argument(
        "--full", action="store_true", help="all networks, sizes and parts: many hours on a CPU"
    )
    _add_choices(parser.add_argument_group("instead of what --quick or --full measures"))
    parser.add_argument(
        "--resume",
        type=Path,
        metavar="FILE",
        help="keep each figure in FILE as it comes, and leave out what FILE has already",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--of-run", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    parser.add_argument("--of-task", help=argparse.SUPPRESS)


def _add_choices(group: argparse._ArgumentGroup) -> None:
    for option, known in (("networks", NETWORKS), ("runtimes", RUNTIMES), ("parts", PARTS)):
        group.add_argument(
            f"--{option}", type=_words, metavar="NAME[,NAME]", help=f"of {', '.join(known)}"
        )
    group.add_argument(
        "--sizes", type=_sizes, metavar="WxH[,WxH]", help="of the pictures that go in"
    )
    group.add_argument(
        "--seconds", type=float, metavar="N", help="for the rounds of one network and size"
    )
    group.add_argument("--threads", type=int, metavar="N", help="of the CPU, for every runtime")
    group.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:N, mps or xpu")


def run(args: argparse.Namespace) -> int:
    if args.of_run:
        return _of_run(args.of_run)
    if args.of_task:
        return _of_task(args.of_task)
    started = time.monotonic()
    plan = _plan(args)
    from sr_desktop.bench import speed

    results = _results(plan, args.resume)
    console = Console(stderr=True, highlight=False)
    with console.status("Measuring.") as status:

        def on_step(part: str, contest: Contest, runtimes: tuple[str, ...]) -> None:
            who = ", ".join(runtimes)
            picture = f"{contest.network} on {contest.width} x {contest.height}"
            status.update(f"Measuring {part} of {picture}: {who}.")

        try:
            speed.measure(plan, results, on_step)
        except OSError as error:
            raise CannotWrite(
                f"{error.filename or args.resume} cannot be written: {error.strerror}.",
                "Free some space there, or name another file.",
            ) from error
    _tell(results, args.json, time.monotonic() - started)
    return 0


def _plan(args: argparse.Namespace) -> Plan:
    """Raises UsageError, DeviceUnavailable."""
    networks = _known(args.networks, NETWORKS, "networks")
    parts = _known(args.parts, PARTS, "parts")
    if args.threads is not None and args.threads < 1:
        raise UsageError(
            "--threads takes a number from 1 on.", "Leave it out for as many as torch takes."
        )
    where, runtimes = _runtimes(args)
    from sr_desktop.engine.threads import AUTOMATIC_THREADS

    seconds = _FULL_SECONDS if args.full else _QUICK_SECONDS
    return Plan(
        networks=networks or (NETWORKS if args.full else _QUICK_NETWORKS),
        sizes=args.sizes or (SIZES if args.full else SIZES[:1]),
        runtimes=runtimes,
        parts=parts or (PARTS if args.full else _QUICK_PARTS),
        seconds=seconds if args.seconds is None else args.seconds,
        threads=args.threads or AUTOMATIC_THREADS,
        device=where,
    )


def _runtimes(args: argparse.Namespace) -> tuple[str, tuple[str, ...]]:
    """The device's id and the runtimes there. Raises UsageError, DeviceUnavailable."""
    words = args.runtimes or RUNTIMES
    of_others = tuple(word for word in words if not word.startswith(f"{OURS}-"))
    _known(of_others, RUNTIMES, "runtimes")
    from sr_desktop.bench import speed

    where = speed.resolved(args.device)
    known = (*RUNTIMES, *speed.expanded((OURS,), where))
    return where, speed.expanded(_known(words, known, "runtimes"), where)


def _results(plan: Plan, path: Path | None) -> Results:
    """Raises UsageError for a file that this cannot go on with."""
    from sr_desktop.bench import speed
    from sr_desktop.bench.results import OtherMachine, Results

    try:
        return Results(speed.machine(plan.threads, plan.device), path)
    except OtherMachine as error:
        raise UsageError(
            f"{path} was measured on another machine, or with other versions or threads.",
            "Begin a new file: ratios are good within one machine only.",
        ) from error
    except (ValueError, OSError) as error:
        raise UsageError(f"{path} cannot be resumed: {error}.", "Name another file.") from error


def _tell(results: Results, as_json: bool, seconds: float) -> None:
    from sr_desktop.cli.bench_table import as_rich, machine_lines

    if as_json:
        records = [record.as_json() for record in results.records]
        print(json.dumps({"machine": results.machine, "records": records, "seconds": seconds}))
        return
    out = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    for line in machine_lines(results.machine):
        out.print(line)
    for table in as_rich(results.records):
        out.print(table)
    out.print(f"Measured in {seconds / 60:.0f} min {seconds % 60:.0f} s.")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in text.split(",") if word.strip())


def _sizes(text: str) -> tuple[tuple[int, int], ...]:
    try:
        pairs = [tuple(int(side) for side in word.split("x")) for word in _words(text)]
        sizes = tuple((width, height) for width, height in pairs)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 320x240,1280x960") from error
    if not sizes or min(min(size) for size in sizes) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} has no pixels")
    return sizes


def _known(words: tuple[str, ...] | None, known: tuple[str, ...], what: str) -> tuple[str, ...]:
    """The words, all of them known. Raises UsageError."""
    for word in words or ():
        if word not in known:
            raise UsageError(f"--{what} has no {word!r}.", f"There are {', '.join(known)}.")
    return words or ()


def _of_run(argv: list[str]) -> int:
    """Run this command of ours in this process, and print what it took of time and memory."""
    from sr_desktop import cli
    from sr_desktop.bench.peak import peak_bytes

    start = time.perf_counter()
    code = cli.main(argv)
    seconds = time.perf_counter() - start
    print(json.dumps({"peak_mib": peak_bytes() / 2**20, "seconds": seconds}))
    return code


def _of_task(text: str) -> int:
    """Carry out one task of the table in this process; its records are all that stdout gets."""
    from sr_desktop.bench.timing import Task, records_of

    with os.fdopen(os.dup(1), "w") as told:
        os.dup2(2, 1)  # runtimes written in C print what they like
        for record in records_of(Task.from_json(json.loads(text))):
            print(json.dumps(record.as_json()), file=told, flush=True)
    return 0
