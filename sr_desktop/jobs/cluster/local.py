"""A cluster on this computer: a scheduler in this process, and worker processes beside it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psutil

from sr_desktop.jobs.cluster import RESOURCE
from sr_desktop.jobs.cluster.work import cores
from sr_desktop.jobs.computing import devices

if TYPE_CHECKING:
    from sr_desktop.jobs.engine import Engine

_WORKER_BYTES = 1 << 30  # with torch loaded and a network at work on a small picture
_MOST_THREADS = 4  # more in one network gain less than another picture beside it
_VISIBLE = {"cuda": "CUDA_VISIBLE_DEVICES", "xpu": "ZE_AFFINITY_MASK"}
_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Seat:
    """A worker to be started, with the variables that show it its device and no other."""

    environment: dict[str, str] = field(default_factory=dict)


@contextmanager
def started(engine: Engine) -> Iterator[Any]:
    """The cluster, as Dask's Client takes it, with a worker on each seat.

    It listens on 127.0.0.1 alone and, since whoever reaches it could have it run anything, talks to
    nobody who does not have its certificate, which is nowhere but in these processes.
    """
    import dask
    from distributed import Nanny, Scheduler, SpecCluster
    from distributed.security import Security

    total_bytes = psutil.virtual_memory().total
    seats = seats_for(engine, _gpus(engine), cores(), total_bytes)
    security = Security.temporary()
    common = {
        "host": _HOST,
        "protocol": "tls://",
        "security": security,
        "nthreads": 1,
        "resources": {RESOURCE: 1},
        "memory_limit": total_bytes // len(seats),
        "dashboard": False,
        "silence_logs": logging.CRITICAL,
        "preload": "sr_desktop.jobs.cluster.quiet",
    }
    workers = {
        number: {"cls": Nanny, "options": common | {"env": seat.environment}}
        for number, seat in enumerate(seats)
    }
    scheduler = {
        "cls": Scheduler,
        "options": {
            "host": _HOST,
            "port": 0,
            "protocol": "tls://",
            "security": security,
            "dashboard": False,
            # There is a page of its health even so, by default at a port that another run may have.
            "dashboard_address": f"{_HOST}:0",
        },
    }
    # Nobody is lost for being silent: while the program is paused, all are.
    with (
        dask.config.set({"distributed.scheduler.worker-ttl": None}),
        SpecCluster(
            workers, scheduler, security=security, silence_logs=logging.CRITICAL, name="sr-desktop"
        ) as cluster,
    ):
        yield cluster


def seats_for(engine: Engine, gpus: Sequence[str], cores: int, total_bytes: int) -> list[Seat]:
    """One for each GPU that may be used; without, as many as there are threads and memory for.

    gpus are ids such as cuda:0. Where nobody says how many threads, one picture gets few: two at
    once with half of the cores each are sooner done than one after the other.
    """
    kind, _, number = engine.device.partition(":")
    usable = [] if number else [gpu for gpu in gpus if kind in ("auto", gpu.partition(":")[0])]
    if usable:
        return [Seat(_showing(gpu)) for gpu in usable]
    if kind not in ("auto", "cpu"):
        return [Seat()]
    threads = engine.threads or max(1, min(_MOST_THREADS, cores // 2))
    return [Seat()] * max(1, min(cores // threads, total_bytes // _WORKER_BYTES))


def _showing(gpu: str) -> dict[str, str]:
    """What lets a process see this one; of those that this process may see, if they are listed."""
    kind, _, number = gpu.partition(":")
    name = _VISIBLE.get(kind)
    if name is None or not number:
        return {}
    listed = [each for each in os.environ.get(name, "").split(",") if each]
    return {name: listed[int(number)] if listed else number}


def _gpus(engine: Engine) -> list[str]:
    """The GPUs of this computer, of the preferred kind; loads torch to find them."""
    if engine.device == "cpu":
        return []
    found = [each.id for each in devices()[0] if each.id != "cpu"]
    return [id for id in found if id.partition(":")[0] == found[0].partition(":")[0]]
