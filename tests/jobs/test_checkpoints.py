"""Checkpoints that come into the library and are checked there, as jobs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import torch

from sr_desktop.cancel import Cancel
from sr_desktop.catalogue import Digest, ModelSpec, Stated
from sr_desktop.engine.archs import EDSR
from sr_desktop.engine.model import load_model, read_state_dict, save_checkpoint
from sr_desktop.errors import (
    DownloadFailed,
    NothingToDo,
    SRError,
    UnknownModel,
    UnsafeWeights,
    WeightsError,
    WeightsMismatch,
    WeightsMissing,
)
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.types import (
    DownloadJob,
    Event,
    Failed,
    Finished,
    ImportJob,
    Job,
    PackJob,
    Result,
    Stopped,
    Verified,
    VerifyJob,
    WeightsProgress,
)
from sr_desktop.weights import Library, download
from sr_desktop.weights.digest import sha256_of
from sr_desktop.weights.library import header_of, spec_in
from tests.conftest import REPO
from tests.engine.networks import FLOAT32
from tests.engine.test_facts import in_255, shifted
from tests.weights import checkpoints
from tests.weights.server import Fault, Server

PATH = "/files/remote.pt"
HUB_PATH = "/eugenesiow/edsr-base/resolve/main/pytorch_model_2x.pt"


@dataclass(frozen=True)
class Desk:
    """A library of the test's own, and what runs jobs on it."""

    library: Library
    folder: Path

    def run(self, job: Job, cancel: Cancel | None = None) -> list[Event]:
        events: list[Event] = []
        Session(self.library).run(job, events.append, cancel or Cancel())
        return events

    def finish(self, job: Job) -> Result:
        ending = self.run(job)[-1]
        assert isinstance(ending, Finished), ending
        return ending.result

    def failure(self, job: Job) -> SRError:
        ending = self.run(job)[-1]
        assert isinstance(ending, Failed), ending
        return ending.error

    @property
    def names(self) -> list[str]:
        """What lies in the library's folder, but for locks."""
        if not self.library.folder.exists():
            return []
        names = (path.name for path in self.library.folder.iterdir())
        return sorted(name for name in names if not name.endswith(".lock"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(download, "_FIRST_WAIT_SECONDS", 0.01)
    return Desk(Library(tmp_path / "weights"), tmp_path)


def remote(desk: Desk, server: Server, *faults: Fault, always: Fault | None = None) -> ModelSpec:
    """A tiny EDSR that lies on the server, which misbehaves so."""
    path = desk.folder / "remote.pt"
    if not path.exists():
        checkpoints.torch_file(path)
    url = server.hold(PATH, path, *faults, always=always)
    return checkpoints.spec("remote", sources=(url,), digest=Digest("sha256", sha256_of(path)))


@pytest.fixture(scope="session")
def edsr_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of random weights that fits the catalogue's edsr-base-x2."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("edsr") / "pytorch_model_2x.pt"
    torch.save(EDSR(2).state_dict(), path)
    return path


# Downloads


def test_a_download_tells_its_progress_and_ends_in_a_checkpoint_that_loads(
    desk: Desk, server: Server
) -> None:
    spec = remote(desk, server, ("trickle", 4_000))
    events = desk.run(DownloadJob(spec))
    told = [event for event in events if isinstance(event, WeightsProgress)]
    done = [event.done_bytes for event in told]
    size = (desk.folder / "remote.pt").stat().st_size
    assert done == sorted(done)
    assert len(set(done)) > 3, done
    assert done[-1] == size
    assert {(event.total_bytes, event.host) for event in told} == {(size, server.host)}
    ending = events[-1]
    assert isinstance(ending, Finished)
    path = ending.result.saved
    assert path is not None
    assert desk.names == [path.name]
    assert path.suffix == ".safetensors"
    model = load_model(spec, desk.library.ensure(spec), FLOAT32)
    theirs = checkpoints.state_dict()
    for key, value in model.network.state_dict().items():
        assert torch.equal(value, theirs[key]), key


def test_a_downloaded_checkpoint_tells_where_it_came_from(desk: Desk, server: Server) -> None:
    spec = remote(desk, server)
    desk.finish(DownloadJob(spec))
    assert desk.library.came_from(spec) == f"{server.url}{PATH} ({spec.digest})"


def test_what_is_here_is_not_fetched_again(desk: Desk, server: Server) -> None:
    spec = remote(desk, server)
    first = desk.finish(DownloadJob(spec))
    assert desk.finish(DownloadJob(spec)).saved == first.saved
    assert len(server.requests()) == 1


def test_waits_are_told_as_they_happen(desk: Desk, server: Server) -> None:
    events = desk.run(DownloadJob(remote(desk, server, ("status", 503))))
    remarks = [event.remark for event in events if isinstance(event, WeightsProgress)]
    assert [remark for remark in remarks if remark] == [
        f"{server.host} answers 503 Service Unavailable; trying again in 0 s"
    ]


def test_a_failed_download_leaves_no_checkpoint(desk: Desk, server: Server) -> None:
    error = desk.failure(DownloadJob(remote(desk, server, always=("flip", 999))))
    assert isinstance(error, DownloadFailed)
    assert server.host in error.message
    assert "models import" in error.hint
    assert str(desk.library.folder) in error.hint
    assert desk.names == []


def test_a_cancelled_download_stops_and_the_next_goes_on(desk: Desk, server: Server) -> None:
    spec = remote(desk, server, ("stall", 10_000))
    cancel = Cancel()
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, WeightsProgress) and event.done_bytes == 10_000:
            cancel.set()

    Session(desk.library).run(DownloadJob(spec), emit, cancel)
    assert isinstance(events[-1], Stopped)
    assert desk.names == ["remote-x2.part"]
    assert desk.finish(DownloadJob(spec)).saved is not None
    assert server.requests()[-1].range == "bytes=10000-"
    assert len(desk.names) == 1


@pytest.mark.parametrize("what", ["another network", "malice", "words"])
def test_what_is_not_the_network_is_refused_and_nothing_of_it_is_kept(
    desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch, edsr_base: Path, what: str
) -> None:
    """The hub states the digest of whatever it has."""
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    bad, trace = desk.folder / "bad.pt", desk.folder / "was here"
    if what == "another network":
        checkpoints.torch_file(bad)
    elif what == "malice":
        checkpoints.malicious(bad, trace)
    else:
        bad.write_text("just words")
    server.hold(HUB_PATH, bad)
    job = DownloadJob(desk.library.by_id("edsr-base-x2"))
    error = desk.failure(job)
    kinds = {"another network": WeightsMismatch, "malice": UnsafeWeights, "words": WeightsError}
    assert type(error) is kinds[what], error
    assert not trace.exists()
    assert desk.names == []
    server.hold(HUB_PATH, edsr_base)
    desk.finish(job)
    assert len(desk.names) == 1


def test_a_checkpoint_from_the_hub_is_kept_with_the_digest_it_stated(
    desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch, edsr_base: Path
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    server.hold(HUB_PATH, edsr_base)
    spec = desk.library.by_id("edsr-base-x2")
    desk.finish(DownloadJob(spec))
    load_model(spec, desk.library.ensure(spec), FLOAT32)
    assert desk.library.came_from(spec) == f"{server.url}{HUB_PATH} (sha256:{sha256_of(edsr_base)})"


def test_the_authors_checkpoint_comes_from_a_mirror(
    desk: Desk, server: Server, shared: Path
) -> None:
    server.hold("/m/pan-official-x2.pth", shared / "weights/official/PANx2_DF2K.pth")
    spec = desk.library.by_id("pan-official-x2")
    desk.finish(DownloadJob(spec, f"{server.url}/m"))
    load_model(spec, desk.library.ensure(spec), FLOAT32)


# Processes


def begin(desk: Desk, spec: ModelSpec) -> subprocess.Popen[bytes]:
    """Another process that downloads the same."""
    assert spec.digest is not None
    words = ["-m", "tests.jobs.download_one", str(desk.library.folder), *spec.sources]
    return subprocess.Popen([sys.executable, *words, spec.digest.value], cwd=REPO)


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)


def test_two_processes_fetch_a_file_once_and_both_have_it(desk: Desk, server: Server) -> None:
    spec = remote(desk, server, always=("trickle", 200))
    processes = [begin(desk, spec) for _ in range(2)]
    try:
        assert [process.wait(60) for process in processes] == [0, 0]
    finally:
        for process in processes:
            process.kill()
    sent = [request.sent_bytes for request in server.requests()]
    assert sent == [(desk.folder / "remote.pt").stat().st_size]
    assert len(desk.names) == 1
    desk.library.ensure(spec)


def test_what_a_killed_process_has_fetched_is_not_fetched_again(desk: Desk, server: Server) -> None:
    spec = remote(desk, server, ("stall", 5_001))
    part = desk.library.folder / "remote-x2.part"
    process = begin(desk, spec)
    try:
        wait_until(lambda: part.exists() and part.stat().st_size == 5_001)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
    assert desk.names == ["remote-x2.part"]
    desk.finish(DownloadJob(spec))
    assert [request.range for request in server.requests()] == [None, "bytes=5001-"]
    assert len(desk.names) == 1


# Imports


def imported(desk: Desk, path: Path, **facts: Any) -> ModelSpec:
    (spec,) = desk.finish(ImportJob(path, **facts)).models
    assert desk.library.by_id(spec.id).input_range == spec.input_range
    load_model(spec, desk.library.ensure(spec), FLOAT32)
    return spec


@pytest.mark.parametrize(
    ("change", "facts"),
    [(dict, (1.0, False)), (in_255, (255.0, False)), (shifted, (255.0, True))],
    ids=["range 1", "range 255", "mean shift"],
)
def test_an_import_finds_out_range_and_shift(
    desk: Desk, change: Callable[[Any], Any], facts: tuple[float, bool]
) -> None:
    trained = read_state_dict(REPO / "weights/msrn-small-x2.safetensors")
    path = desk.folder / "My net_x2.pth"
    torch.save(change(trained), path)
    spec = imported(desk, path)
    assert (spec.input_range, spec.mean_shift) == facts
    assert (spec.id, spec.name, spec.arch, spec.scale) == ("my-net-x2", "my-net", "msrn", 2)
    assert spec_in(desk.library.own_files()[0]) == spec


def test_facts_that_are_stated_are_kept(desk: Desk) -> None:
    path = checkpoints.torch_file(desk.folder / "mine.pt")
    spec = imported(desk, path, stated=Stated(input_range=1.0, mean_shift=True))
    assert (spec.input_range, spec.mean_shift) == (1.0, True)


def test_other_facts_can_be_given_to_what_is_here(desk: Desk) -> None:
    path = checkpoints.torch_file(desk.folder / "mine.pt")
    imported(desk, path, stated=Stated(input_range=255.0, mean_shift=True))
    (file,) = desk.library.own_files()
    spec = imported(desk, file, stated=Stated(input_range=1.0, mean_shift=False))
    assert (spec.id, spec.input_range, spec.mean_shift) == ("mine-x2", 1.0, False)
    assert len(desk.names) == 1


def test_the_same_file_keeps_its_name_and_another_gets_a_number(desk: Desk) -> None:
    path = checkpoints.torch_file(desk.folder / "mine.pt")
    assert imported(desk, path).id == "mine-x2"
    assert imported(desk, path).id == "mine-x2"
    assert len(desk.names) == 1
    checkpoints.torch_file(path, seed=1)
    assert imported(desk, path).id == "mine-2-x2"
    assert len(desk.names) == 2
    checkpoints.torch_file(path, scale=3)
    assert imported(desk, path).id == "mine-x3"


def test_the_authors_checkpoint_is_known_by_its_digest(desk: Desk, shared: Path) -> None:
    path = desk.folder / "whatever.bin"
    shutil.copyfile(shared / "weights/official/PANx3_DF2K.pth", path)
    spec = imported(desk, path)
    assert spec.id == "pan-official-x3"
    assert desk.library.path_of(desk.library.by_id("pan-official-x3")) is not None


def test_what_ships_is_not_kept_twice(desk: Desk) -> None:
    shipped = REPO / "weights/pan-x3.safetensors"
    result = desk.finish(ImportJob(shipped))
    assert [spec.id for spec in result.models] == ["pan-x3"]
    assert result.saved == shipped
    assert desk.names == []


def test_a_file_can_be_said_to_be_a_model_of_the_catalogue(desk: Desk, edsr_base: Path) -> None:
    spec = imported(desk, edsr_base, as_id="EDSR-base-x2")
    assert spec.id == "edsr-base-x2"
    assert (spec.input_range, spec.mean_shift) == (1.0, False)
    assert "pytorch_model_2x.pt" in desk.library.came_from(spec)


@pytest.mark.parametrize(
    ("as_id", "says"),
    [
        ("edsr-base-x2", "does not fit EDSR x2"),
        ("edsr-base-x3", "is EDSR x2, not EDSR x3"),
        ("msrn-x2", "is EDSR x2, not MSRN x2"),
        ("pan-official-x2", "not the file that the catalogue calls pan-official-x2"),
        ("pan-x2", "not the file that the catalogue calls pan-x2"),
        ("edsr-base-official-x2", "not the file that the catalogue calls"),
    ],
)
def test_another_network_under_an_id_of_the_catalogue_is_refused_and_nothing_is_kept(
    desk: Desk, as_id: str, says: str
) -> None:
    path = checkpoints.torch_file(desk.folder / "mine.pt")
    error = desk.failure(ImportJob(path, as_id))
    assert isinstance(error, WeightsMismatch)
    assert says in error.message
    assert "mine.pt" in error.message
    assert error.hint
    assert desk.names == []


@pytest.mark.parametrize("as_id", [None, "edsr-base-x2", "pan-official-x2"])
def test_a_file_that_is_not_there_is_told(desk: Desk, as_id: str | None) -> None:
    error = desk.failure(ImportJob(desk.folder / "absent.pth", as_id))
    assert type(error) is WeightsMissing
    assert "absent.pth" in error.message


@pytest.mark.parametrize("as_id", [None, "edsr-base-x2"])
@pytest.mark.parametrize("nested", [False, True])
def test_code_in_a_checkpoint_is_never_run(desk: Desk, as_id: str | None, nested: bool) -> None:
    trace, path = desk.folder / "was here", desk.folder / "evil.pth"
    checkpoints.malicious(path, trace)
    if nested:
        torch.save({"params_ema": {"weight": checkpoints.Malice(trace)}}, path)
    error = desk.failure(ImportJob(path, as_id))
    assert isinstance(error, UnsafeWeights)
    assert "evil.pth" in error.message
    assert "Nothing in it was executed" in error.hint
    assert not trace.exists()
    assert desk.names == []


def test_the_malice_of_these_tests_would_work(desk: Desk) -> None:
    trace = desk.folder / "was here"
    path = checkpoints.malicious(desk.folder / "evil.pth", trace)
    torch.load(path, weights_only=False)["more"].close()
    assert trace.exists()


# Packs


def test_a_pack_takes_checkpoints_from_one_library_to_another(desk: Desk, tmp_path: Path) -> None:
    checkpoints.install(desk.library, "one")
    checkpoints.install(desk.library, "two", seed=1, scale=4)
    pack = tmp_path / "pack.zip"
    assert desk.finish(PackJob(pack)).saved == pack
    other = Desk(Library(tmp_path / "other"), tmp_path)
    assert [spec.id for spec in other.finish(ImportJob(pack)).models] == ["one-x2", "two-x4"]
    assert other.names == desk.names


def test_an_empty_library_gives_no_pack(desk: Desk) -> None:
    assert isinstance(desk.failure(PackJob(desk.folder / "pack.zip")), NothingToDo)
    assert list(desk.folder.iterdir()) == []


# Verification


def verified(desk: Desk, *ids: str) -> dict[str, SRError | None]:
    events = desk.run(VerifyJob(ids))
    assert isinstance(events[-1], Finished), events[-1]
    return {event.id: event.error for event in events if isinstance(event, Verified)}


def test_each_checkpoint_is_told_to_be_whole_or_not(desk: Desk) -> None:
    checkpoints.install(desk.library, "good")
    path = checkpoints.install(desk.library, "bad")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    told = verified(desk)
    assert told.keys() >= {"good-x2", "bad-x2", "pan-x2", "pan-x3", "pan-x4"}
    assert [id for id, error in told.items() if error] == ["bad-x2"]
    assert isinstance(told["bad-x2"], WeightsMismatch)
    assert verified(desk, "good-x2") == {"good-x2": None}
    assert verified(desk, "GOOD-X2") == {"good-x2": None}


def test_an_unknown_id_is_told(desk: Desk) -> None:
    assert isinstance(desk.failure(VerifyJob(("nonsense-x9",))), UnknownModel)


def test_a_verification_can_be_cancelled(desk: Desk) -> None:
    checkpoints.install(desk.library)
    cancel = Cancel()
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, Verified):
            cancel.set()

    Session(desk.library).run(VerifyJob(), emit, cancel)
    assert [type(event) for event in events[1:]] == [Verified, Stopped]


def test_a_header_may_name_another_row_but_the_catalogue_has_the_facts(desk: Desk) -> None:
    """Range and shift of a row come from the catalogue, whatever a file says."""
    state_dict = EDSR(2).state_dict()
    row = desk.library.by_id("edsr-base-x2")
    with desk.library.new_file(row.id) as path:
        save_checkpoint(state_dict, path, header_of(replace(row, input_range=255.0)))
    assert desk.library.by_id("edsr-base-x2").input_range == 1.0
