"""One thread that runs jobs one after the other."""

from __future__ import annotations

import itertools
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol

from sr_desktop.cancel import Cancel
from sr_desktop.jobs.types import BatchJob, Paused, Resumed, Stopped

_URGENT, _USUAL, _IDLE, _CLOSE = 0, 1, 2, 3
_NICE = 5


class Job(Protocol):
    """What has a number that no other job of this process has."""

    @property
    def id(self) -> int: ...


Run = Callable[[Any, Callable[[Any], None], Cancel], None]
_Entry = tuple[int, int, Job | None, Cancel]


def _session() -> Run:
    # Late: a window shows sooner without what only running a job needs.
    from sr_desktop.jobs.session import Session

    return Session().run


class Worker:
    """Runs submitted jobs in a thread of its own; emit is called there.

    make_run is called there too, once, before the first job, and answers what runs each job:
    run(job, emit, cancel), as Session.run does, which it is if nothing is said.

    Every job submitted ends with exactly one of Finished, Failed and Stopped, those still waiting
    at close included; so does every picture of a batch.
    """

    def __init__(
        self,
        emit: Callable[[Any], None],
        name: str = "sr-worker",
        make_run: Callable[[], Run] = _session,
    ) -> None:
        self._emit = emit
        self._make_run = make_run
        self._jobs: queue.PriorityQueue[_Entry] = queue.PriorityQueue()
        self._order = itertools.count()
        self._cancels: dict[int, Cancel] = {}
        self._idle: set[int] = set()
        self._thread = threading.Thread(target=self._run, name=name)
        self._thread.start()

    def submit(self, job: Job, *, urgent: bool = False, idle: bool = False) -> None:
        """Queue a job; an urgent one goes before all that are not.

        An idle one waits for all others, and is cancelled by any other that is submitted later.
        Called in one thread.
        """
        if idle:
            self._idle.add(job.id)
        else:
            while self._idle:
                self.cancel(self._idle.pop())
        place = _URGENT if urgent else _IDLE if idle else _USUAL
        cancel = self._cancels[job.id] = Cancel()
        self._jobs.put((place, next(self._order), job, cancel))

    def cancel(self, job_id: int) -> None:
        """Ask a job to stop, or never to start. One that has ended is left alone."""
        if cancel := self._cancels.get(job_id):
            cancel.set()

    def pause(self, job_id: int) -> None:
        """Hold a job before its next tile, or one that waits before it starts; tell Paused.

        emit is called here, in the thread of who asks. A job that has ended, or is paused already,
        is left alone. The jobs behind it wait too.
        """
        cancel = self._cancels.get(job_id)
        if cancel and not (cancel.is_paused or cancel.is_set):
            cancel.pause()
            self._emit(Paused(job_id))

    def resume(self, job_id: int) -> None:
        """Let a paused job go on; tell Resumed, in the thread of who asks."""
        cancel = self._cancels.get(job_id)
        if cancel and cancel.is_paused:
            self._emit(Resumed(job_id))
            cancel.resume()

    def close(self) -> None:
        """Stop everything and wait for the thread: at most one tile's time."""
        for cancel in list(self._cancels.values()):
            cancel.set()
        self._jobs.put((_CLOSE, next(self._order), None, Cancel()))
        self._thread.join()

    def _run(self) -> None:
        give_way()
        run: Run | None = None
        while True:
            _, _, job, cancel = self._jobs.get()
            if job is None:
                _rest()
                return
            if cancel.is_set:
                self._tell_stopped(job)
            else:
                run = run or self._make_run()
                run(job, self._emit, cancel)
            self._cancels.pop(job.id, None)
            if self._jobs.empty():
                _rest()

    def _tell_stopped(self, job: Job) -> None:
        for each in job.jobs if isinstance(job, BatchJob) else ():
            self._emit(Stopped(each.id))
        self._emit(Stopped(job.id))


def _rest() -> None:
    """Let other programs have what networks took, if any ran in this thread."""
    if threads := sys.modules.get("sr_desktop.engine.threads"):
        threads.rest()


def give_way() -> None:
    """Let who draws the window go first where all cores are at work. The threads that torch makes
    for this one take after it. Only Linux has a priority for each thread.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
