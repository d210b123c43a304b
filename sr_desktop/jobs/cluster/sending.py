"""The pictures of a batch on their way to the workers and back.

No more than a few for each worker are with the cluster at a time; the next one goes when one has
come back. Events come over the scheduler while a picture is done, its end as the task's answer.
"""

from __future__ import annotations

import queue
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sr_desktop.errors import ClusterUnavailable, OutOfMemory, SRError, UnexpectedError
from sr_desktop.imaging.place import shown_name
from sr_desktop.jobs.batch import Teller, Walls
from sr_desktop.jobs.cluster import RESOURCE, work
from sr_desktop.jobs.cluster.parcel import Need, Parcel, pack, unpack, unpack_event
from sr_desktop.jobs.types import (
    BatchJob,
    Event,
    Failed,
    Finished,
    Progress,
    Result,
    Started,
    Stopped,
    UpscaleJob,
)
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel

RETRIES = 2
PER_WORKER = 4
_LOOK_SECONDS = 5.0
_LONE_SECONDS = 60.0  # after so long without any worker, none is waited for
_STOP_SECONDS = 30.0
_LOST = "scheduler-connection-lost"  # as Dask says it of its futures

Ending = Finished | Failed | Stopped


@dataclass(frozen=True, slots=True)
class _Lost:
    """With the connection a picture's task is lost, as all others are."""

    job_id: int


def lost() -> ClusterUnavailable:
    """What is told where the scheduler has ended, or it or a worker hangs."""
    return ClusterUnavailable(
        tr("The cluster has gone, or does not answer any more."),
        tr("Start the cluster again, and do the rest with --on-exists skip."),
    )


class Cluster(Protocol):
    """What is asked of a connection."""

    client: Any

    def workers(self) -> Mapping[str, str]: ...

    def ask(self, function: Any, *args: object) -> dict[str, Any]: ...

    def take_back(self, waiting: list[Any]) -> None: ...


class Sending:
    """One batch on its way."""

    def __init__(
        self, cluster: Cluster, batch: BatchJob, need: Need, tell: Teller, cancel: Cancel
    ) -> None:
        self._cluster = cluster
        self._need = need
        self._tell = tell
        self._cancel = cancel
        self._run = f"sr-desktop-{secrets.token_hex(8)}"
        self._to_send = iter(batch.jobs)
        self._sent: dict[int, tuple[UpscaleJob, Any]] = {}
        self._begun: set[int] = set()
        self._done_px: dict[int, int] = {}
        self._walls = Walls()
        # Simple: the handler of Ctrl-C puts into it while the same thread may be reading.
        self._mail: queue.SimpleQueue[Event | _Lost | None] = queue.SimpleQueue()
        self._workers: Mapping[str, str] = {}
        self._looked_at = self._seen_at = time.monotonic()
        self._seconds = self._megapixels = 0.0

    def work(self) -> Result:
        try:
            self._look()
            with self._listening(), self._cancel.waking(lambda: self._mail.put(None)):
                self._fill()
                while self._sent:
                    self._hear(_LOOK_SECONDS)
                    self._cancel.check()
                    if time.monotonic() > self._looked_at + _LOOK_SECONDS:
                        self._look()
                    self._fill()
        except ClusterUnavailable as error:
            self._fail_the_rest(error)
        except BaseException:
            self._stop()
            raise
        return Result(seconds=self._seconds, megapixels=self._megapixels)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        client = self._cluster.client
        client.subscribe_topic(self._run, self._on_message)
        try:
            yield
        finally:
            client.unsubscribe_topic(self._run)

    def _on_message(self, message: tuple[float, bytes]) -> None:
        """In the client's thread."""
        self._mail.put(unpack_event(message[1]))

    def _look(self) -> None:
        """See which workers there are. Raises ClusterUnavailable once there were none for long."""
        self._workers = self._cluster.workers()
        self._looked_at = time.monotonic()
        if self._workers:
            self._seen_at = self._looked_at
        elif self._looked_at > self._seen_at + _LONE_SECONDS:
            raise ClusterUnavailable(
                tr("All workers of the cluster have gone."),
                tr("Start workers, and do the rest with --on-exists skip."),
            )

    def _fill(self) -> None:
        while len(self._sent) < PER_WORKER * max(1, len(self._workers)):
            job = next(self._to_send, None)
            if job is None:
                return
            try:
                self._walls.check(job)
            except SRError as error:
                self._tell(Failed(job.id, error))
            else:
                self._send(job)

    def _send(self, job: UpscaleJob) -> None:
        hosts = list(self._workers.values())
        siblings = tuple((host, hosts.count(host)) for host in set(hosts))
        parcel = Parcel(self._run, _absolute(job), self._need, siblings)
        future = self._cluster.client.submit(
            work.do,
            pack(parcel),
            key=f"{self._run}-{job.id}",
            pure=False,
            retries=RETRIES,
            resources={RESOURCE: 1},
        )
        self._sent[job.id] = (job, future)
        future.add_done_callback(lambda future: self._mail.put(_ending(job, future)))

    def _hear(self, seconds: float) -> None:
        """Tell the next that comes, if one does."""
        try:
            event = self._mail.get(timeout=seconds)
        except queue.Empty:
            return
        if event is None or event.job_id not in self._sent:
            return
        if isinstance(event, _Lost):
            raise lost()
        if isinstance(event, Finished | Failed | Stopped):
            self._end(event)
        elif self._is_news(event):
            self._tell(event)

    def _is_news(self, event: Event) -> bool:
        """Not where a worker does it again: it starts once, and its progress never falls."""
        if isinstance(event, Started):
            is_first = event.job_id not in self._begun
            self._begun.add(event.job_id)
            return is_first
        if isinstance(event, Progress):
            before = self._done_px.get(event.job_id, 0)
            self._done_px[event.job_id] = max(before, event.done_px)
            return event.done_px > before
        return True

    def _end(self, ending: Ending) -> None:
        job, future = self._sent.pop(ending.job_id)
        future.release()
        if isinstance(ending, Failed):
            self._walls.learn(job, ending.error)
        if isinstance(ending, Finished):
            result = replace(ending.result, saved=job.target)  # as it was named, not as it was sent
            self._seconds += result.seconds
            self._megapixels += result.megapixels
            ending = Finished(ending.job_id, result)
        self._tell(ending)

    def _fail_the_rest(self, error: ClusterUnavailable) -> None:
        """The cluster is lost, and with it all that has not come back."""
        for id in list(self._sent):
            self._end(Failed(id, error))
        for job in self._to_send:
            self._tell(Failed(job.id, error))

    def _stop(self) -> None:
        """Let the workers end their tiles and leave nothing half written; take back what waits."""
        try:
            with suppress(SRError):
                self._cluster.ask(work.stop, self._run)
                end = time.monotonic() + _STOP_SECONDS
                while self._sent and (left := end - time.monotonic()) > 0:
                    self._hear(left)
        finally:
            waiting = [future for _, future in self._sent.values()]
            with suppress(SRError):
                self._cluster.take_back(waiting)


def _absolute(job: UpscaleJob) -> UpscaleJob:
    """The same job wherever it is done. source and target are paths."""
    assert isinstance(job.source, Path)
    assert job.target is not None
    return replace(
        job,
        source=job.source.absolute(),
        target=job.target.absolute(),
        compare=None if job.compare is None else job.compare.absolute(),
    )


def _ending(job: UpscaleJob, future: Any) -> Ending | _Lost:
    """How a task ended, in a thread of the client: what it answered may have to be fetched."""
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    try:
        ending: Ending = unpack(future.result())
        return ending
    except SRError as error:
        return Failed(job.id, error)
    except KilledWorker as error:
        told = tr(
            "{count} workers died over {name}.",
            count=error.allowed_failures + 1,
            name=shown_name(Path(str(job.source))),
        )
        return Failed(job.id, OutOfMemory(told, tr("Give each more memory: fewer per machine.")))
    except FutureCancelledError as error:
        if error.reason == _LOST:
            return _Lost(job.id)
        return Failed(
            job.id,
            ClusterUnavailable(
                tr("The cluster gave up {name}: {error}.", name=job.source, error=error),
                tr("See whether its scheduler runs."),
            ),
        )
    except Exception as error:
        return Failed(
            job.id,
            UnexpectedError(
                tr("A worker could not answer: {error!r}.", error=error),
                tr("The log of the worker has the details."),
            ),
        )
