"""A cluster whose scheduler or workers are killed or hang while it works: Dask's own programs, each
a process. The run tells what is lost and how to go on, and the same command does the rest.
"""

from __future__ import annotations

import importlib.util
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.program import digests, rgb
from tests.faults.watched import START_S, Told, events, started, upscale
from tests.jobs.cluster.machines import Machines

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="needs the extra [cluster], which make setup installs",
)
COUNT = 9
USUAL = ("in", "--model", "pan", "--scale", "2", "--threads", "1", "--device", "cpu")
# The program with less patience than the minute that it has.
IMPATIENT = (
    "import sys\n"
    "from sr_desktop.cli import main\n"
    "from sr_desktop.jobs.cluster import client, sending\n"
    "sending._LONE_SECONDS = 3\n"
    "client.ANSWER_SECONDS = 6\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("lost") / "work"
    (work / "in").mkdir(parents=True)
    for number in range(COUNT):
        Image.fromarray(rgb(200 + number, 150)).save(work / "in" / f"{number}.png")
    return work


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, str]:
    """The digests of what one process makes."""
    assert upscale(folder, *USUAL, "-o", "whole").code == 0
    return digests(folder / "whole")


@pytest.fixture
def machines(folder: Path) -> Iterator[Machines]:
    made = Machines(folder)
    try:
        made.start()
        yield made
    finally:
        made.end()


def run_until(folder: Path, machines: Machines, happen: Any, *words: str) -> tuple[Told, float]:
    """A run in which something happens once two pictures are done, and the seconds from then on."""
    command = [sys.executable, "-c", IMPATIENT, "upscale", "--json", *USUAL, *words]
    command += ["--cluster", machines.address]
    told: list[dict[str, Any]] = []
    happened_at = 0.0
    errors = folder / "errors"
    with errors.open("w") as noise, started(command, folder, stderr=noise) as process:
        for event in events(process, START_S, START_S):
            told.append(event)
            if not happened_at and sum(each["event"] == "finished" for each in told) == 2:
                happen()
                happened_at = time.monotonic()
        code = process.wait(START_S)
    seconds = time.monotonic() - happened_at
    said = errors.read_text(encoding="utf-8")
    assert "Traceback" not in said, said
    return Told(code, said, told), seconds


def check_lost(told: Told, said: str) -> None:
    """Each picture has one end, all that is not done the same reason and the next step."""
    endings = [e for e in told.events if e["event"] in ("finished", "failed", "stopped")]
    assert len({each["source"] for each in endings}) == len(endings) == COUNT
    failed = [each for each in endings if each["event"] == "failed"]
    assert failed
    assert {each["message"] for each in failed} == {said}
    assert all("do the rest with --on-exists skip" in each["hint"] for each in failed)
    assert told.events[-1]["event"] == "end"
    assert (told.code, told.events[-1]["failed"]) == (1, len(failed))


def check_goes_on(folder: Path, machines: Machines, out: str, whole: dict[str, str]) -> None:
    """Half files are nowhere, and the same command does what is missing."""
    before = digests(folder / out)
    assert {name: whole[name] for name in before if not Path(name).name.startswith(".")} == {
        name: digest for name, digest in before.items() if not Path(name).name.startswith(".")
    }
    words = (*USUAL, "-o", out, "--on-exists", "skip", "--cluster", machines.address)
    told = upscale(folder, *words, within_s=START_S)
    assert told.code == 0, told.events[-1]
    assert digests(folder / out) == whole


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hangs"])
def test_a_scheduler_that_is_lost_is_told(
    blow: signal.Signals, folder: Path, machines: Machines, whole: dict[str, str]
) -> None:
    out = f"out-{blow.name}"
    told, seconds = run_until(folder, machines, lambda: machines.signal_scheduler(blow), "-o", out)
    check_lost(told, "The cluster has gone, or does not answer any more.")
    assert seconds < 60, "it waits for what is not there"
    machines.end()
    machines.start()
    check_goes_on(folder, machines, out, whole)


def test_workers_that_are_all_gone_are_told(
    folder: Path, machines: Machines, whole: dict[str, str]
) -> None:
    told, seconds = run_until(folder, machines, machines.kill_workers, "-o", "gone")
    check_lost(told, "All workers of the cluster have gone.")
    assert seconds < 60
    machines.start_worker()
    check_goes_on(folder, machines, "gone", whole)


def test_a_worker_that_comes_in_time_does_what_the_dead_ones_left(
    folder: Path, machines: Machines, whole: dict[str, str]
) -> None:
    def replace() -> None:
        machines.kill_workers()
        machines.start_worker()

    words = (*USUAL, "-o", "again", "--cluster", machines.address)
    done = 0

    def watch(event: dict[str, Any]) -> None:
        nonlocal done
        done += event["event"] == "finished"
        if event["event"] == "finished" and done == 2:
            replace()

    told = upscale(folder, *words, meanwhile=watch, within_s=START_S)
    assert told.code == 0
    assert len(told.sources("finished")) == done == COUNT
    assert digests(folder / "again") == whole


def test_ctrl_c_ends_a_run_whose_scheduler_hangs(folder: Path, machines: Machines) -> None:
    command = [sys.executable, "-c", IMPATIENT, "upscale", "--json", *USUAL, "-o", "stopped"]
    told: list[dict[str, Any]] = []
    with started([*command, "--cluster", machines.address], folder) as process:
        for event in events(process, START_S, START_S):
            told.append(event)
            if event["event"] == "finished" and sum(e["event"] == "finished" for e in told) == 1:
                machines.signal_scheduler(signal.SIGSTOP)
                process.send_signal(signal.SIGINT)
        code = process.wait(START_S)
    assert told[-1]["event"] == "end"
    assert code in (1, 130), "1 where the loss was noticed first"
    assert told[-1]["done"] + told[-1]["stopped"] + told[-1]["failed"] == COUNT
