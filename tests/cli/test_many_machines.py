"""`sr-desktop upscale --shard` and `--cluster`: real processes, as several machines have them.

Runs of all tests read the same pictures, so the tree of one process is made once.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from sr_desktop.cli import main
from tests.cli.program import command, digests, environment, one_line, picture, rgb
from tests.faults.watched import START_S, Told, events, started, upscale

USUAL = ("in", "--model", "pan", "--scale", "2", "--format", "png", "--threads", "1")
CLUSTER = (*USUAL, "--device", "cpu", "--cluster", "local")
COUNT = 10
with_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="needs the extra [cluster], which make setup installs",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten pictures in a tree, two of which want one name, and one that is broken."""
    work = tmp_path_factory.mktemp("machines") / "work"
    for number in range(COUNT):
        place = work / ("in", "in/sub")[number % 2]
        place.mkdir(parents=True, exist_ok=True)
        name = "0.bmp" if number == 2 else f"{number}.png"
        Image.fromarray(rgb(160 + number, 120)).save(place / name)
    (work / "in" / "broken.png").write_bytes(b"no picture")
    return work


@pytest.fixture(scope="module")
def whole(folder: Path) -> Told:
    """What one process makes of them, in the folder `whole`."""
    told = upscale(folder, *USUAL, "-o", "whole", "--device", "cpu")
    assert told.code == 1, "the broken one"
    assert len(digests(folder / "whole")) == COUNT
    return told


def test_two_shares_at_once_give_the_tree_of_one_process(folder: Path, whole: Told) -> None:
    def share(number: int) -> subprocess.Popen[bytes]:
        words = [*USUAL, "-o", "shares", "--shard", f"{number}/2", "--report", f"{number}.csv"]
        return subprocess.Popen(command("upscale", *words), cwd=folder, env=environment(folder))

    assert sorted(each.wait(100) for each in [share(1), share(2)]) == [0, 1]
    assert digests(folder / "shares") == digests(folder / "whole")
    texts = [(folder / f"{number}.csv").read_text(encoding="utf-8") for number in (1, 2)]
    rows = [row for text in texts for row in csv.DictReader(text.splitlines())]
    assert len({row["source"] for row in rows}) == len(rows) == COUNT + 1

    first = next(Path(row["target"]) for row in rows if row["outcome"] == "done")
    first.unlink()
    assert share(1).wait(100) in (0, 1)
    assert digests(folder / "shares") == digests(folder / "whole"), "it does not go on"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--on-exists", "rename"], "--shard and --on-exists rename exclude each other."),
        (["--overwrite-originals"], "--shard and --overwrite-originals exclude each other."),
        (["--compare", "c.png"], "--shard and --compare exclude each other."),
        (["--shard", "3/2"], "'3/2' is no share."),
        (["--cluster", "local", "--shard", "1/1", "--overwrite-originals"], "exclude each other."),
    ],
)
def test_what_cannot_be_shared_is_refused(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "a.png"
    picture().save(source)
    before = digests(tmp_path)
    assert main(["upscale", str(source), "--scale", "2", "--shard", "1/2", *words]) == 2
    assert said in one_line(capsys.readouterr().err)
    assert digests(tmp_path) == before


def are_gone(pids: list[int]) -> bool:
    end = time.monotonic() + 20
    while any(psutil.pid_exists(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.1)
    return not any(psutil.pid_exists(pid) for pid in pids)


@with_dask
def test_workers_give_the_tree_of_one_process_also_when_one_is_killed(
    folder: Path, whole: Told
) -> None:
    seen: dict[str, Any] = {"ended": 0}

    def kill_one(event: dict[str, Any]) -> None:
        if event["event"] == "workers":
            seen["pids"] = [each["pid"] for each in event["workers"]]
        seen["ended"] += event["event"] == "finished"
        if event["event"] == "tiledone" and seen["ended"] >= 2 and "killed" not in seen:
            seen["killed"] = seen["pids"][0]
            os.kill(seen["killed"], signal.SIGKILL)

    report = folder / "cluster.json"
    words = (*CLUSTER, "-o", "cluster", "--report", str(report))
    told = upscale(folder, *words, meanwhile=kill_one, within_s=START_S)
    assert "killed" in seen
    assert digests(folder / "cluster") == digests(folder / "whole")
    assert told.reason("in/broken.png") == whole.reason("in/broken.png")
    assert told.events[-1] == whole.events[-1], "counts and exit code"
    check_told_once(told)
    outcomes = [row["outcome"] for row in json.loads(report.read_bytes())["outcomes"]]
    assert sorted(outcomes) == ["done"] * COUNT + ["failed"]
    assert are_gone(seen["pids"])


def check_told_once(told: Told) -> None:
    """Each picture begins once, is decoded, gets on, and ends once, last."""
    for source in told.sources("finished"):
        names = [e["event"] for e in told.events if e.get("source") == source]
        assert (names[0], names[-1]) == ("started", "finished")
        assert [names.count(name) for name in ("started", "finished")] == [1, 1], names
        assert {"decoded", "modelready", "progress", "tiledone"} <= set(names)
        done = [e["done_px"] for e in told.events if e.get("source") == source and "done_px" in e]
        assert done == sorted(set(done)), "progress falls"
    decoded = next(e for e in told.events if e["event"] == "decoded")
    assert (decoded["height"], decoded["bits"]) == (120, 8)
    finished = next(e for e in told.events if e["event"] == "finished")
    assert finished["saved"].startswith("cluster/"), "as one machine tells it"
    assert finished["compute"].startswith("CPU, 1 thread, ")


@with_dask
def test_ctrl_c_ends_the_run_and_leaves_nothing_half_written(folder: Path) -> None:
    told: list[dict[str, Any]] = []
    is_asked = False
    with started(command("upscale", "--json", *CLUSTER, "-o", "stopped"), folder) as process:
        assert process.stderr is not None
        errors: list[str] = []
        reading = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reading.start()
        for event in events(process, START_S, START_S):
            told.append(event)
            ended = sum(each["event"] == "finished" for each in told)
            if ended >= 2 and event["event"] == "tiledone" and not is_asked:
                os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
                is_asked = True
        process.wait(60)
        reading.join(20)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors[0], errors[0]
    workers = next(each["workers"] for each in told if each["event"] == "workers")
    assert are_gone([each["pid"] for each in workers])
    made = digests(folder / "stopped")
    assert 2 <= len(made) < COUNT
    assert not [name for name in made if Path(name).name.startswith(".")]
    for name in made:
        with Image.open(folder / "stopped" / name) as image:
            image.load()
    end = told[-1]
    assert (end["event"], end["done"], end["exit_code"]) == ("end", len(made), 130)
    assert end["done"] + end["stopped"] + end["failed"] == COUNT + 1


@with_dask
def test_where_nobody_listens_there_is_no_cluster(tmp_path: Path) -> None:
    picture().save(tmp_path / "a.png")
    code = (
        "import sys\n"
        "from sr_desktop.cli import main\n"
        "from sr_desktop.jobs.cluster import client\n"
        "client._CONNECT_SECONDS = 0.5\n"
        "sys.exit(main(['upscale', 'a.png', '--cluster', 'tcp://127.0.0.1:9', '--json']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path) | {"FORCE_COLOR": "1"},  # as on a terminal
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 3
    assert "Waiting for workers of tcp://127.0.0.1:9." in done.stderr
    assert "There is no cluster at tcp://127.0.0.1:9" in one_line(done.stderr)
    assert "Traceback" not in done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["event"] for each in told] == ["failed", "end"]
    assert told[0]["error"] == "ClusterUnavailable"
    assert told[1]["exit_code"] == 3
