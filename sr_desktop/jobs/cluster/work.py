"""What runs on a worker of a cluster: one picture at a time, by the same Session as everywhere.

A task may come twice, since the one who did it may have died before it could say so: it then writes
the same bytes to the same place again. Files are put in their places whole, so nobody sees half.
"""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import psutil

from sr_desktop.cancel import Cancel
from sr_desktop.errors import ClusterUnavailable, SRError, WeightsMismatch
from sr_desktop.imaging.place import remove_left_behind
from sr_desktop.jobs.cluster.parcel import Need, Parcel, pack, pack_event, unpack
from sr_desktop.jobs.computing import compute_of
from sr_desktop.jobs.engine import LEAST_MEMORY_GIB, Engine
from sr_desktop.jobs.remote import store
from sr_desktop.jobs.remote.url import Url
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.settings import sha256_of
from sr_desktop.jobs.types import Event, Failed, Finished, Stopped
from sr_desktop.language import tr
from sr_desktop.weights import Library

# Of the memory that a worker may take, so much is for pixels and tiles; Dask ends it at 0.95.
_SHARE_OF_LIMIT = 0.75
_SHARE_OF_FREE = 0.8

LogEvent = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class Facts:
    """A worker: the name of its machine and the number of its process there."""

    machine: str
    pid: int


def do(content: bytes) -> bytes:
    """The packed end of a packed Parcel's picture, Finished or Stopped; events are logged under the
    name of its run. Raises the SRError that it failed with, so that Dask tries again elsewhere.
    """
    from distributed import get_worker

    parcel: Parcel = unpack(content)
    worker = get_worker()
    ending = _desk.do(parcel, worker.ip, _limit_of(worker), worker.log_event)
    if isinstance(ending, Failed):
        raise ending.error
    return pack(ending)


def check(content: bytes) -> Facts:
    """Whether this worker can do a run that needs a packed Need. Raises SRError."""
    _check(unpack(content))
    return Facts(platform.node(), os.getpid())


def stop(run: str) -> None:
    """End the picture of this run that is being done here, and begin no other."""
    _desk.stop(run)


def tidy(folders: list[str]) -> None:
    """Remove what killed workers of this machine left half written there."""
    for folder in folders:
        remove_left_behind(Path(folder))


def _check(need: Need) -> None:
    machine, library = platform.node(), Library()
    for path in need.seen:
        if not _sees(path):
            raise ClusterUnavailable(
                tr("{machine} does not see {path}.", machine=machine, path=path),
                tr("Give it the same address and credentials as here: AWS_ENDPOINT_URL and others.")
                if isinstance(path, Url)
                else tr("Sources and results must lie in a folder that all machines share."),
            )
    for spec, digest in need.weights:
        try:
            here = sha256_of(spec, library)
        except SRError as error:
            raise type(error)(
                tr("On {machine}: {problem}", machine=machine, problem=error.message), error.hint
            ) from error
        if here != digest:
            raise WeightsMismatch(
                tr("{machine} has another file for {model}.", machine=machine, model=spec.title),
                tr("Give all machines the same weights: sr-desktop models export, import."),
            )


def _sees(path: Path) -> bool:
    """Raises SRError where an address cannot be reached from here."""
    if not isinstance(path, Url):
        return path.exists()
    try:
        if path.inside:
            return store.kind(path) is not None
        store.check_writable(path)
        return True
    except SRError as error:
        raise type(error)(
            tr("On {machine}: {problem}", machine=platform.node(), problem=error.message),
            error.hint,
        ) from error


class _Desk:
    """Where a worker's process keeps its session, with the last network loaded."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._is_taken = threading.Lock()  # a worker of several threads does one picture too
        self._checked: set[str] = set()
        self._stopped: set[str] = set()
        self._current: tuple[str, Cancel] = ("", Cancel())

    def do(
        self, parcel: Parcel, address: str, limit: int | None, log_event: LogEvent
    ) -> Finished | Failed | Stopped:
        with self._is_taken:
            cancel = Cancel()
            self._current = (parcel.run, cancel)
            if parcel.run in self._stopped:
                return Stopped(parcel.job.id)
            if parcel.run not in self._checked:
                _check(parcel.need)
                self._checked.add(parcel.run)
            siblings = dict(parcel.siblings).get(address, 1)
            job = replace(parcel.job, engine=_engine(parcel.job.engine, siblings, limit))
            endings: list[Finished | Failed | Stopped] = []

            def emit(event: Event) -> None:
                if isinstance(event, Finished | Failed | Stopped):
                    endings.append(event)
                else:
                    log_event(parcel.run, pack_event(event))

            self._session = self._session or Session()
            self._session.run(job, emit, cancel)
            return endings[0]

    def stop(self, run: str) -> None:
        self._stopped.add(run)
        current, cancel = self._current
        if current == run:
            cancel.set()


_desk = _Desk()


def _engine(asked: Engine, siblings: int, limit: int | None) -> Engine:
    """The engine asked for, in this worker's share of its machine's cores and memory."""
    threads = asked.threads or max(1, cores() // siblings)
    engine = replace(asked, threads=threads)
    if engine.memory_bytes is not None or not compute_of(engine).is_cpu:
        return engine
    return replace(engine, memory_bytes=_memory_bytes(siblings, limit))


@lru_cache(maxsize=8)  # the same each time, or the network would be loaded anew
def _memory_bytes(siblings: int, limit: int | None) -> int:
    share = int(psutil.virtual_memory().available * _SHARE_OF_FREE) // siblings
    if limit is not None:
        share = min(share, int(limit * _SHARE_OF_LIMIT) - psutil.Process().memory_info().rss)
    return max(share, int(LEAST_MEMORY_GIB * 2**30))


def cores() -> int:
    """That this process may run on; of those that are halves of one, each counts once."""
    may = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(may, psutil.cpu_count(logical=False) or may)


def _limit_of(worker: Any) -> int | None:
    """The bytes at which Dask would end it."""
    limit = worker.memory_manager.memory_limit
    return None if limit is None else int(limit)
