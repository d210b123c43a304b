"""sr-desktop models, as a person and a program call it, against a server of our own."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from PIL import Image

from sr_desktop.engine.archs import EDSR
from sr_desktop.weights import Library
from tests.cli.program import Answer, command, environment, one_line, run, save
from tests.weights import checkpoints
from tests.weights.server import Fault, Server

HUB_PATH = "/eugenesiow/edsr-base/resolve/main/pytorch_model_2x.pt"
CDN_PATH = f"/cdn{HUB_PATH}"


@dataclass(frozen=True)
class Desk:
    """A folder to work in, the home of its program, and a hub that has edsr-base-x2."""

    folder: Path
    server: Server

    @property
    def library(self) -> Library:
        home = Path(environment(self.folder)["XDG_DATA_HOME"])
        return Library(home / "sr-desktop" / "weights")

    @property
    def part(self) -> Path:
        return self.library.folder / "edsr-base-x2.part"

    def models(self, *words: str | Path, **variables: str) -> Answer:
        variables = {"HF_ENDPOINT": self.server.url, **variables}
        return run(self.folder, "models", *words, **variables)

    def install(self, name: str = "mine", seed: int = 0) -> Path:
        return checkpoints.install(self.library, name, seed)

    def requests(self) -> list[str | None]:
        """The parts of the file that were asked for."""
        return [request.range for request in self.server.requests(CDN_PATH)]


@pytest.fixture(scope="module")
def edsr_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights that fit edsr-base-x2, 5.5 MB."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("edsr") / "pytorch_model_2x.pt"
    torch.save(EDSR(2).state_dict(), path)
    return path


@pytest.fixture
def desk(tmp_path: Path, server: Server, edsr_base: Path) -> Desk:
    folder = tmp_path / "work"
    folder.mkdir()
    server.hold(HUB_PATH, edsr_base)
    return Desk(folder, server)


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


# What there is


def test_the_list_says_what_there_is_and_what_is_here(desk: Desk) -> None:
    desk.install()
    answer = desk.models("list")
    assert (answer.code, answer.err) == (0, "")
    assert desk.models().out == answer.out
    rows = {line.split()[0]: line for line in answer.out.splitlines() if line.split()}
    assert "ships" in rows["pan-x4"]
    assert " no " in rows["edsr-base-x2"]
    assert "5.5 MB" in rows["edsr-base-x2"]
    assert "zhaohengyuan1/PAN" in rows["pan-official-x2"]
    assert " yes " in rows["mine-x2"]
    assert "models download" in answer.out
    assert desk.server.requests() == [], "a list needs no network"


def test_the_list_for_programs_is_one_object_a_line(desk: Desk) -> None:
    path = desk.install()
    answer = desk.models("list", "--json")
    assert (answer.code, answer.err) == (0, "")
    rows = {row["id"]: row for row in answer.events}
    assert rows["mine-x2"]["path"] == str(path)
    assert rows["pan-x4"]["installed"] is True
    assert rows["edsr-base-x2"]["installed"] is False
    assert rows["edsr-base-x2"]["sources"] == [desk.server.url + HUB_PATH]
    assert rows["pan-official-x3"]["digest"].startswith("sha256:86491751")
    assert desk.models("--json", "list").out == answer.out


def test_info_tells_of_an_id_and_of_a_file(desk: Desk) -> None:
    desk.install()
    (by_id,) = desk.models("info", "mine-x2", "--json").events
    assert (by_id["arch"], by_id["scale"], by_id["installed"]) == ("edsr", 2, True)
    checkpoints.torch_file(desk.folder / "file.pt", scale=3)
    (of_file,) = desk.models("info", "file.pt", "--json").events
    assert (of_file["arch"], of_file["scale"]) == ("edsr", 3)
    words = desk.models("info", "pan-official-x2")
    assert words.code == 0
    row = desk.library.by_id("pan-official-x2")
    for word in (row.licence, row.paper, str(row.digest), *row.remotes, "Set5 38.0"):
        assert word in words.out
    assert desk.models("info", "nonsense").code == 2


# Downloads


def test_a_download_states_host_and_size_and_ends_with_the_file(desk: Desk) -> None:
    answer = desk.models("download", "edsr-base-x2", "--yes")
    assert (answer.code, answer.out) == (0, ""), answer.err
    told = one_line(answer.err)
    assert f"download 5.5 MB from {desk.server.host}" in told
    (path,) = desk.library.own_files()
    assert str(path) in told
    again = desk.models("download", "edsr-base-x2", "--yes")
    assert (again.code, "is here" in again.out) == (0, True)
    assert desk.requests() == [None]


def test_a_download_for_programs_tells_its_progress(desk: Desk) -> None:
    answer = desk.models("download", "edsr-base-x2", "--yes", "--json")
    assert answer.code == 0
    told = [event for event in answer.events if event["event"] == "weightsprogress"]
    done = [event["done_bytes"] for event in told]
    assert done == sorted(done)
    assert len(set(done)) > 3
    assert told[-1]["done_bytes"] == told[-1]["total_bytes"]
    last = answer.events[-1]
    assert last["event"] == "downloaded"
    assert last["id"] == "edsr-base-x2"
    assert Path(last["path"]).is_file()


def test_without_anybody_to_ask_nothing_is_fetched(desk: Desk) -> None:
    answer = desk.models("download", "edsr-base-x2")
    assert (answer.code, answer.out) == (2, "")
    for word in ("EDSR-base x2", "5.5 MB", desk.server.host, "--yes"):
        assert word in answer.err
    assert desk.server.requests() == []
    assert desk.library.own_files() == ()


def answer_at_terminal(desk: Desk, reply: str, *words: str) -> tuple[int, str]:
    """The exit code and all that was shown to a person who types the reply when asked."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*words),
        cwd=desk.folder,
        env=environment(desk.folder) | {"HF_ENDPOINT": desk.server.url, "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while True:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if b"?" in shown and reply:
                os.write(ours, f"{reply}\n".encode())
                reply = ""
        return process.wait(60), shown.decode()
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.mark.parametrize("reply", ["y", "n"])
@pytest.mark.parametrize(
    "words", ["models download edsr-base-x2", "upscale a.png --model edsr-base-x2"]
)
def test_a_person_is_asked_and_obeyed(desk: Desk, reply: str, words: str) -> None:
    save(desk.folder, "a.png")
    code, shown = answer_at_terminal(desk, reply, *words.split())
    assert f"5.5 MB from {desk.server.host}?" in one_line(shown)
    if reply == "y":
        assert code == 0, shown
        assert len(desk.library.own_files()) == 1
    else:
        assert code == (0 if "models" in words else 3), shown
        assert desk.server.requests() == []


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (("status", 404), "answers 404"),
        (("status", 403), "answers 403"),
        (("page", "text/html"), "log in"),
        (("flip", 4_000_000), "wrong digest"),
    ],
)
def test_a_failed_download_names_the_host_and_the_manual_way(
    desk: Desk, fault: Fault, says: str
) -> None:
    desk.server.plan(CDN_PATH, always=fault)
    answer = desk.models("download", "edsr-base-x2", "--yes", "--json")
    assert answer.code == 3
    (failed,) = [event for event in answer.events if event["event"] == "failed"]
    assert failed["error"] == "DownloadFailed"
    assert desk.server.host in failed["message"]
    assert says in failed["message"]
    for word in (desk.server.url + HUB_PATH, "models import", str(desk.library.folder)):
        assert word in failed["hint"]
    assert desk.library.own_files() == ()
    assert not desk.part.exists()
    assert failed["message"] in one_line(answer.err)


def test_a_download_for_programs_that_is_not_allowed_fails_once(desk: Desk) -> None:
    answer = desk.models("download", "edsr-base-x2", "--json")
    assert answer.code == 2
    assert [event["event"] for event in answer.events] == ["failed"]


def test_a_busy_host_is_waited_for_and_said_so(desk: Desk) -> None:
    desk.server.plan(CDN_PATH, ("status", [503, {"Retry-After": "0"}]))
    answer = desk.models("download", "edsr-base-x2", "--yes")
    assert answer.code == 0
    assert "answers 503 Service Unavailable; trying again in 0 s" in one_line(answer.err)


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_came_and_the_next_call_goes_on(desk: Desk, how: signal.Signals) -> None:
    desk.server.plan(CDN_PATH, ("stall", 2_000_000))
    process = subprocess.Popen(
        command("models", "download", "edsr-base-x2", "--yes"),
        cwd=desk.folder,
        env=environment(desk.folder) | {"HF_ENDPOINT": desk.server.url},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: desk.part.exists() and desk.part.stat().st_size == 2_000_000)
        began = time.monotonic()
        process.send_signal(how)
        _, said = process.communicate(timeout=20)
        took = time.monotonic() - began
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130, said
    assert took < 2, f"{took:.1f} s"
    assert "Traceback" not in said
    assert desk.part.stat().st_size == 2_000_000
    assert desk.models("download", "edsr-base-x2", "--yes").code == 0
    assert desk.requests() == [None, "bytes=2000000-"]
    assert not desk.part.exists()


def test_a_mirror_is_taken_from_the_setting_or_the_option(desk: Desk, edsr_base: Path) -> None:
    path = "/mirror/edsr-base-x2.pt"
    mirror = desk.server.hold("/mirror", edsr_base)
    desk.server.hold(path, edsr_base)
    # A checkpoint whose digest only the hub knows cannot be taken from elsewhere.
    answer = desk.models("download", "edsr-base-x2", "--yes", SR_MIRROR=mirror)
    assert answer.code == 0, answer.err
    assert [each.path for each in desk.server.requests()] == [path, HUB_PATH, CDN_PATH]
    answer = desk.models("download", "edsr-base-x2", "--yes", "--mirror", "nonsense")
    assert answer.code == 0, "it is here by now"
    answer = desk.models("download", "msrn-x2", "--yes", "--mirror", "nonsense")
    assert answer.code == 2
    assert "https://mirror.example/folder" in answer.err


def test_a_proxy_is_honoured(desk: Desk) -> None:
    setting = {"HTTP_PROXY": desk.server.url, "HF_ENDPOINT": "http://hub.invalid"}
    answer = desk.models("download", "edsr-base-x2", "--yes", **setting)
    assert answer.code == 0, answer.err
    assert [request.target for request in desk.server.requests()] == [
        f"http://hub.invalid{HUB_PATH}",
        f"http://hub.invalid{CDN_PATH}",
    ]


def test_offline_is_obeyed_and_named(desk: Desk) -> None:
    answer = desk.models("download", "edsr-base-x2", "--yes", HF_HUB_OFFLINE="1")
    assert answer.code == 3
    assert "HF_HUB_OFFLINE" in answer.err
    assert desk.server.requests() == []


# Disks


def on_disk(folder: Path, option: str) -> list[str]:
    """Runs what follows with the folder on a file system of its own, then lists it."""
    script = (
        f'mount -t tmpfs -o {option} tmpfs "{folder}" || exit 77; "$@"; code=$?;'
        f' ls -A "{folder}" > "{folder}-listing"; exit $code'
    )
    return ["unshare", "--mount", "sh", "-c", script, "sh"]


def download_on_disk(desk: Desk, option: str) -> tuple[Answer, list[str]]:
    folder = desk.library.folder
    folder.mkdir(parents=True)
    tried = shutil.which("unshare") and subprocess.run(
        [*on_disk(folder, option), "true"], capture_output=True
    )
    if not tried or tried.returncode != 0:
        pytest.skip("may not mount here")
    words = ("models", "download", "edsr-base-x2", "--yes")
    before = on_disk(folder, option)
    answer = run(desk.folder, *words, before=before, HF_ENDPOINT=desk.server.url)
    return answer, Path(f"{folder}-listing").read_text().split()


@pytest.mark.parametrize("size", ["2m", "8m"])
def test_a_full_disk_is_told_and_no_half_file_is_left(desk: Desk, size: str) -> None:
    """2 MB do not hold the download, 8 MB do not hold its safetensors form beside it."""
    answer, left = download_on_disk(desk, f"size={size}")
    assert answer.code == 3
    told = one_line(answer.err)
    assert str(desk.library.folder) in told
    assert "full" in told or "space" in told
    assert desk.server.url + HUB_PATH in told
    assert "models import" in told
    assert set(left) - {".edsr-base-x2.lock"} == {"edsr-base-x2.part"}


def test_a_folder_that_may_only_be_read_is_told(desk: Desk) -> None:
    answer, left = download_on_disk(desk, "ro")
    assert answer.code == 3
    assert str(desk.library.folder) in one_line(answer.err)
    assert "Read-only" in answer.err
    assert desk.server.url + HUB_PATH in one_line(answer.err)
    assert "models import" in answer.err
    assert left == []
    assert desk.server.requests() == []


# What is here


def test_verify_finds_one_flipped_byte(desk: Desk) -> None:
    good, bad = desk.install("good"), desk.install("bad", seed=1)
    assert desk.models("verify").code == 0
    flip_a_byte(bad)
    answer = desk.models("verify")
    assert answer.code == 1
    lines = answer.out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("bad ")] == ["bad-x2"]
    assert any(line.startswith("ok ") and str(good) in line for line in lines)
    assert "models remove bad-x2" in answer.out
    told = {event["id"]: event["good"] for event in desk.models("verify", "--json").events}
    assert told["bad-x2"] is False
    assert told["good-x2"] is True
    assert desk.models("verify", "good-x2").code == 0
    assert desk.models("verify", "bad-x2").code == 3
    assert desk.models("verify", "edsr-base-x2").code == 3
    assert desk.models("verify", "nonsense").code == 2


def test_remove_removes_what_was_brought_and_only_that(desk: Desk) -> None:
    path = desk.install()
    answer = desk.models("remove", "mine-x2")
    assert (answer.code, path.exists()) == (0, False)
    assert "mine-x2" in answer.out
    for id, code in (("pan-x4", 2), ("edsr-base-x2", 3), ("mine-x2", 2)):
        answer = desk.models("remove", id)
        assert answer.code == code, answer.err
        assert answer.err.startswith("sr-desktop: ")


def test_export_and_import_carry_models_over(desk: Desk, tmp_path: Path) -> None:
    assert desk.models("export", "pack.zip").code == 3
    desk.install()
    answer = desk.models("export", "pack.zip")
    assert (answer.code, answer.made) == (0, {"pack.zip"})
    other = Desk(tmp_path / "other", desk.server)
    other.folder.mkdir()
    answer = other.models("import", desk.folder / "pack.zip", "--json")
    assert answer.code == 0
    (event,) = answer.events
    assert (event["event"], event["id"], event["installed"]) == ("imported", "mine-x2", True)
    assert other.models("verify", "mine-x2").code == 0


def test_an_imported_checkpoint_upscales(desk: Desk) -> None:
    save(desk.folder, "a.png")
    checkpoints.torch_file(desk.folder / "My net.pt")
    answer = desk.models("import", "My net.pt")
    assert answer.code == 0, answer.err
    assert "my-net-x2: EDSR x2" in answer.out
    answer = run(desk.folder, "upscale", "a.png", "--model", "my-net", "-o", "b.png")
    assert (answer.code, answer.made) == (0, {"b.png"}), answer.err
    with Image.open(desk.folder / "b.png") as image:
        assert image.size == (40, 28)


def test_imports_that_are_refused_leave_nothing(desk: Desk) -> None:
    checkpoints.torch_file(desk.folder / "mine.pt")
    checkpoints.malicious(desk.folder / "evil.pt", desk.folder / "was here")
    for words, code in (
        (("mine.pt", "--as", "edsr-base-x2"), 3),
        (("mine.pt", "--as", "nonsense"), 2),
        (("mine.pt", "--as", "edsr-base-x2", "--input-range", "1"), 2),
        (("evil.pt",), 3),
        (("evil.pt", "--as", "edsr-base-x2"), 3),
        (("absent.pt", "--as", "edsr-base-x2"), 3),
    ):
        answer = desk.models("import", *words)
        assert (answer.code, answer.made) == (code, set()), answer.err
        assert "report it" not in answer.err
        assert desk.library.own_files() == ()


# With the authors' weights


def test_a_model_that_is_not_here_is_named_with_the_command_that_brings_it(
    desk: Desk, shared: Path
) -> None:
    save(desk.folder, "a.png")
    words = ("upscale", "a.png", "--model", "pan-official", "--scale", "2", "-o", "b.png")
    answer = run(desk.folder, *words)
    assert (answer.code, answer.made) == (3, set())
    assert "models download pan-official-x2" in one_line(answer.err)
    pth = shared / "weights/official/PANx2_DF2K.pth"
    desk.server.hold("/mirror/pan-official-x2.pth", pth)
    mirror = {"SR_MIRROR": f"{desk.server.url}/mirror"}
    answer = desk.models("download", "pan-official-x2", "--yes", "--json", **mirror)
    assert answer.code == 0, answer.err
    answer = run(desk.folder, *words)
    assert (answer.code, answer.made) == (0, {"b.png"}), answer.err
    facts = json.loads(desk.models("info", "pan-official-x2", "--json").out)
    assert facts["came_from"].startswith(f"{desk.server.url}/mirror/pan-official-x2.pth")
