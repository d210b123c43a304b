"""Fetching a checkpoint, or another file, over networks that fail.

What has come is kept in ID.part in the folder it is for, so that a later try goes on where this one
stopped. The file is handed out when its digest is right, and never before.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import tenacity
import truststore

from sr_desktop import __version__
from sr_desktop.catalogue import Digest
from sr_desktop.errors import CannotWrite, DownloadFailed, UsageError
from sr_desktop.language import clauses, mark, sentences, tr
from sr_desktop.weights.digest import matches
from sr_desktop.weights.library import part_of
from sr_desktop.weights.proxy import SYSTEM, options_of
from sr_desktop.weights.sources import addresses, host_of, without_login

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.catalogue import ModelSpec

_TRIES = 4
_FIRST_WAIT_SECONDS = 1.0
_MOST_WAIT_SECONDS = 30.0
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_WORTH_WAITING_FOR = {408, 425, 429, 500, 502, 503, 504}
_RANGE = re.compile(r"bytes (?P<start>\d+|\*)(?:-\d+)?/(?P<total>\d+|\*)")
_OFF = {"1", "ON", "YES", "TRUE"}


@dataclass(frozen=True, slots=True)
class Transfer:
    """How far it is. total_bytes is None where the host does not say; remark tells of a wait."""

    done_bytes: int
    total_bytes: int | None
    host: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be fetched.

    title is what sentences call it; urls are tried in turn; by_hand tells, of one of them, what a
    person can do where the program cannot.
    """

    id: str
    title: str
    urls: tuple[str, ...]
    digest: Digest
    by_hand: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as its source gave it, whole by the digest that was to be met."""

    path: Path
    url: str
    digest: Digest


OnTransfer = Callable[[Transfer], None]


class _Refused(Exception):
    """This source will not give the file; the next one may."""


class _Interrupted(Exception):
    """It may go better in a moment; the host may have said when."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


def fetch(
    spec: ModelSpec,
    folder: Path,
    on_transfer: OnTransfer,
    cancel: Cancel,
    mirror: str = "",
    proxy: str = SYSTEM,
) -> Fetched:
    """Bring the checkpoint's file into folder, which is there, and check its digest.

    Sources are tried in turn, each a few times while it only stumbles; HTTPS_PROXY, NO_PROXY,
    HF_ENDPOINT, HF_HUB_OFFLINE and $SR_MIRROR are honoured; proxy is another one, as
    weights.proxy has it. The caller moves or deletes the file.
    Only one at a time may fetch the same checkpoint: see Library.claimed.

    Raises DownloadFailed when no source gave it, CannotWrite when it cannot be kept, Cancelled;
    what has come stays for the next time. Raises UsageError for a bad proxy or mirror.
    """
    urls = addresses(spec, mirror)
    if not urls:
        raise DownloadFailed(tr("{model} is not to be had anywhere.", model=spec.title))
    assert spec.digest is not None
    way = partial(by_hand, spec, folder=folder)
    wanted = Wanted(spec.id, spec.title, urls, spec.digest, way)
    return fetch_file(wanted, folder, on_transfer, cancel, proxy)


def fetch_file(
    wanted: Wanted, folder: Path, on_transfer: OnTransfer, cancel: Cancel, proxy: str = SYSTEM
) -> Fetched:
    """As fetch does, of any file."""
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in _OFF:
        raise DownloadFailed(
            tr("Downloads are switched off: HF_HUB_OFFLINE is set."), wanted.by_hand(wanted.urls[0])
        )
    refusals = []
    with http_client(proxy) as client:
        for url in wanted.urls:
            part = part_of(folder, wanted.id)
            source = _Source(client, url, wanted.digest, part, on_transfer, cancel)
            try:
                return source.fetch()
            except _Refused as refusal:
                refusals.append(str(refusal))
            except OSError as error:
                raise _cannot_keep(wanted, url, folder, error) from error
    raise DownloadFailed(
        tr(
            "{model} could not be downloaded: {reasons}.",
            model=wanted.title,
            reasons=clauses(refusals),
        ),
        wanted.by_hand(wanted.urls[0]),
    )


def by_hand(spec: ModelSpec, url: str, folder: Path) -> str:
    """What a person can do where the program cannot."""
    return tr(
        "By hand: download {url} with a browser, then run sr-desktop models import FILE --as {id}, "
        "or drop the file on the window. Checkpoints are kept in {folder}.",
        url=without_login(url),
        id=spec.id,
        folder=folder,
    )


@contextmanager
def http_client(proxy: str = SYSTEM) -> Iterator[httpx.Client]:
    """One that honours the system's certificates, and its proxies unless one is named.

    Raises UsageError for a bad proxy.
    """
    # The system's certificates: companies put their own there, and a frozen program has no others.
    trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    headers = {"User-Agent": f"sr-desktop/{__version__}", "Accept-Encoding": "identity"}
    try:
        client = httpx.Client(
            verify=trust,
            headers=headers,
            timeout=_TIMEOUT,
            follow_redirects=True,
            limits=httpx.Limits(max_keepalive_connections=0),  # see Wires
            **options_of(proxy),
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        if proxy != SYSTEM:
            raise UsageError(
                tr(
                    "The proxy {proxy} cannot be used: {error}.",
                    proxy=without_login(proxy),
                    error=error,
                ),
                tr("Look at it in Preferences."),
            ) from error
        raise UsageError(
            tr("The proxy of this computer's settings cannot be used: {error}.", error=error),
            tr("Look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY."),
        ) from error
    with client:
        yield client


class Wires:
    """The connections that a request opens, to be cut when it is cancelled: a read may wait for
    half a minute.
    """

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._sockets: list[socket.socket] = []

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """httpx's trace: https://www.encode.io/httpcore/extensions/#trace"""
        if event.endswith("connect_tcp.complete"):
            # Another handle of the same connection, as TLS takes the first for itself.
            self._sockets.append(info["return_value"].get_extra_info("socket").dup())
            if self._cancel.is_set:
                self._cut()

    def _cut(self) -> None:
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def cut_when_cancelled(self) -> Iterator[None]:
        try:
            with self._cancel.waking(self._cut):
                yield
        finally:
            for each in self._sockets:
                each.close()


class _Source:
    """One address, and what has come of it."""

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        digest: Digest,
        part: Path,
        on_transfer: OnTransfer,
        cancel: Cancel,
    ) -> None:
        self._client = client
        self._url = url
        self._host = host_of(url)
        self._part = part
        self._on_transfer = on_transfer
        self._cancel = cancel
        self._most_bytes = 0  # that were ever here
        self._fruitless = 0  # tries since the last that got further than all before
        self._resumed = False  # whether what is here came in more than one piece
        self._is_told_by_hub = digest.kind == "hub"
        self._digest = digest

    def fetch(self) -> Fetched:
        """Raises _Refused, OSError when it cannot be kept, Cancelled."""
        if self._is_complete():
            return self._fetched()
        self._resumed = self._have_bytes() > 0
        self._retrying(self._receive_rest)
        whole = self._is_complete()
        if not whole and self._resumed:
            self._part.unlink()  # its pieces were of different files
            self._retrying(self._receive_rest)
            whole = self._is_complete()
        if not whole:
            self._part.unlink()
            raise _Refused(tr(_WRONG_DIGEST, host=self._host))
        return self._fetched()

    def _fetched(self) -> Fetched:
        return Fetched(self._part, without_login(self._url), self._digest)

    def _is_complete(self) -> bool:
        known = self._digest.kind != "hub"
        return known and self._have_bytes() > 0 and matches(self._part, self._digest)

    def _have_bytes(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _retrying(self, act: Callable[[], None]) -> None:
        self._most_bytes, self._fruitless = self._have_bytes(), 0
        try:
            tenacity.Retrying(
                retry=tenacity.retry_if_exception_type(_Interrupted),
                stop=lambda state: self._fruitless >= _TRIES,
                wait=self._wait_seconds,
                sleep=self._cancel.sleep,
                before_sleep=self._tell_wait,
                reraise=True,
            )(act)
        except _Interrupted as error:
            raise _Refused(tr("{problem} ({count} tries)", problem=error, count=_TRIES)) from error

    def _wait_seconds(self, state: tenacity.RetryCallState) -> float:
        """What the host asked for, else a second, two, four, with some jitter."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _Interrupted) and error.seconds is not None:
            return min(error.seconds, _MOST_WAIT_SECONDS)
        backing_off = _FIRST_WAIT_SECONDS * (2.0 ** (self._fruitless - 1) + random.random())
        return float(min(backing_off, _MOST_WAIT_SECONDS))

    def _tell_wait(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        seconds = state.next_action.sleep if state.next_action else 0
        remark = tr("{problem}; trying again in {seconds:.0f} s", problem=error, seconds=seconds)
        self._on_transfer(Transfer(self._have_bytes(), None, self._host, remark))

    def _receive_rest(self) -> None:
        """One request for what is missing. Raises _Interrupted, _Refused, OSError, Cancelled."""
        self._cancel.check()
        had_bytes = self._have_bytes()
        self._fruitless += 1
        try:
            self._request(had_bytes)
        except httpx.UnsupportedProtocol as error:
            raise _Refused(tr(_NO_ADDRESS, host=self._host, reason=error)) from error
        except httpx.TransportError as error:
            self._cancel.check()  # cancelling cuts the connection
            if (doubt := mistrust(self._host, error)) is not None:
                raise _Refused(doubt) from error
            raise _Interrupted(in_words(self._host, error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error).rstrip(".")
            raise _Refused(tr(_UNUSABLE, host=self._host, reason=reason)) from error
        finally:
            if self._have_bytes() > self._most_bytes:
                self._most_bytes, self._fruitless = self._have_bytes(), 1

    def _request(self, had_bytes: int) -> None:
        headers = {"Range": f"bytes={had_bytes}-"} if had_bytes else {}
        wires = Wires(self._cancel)
        ways = {"trace": wires.note}
        with (
            wires.cut_when_cancelled(),
            self._client.stream("GET", self._url, headers=headers, extensions=ways) as response,
        ):
            if had_bytes and response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                return self._end_of_range(response, had_bytes)
            _check_status(self._host, response)
            self._ask_for_digest(response)
            start, total = _extent(response)
            if start is None or start not in (0, had_bytes):
                raise self._begin_anew(_OTHER_PART)
            self._resumed = start > 0
            self._keep(response, start, total)
        return None

    def _end_of_range(self, response: httpx.Response, had_bytes: int) -> None:
        """Nothing is after what is here: it is whole, or of another file, and goes."""
        self._ask_for_digest(response)
        stated = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if stated and stated["total"] == str(had_bytes):
            return
        raise self._begin_anew(_SHORTER)

    def _begin_anew(self, reason: str) -> _Interrupted:
        self._part.unlink(missing_ok=True)
        return _Interrupted(tr(reason, host=self._host), 0)

    def _ask_for_digest(self, response: httpx.Response) -> None:
        """The hub states the SHA-256 of the file where it sends one on to its storage."""
        if not self._is_told_by_hub:
            return
        for answer in (*response.history, response):
            stated = answer.headers.get("X-Linked-Etag", "").strip('"')
            with suppress(ValueError):
                self._digest = Digest.parse(f"sha256:{stated}")
                return
        raise _Refused(tr(_NO_DIGEST, host=self._host))

    def _keep(self, response: httpx.Response, start: int, total: int | None) -> None:
        done = start
        chunks = response.iter_raw()
        first = next(chunks, b"")
        if start == 0 and first.lstrip()[:1] == b"<":
            raise _Refused(tr(_CAPTIVE, host=self._host))
        with self._part.open("ab" if start else "wb") as file:
            for chunk in itertools.chain([first], chunks):
                self._cancel.check()
                file.write(chunk)
                file.flush()  # it stays when the program is killed
                done += len(chunk)
                self._on_transfer(Transfer(done, total, self._host))
        self._cancel.check()  # a connection that was cut may look like one that has ended
        if total is not None and done < total:
            raise _Interrupted(tr(_CLOSED, host=self._host))


_CAPTIVE = mark(
    "{host} answered with a web page instead of the file; perhaps this network wants you to log in "
    "first"
)
_CLOSED = mark("{host} closed the connection early")
_NO_ADDRESS = mark("{host} has no address to download from: {reason}")
_NO_DIGEST = mark("{host} does not state the digest of the file, so it cannot be checked")
_OTHER_PART = mark("{host} sent another part of the file than was asked for")
_SHORTER = mark("{host} has a shorter file than was begun")
_UNUSABLE = mark("{host} cannot be used: {reason}")
_WRONG_DIGEST = mark("{host} gave a file with the wrong digest, which was thrown away")


def _check_status(host: str, response: httpx.Response) -> None:
    """Raises _Interrupted where waiting may help, _Refused where it will not."""
    code = response.status_code
    answer = f"{code} {response.reason_phrase}".strip()
    told = tr("{host} answers {answer}", host=host, answer=answer)
    if code in _WORTH_WAITING_FOR:
        raise _Interrupted(told, _retry_after(response))
    if not response.is_success:
        raise _Refused(told)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        raise _Refused(tr(_CAPTIVE, host=host))


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds a busy host asks for; it may state a date instead, which is left aside."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None


def _extent(response: httpx.Response) -> tuple[int | None, int | None]:
    """The byte that the answer begins with, and the size of the whole file, where they are told."""
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        stated = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if stated is None or stated["start"] == "*":
            return None, None
        return int(stated["start"]), None if stated["total"] == "*" else int(stated["total"])
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() else None


def mistrust(host: str, error: BaseException) -> str | None:
    """What is wrong with the host's certificate, if that is the cause; waiting does not mend it."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return None
    return tr(
        "{host} cannot prove that it is the host ({reason}); perhaps this network looks into "
        "encrypted connections, or the clock is wrong",
        host=host,
        reason=cause.verify_message,
    )


def in_words(host: str, error: httpx.TransportError) -> str:
    """What went wrong, as a clause."""
    match error:
        case httpx.ConnectTimeout():
            return tr("{host} does not answer", host=host)
        case httpx.TimeoutException():
            return tr("{host} stopped sending", host=host)
        case httpx.ProxyError():
            return tr(
                "{host} cannot be reached through the proxy: {reason}", host=host, reason=error
            )
        case httpx.ConnectError():
            return tr(
                "{host} cannot be reached ({reason}; is this computer online?)",
                host=host,
                reason=error,
            )
    return tr(_CLOSED, host=host)


def _cannot_keep(wanted: Wanted, url: str, folder: Path, error: OSError) -> CannotWrite:
    way = wanted.by_hand(url)
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    reason = tr("the disk is full") if full else f"{error.strerror or error}"
    return CannotWrite(
        tr(
            "{model} from {host} cannot be kept in {folder}: {reason}.",
            model=wanted.title,
            host=host_of(url),
            folder=folder,
            reason=reason,
        ),
        sentences(tr("Free some space and try again; it goes on where it stopped."), way)
        if full
        else way,
    )
