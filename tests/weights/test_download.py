"""Downloads over a real socket, from a host that misbehaves on command."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.catalogue import Digest, ModelSpec
from sr_desktop.errors import DownloadFailed, SRError, UsageError
from sr_desktop.weights import download, proxy
from sr_desktop.weights.download import Fetched, Transfer, fetch
from tests.weights.server import Fault, Request, Server, closed_port, started

CONTENT = random.Random(7).randbytes(300_000)
OTHER = random.Random(8).randbytes(280_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PATH = "/files/thing_x2.pt"
HUB_PATH = "/somebody/thing/resolve/main/thing_x2.pt"
CDN_PATH = f"/cdn{HUB_PATH}"
HUB_SOURCE = "hf:somebody/thing/main/thing_x2.pt"


def spec_from(*sources: str, digest: str = f"sha256:{SHA256}") -> ModelSpec:
    return ModelSpec(
        id="thing-x2",
        name="thing",
        label="Thing",
        purpose="",
        arch="edsr",
        scale=2,
        arch_args=MappingProxyType({}),
        input_range=1.0,
        mean_shift=False,
        sources=sources,
        bytes=len(CONTENT),
        digest=Digest.parse(digest),
    )


@dataclass
class Desk:
    """A server that holds the file, a folder to bring it to, and what is told on the way."""

    server: Server
    folder: Path
    content: Path
    other: Path
    cancel: Cancel = field(default_factory=Cancel)
    told: list[Transfer] = field(default_factory=list)

    @property
    def part(self) -> Path:
        return self.folder / "thing-x2.part"

    @property
    def part_bytes(self) -> int | None:
        return self.part.stat().st_size if self.part.exists() else None

    def fetch(self, spec: ModelSpec, **options: Any) -> Fetched:
        return fetch(spec, self.folder, self.told.append, self.cancel, **options)

    def fetch_whole(self, spec: ModelSpec, **options: Any) -> Fetched:
        fetched = self.fetch(spec, **options)
        assert fetched.path == self.part
        assert fetched.path.read_bytes() == CONTENT
        assert self.folder.iterdir().__next__() == self.part
        return fetched

    def failure(self, spec: ModelSpec, **options: Any) -> SRError:
        with pytest.raises(SRError) as caught:
            self.fetch(spec, **options)
        assert {path.name for path in self.folder.iterdir()} <= {"thing-x2.part"}
        return caught.value

    def ranges(self, path: str = PATH) -> list[str | None]:
        return [request.range for request in self.server.requests(path)]

    @property
    def remarks(self) -> list[str]:
        return [transfer.remark for transfer in self.told if transfer.remark]


@pytest.fixture
def desk(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(download, "_FIRST_WAIT_SECONDS", 0.01)
    content, other = tmp_path / "content", tmp_path / "other"
    content.write_bytes(CONTENT)
    other.write_bytes(OTHER)
    folder = tmp_path / "weights"
    folder.mkdir()
    server.hold(PATH, content)
    server.hold(HUB_PATH, content)
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    return Desk(server, folder, content, other)


def plain(desk: Desk, *faults: Fault, always: Fault | None = None) -> ModelSpec:
    """A checkpoint at the plain host, which misbehaves so."""
    return spec_from(desk.server.plan(PATH, *faults, always=always))


# When all is well


def test_a_file_comes_whole_and_its_progress_is_told(desk: Desk) -> None:
    fetched = desk.fetch_whole(plain(desk))
    assert str(fetched.digest) == f"sha256:{SHA256}"
    assert fetched.url == desk.server.url + PATH
    done = [transfer.done_bytes for transfer in desk.told]
    assert done == sorted(done)
    assert done[-1] == len(CONTENT)
    assert len(set(done)) > 3, f"{done}: a bar that jumps"
    assert {transfer.total_bytes for transfer in desk.told} == {len(CONTENT)}
    assert {transfer.host for transfer in desk.told} == {desk.server.host}


def test_the_program_says_who_it_is_and_asks_once(desk: Desk) -> None:
    desk.fetch(plain(desk))
    (request,) = desk.server.requests()
    assert request.user_agent.startswith("sr-desktop/")
    assert (request.method, request.range) == ("GET", None)


def test_the_hub_is_taken_at_its_word_on_the_digest(desk: Desk) -> None:
    fetched = desk.fetch_whole(spec_from(HUB_SOURCE, digest="hub"))
    assert str(fetched.digest) == f"sha256:{SHA256}"
    assert [request.path for request in desk.server.requests()] == [HUB_PATH, CDN_PATH]


@pytest.mark.parametrize(
    "digest",
    [
        f"sha256-prefix:{SHA256[:8]}",
        "git-sha1:"
        + hashlib.sha1(b"blob %d\0" % len(CONTENT) + CONTENT, usedforsecurity=False).hexdigest(),
    ],
)
def test_digests_of_other_kinds_are_met(desk: Desk, digest: str) -> None:
    desk.fetch_whole(spec_from(desk.server.url + PATH, digest=digest))


def test_what_is_whole_already_is_not_asked_for_again(desk: Desk) -> None:
    desk.part.write_bytes(CONTENT)
    desk.fetch_whole(plain(desk))
    assert desk.server.requests() == []


def test_a_mirror_comes_first(desk: Desk) -> None:
    desk.server.hold("/mirror/thing-x2.pt", desk.content)
    fetched = desk.fetch(plain(desk), mirror=f"{desk.server.url}/mirror/")
    assert fetched.url == f"{desk.server.url}/mirror/thing-x2.pt"
    assert [request.path for request in desk.server.requests()] == ["/mirror/thing-x2.pt"]


def test_a_mirror_without_the_file_is_passed_over(desk: Desk) -> None:
    fetched = desk.fetch(plain(desk), mirror=f"{desk.server.url}/mirror")
    assert fetched.url == desk.server.url + PATH


def test_the_login_of_a_mirror_is_not_kept_nor_shown(desk: Desk) -> None:
    desk.server.hold("/mirror/thing-x2.pt", desk.content)
    mirror = f"http://me:secret@{desk.server.host}/mirror"
    assert "secret" not in desk.fetch(plain(desk), mirror=mirror).url
    desk.part.unlink()
    desk.server.plan("/mirror/thing-x2.pt", always=("status", 404))
    error = desk.failure(plain(desk, always=("status", 404)), mirror=mirror)
    assert "secret" not in str(error)
    assert desk.server.host in str(error)


# Refusals: no second try helps


def refused(desk: Desk, spec: ModelSpec) -> str:
    """The message, which names the host and the manual way."""
    error = desk.failure(spec)
    assert isinstance(error, DownloadFailed)
    assert f"Thing x2 could not be downloaded: {desk.server.host}" in error.message
    assert desk.server.url in error.hint
    assert str(desk.folder) in error.hint
    assert "models import FILE --as thing-x2" in error.hint
    return error.message


@pytest.mark.parametrize("code", [401, 403, 404, 410, 451])
def test_a_host_that_will_not_give_it_is_asked_once(desk: Desk, code: int) -> None:
    message = refused(desk, plain(desk, always=("status", code)))
    assert f"answers {code}" in message
    assert len(desk.server.requests()) == 1
    assert desk.part_bytes is None


@pytest.mark.parametrize("type", ["text/html; charset=utf-8", "application/octet-stream"])
@pytest.mark.parametrize("begun", [0, 100_000])
def test_a_web_page_in_place_of_the_file_is_told_and_costs_nothing(
    desk: Desk, type: str, begun: int
) -> None:
    if begun:
        desk.part.write_bytes(CONTENT[:begun])
    message = refused(desk, plain(desk, always=("page", type)))
    assert "log in" in message
    assert len(desk.server.requests()) == 1
    assert desk.part_bytes == (begun or None)
    desk.fetch_whole(plain(desk))


def test_a_file_with_the_wrong_digest_is_thrown_away(desk: Desk) -> None:
    message = refused(desk, plain(desk, always=("flip", 123_456)))
    assert "wrong digest" in message
    assert len(desk.server.requests()) == 1
    assert desk.part_bytes is None


def test_a_redirect_loop_is_refused(desk: Desk) -> None:
    message = refused(desk, plain(desk, always=("redirect", PATH)))
    assert "redirect" in message
    assert len(desk.server.requests()) < 30


@pytest.mark.parametrize("address", ["ftp://example.org/x", "file:///etc/passwd"])
def test_a_redirect_to_what_is_no_web_address_is_refused_at_once(desk: Desk, address: str) -> None:
    refused(desk, plain(desk, always=("redirect", address)))
    assert len(desk.server.requests()) == 1


def test_a_hub_that_does_not_state_the_digest_is_not_trusted(desk: Desk) -> None:
    desk.server.plan(HUB_PATH, always=("unstated", None))
    message = refused(desk, spec_from(HUB_SOURCE, digest="hub"))
    assert "digest" in message
    assert desk.part_bytes is None


def test_the_next_source_is_tried_and_goes_on_where_the_first_stopped(desk: Desk) -> None:
    second = desk.server.hold("/second/thing.pt", desk.content)
    first = desk.server.plan(PATH, ("close", 90_000), always=("status", 404))
    fetched = desk.fetch_whole(spec_from(first, second))
    assert fetched.url == second
    assert desk.ranges("/second") == ["bytes=90000-"]


def test_all_hosts_that_failed_are_named_with_their_reasons(desk: Desk) -> None:
    nobody = f"127.0.0.1:{closed_port()}"
    first = desk.server.plan(PATH, always=("status", 404))
    error = desk.failure(spec_from(first, f"http://{nobody}/x.pt"))
    assert f"{desk.server.host} answers 404" in error.message
    assert f"{nobody} cannot be reached" in error.message


# Stumbling: a second try helps


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_host_is_asked_again(desk: Desk, code: int) -> None:
    desk.fetch_whole(plain(desk, ("status", code), ("status", code)))
    assert len(desk.server.requests()) == 3
    assert len(desk.remarks) == 2
    assert f"{desk.server.host} answers {code}" in desk.remarks[0]


def test_a_host_that_stays_busy_is_given_up(desk: Desk) -> None:
    message = refused(desk, plain(desk, always=("status", 503)))
    assert "503" in message
    assert "4 tries" in message
    assert len(desk.server.requests()) == 4


@pytest.mark.parametrize(("seconds", "least", "most"), [("0", 0.0, 0.5), ("1", 1.0, 2.0)])
def test_the_wait_is_as_long_as_the_host_asks(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: str, least: float, most: float
) -> None:
    monkeypatch.setattr(download, "_FIRST_WAIT_SECONDS", 60.0)
    began = time.monotonic()
    desk.fetch_whole(plain(desk, ("status", [429, {"Retry-After": seconds}])))
    took = time.monotonic() - began
    assert least <= took < most, f"{took:.2f} s"
    assert f"trying again in {seconds} s" in desk.remarks[0]


@pytest.mark.parametrize("asked", ["86400", "Wed, 21 Oct 2065 07:28:00 GMT", "-1", "soon"])
def test_a_wait_is_never_longer_than_half_a_minute(desk: Desk, asked: str) -> None:
    spec = plain(desk, ("status", [503, {"Retry-After": asked}]))

    def stop_at_the_wait(transfer: Transfer) -> None:
        desk.told.append(transfer)
        if transfer.remark:
            desk.cancel.set()

    with pytest.raises(Cancelled):
        fetch(spec, desk.folder, stop_at_the_wait, desk.cancel)
    seconds = int(desk.remarks[0].split()[-2])
    assert seconds <= 30, desk.remarks


@pytest.mark.parametrize("how", ["reset", "close"])
def test_a_broken_transfer_goes_on_where_it_stopped(desk: Desk, how: str) -> None:
    desk.fetch_whole(plain(desk, (how, 100_000), (how, 50_000)))
    assert desk.ranges() == [None, "bytes=100000-", "bytes=150000-"]
    sent = sum(request.sent_bytes for request in desk.server.requests())
    assert sent == len(CONTENT), f"{sent} of {len(CONTENT)} bytes"


def test_many_breaks_are_borne_while_each_try_brings_something(desk: Desk) -> None:
    desk.fetch_whole(plain(desk, *[("close", 20_000)] * 9))
    assert len(desk.server.requests()) == 10


def test_the_waits_do_not_grow_while_each_try_brings_something(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_FIRST_WAIT_SECONDS", 0.1)
    began = time.monotonic()
    desk.fetch_whole(plain(desk, *[("close", 40_000)] * 5))
    took = time.monotonic() - began
    assert took < 1.6, f"{took:.2f} s for 5 waits; doubled each time they would be 3.1 s"


def test_a_host_that_breaks_off_before_the_first_byte_is_given_up(desk: Desk) -> None:
    message = refused(desk, plain(desk, always=("close", 0)))
    assert "closed the connection early (4 tries)" in message
    assert len(desk.server.requests()) == 4


def test_what_came_stays_for_the_next_run(desk: Desk) -> None:
    spec = plain(desk, ("close", 120_000), always=("status", 503))
    message = refused(desk, spec)
    assert "503" in message
    assert desk.part_bytes == 120_000
    desk.fetch_whole(plain(desk))
    assert desk.ranges()[-1] == "bytes=120000-"


def test_a_slow_trickle_is_told_as_it_comes_and_comes_whole(desk: Desk) -> None:
    desk.fetch_whole(plain(desk, ("trickle", 3_000)))
    assert len({transfer.done_bytes for transfer in desk.told}) > 50


def test_few_bytes_are_kept_too_when_the_connection_breaks(desk: Desk) -> None:
    refused(desk, plain(desk, ("close", 1_000), always=("status", 404)))
    assert desk.part_bytes == 1_000


def test_a_stalled_transfer_is_taken_up_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_TIMEOUT", 0.4)  # 30 s for people
    desk.fetch_whole(plain(desk, ("stall", 70_000)))
    assert desk.ranges() == [None, "bytes=70000-"]
    assert "stopped sending" in desk.remarks[0]


def test_nobody_at_the_address_is_told_as_such(desk: Desk) -> None:
    host = f"127.0.0.1:{closed_port()}"
    error = desk.failure(spec_from(f"http://{host}/thing.pt"))
    assert f"{host} cannot be reached" in error.message
    assert "online" in error.message
    assert f"http://{host}/thing.pt" in error.hint


def test_a_name_that_does_not_resolve_is_told_as_such(desk: Desk) -> None:
    error = desk.failure(spec_from("http://nowhere.invalid/thing.pt"))
    assert "nowhere.invalid cannot be reached" in error.message


# Resuming from hosts that do it badly


def test_a_host_that_ignores_range_sends_all_anew(desk: Desk) -> None:
    desk.fetch_whole(plain(desk, ("close", 100_000), ("whole", None)))
    assert desk.ranges() == [None, "bytes=100000-"]


@pytest.mark.parametrize("how", [("elsewhere", 1_000), ("unsaid", None)])
def test_a_part_that_was_not_asked_for_is_not_joined_on(desk: Desk, how: Fault) -> None:
    desk.part.write_bytes(CONTENT[:100_000])
    desk.fetch_whole(plain(desk, always=how))
    assert desk.ranges() == ["bytes=100000-", None]


@pytest.mark.parametrize("how", [("elsewhere", 1_000), ("unsaid", None)])
def test_a_host_that_breaks_off_and_cannot_go_on_is_given_up(desk: Desk, how: Fault) -> None:
    faults = [("close", 50_000), how] * 20
    message = refused(desk, plain(desk, *faults))
    assert "tries" in message
    assert len(desk.server.requests()) < 10, "it would go on for ever"


def test_a_beginning_longer_than_the_file_is_begun_anew(desk: Desk) -> None:
    desk.part.write_bytes(bytes(len(CONTENT) + 5))
    desk.fetch_whole(plain(desk))
    assert desk.ranges() == [f"bytes={len(CONTENT) + 5}-", None]


def test_a_beginning_of_another_file_is_begun_anew(desk: Desk) -> None:
    desk.part.write_bytes(OTHER[:100_000])
    desk.fetch_whole(plain(desk))
    assert desk.ranges() == ["bytes=100000-", None]


def test_another_file_of_the_same_length_is_begun_anew(desk: Desk) -> None:
    desk.part.write_bytes(bytes(len(CONTENT)))
    desk.fetch_whole(plain(desk))
    assert desk.ranges() == [f"bytes={len(CONTENT)}-", None]


def test_a_file_that_changes_between_two_tries_is_begun_anew(desk: Desk) -> None:
    desk.server.hold(PATH, desk.other)
    spec = plain(desk, ("close", 100_000), ("becomes", str(desk.content)))
    desk.fetch_whole(spec)
    assert desk.ranges() == [None, "bytes=100000-", None]


def test_a_file_that_changes_on_the_hub_comes_in_its_new_form(desk: Desk) -> None:
    desk.server.hold(HUB_PATH, desk.other)
    desk.server.plan(HUB_PATH, ("", None), ("becomes", str(desk.content)))
    desk.server.plan(CDN_PATH, ("close", 100_000))
    fetched = desk.fetch_whole(spec_from(HUB_SOURCE, digest="hub"))
    assert str(fetched.digest) == f"sha256:{SHA256}"
    assert desk.ranges(CDN_PATH) == [None, "bytes=100000-", None]


def test_a_range_goes_through_the_redirect_of_the_hub(desk: Desk) -> None:
    desk.server.plan(CDN_PATH, ("close", 100_000))
    desk.fetch_whole(spec_from(HUB_SOURCE, digest="hub"))
    assert desk.ranges(CDN_PATH) == [None, "bytes=100000-"]


def test_a_whole_file_from_the_hub_is_asked_about_and_not_sent_again(desk: Desk) -> None:
    desk.part.write_bytes(CONTENT)
    desk.fetch_whole(spec_from(HUB_SOURCE, digest="hub"))
    assert sum(request.sent_bytes for request in desk.server.requests()) == 0


def test_a_length_that_is_not_told_does_no_harm(desk: Desk) -> None:
    desk.fetch_whole(plain(desk, ("endless", None)))
    assert {transfer.total_bytes for transfer in desk.told} == {None}


# Cancelling


def cancelled_after(desk: Desk, spec: ModelSpec, seconds: float) -> float:
    """The seconds from cancelling to the end."""
    at: list[float] = []

    def press() -> None:
        at.append(time.monotonic())
        desk.cancel.set()

    timer = threading.Timer(seconds, press)
    timer.start()
    try:
        with pytest.raises(Cancelled):
            desk.fetch(spec)
        return time.monotonic() - at[0]
    finally:
        timer.cancel()
        timer.join()


@pytest.mark.parametrize("where", ["stall", "silence", "endless stall", "busy", "trickle"])
def test_cancelling_ends_any_wait_within_a_second(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(download, "_FIRST_WAIT_SECONDS", 20.0)
    fault: Fault = {
        "stall": ("stall", 100_000),
        "silence": ("silence", None),
        "endless stall": ("endless stall", 100_000),
        "busy": ("status", 503),
        "trickle": ("trickle", 100),
    }[where]
    took = cancelled_after(desk, plain(desk, always=fault), 0.4)
    assert took < 1, f"{took:.2f} s"
    if "stall" in where:
        assert desk.part_bytes == 100_000
        desk.cancel = Cancel()
        desk.fetch_whole(plain(desk))
        assert desk.ranges()[-1] == "bytes=100000-"


def test_a_download_that_was_cancelled_before_asks_nobody(desk: Desk) -> None:
    desk.cancel.set()
    with pytest.raises(Cancelled):
        desk.fetch(plain(desk))
    assert desk.server.requests() == []


# Settings


def test_offline_means_offline(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    error = desk.failure(plain(desk))
    assert "HF_HUB_OFFLINE" in error.message
    assert desk.server.url + PATH in error.hint
    assert desk.server.requests() == []


def test_a_proxy_is_used_unless_the_host_is_exempt(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", desk.server.url)
    desk.fetch_whole(spec_from(f"http://files.invalid{PATH}"))
    assert [request.target for request in desk.server.requests()] == [f"http://files.invalid{PATH}"]
    desk.part.unlink()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    desk.fetch_whole(plain(desk))
    assert desk.server.requests()[-1].target == PATH


def test_an_https_proxy_is_asked_for_a_tunnel(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", desk.server.url)
    error = desk.failure(spec_from("https://files.invalid/thing.pt"))
    assert "files.invalid cannot be reached through the proxy" in error.message
    asked = {(request.method, request.target) for request in desk.server.requests()}
    assert asked == {("CONNECT", "files.invalid:443")}


def test_a_proxy_that_is_not_there_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    error = desk.failure(spec_from(f"http://files.invalid{PATH}"))
    assert "files.invalid cannot be reached" in error.message


def test_a_proxy_that_makes_no_sense_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "gopher://proxy:1")
    error = desk.failure(plain(desk))
    assert isinstance(error, UsageError)
    assert "HTTP_PROXY" in error.hint


def test_a_proxy_of_the_user_s_own_goes_before_the_system_s(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    url = f"http://files.invalid{PATH}"
    desk.fetch_whole(spec_from(url), proxy=desk.server.url)
    assert [request.target for request in desk.server.requests()] == [url]


def test_without_a_proxy_the_system_s_is_left_aside(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    desk.fetch_whole(plain(desk), proxy="none")
    assert desk.server.requests()[-1].target == PATH


@pytest.mark.parametrize(
    "address", ["http://proxy:8080", "https://me:secret@proxy", "socks5://10.0.0.1:1080"]
)
def test_addresses_of_proxies_are_known(address: str) -> None:
    assert proxy.checked(f" {address} ") == address


@pytest.mark.parametrize(
    "text", ["", "proxy", "proxy:8080", "ftp://proxy", "http://", "http://a:b"]
)
def test_what_is_no_address_of_a_proxy_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="address"):
        proxy.checked(text)


def test_a_checkpoint_without_a_source_is_told(desk: Desk) -> None:
    error = desk.failure(replace(plain(desk), sources=()))
    assert "not to be had" in error.message


# Encrypted


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    words += f" -addext subjectAltName=IP:127.0.0.1 -keyout {path} -out {path}.crt"
    subprocess.run(["openssl", *words.split()], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def secure(desk: Desk, certificate: Path) -> Iterator[Desk]:
    with started(certificate) as server:
        server.hold(PATH, desk.content)
        yield replace(desk, server=server)


def test_a_host_whose_certificate_nobody_vouches_for_is_refused_at_once(secure: Desk) -> None:
    message = refused(secure, plain(secure))
    assert "cannot prove that it is the host" in message
    assert "self-signed" in message
    assert secure.remarks == []
    assert secure.server.requests() == []


def test_a_certificate_of_this_computer_is_trusted(
    secure: Desk, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    secure.fetch_whole(plain(secure, ("close", 100_000)))
    assert secure.ranges() == [None, "bytes=100000-"]


@pytest.mark.parametrize("fault", [("stall", 100_000), ("silence", None)])
def test_cancelling_ends_an_encrypted_wait_within_a_second(
    secure: Desk, certificate: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    took = cancelled_after(secure, plain(secure, always=fault), 0.4)
    assert took < 1, f"{took:.2f} s"
    if fault[0] == "stall":
        assert secure.part_bytes is not None
        assert CONTENT.startswith(secure.part.read_bytes())


# The server itself


def test_the_server_states_what_the_hub_states(desk: Desk) -> None:
    from http.client import HTTPConnection

    connection = HTTPConnection("127.0.0.1", desk.server.port)
    connection.request("GET", HUB_PATH, headers={"User-Agent": "me"})
    answer = connection.getresponse()
    assert answer.status == 302
    assert answer.headers["X-Linked-Etag"] == f'"{SHA256}"'
    assert answer.headers["X-Linked-Size"] == str(len(CONTENT))
    assert answer.headers["X-Repo-Commit"]
    connection.close()
    assert desk.server.requests() == [Request("GET", HUB_PATH, None, "me")]
