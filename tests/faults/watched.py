"""Processes under a watch: the real program and reader.py, and their events as they come."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.program import ENDINGS, command, environment

Event = dict[str, Any]
START_S = 60.0  # a start takes 2 s; here six programs may share two cores


class Hang(AssertionError):
    """No event came in time."""


@dataclass
class Told:
    """What a call of `upscale --json` said."""

    code: int
    err: str
    events: list[Event] = field(default_factory=list)

    def ending(self, source: str) -> Event:
        """The one event that ends it."""
        ends = [e for e in self.events if e["event"] in ENDINGS and e["source"] == source]
        assert len(ends) == 1, f"{source} has {len(ends)} endings: {ends}\n{self.err}"
        return ends[0]

    def sources(self, ending: str) -> set[str]:
        return {e["source"] for e in self.events if e["event"] == ending}

    def reason(self, source: str) -> str:
        """Message and hint of an input that failed."""
        event = self.ending(source)
        assert event["event"] == "failed", event
        return f"{event['message']} {event['hint']}".strip()


@contextlib.contextmanager
def started(words: list[str], folder: Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process in a group of its own, which is gone afterwards."""
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=options.pop("stderr", subprocess.PIPE),
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        start_new_session=True,
        **options,
    )
    try:
        yield process
    finally:
        kill(process)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def kill(process: subprocess.Popen[str]) -> None:
    """The whole group, as the system's memory killer or a power cut would: no farewell."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


def events(process: subprocess.Popen[str], first_s: float, next_s: float) -> Iterator[Event]:
    """Each as it comes; Hang where the first or a next one keeps us waiting."""
    lines: queue.Queue[str | None] = queue.Queue()

    def collect() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    thread = threading.Thread(target=collect, name="events")
    thread.start()
    try:
        patience, last = first_s, "the start"
        while True:
            try:
                line = lines.get(timeout=patience)
            except queue.Empty:
                raise Hang(f"nothing came for {patience:.0f} s after {last}") from None
            if line is None:
                return
            patience, last = next_s, line
            yield json.loads(line)
    finally:
        if process.poll() is None and thread.is_alive():
            # Its pipe ends with it. A reader who stopped early wants no more of it.
            kill(process)
        thread.join(20)


def upscale(
    folder: Path,
    *words: str | Path,
    meanwhile: Callable[[Event], object] = lambda event: None,
    before: tuple[str, ...] = (),
    within_s: float = 10.0,
    **options: Any,
) -> Told:
    """Runs `upscale ... --json` in the folder; `meanwhile` gets each event while it goes on.

    Fails when no event comes for `within_s`, when a signal ends it, or when it shows a traceback.
    """
    line = [*before, *command("upscale", "--json", *words)]
    with started(line, folder, **options) as process:
        errors: list[str] = []
        assert process.stderr is not None
        reading = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reading.start()
        told = []
        try:
            for event in events(process, START_S, within_s):
                told.append(event)
                meanwhile(event)
            code = process.wait(START_S)
        finally:
            if process.poll() is None:
                kill(process)
            reading.join(20)
    answer = Told(code, "".join(errors), told)
    assert "Traceback" not in answer.err, answer.err
    assert code >= 0, f"killed by signal {-code}: {answer.err}"
    assert told, f"said nothing, code {code}: {answer.err}"
    assert told[-1]["event"] == "end", told[-1]
    assert told[-1]["exit_code"] == code
    return answer


@dataclass
class Bulk:
    """What reader.py told of each file, by file name."""

    told: dict[str, Event]
    hung: list[str]
    died: dict[str, int]
    noise: str


def read_all(folder: Path, out: Path, names: list[str], within_s: float = 10.0) -> Bulk:
    """Reads them in one process, or in another one from where the first hung or died."""
    bulk = Bulk({}, [], {}, "")
    waiting = list(names)
    noise = folder.parent / f"{folder.name}-noise"
    noise.touch()
    while waiting:
        words = [sys.executable, "-m", "tests.faults.reader", str(out), *waiting]
        began = ""
        with noise.open("a") as errors, started(words, folder, stderr=errors) as process:
            try:
                for event in events(process, START_S, within_s):
                    if "began" in event:
                        began = event["began"]
                    else:
                        bulk.told[event["file"]] = event
                process.wait(START_S)
            except Hang:
                bulk.hung.append(began)
                kill(process)
        done = set(bulk.told) | set(bulk.hung)
        if began and began not in done:
            bulk.died[began] = process.returncode
        done |= set(bulk.died)
        assert done & set(waiting), f"the reader does not start: {noise.read_text()[-3000:]}"
        waiting = [name for name in waiting if name not in done]
    bulk.noise = noise.read_text()
    return bulk


def until(happened: Callable[[], bool], within_s: float) -> bool:
    """Looks every 5 ms."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.005)
    return happened()
