from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from sr_desktop.cancel import Cancel
from sr_desktop.engine import threads
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.types import (
    Event,
    Failed,
    Finished,
    OpenJob,
    PaceJob,
    Started,
    Stopped,
    ThumbnailJob,
    TileDone,
    UpscaleJob,
)
from sr_desktop.jobs.worker import Worker
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
ENDINGS = (Finished, Failed, Stopped)
PATIENCE_S = 60


class Ears:
    """Hears a worker's events and can wait for one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()

    def hear(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait_for(self, kind: type, job_id: int) -> None:
        def heard() -> bool:
            return any(isinstance(e, kind) and e.job_id == job_id for e in self.events)

        with self._changed:
            assert self._changed.wait_for(heard, PATIENCE_S), f"no {kind.__name__} of {job_id}"

    def endings(self, job_id: int) -> list[type]:
        return [type(e) for e in self.events if e.job_id == job_id and isinstance(e, ENDINGS)]


def picture(side_px: int) -> Picture:
    return Picture(np.full((side_px, side_px, 3), 90, np.uint8))


def long_job() -> UpscaleJob:
    """Hundreds of tiles: nobody waits for its end."""
    return UpscaleJob(picture(400), SPEC, engine=Engine(tile_px=16))


def test_jobs_run_one_after_the_other_in_a_thread_of_their_own() -> None:
    ears = Ears()
    threads: set[str] = set()

    def hear(event: Event) -> None:
        threads.add(threading.current_thread().name)
        ears.hear(event)

    worker = Worker(hear, "sr-test")
    jobs = [ThumbnailJob(picture(8), 4) for _ in range(5)]
    for job in jobs:
        worker.submit(job)
    ears.wait_for(Finished, jobs[-1].id)
    worker.close()
    assert [e.job_id for e in ears.events if isinstance(e, Started)] == [job.id for job in jobs]
    assert threads == {"sr-test"}


def test_a_failing_job_does_not_stop_the_next() -> None:
    ears = Ears()
    worker = Worker(ears.hear)
    bad, good = OpenJob(Path("/nowhere/at all.png")), ThumbnailJob(picture(8), 4)
    worker.submit(bad)
    worker.submit(good)
    ears.wait_for(Finished, good.id)
    worker.close()
    assert ears.endings(bad.id) == [Failed]


def test_a_running_job_stops_within_a_tile_and_the_next_one_runs() -> None:
    ears = Ears()
    worker = Worker(ears.hear)
    long, short = long_job(), ThumbnailJob(picture(8), 4)
    worker.submit(long)
    worker.submit(short)
    ears.wait_for(TileDone, long.id)
    worker.cancel(long.id)
    ears.wait_for(Finished, short.id)
    worker.close()
    assert ears.endings(long.id) == [Stopped]


def test_a_waiting_job_that_is_cancelled_never_starts() -> None:
    ears = Ears()
    worker = Worker(ears.hear)
    long, waiting = long_job(), ThumbnailJob(picture(8), 4)
    worker.submit(long)
    worker.submit(waiting)
    worker.cancel(waiting.id)
    ears.wait_for(TileDone, long.id)
    worker.cancel(long.id)
    ears.wait_for(Stopped, waiting.id)
    worker.close()
    assert not [e for e in ears.events if isinstance(e, Started) and e.job_id == waiting.id]


def test_an_urgent_job_goes_first() -> None:
    ears = Ears()
    worker = Worker(ears.hear)
    long = long_job()
    usual, urgent = ThumbnailJob(picture(8), 4), ThumbnailJob(picture(8), 4)
    worker.submit(long)
    ears.wait_for(TileDone, long.id)
    worker.submit(usual)
    worker.submit(urgent, urgent=True)
    worker.cancel(long.id)
    ears.wait_for(Finished, usual.id)
    worker.close()
    started = [e.job_id for e in ears.events if isinstance(e, Started)]
    assert started == [long.id, urgent.id, usual.id]


def test_an_idle_job_that_runs_gives_way_to_the_next() -> None:
    ears = Ears()
    worker = Worker(ears.hear)
    idle, usual = long_job(), ThumbnailJob(picture(8), 4)
    worker.submit(idle, idle=True)
    ears.wait_for(TileDone, idle.id)
    worker.submit(usual)
    ears.wait_for(Finished, usual.id)
    worker.close()
    assert ears.endings(idle.id) == [Stopped]


@pytest.mark.parametrize("waiting", [0, 3])
def test_close_ends_everything_once_and_the_thread_too(waiting: int) -> None:
    ears = Ears()
    worker = Worker(ears.hear, "sr-closed")
    jobs = [long_job() for _ in range(1 + waiting)]
    for job in jobs:
        worker.submit(job)
    ears.wait_for(TileDone, jobs[0].id)
    worker.close()
    assert [ears.endings(job.id) for job in jobs] == [[Stopped]] * len(jobs)
    assert "sr-closed" not in {thread.name for thread in threading.enumerate()}


def test_cancelling_a_job_that_has_ended_does_nothing() -> None:
    ears = Ears()
    worker = Worker(ears.hear)
    job = ThumbnailJob(picture(8), 4)
    worker.submit(job)
    ears.wait_for(Finished, job.id)
    worker.cancel(job.id)
    worker.close()
    assert ears.endings(job.id) == [Finished]


def test_an_idle_job_gives_way_to_any_other() -> None:
    ears = Ears()
    worker = Worker(ears.hear)
    idle, waiting, real = long_job(), PaceJob(SPEC), ThumbnailJob(picture(8), 8)
    worker.submit(idle, idle=True)
    ears.wait_for(TileDone, idle.id)
    worker.submit(waiting, idle=True)
    worker.submit(real)
    ears.wait_for(Stopped, waiting.id)
    worker.close()
    assert ears.endings(idle.id) == [Stopped]
    assert ears.endings(real.id) == [Finished]
    assert not any(isinstance(e, Started) and e.job_id == waiting.id for e in ears.events)


def test_an_idle_job_waits_for_all_others_and_disturbs_none() -> None:
    ears = Ears()
    worker = Worker(ears.hear)
    first, idle, later = long_job(), ThumbnailJob(picture(8), 8), ThumbnailJob(picture(8), 8)
    worker.submit(first)
    ears.wait_for(TileDone, first.id)
    worker.submit(later)
    worker.submit(idle, idle=True)
    worker.cancel(first.id)
    ears.wait_for(Finished, idle.id)
    worker.close()
    order = [e.job_id for e in ears.events if isinstance(e, ENDINGS)]
    assert order == [first.id, later.id, idle.id]


def test_what_networks_took_is_given_back_once_nothing_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[int] = []
    done: list[int] = []
    began, go_on, gave = threading.Event(), threading.Event(), threading.Event()

    def rest() -> None:
        given.append(len(done))
        gave.set()

    def run(job: UpscaleJob, _emit: object, _cancel: Cancel) -> None:
        began.set()
        go_on.wait()
        done.append(job.id)

    monkeypatch.setattr(threads, "rest", rest)
    worker = Worker(lambda event: None, "sr-kept", lambda: run)
    try:
        worker.submit(long_job())
        began.wait()
        worker.submit(long_job())
        go_on.set()
        assert gave.wait(10)
    finally:
        go_on.set()
        worker.close()
    assert given == [2, 2]  # the second as it ends
