"""The table of speed: which measurement is next, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from sr_desktop import paths
from sr_desktop.bench.contest import (
    EAGER,
    FAILED,
    OURS,
    TOO_LARGE,
    Contest,
    Plan,
    Record,
    groups,
    known_need_mib,
)
from sr_desktop.bench.timing import Task, picture
from sr_desktop.engine import device
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import system
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.bench.results import Results

UPSCALE = "upscale"  # the runtime of the part "file": the command itself
_LARGE = (4000, 3000)
_TOLD = ("Program", "Packages", "Processor")
# Of the memory that is free: the rest is for what the process takes besides, and for others.
_SHARE_TO_USE = 0.8
_MIB = 2**20

OnStep = Callable[[str, Contest, tuple[str, ...]], None]
Run = Callable[[str, Contest, list[str]], Iterator[Record]]


def machine(threads: int, where: str) -> dict[str, str]:
    """What figures depend on and what therefore must not change within a file of results."""
    facts = {what: says for what, says in system.facts() if what in _TOLD}
    return {**facts, "Threads": str(threads), "Device": where}


def resolved(where: str) -> str:
    """auto and the like as one device's id. Raises UsageError, DeviceUnavailable."""
    return str(device.choose(where).device)


def expanded(runtimes: Iterable[str], where: str) -> tuple[str, ...]:
    """The runtimes, "ours" as one for each precision that the device has."""
    precisions = next(facts.precisions for facts in device.survey() if facts.id == where)
    words: list[str] = []
    for word in runtimes:
        words += [f"{OURS}-{each}" for each in precisions] if word == OURS else [word]
    return tuple(dict.fromkeys(words))


def measure(plan: Plan, results: Results, on_step: OnStep) -> None:
    """Measure what the plan asks for and the results do not have, and add it to them.

    on_step is told of each process before it starts: part, contest, runtimes.
    Raises OSError where the results cannot be written.
    """
    if "file" in plan.parts:
        _measure_file(plan, results, on_step)
    with tempfile.TemporaryDirectory(prefix="sr-desktop-bench-") as exports:
        _measure_contests(plan, results, on_step, exports)


def _measure_contests(plan: Plan, results: Results, on_step: OnStep, exports: str) -> None:
    run = partial(_measured, plan, exports, on_step)
    measures = {"memory": _memory, "speed": _speed, "tiles": _tiles}
    for contest in plan.contests():
        for part, measured in measures.items():
            if part not in plan.parts:
                continue
            todo = [w for w in plan.runtimes if not results.is_settled(part, contest, w)]
            for record in measured(plan, contest, todo, results, run):
                results.add(record)


def _memory(
    plan: Plan, contest: Contest, todo: list[str], results: Results, run: Run
) -> Iterator[Record]:
    for word in todo:
        if excess := _too_large("memory", contest, word, results.records):
            yield excess
        else:
            yield from run("memory", contest, [word])


def _speed(
    plan: Plan, contest: Contest, todo: list[str], results: Results, run: Run
) -> Iterator[Record]:
    if not todo:
        return
    records = results.records
    needs_mib: dict[str, float] = {}
    for word in plan.runtimes:
        if word not in todo and word != EAGER:
            continue
        if excess := _too_large("speed", contest, word, records):
            yield excess
        else:
            needs_mib[word] = known_need_mib(records, contest, word) or 0.0
    for group in groups(needs_mib, _room_mib()):
        yield from run("speed", contest, group)


def _tiles(
    plan: Plan, contest: Contest, todo: list[str], results: Results, run: Run
) -> Iterator[Record]:
    for word in todo:
        if word.startswith(OURS):
            yield from run("tiles", contest, [word])


def _too_large(part: str, contest: Contest, word: str, records: Iterable[Record]) -> Record | None:
    """The record of what surely does not fit, or did not when its memory was measured."""
    records = list(records)
    key = ("memory", contest, word)
    before = next((each for each in records if each.key == key), None)
    if before is not None and before.outcome == TOO_LARGE:
        return Record(part, contest, word, TOO_LARGE, numbers=before.numbers)
    need_mib = known_need_mib(records, contest, word)
    if need_mib is None or need_mib <= _room_mib():
        return None
    return Record(part, contest, word, TOO_LARGE, numbers={"needed_mib": need_mib})


def _room_mib() -> float:
    return psutil.virtual_memory().available / _MIB * _SHARE_TO_USE


def _measured(
    plan: Plan, exports: str, on_step: OnStep, part: str, contest: Contest, words: list[str]
) -> Iterator[Record]:
    """What a process finds out about these; where it dies, each rival gets one of its own."""
    on_step(part, contest, tuple(words))
    limit_bytes = int(_room_mib() * _MIB)
    task = Task(
        part, contest, tuple(words), plan.threads, plan.device, plan.seconds, limit_bytes, exports
    )
    records, why = _told_by_process(task)
    rivals = [word for word in words if word != EAGER]
    if why and not records and len(rivals) > 1:
        for rival in rivals:
            pair = [EAGER, rival] if EAGER in words else [rival]
            yield from _measured(plan, exports, on_step, part, contest, pair)
        return
    yield from records
    found = {record.runtime for record in records}
    for word in words:
        if word not in found:
            yield Record(part, contest, word, FAILED, why=why)


def _told_by_process(task: Task) -> tuple[list[Record], str]:
    """The records of a process that carries the task out, and how it ended if not well."""
    command = [*paths.program(), "bench", "--of-task", json.dumps(task.as_json())]
    done = subprocess.run(command, capture_output=True, text=True)
    records = [Record.from_json(json.loads(line)) for line in done.stdout.splitlines()]
    last = done.stderr.strip().rpartition("\n")[2][:200]
    return records, f"exit {done.returncode}: {last}" if done.returncode else ""


def _measure_file(plan: Plan, results: Results, on_step: OnStep) -> None:
    """Of the networks that ship: `sr-desktop upscale` of one picture of 12 megapixels."""
    library = Library()
    for network in plan.networks:
        contest = Contest(network, *_LARGE)
        ships = library.by_id(network).bundled is not None
        if ships and not results.is_settled("file", contest, UPSCALE):
            on_step("file", contest, (UPSCALE,))
            results.add(_of_file(contest))


def _of_file(contest: Contest) -> Record:
    name, _, scale = contest.network.rpartition("-x")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "large.png")
        files.write(source, Picture(picture(contest.width, contest.height)), Encoding("png"))
        command = [*paths.program(), "bench", "--of-run", "upscale", str(source)]
        command += ["--model", name, "--scale", scale, "-o", str(Path(folder, "out"))]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return Record("file", contest, UPSCALE, FAILED, why=done.stderr.strip()[-200:])
    return Record("file", contest, UPSCALE, numbers=json.loads(done.stdout))
