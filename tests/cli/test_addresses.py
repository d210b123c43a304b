"""`sr-desktop upscale` with inputs and results at addresses: real servers of S3 and FTP."""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.program import command, environment, one_line, rgb, run, save
from tests.faults.watched import START_S, events, kill, started, upscale
from tests.jobs.cluster.machines import Machines
from tests.jobs.remote import servers
from tests.jobs.remote.servers import S3

pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("s3fs", "moto", "pyftpdlib")),
    reason="needs s3fs, moto and pyftpdlib, which make setup installs",
)
USUAL = ("--model", "pan", "--scale", "2", "--format", "png", "--threads", "1", "--device", "cpu")
IN, OUT = "s3://scans/in", "s3://scans/out"
ODD = "ä #1 100%.png"
IMPATIENT = (
    "import sys\n"
    "from sr_desktop.jobs.remote import store\n"
    "store.PATIENCE_SECONDS = 1\n"
    "from sr_desktop.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


@pytest.fixture(scope="module")
def running() -> Iterator[S3]:
    with servers.s3() as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures in a tree: odd names, two that want one name, one that moves, one that is broken."""
    work = tmp_path_factory.mktemp("addresses") / "work"
    names = ["1.png", "1.bmp", "2.jpg", ODD, "sub/a b%20c.png", "sub/deep/::x.tif", ".no/1.png"]
    save(work / "in", *names)
    for number in range(3, 9):
        Image.fromarray(rgb(120 + number, 90)).save(work / "in" / f"{number}.png")
    frames = [Image.fromarray(rgb(24, 16)), Image.fromarray(rgb(24, 16)[::-1])]
    frames[0].save(work / "in" / "moves.webp", save_all=True, append_images=frames[1:])
    (work / "in" / "broken.png").write_bytes(b"no picture")
    (work / "in" / "notes.txt").write_text("no picture either")
    return work


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, bytes]:
    """What one process makes of them on its own disk."""
    told = upscale(folder, "in", "-o", "whole", *USUAL)
    assert told.code == 1, "the broken one"
    made = contents(folder / "whole")
    assert len(made) == 13
    return made


@pytest.fixture
def s3(running: S3, folder: Path, monkeypatch: pytest.MonkeyPatch) -> S3:
    """The server with the pictures; programs find it by their environment."""
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    running.forget()
    running.fill("scans", "in", folder / "in")
    return running


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def left_over(folder: Path) -> list[Path]:
    """What runs of this folder left of fetched pictures."""
    return list((folder.parent / f"{folder.name}-home").glob("sr-desktop/fetched/*"))


def test_the_tree_is_that_of_local_folders(
    s3: S3, folder: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    before = s3.held("scans", "in/")
    told = upscale(folder, IN, "-o", OUT, *USUAL, "--report", "s3://scans/night.csv")
    assert s3.held("scans", "out/") == whole
    assert s3.held("scans", "in/") == before
    assert told.code == 1
    assert "is not a picture" in told.reason(f"{IN}/broken.png")
    assert told.ending(f"{IN}/{ODD}")["saved"] == f"{OUT}/{ODD}"
    rows = list(csv.DictReader(io.StringIO(s3.held("scans")["night.csv"].decode())))
    assert {row["target"].removeprefix(f"{OUT}/") for row in rows} == {*whole, "broken.png"}
    assert left_over(folder) == []


def test_a_second_run_does_only_what_is_missing(
    s3: S3, folder: Path, whole: dict[str, bytes]
) -> None:
    upscale(folder, IN, "-o", OUT, *USUAL)
    s3.client.delete_object(Bucket="scans", Key=f"out/{ODD}")
    s3.client.put_object(Bucket="scans", Key="out/3.png", Body=b"of somebody else")
    told = upscale(folder, IN, "-o", OUT, *USUAL, "--on-exists", "skip")
    assert told.sources("finished") == {f"{IN}/{ODD}"}
    assert "made with the same settings" in told.ending(f"{IN}/4.png")["reason"]
    assert told.ending(f"{IN}/3.png")["reason"] == "its result is there already"
    assert s3.held("scans", "out/") == whole | {"3.png": b"of somebody else"}

    other = [each if each != "2" else "3" for each in USUAL]
    told = upscale(
        folder, f"{IN}/4.png", "-o", OUT, "--name", "{name}", *other, "--on-exists", "skip"
    )
    assert "scale 2 instead of 3" in told.ending(f"{IN}/4.png")["reason"]


def test_names_that_are_taken_are_left_alone(s3: S3, folder: Path) -> None:
    s3.client.put_object(Bucket="scans", Key="out/3.png", Body=b"mine")
    words = (f"{IN}/3.png", "-o", OUT, "--name", "{name}", *USUAL)
    assert upscale(folder, *words).ending(f"{IN}/3.png")["saved"] == f"{OUT}/3 (2).png"
    assert s3.held("scans", "out/")["3.png"] == b"mine"
    upscale(folder, *words, "--on-exists", "replace")
    assert s3.held("scans", "out/")["3.png"] == s3.held("scans", "out/")["3 (2).png"]


def test_single_pictures_and_mixed_places(
    s3: S3, folder: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    there = tmp_path / "there"
    told = upscale(folder, f"{IN}/3.png", "-o", "s3://scans/one.png", *USUAL)
    assert told.code == 0
    assert s3.held("scans")["one.png"] == whole["3.png"]
    upscale(folder, f"{IN}/3.png", *USUAL)
    assert s3.held("scans", "in/")["3_pan_x2.png"] == whole["3.png"]
    upscale(folder, f"file://{folder}/in/3.png", "-o", "s3://scans/up", *USUAL)
    assert s3.held("scans", "up/") == {"3_pan_x2.png": whole["3.png"]}
    upscale(folder, f"{IN}/sub", "-o", there, *USUAL)
    inside = {name.removeprefix("sub/"): made for name, made in whole.items() if "sub/" in name}
    assert contents(there) == inside
    upscale(folder, f"{IN}/sub", *USUAL)
    assert s3.held("scans", "in/sub_x2/") == inside


def test_a_comparison_goes_to_an_address_too(s3: S3, folder: Path, tmp_path: Path) -> None:
    here = tmp_path / "c.png"
    upscale(folder, "in/3.png", "-o", tmp_path / "3.png", "--compare", here, *USUAL)
    upscale(folder, f"{IN}/3.png", "-o", OUT, "--compare", "s3://scans/c.png", *USUAL)
    assert s3.held("scans")["c.png"] == here.read_bytes()


def test_originals_are_replaced_only_where_that_is_asked_for(
    s3: S3, folder: Path, whole: dict[str, bytes]
) -> None:
    told = upscale(folder, f"{IN}/3.png", "-o", IN, "--name", "{name}", *USUAL)
    assert told.ending(f"{IN}/3.png")["saved"] == f"{IN}/3 (2).png"
    upscale(folder, f"{IN}/3.png", "--overwrite-originals", *USUAL)
    assert s3.held("scans", "in/")["3.png"] == whole["3.png"]


def test_a_dry_run_writes_nothing(s3: S3, folder: Path) -> None:
    before = s3.held("scans")
    told = upscale(folder, IN, "-o", OUT, *USUAL, "--dry-run")
    ahead = next(each for each in told.events if each["event"] == "preflight")
    assert (ahead["pictures"], ahead["refused"], ahead["disks"]) == (13, 1, [])
    assert {each["target"] for each in ahead["each"]} >= {f"{OUT}/{ODD}", f"{OUT}/1 (2).png"}
    assert s3.held("scans") == before
    answer = run(folder, "upscale", IN, "-o", OUT, *USUAL, "--dry-run")
    assert "to be stored" in one_line(answer.err)


def test_two_shares_give_the_tree_of_one(s3: S3, folder: Path, whole: dict[str, bytes]) -> None:
    words = (IN, "-o", OUT, *USUAL)
    told = [upscale(folder, *words, "--shard", f"{number}/2") for number in (1, 2)]
    assert all(each.sources("finished") for each in told)
    assert s3.held("scans", "out/") == whole
    answer = run(folder, "upscale", IN, "-o", f"{IN}/out", *USUAL, "--shard", "1/2")
    assert answer.code == 2
    assert "taken for sources" in one_line(answer.err)


def test_what_failed_is_done_again_from_a_report_there(
    s3: S3, folder: Path, whole: dict[str, bytes]
) -> None:
    report = "s3://scans/night.json"
    upscale(folder, IN, "-o", OUT, *USUAL, "--report", report)
    s3.client.put_object(
        Bucket="scans", Key="in/broken.png", Body=(folder / "in/3.png").read_bytes()
    )
    told = upscale(folder, "--retry", report, *USUAL)
    assert told.sources("finished") == {f"{IN}/broken.png"}
    assert s3.held("scans", "out/")["broken.png"] == whole["3.png"]


def test_names_that_would_lead_elsewhere_are_refused(
    s3: S3, folder: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    for key in ("in/../../3.png", "in//3.png", "in/sub/./3.png"):
        s3.client.put_object(Bucket="scans", Key=key, Body=(folder / "in/3.png").read_bytes())
    there = tmp_path / "deep" / "there"
    told = upscale(folder, IN, "-o", there, *USUAL)
    said = [each["message"] for each in told.events if each["event"] == "failed"]
    assert sum("has a name that cannot be a path" in each for each in said) == 3, said
    assert contents(tmp_path / "deep") == {f"there/{name}": made for name, made in whole.items()}


def refusals(folder: Path, *words: str, **variables: str) -> tuple[int, str]:
    answer = run(folder, "upscale", *words, *USUAL, **variables)
    assert "Traceback" not in answer.err
    return answer.code, one_line(answer.err)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["s3://nobody/in", "-o", OUT], 3, "There is no s3://nobody. Check the name and AWS"),
        (["s3://scans/none", "-o", OUT], 3, "no such file or folder: s3://scans/none"),
        (["in", "-o", "s3://nobody/out"], 3, "There is no s3://nobody. Check the name and AWS"),
        ([IN, "-o", "memory://out"], 3, "is gone with the program"),
        ([IN, "-o", "https://127.0.0.1/out"], 3, "https:// can only be read"),
        (["s3://scans"], 2, "There is no room beside s3://scans for results"),
        (["abc://scans/in", "-o", "out"], 3, "abc:// is nothing that can be read"),
        (["gs://scans/in", "-o", "out"], 3, "pip install gcsfs"),
        (["in", "-o", "gs://scans/in"], 3, "pip install gcsfs"),
        (["zip://a::s3://b/c.zip"], 2, "leads through one address to another"),
        (["in", "-o", OUT, "--report", "s3://nobody/r.csv"], 3, "There is no s3://nobody."),
        (["in", "--weights", "s3://scans/w.pth"], 2, "must be a file of this computer"),
        (["--retry", "s3://scans/none.csv"], 3, "There is nothing at s3://scans/none.csv"),
    ],
)
def test_what_cannot_be_is_told_with_the_next_step(
    s3: S3, folder: Path, words: list[str], code: int, said: str
) -> None:
    before = s3.held("scans")
    answered, error = refusals(folder, *words)
    assert said in error
    assert answered == code, error
    assert s3.held("scans") == before


def test_without_its_package_it_is_told_how_to_get_it(folder: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['s3fs'] = None\n"
        "from sr_desktop.cli import main\n"
        f"sys.exit(main(['upscale', '{IN}', '-o', 'out']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 3
    assert "pip install s3fs" in one_line(done.stderr)


def test_without_credentials_it_is_told_how_to_give_them(s3: S3, folder: Path) -> None:
    absent = {
        "AWS_ACCESS_KEY_ID": "",
        "AWS_SECRET_ACCESS_KEY": "",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for words in ([IN, "-o", "out"], ["in", "-o", OUT]):
        code, error = refusals(folder, *words, **absent)
        assert code == 3
        assert "AWS_PROFILE or AWS_ACCESS_KEY_ID" in error, error
    assert not (folder / "out").exists()


def test_a_store_that_goes_and_comes_back_is_waited_for(
    s3: S3, folder: Path, whole: dict[str, bytes]
) -> None:
    back = threading.Timer(4.0, s3.come_back)

    def go(event: dict[str, Any]) -> None:
        if event["event"] == "finished" and not back.is_alive() and not back.finished.is_set():
            s3.go()
            back.start()

    told = upscale(folder, IN, "-o", OUT, *USUAL, meanwhile=go, within_s=START_S)
    back.join()
    assert told.code == 1, "the broken one"
    assert len(told.sources("finished")) == len(whole)
    assert s3.held("scans", "out/") == whole


def test_the_report_of_a_run_waits_for_its_store(
    s3: S3,
    folder: Path,
    whole: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # of botocore itself
    back = threading.Timer(8.0, s3.come_back)
    ended: list[str] = []

    def go(event: dict[str, Any]) -> None:
        if event["event"] in {"finished", "failed"}:
            ended.append(event["source"])
            if len(ended) == 1:
                s3.go()
            if len(ended) == len(whole) + 1:
                back.start()

    words = ("in", "-o", tmp_path / "out", *USUAL, "--report", "s3://scans/night.csv")
    told = upscale(folder, *words, meanwhile=go, within_s=START_S)
    back.join()
    assert told.code == 1, "the broken one"
    assert len(s3.held("scans")["night.csv"].splitlines()) == len(ended) + 1


def test_a_store_that_stays_away_ends_the_run_and_the_rest_is_done_later(
    s3: S3, folder: Path, whole: dict[str, bytes]
) -> None:
    words = [IN, "-o", OUT, *USUAL, "--json"]
    told: list[dict[str, Any]] = []
    with started([sys.executable, "-c", IMPATIENT, "upscale", *words], folder) as process:
        for event in events(process, START_S, START_S):
            told.append(event)
            if event["event"] == "finished" and sum(e["event"] == "finished" for e in told) == 1:
                s3.go()
        code = process.wait(START_S)
    done = {each["saved"] for each in told if each["event"] == "finished"}
    failed = [each for each in told if each["event"] == "failed"]
    s3.come_back()
    assert code == 1
    assert 1 <= len(done) < len(whole)
    assert len(done) + len(failed) == len(whole) + 1
    said = [each["message"] + each["hint"] for each in failed if "broken" not in each["source"]]
    assert all("s3://scans does not answer as it should" in each for each in said), said
    assert all("do the rest with --on-exists skip" in each for each in said), said
    assert s3.held("scans", "out/").keys() <= whole.keys()
    assert left_over(folder) == []
    again = upscale(folder, IN, "-o", OUT, *USUAL, "--on-exists", "skip")
    assert len(again.sources("finished")) == len(whole) - len(done)
    assert s3.held("scans", "out/") == whole


def test_ctrl_c_ends_a_run_that_waits_for_its_store(s3: S3, folder: Path) -> None:
    words = command("upscale", IN, "-o", OUT, *USUAL, "--json")
    told: list[dict[str, Any]] = []
    with started(words, folder) as process:
        stop = threading.Timer(3.0, process.send_signal, [signal.SIGINT])
        for event in events(process, START_S, START_S):
            told.append(event)
            if event["event"] == "finished" and not stop.is_alive():
                s3.go()
                stop.start()
        code = process.wait(START_S)
    stop.join()
    s3.come_back()
    assert code == 130
    assert told[-1]["stopped"] > 0
    assert told[-1]["done"] == len(s3.held("scans", "out/"))
    assert left_over(folder) == []


def test_what_a_killed_run_left_the_next_one_removes(
    s3: S3, folder: Path, whole: dict[str, bytes]
) -> None:
    words = command("upscale", IN, "-o", OUT, *USUAL, "--json")
    with started(words, folder) as process:
        for event in events(process, START_S, START_S):
            if event["event"] == "decoded":
                kill(process)
                break
    assert left_over(folder), "it was killed too late or too early"
    told = upscale(folder, IN, "-o", OUT, *USUAL, "--on-exists", "skip")
    assert told.code == 1, "the broken one"
    assert s3.held("scans", "out/") == whole
    assert left_over(folder) == []


def test_workers_give_the_tree_of_one_process_also_when_one_is_killed(
    s3: S3, folder: Path, whole: dict[str, bytes]
) -> None:
    pids: list[int] = []

    def kill_one(event: dict[str, Any]) -> None:
        if event["event"] == "workers":
            pids.extend(each["pid"] for each in event["workers"])
        if event["event"] == "decoded" and len(pids) == 2:
            os.kill(pids.pop(), signal.SIGKILL)

    words = (IN, "-o", OUT, *USUAL, "--cluster", "local")
    told = upscale(folder, *words, meanwhile=kill_one, within_s=START_S)
    assert len(pids) == 1, "none was killed"
    assert s3.held("scans", "out/") == whole
    assert told.code == 1
    assert "is not a picture" in told.reason(f"{IN}/broken.png")
    endings = [each["source"] for each in told.events if each["event"] == "finished"]
    assert len(endings) == len(set(endings)) == len(whole)
    assert told.ending(f"{IN}/{ODD}")["saved"] == f"{OUT}/{ODD}"
    run(folder, "upscale", f"{IN}/3.png", "-o", OUT, *USUAL)  # removes what the killed one left
    assert left_over(folder) == []


@pytest.fixture
def website(folder: Path) -> Iterator[str]:
    """The folder, as a web server shows it that always sends whole files."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_a_picture_of_the_web_is_read(
    website: str, folder: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    told = upscale(folder, f"{website}/in/8.png", "-o", tmp_path / "8.png", *USUAL)
    assert told.code == 0
    assert (tmp_path / "8.png").read_bytes() == whole["8.png"]
    code, error = refusals(folder, f"{website}/in/8.png")
    assert code == 3
    assert "http:// can only be read" in error


def test_where_files_cannot_be_put_whole_they_are_renamed(
    folder: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    shutil.copytree(folder / "in", tmp_path / "in")
    with servers.ftp(tmp_path) as port:
        place = f"ftp://127.0.0.1:{port}"
        told = upscale(folder, f"{place}/in", "-o", f"{place}/new/out", *USUAL)
        assert contents(tmp_path / "new" / "out") == whole
        assert len(told.sources("finished")) == len(whole)
        (tmp_path / "new" / "out" / "3.png").unlink()
        words = (f"{place}/in", "-o", f"{place}/new/out", *USUAL)
        again = upscale(folder, *words, "--on-exists", "skip")
        assert again.sources("finished") == {f"{place}/in/3.png"}
        upscale(folder, *words, "--on-exists", "replace")
        assert contents(tmp_path / "new" / "out") == whole
        (tmp_path / "in" / "why?.png").write_bytes((tmp_path / "in" / "3.png").read_bytes())
        upscale(folder, *words, "--on-exists", "skip")
    assert contents(tmp_path / "new" / "out") == whole | {"why?.png": whole["3.png"]}


def test_a_worker_that_is_let_in_elsewhere_is_refused(
    s3: S3, folder: Path, whole: dict[str, bytes]
) -> None:
    machines = Machines(folder)
    words = (f"{IN}/3.png", "-o", OUT, "--name", "{name}", *USUAL, "--cluster")
    try:
        machines.start(AWS_ENDPOINT_URL="http://127.0.0.1:9")
        code, error = refusals(folder, *words, machines.address)
        assert code == 3
        assert "s3://scans does not answer as it should" in error
        assert re.search(r"sr-desktop: On \S+: s3://scans", error), error
        machines.kill_workers()
        machines.start_worker()
        upscale(folder, *words, machines.address, within_s=START_S)
    finally:
        machines.end()
    assert s3.held("scans", "out/") == {"3.png": whole["3.png"]}
