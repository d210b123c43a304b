"""Many pictures in one go: while the network runs, the next are read and the last are written.

    reader thread      fetch, probe, wait for room, read     at most 2 pictures ahead
    the caller's       network, rows go to the encoder       one picture
      or lanes         the same                              small pictures, one each
    finisher thread    wait for the encoder, put in place    at most 2 pictures behind

On a CPU, small pictures go side by side where there are many, each by one thread: more threads
within one of them would wait for the one whose core reads or encodes at that moment.

Each picture ends for itself: whatever goes wrong in any of these is that picture's failure.
"""

from __future__ import annotations

import errno
import shutil
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol, Self

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.errors import (
    CannotWrite,
    DeviceUnavailable,
    SRError,
    StoreUnavailable,
    WeightsError,
)
from sr_desktop.imaging import files
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import estimate
from sr_desktop.jobs.awake import kept_awake
from sr_desktop.jobs.ending import attempt
from sr_desktop.jobs.places import existing, probe
from sr_desktop.jobs.remote import store
from sr_desktop.jobs.remote.url import Url
from sr_desktop.jobs.types import (
    BatchJob,
    Event,
    Failed,
    Finished,
    Result,
    Started,
    Stopped,
    UpscaleJob,
)
from sr_desktop.language import tr

WAITING = 2
_PATIENCE_SECONDS = 0.2
_MOST_LANES = 1024
ROOM_BYTES = 256 << 20
_FULL_BYTES = 1 << 20  # with less than this free, a disk is full, whatever the error said

Emit = Callable[[Event], None]


class Pending(Protocol):
    """A picture whose rows are all with the encoder."""

    def finish(self) -> Result:
        """Wait for the encoder and put the file in place; any thread."""

    def discard(self) -> None:
        """Leave nothing; any thread, at any time, also twice."""


class Enlarger(Protocol):
    """The steps of a picture, as Session has them."""

    def fetch(self, job: UpscaleJob) -> UpscaleJob:
        """The same job on files of this computer; any thread."""

    def read(self, job: UpscaleJob) -> Picture:
        """The source; any thread, no torch."""

    def abreast(self, job: UpscaleJob, picture: Picture) -> int:
        """How many such pictures to enlarge at a time, 1 where each is to be alone.

        Then, in the same thread and alone or in another and not alone, comes enlarge.
        """

    def enlarge(
        self, job: UpscaleJob, picture: Picture, emit: Emit, cancel: Cancel, *, alone: bool = True
    ) -> Pending:
        """From the network's rows to the encoder; tells Decoded and all after it but the end.

        Not alone: in a thread of its own, beside others of which there may be more than one.
        """


def run(batch: BatchJob, session: Enlarger, emit: Emit, cancel: Cancel) -> None:
    """Do all pictures of the batch; raise nothing but what emit raises.

    emit is called from several threads, one at a time. Cancel stops within a tile: files that are
    being put in place are waited for, everything else that is not done is told as Stopped.
    """
    run_told(batch, emit, lambda tell: _Run(batch, session, tell, cancel).work())


def run_told(batch: BatchJob, emit: Emit, work: Callable[[Teller], Result]) -> None:
    """Work on a batch, told of as a BatchJob promises; raise nothing but what emit raises."""
    tell = Teller(batch, emit)
    tell(Started(batch.id))
    with kept_awake():
        answer = attempt(batch.id, lambda: work(tell))
    tell.stop_the_rest()
    tell(Finished(batch.id, answer) if isinstance(answer, Result) else answer)
    tell.raise_what_broke()


class _Run:
    """One batch at work."""

    def __init__(self, batch: BatchJob, session: Enlarger, tell: Teller, cancel: Cancel) -> None:
        self._jobs = batch.jobs
        self._session = session
        self._tell = tell
        self._cancel = cancel
        self._room = _Room(_room_bytes(batch))
        self._walls = Walls()
        self._to_read = iter(batch.jobs)
        self._ahead: deque[Future[Picture | Failed | Stopped]] = deque()
        self._lanes = _Lanes()
        self._finisher = ThreadPoolExecutor(1, "sr-batch-finish")
        self._behind = threading.Semaphore(1 + WAITING)
        self._seconds = self._megapixels = 0.0

    def work(self) -> Result:
        reader = ThreadPoolExecutor(1, "sr-batch-read")
        with self._finisher, self._lanes, reader:
            try:
                for job in self._jobs:
                    self._cancel.check()
                    self._tell.check()
                    self._read_ahead(reader)
                    self._do(job, self._ahead.popleft())
            except BaseException:
                self._room.close()
                raise
        self._cancel.check()
        return Result(seconds=self._seconds, megapixels=self._megapixels)

    def _read_ahead(self, reader: ThreadPoolExecutor) -> None:
        while len(self._ahead) <= WAITING and (job := next(self._to_read, None)):
            self._ahead.append(reader.submit(self._read, job))

    def _read(self, job: UpscaleJob) -> Picture | Failed | Stopped:
        """In the reader's thread."""

        def work() -> Picture:
            self._walls.check(job)
            self._room.take(job.id, _held_bytes(self._session.fetch(job)))
            return self._session.read(job)

        return attempt(job.id, work)

    def _do(self, job: UpscaleJob, reading: Future[Picture | Failed | Stopped]) -> None:
        """One picture up to what the finisher can do without the network, or into a lane."""
        picture = reading.result()
        if not isinstance(picture, Picture):
            self._end_unbegun(job, picture)
            return
        abreast = attempt(job.id, lambda: self._session.abreast(job, picture))
        if not isinstance(abreast, int):
            self._end_unbegun(job, abreast)
        elif 1 < abreast <= len(self._jobs):
            self._lanes.send(abreast, lambda: self._go_through(job, picture, alone=False))
        else:
            self._lanes.clear()
            self._go_through(job, picture)

    def _go_through(self, job: UpscaleJob, picture: Picture, *, alone: bool = True) -> None:
        """The network; then on to the finisher."""
        beside = self._lanes.at_work

        def work() -> Pending:
            self._tell(Started(job.id))
            return self._session.enlarge(job, picture, self._tell, self._cancel, alone=alone)

        pending = attempt(job.id, work)
        if isinstance(pending, Failed | Stopped):
            self._end(job, pending)
            return
        share = 1.0 if alone else 2 / max(2, beside + self._lanes.at_work)
        self._behind.acquire()
        self._finisher.submit(self._finish, job, pending, share)

    def _finish(self, job: UpscaleJob, pending: Pending, share: float) -> None:
        """In the finisher's thread. share of the network's time is this picture's own."""
        try:
            if self._room.is_closed:
                attempt(job.id, pending.discard)
                self._end(job, Stopped(job.id))
                return
            answer = attempt(job.id, pending.finish)
            if isinstance(answer, Result):
                result = replace(answer, seconds=answer.seconds * share)
                self._seconds += result.seconds
                self._megapixels += result.megapixels
                self._end(job, Finished(job.id, result))
            else:
                attempt(job.id, pending.discard)
                self._end(job, answer)
        finally:
            self._behind.release()

    def _end_unbegun(self, job: UpscaleJob, ending: Failed | Stopped) -> None:
        self._tell(Started(job.id))
        self._end(job, ending)

    def _end(self, job: UpscaleJob, ending: Finished | Failed | Stopped) -> None:
        self._room.give(job.id)
        if isinstance(ending, Failed):
            with suppress(OSError):  # of a folder that is gone: the next one there will tell
                self._walls.learn(job, ending.error)
        self._tell(ending)


class _Lanes:
    """Threads that work side by side, as many at a time as whoever sends to them wants."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_MOST_LANES, "sr-batch-lane")  # it makes what it needs
        self._sent: set[Future[None]] = set()

    @property
    def at_work(self) -> int:
        return sum(not each.done() for each in tuple(self._sent))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            self.clear()
        finally:
            self._pool.shutdown()

    def send(self, most: int, work: Callable[[], None]) -> None:
        """Work in one of them, as soon as less than so many are at work."""
        self._wait(most - 1)
        self._sent.add(self._pool.submit(work))

    def clear(self) -> None:
        """Wait until nothing is in them."""
        self._wait(0)

    def _wait(self, most: int) -> None:
        while len(self._sent) > most:
            # For no longer, since Windows lets no signal through while it waits.
            done, waiting = wait(self._sent, _PATIENCE_SECONDS, FIRST_COMPLETED)
            self._sent = waiting
            for each in done:
                each.result()


class Teller:
    """Passes events on, one at a time, and knows which pictures have not ended.

    When emit itself breaks (nobody reads any more) the work is stopped and the reason kept.
    """

    def __init__(self, batch: BatchJob, emit: Emit) -> None:
        self._emit = emit
        self._open = {job.id: None for job in batch.jobs}
        self._lock = threading.Lock()
        self._broken: Exception | None = None

    def __call__(self, event: Event) -> None:
        with self._lock:
            if isinstance(event, Finished | Failed | Stopped):
                self._open.pop(event.job_id, None)
            if self._broken is None:
                try:
                    self._emit(event)
                except Exception as error:  # raised again where the batch ends
                    self._broken = error
        if self._broken is not None and event.job_id in self._open:
            raise Cancelled

    def check(self) -> None:
        """Raise Cancelled where nobody reads any more."""
        if self._broken is not None:
            raise Cancelled

    def stop_the_rest(self) -> None:
        for id in list(self._open):
            self(Stopped(id))

    def raise_what_broke(self) -> None:
        if self._broken is not None:
            raise self._broken


class _Room:
    """So many bytes of decoded pixels may be there at once; what is larger is there alone."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._held: dict[int, int] = {}
        self._changed = threading.Condition()
        self.is_closed = False

    def take(self, job_id: int, bytes: int) -> None:
        """Wait until there is room. Raises Cancelled once it is closed."""

        def fits() -> bool:
            held = sum(self._held.values())
            return self.is_closed or not held or held + bytes <= self._capacity

        with self._changed:
            self._changed.wait_for(fits)
            if self.is_closed:
                raise Cancelled
            self._held[job_id] = bytes

    def give(self, job_id: int) -> None:
        with self._changed:
            self._held.pop(job_id, None)
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self.is_closed = True
            self._changed.notify_all()


class Walls:
    """What every picture after this one would run into too, so that hours are not wasted on it:
    weights or a device that cannot be used, a disk that is full, and a store that is gone.
    """

    def __init__(self) -> None:
        self._engines: dict[object, SRError] = {}
        self._disks: dict[int, OSError | None] = {}
        self._stores: dict[frozenset[Url], StoreUnavailable] = {}

    def learn(self, job: UpscaleJob, error: SRError) -> None:
        if isinstance(error, WeightsError | DeviceUnavailable):
            self._engines[_engine(job)] = error
        elif isinstance(error, StoreUnavailable):
            self._stores[_stores(job)] = error
        elif isinstance(error, CannotWrite) and job.target is not None:
            folder = existing(job.target)
            cause = error.__cause__
            reason = cause if isinstance(cause, OSError) else None
            said = reason is not None and reason.errno in (errno.ENOSPC, errno.EDQUOT)
            if said or shutil.disk_usage(folder).free < _FULL_BYTES:
                self._disks[folder.stat().st_dev] = reason

    def check(self, job: UpscaleJob) -> None:
        """Raises the SRError that is bound to come."""
        if error := self._engines.get(_engine(job)):
            raise error
        if gone := self._stores.get(_stores(job)):
            self._check_stores(_stores(job), gone)
        if self._disks and job.target is not None and not isinstance(job.source, Picture):
            self._check_disk(job, job.source, job.target)

    def _check_stores(self, places: frozenset[Url], gone: StoreUnavailable) -> None:
        """Asked once whether they are back, or only a file of theirs was wrong."""
        if gone.may_pass and all(store.answers(place) for place in places):
            self._stores.pop(places, None)
            return
        self._stores[places] = StoreUnavailable(gone.message, gone.hint)
        raise self._stores[places] from gone

    def _check_disk(self, job: UpscaleJob, source: Path, target: Path) -> None:
        """Space may have been made since, or this picture be small enough."""
        folder = existing(target)
        device = folder.stat().st_dev
        if device not in self._disks:
            return
        reason = self._disks[device]
        over_quota = reason is not None and reason.errno == errno.EDQUOT
        try:
            bytes = estimate.result_bytes(job, probe(source))
        except SRError:
            return  # reading will say so
        if over_quota or shutil.disk_usage(folder).free < bytes:
            raise CannotWrite(
                tr("{name} was not begun: the disk is full.", name=files.shown_name(target)),
                tr("Free some space, or save in another folder, and do the rest then."),
            ) from reason


def _held_bytes(job: UpscaleJob) -> int:
    """That the pixels of its source take, 0 where reading will tell that it cannot be read."""
    if isinstance(job.source, Picture):
        return 0
    try:
        return estimate.pixel_bytes(files.probe(job.source))
    except SRError:
        return 0


def _stores(job: UpscaleJob) -> frozenset[Url]:
    """The buckets and hosts that it needs."""
    return frozenset(path.place for path in (job.source, job.target) if isinstance(path, Url))


def _room_bytes(batch: BatchJob) -> int:
    return min((job.engine.held_bytes(ROOM_BYTES) for job in batch.jobs), default=ROOM_BYTES)


def _engine(job: UpscaleJob) -> object:
    return job.spec.id, job.spec.file, job.engine.device, job.engine.precision
