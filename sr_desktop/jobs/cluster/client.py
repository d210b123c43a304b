"""A cluster as a run sees it: whether it is there, and whether its workers fit."""

from __future__ import annotations

import importlib
import logging
import pydoc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from sr_desktop import __version__, paths
from sr_desktop.errors import ClusterUnavailable, SRError
from sr_desktop.imaging.place import cannot_write
from sr_desktop.jobs import batch
from sr_desktop.jobs.cluster import LOCAL, RESOURCE, work
from sr_desktop.jobs.cluster.parcel import Need, pack
from sr_desktop.jobs.cluster.sending import Sending, lost
from sr_desktop.jobs.places import existing
from sr_desktop.jobs.remote.url import Url
from sr_desktop.jobs.settings import sha256_of
from sr_desktop.language import tr
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.jobs.batch import Emit
    from sr_desktop.jobs.engine import Engine
    from sr_desktop.jobs.plan import Plan
    from sr_desktop.jobs.types import BatchJob

ANSWER_SECONDS = 60  # of hashing large weights too
_CONNECT_SECONDS = 20
_WORKER_SECONDS = 30  # those started together with the run may take so long to come


@dataclass(frozen=True, slots=True)
class Worker:
    """One that takes pictures: its address in the cluster, its machine's name, its process."""

    address: str
    machine: str
    pid: int


@contextmanager
def connected(address: str, engine: Engine) -> Iterator[Cluster]:
    """The cluster at tcp://HOST:PORT or tls://HOST:PORT, or one on this computer for LOCAL.

    Raises ClusterUnavailable.
    """
    distributed = _distributed()
    with ExitStack() as stack:
        place: Any = address
        if address == LOCAL:
            from sr_desktop.jobs.cluster import local

            place = stack.enter_context(local.started(engine))
        try:
            client = distributed.Client(place, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, RuntimeError, TypeError, ValueError) as error:  # of TLS
            raise ClusterUnavailable(
                tr("There is no cluster at {address}: {error}.", address=address, error=error),
                tr("Start it with dask scheduler; for tls:// tell Dask of the certificates."),
            ) from error
        stack.enter_context(client)
        yield Cluster(client)


def _distributed() -> Any:
    """Dask's package, which says nothing by itself: what goes wrong it also raises."""
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as error:
        raise ClusterUnavailable(
            tr("A cluster needs packages that are not here: {name}.", name=error.name),
            tr("It needs the program from pip: pip install 'sr-desktop[cluster]'")
            if paths.is_frozen()
            else tr("Install them: pip install 'sr-desktop[cluster]'"),
        ) from error
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return distributed


class Cluster:
    """Workers that are connected to. ClusterUnavailable is raised where they are lost."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.fit: tuple[Worker, ...] = ()

    def workers(self) -> Mapping[str, str]:
        """Those who take pictures: their addresses, each with that of its machine."""
        found = self._answer(lambda: self.client.scheduler.identity(n_workers=-1))["workers"]
        return {
            address: facts["host"]
            for address, facts in found.items()
            if facts["resources"].get(RESOURCE)
        }

    def ask(self, function: Callable[..., Any], *args: object) -> dict[str, Any]:
        """What it answers on each of them, by address; or the exception that it raised."""
        workers = list(self.workers())
        call = partial(self.client.run, function, *args, workers=workers, on_error="return")
        return dict(self._answer(call))

    def take_back(self, waiting: list[Any]) -> None:
        """Nobody is to begin these futures any more."""
        self._answer(partial(self.client.cancel, waiting, force=True))

    def _answer(self, call: Callable[[], Any]) -> Any:
        """Of the scheduler or of workers; what is silent for long is lost."""
        if self.client.status != "running":
            raise lost()

        async def answer() -> Any:
            return await call()

        try:
            return self.client.sync(answer, callback_timeout=ANSWER_SECONDS)
        except Exception as error:  # whatever a network raises
            raise lost() from error

    def check(self, plan: Plan) -> None:
        """See that all who are there can do this plan; then they are known as fit.

        Raises ClusterUnavailable, and what is wrong with the weights, here or there.
        """
        if not self._await_workers():
            raise ClusterUnavailable(
                tr("No worker of the cluster offers the resource {name}.", name=RESOURCE),
                tr(
                    "Start some: dask worker ADDRESS --nthreads 1 --resources {name}=1",
                    name=RESOURCE,
                ),
            )
        # By a function that every Python has: ours may be unknown there.
        for address, version in self.ask(pydoc.locate, "sr_desktop.__version__").items():
            _check_version(address, version)
        with _token(plan) as token:
            need = replace(need_of(plan), seen=token)
            found = self.ask(work.check, pack(need))
        for answer in found.values():
            if isinstance(answer, Exception):
                raise answer
        self.fit = tuple(Worker(address, each.machine, each.pid) for address, each in found.items())

    def _await_workers(self) -> bool:
        """Whether any come."""
        end = time.monotonic() + _WORKER_SECONDS
        while not self.workers() and time.monotonic() < end:
            time.sleep(0.2)
        return bool(self.workers())

    def run(self, job: BatchJob, plan: Plan, emit: Emit, cancel: Cancel) -> None:
        """Do all pictures of the batch, told of as a BatchJob promises.

        Raises nothing but what emit raises.
        """
        need = need_of(plan)
        batch.run_told(job, emit, lambda tell: Sending(self, job, need, tell, cancel).work())
        self._tidy(job)

    def _tidy(self, job: BatchJob) -> None:
        """What a killed worker left half written goes, where its machine still has one."""
        targets = [each.target.absolute() for each in job.jobs if each.target]
        folders = {str(each.parent) for each in targets if not isinstance(each, Url)}
        with suppress(SRError):
            self.ask(work.tidy, sorted(folders))


def need_of(plan: Plan) -> Need:
    """What a worker must have for it. Raises WeightsMissing for what is not here either."""
    library = Library()
    specs = {
        spec.id: spec
        for job in plan.jobs
        for spec in job.used(job.steps(plan.seen[job.id].width, plan.seen[job.id].height))
    }
    return Need(tuple((spec, sha256_of(spec, library)) for spec in specs.values()))


def _check_version(address: str, version: object) -> None:
    """Raises ClusterUnavailable for any but ours."""
    if version == __version__:
        return
    if isinstance(version, str):
        told = tr(
            "The worker {address} has sr-desktop {theirs}, and this is {ours}.",
            address=address,
            theirs=version,
            ours=__version__,
        )
    else:
        told = tr(
            "The worker {address} has no sr-desktop, and this is {ours}.",
            address=address,
            ours=__version__,
        )
    raise ClusterUnavailable(told, tr("Install the same version on all machines."))


@contextmanager
def _token(plan: Plan) -> Iterator[tuple[Path, ...]]:
    """What can only be seen where sources and results are shared: a source, and, while inside, a
    file beside the results; of an address its bucket or host.
    """
    if not plan.jobs:
        yield ()
        return
    job = plan.jobs[0]
    assert job.target is not None
    assert isinstance(job.source, Path)
    source = job.source.absolute()
    if isinstance(job.target, Url):
        yield source, job.target.place
        return
    with ExitStack() as stack:
        try:
            folder = existing(job.target)
            file = stack.enter_context(NamedTemporaryFile(prefix=".", suffix=".tmp", dir=folder))
        except OSError as error:
            raise cannot_write(job.target, error) from error
        yield source, Path(file.name)
