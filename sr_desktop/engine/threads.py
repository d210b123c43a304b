"""The CPU's threads that compute: how many, and how they wait for each other.

libgomp, OpenMP's library of torch on Linux, lets a thread that waits for another spin for some
milliseconds before it sleeps. Alone on a computer that is quickest: to sleep and be woken takes
longer than many a layer. Where another program is on one of the cores it is dear: who waits for a
thread that waits for the core burns its own. With more threads about than cores, libgomp lets them
sleep at once (its manual, under GOMP_SPINCOUNT). So where our threads have to wait for cores, there
are more of them, which do nothing. What is computed, and by how many threads, stays the same.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import torch

from sr_desktop.engine import CAN_SEE_WAITING, heap

# What torch takes by itself, asked before anybody set another number.
AUTOMATIC_THREADS = torch.get_num_threads()

_THREADS = Path("/proc/self/task")
_LOOK_SECONDS = 0.15
# How many of our threads wait for a core, on average: from so many on spinning costs more than it
# gains, and where there are so few, they are alone again.
_MANY_WAIT = 0.45
_FEW_WAIT = 0.15
# torch gives a thread no less than that many numbers of a simple task.
_LEAST_SHARE = 2**15


def use_threads(count: int | None) -> int:
    """Let the calling thread compute with so many CPU threads, or with torch's own number.

    torch keeps this number per thread: call it in the thread that computes. Answers what holds.
    """
    wanted = AUTOMATIC_THREADS if count is None else max(1, count)
    if wanted != torch.get_num_threads():
        torch.set_num_threads(wanted)
    return torch.get_num_threads()


@contextmanager
def one_thread() -> Iterator[None]:
    """For small work: threads would mostly wait for each other, the more on a busy computer."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def best_seconds(work: Callable[[], object]) -> float:
    """CPU time that work takes of one thread: the best of six runs, unmoved by other programs."""
    times = []
    with one_thread():
        for _ in range(6):
            start = time.thread_time()
            work()
            times.append(time.thread_time() - start)
    return min(times)


def side_by_side(tasks: Sequence[Callable[[], object]]) -> None:
    """Do all tasks, each by one thread, as many at once as the calling thread computes with.

    All that have begun have ended when this ends. Raises what one of them raised; those that had
    not begun by then are left out.
    """
    if len(tasks) == 1 or torch.get_num_threads() == 1:
        with one_thread():
            for task in tasks:
                task()
        return
    doing = [_crew().submit(_do, task, torch.is_inference_mode_enabled()) for task in tasks]
    try:
        wait(doing, return_when=FIRST_EXCEPTION)
    finally:
        for each in doing:
            each.cancel()
        wait(doing)
    for each in doing:  # who failed comes before whom that left out
        each.result()


def _do(task: Callable[[], object], in_inference: bool) -> None:
    with torch.inference_mode(in_inference):  # which is of each thread
        task()


def _crew() -> ThreadPoolExecutor:
    """The calling thread's helpers, until it is to rest()."""
    wanted = torch.get_num_threads()
    count, crew = getattr(_of_this_thread, "crew", (0, None))
    if crew is None or count != wanted:
        _dismiss_crew()
        crew = _gathered(wanted)
        _of_this_thread.crew = (wanted, crew)
    return crew


def _gathered(count: int) -> ThreadPoolExecutor:
    crew = ThreadPoolExecutor(count, "sr-crew")
    meeting = threading.Barrier(count + 1)
    try:
        for _ in range(count):
            crew.submit(_join, meeting)
        meeting.wait()
    except BaseException:
        meeting.abort()
        crew.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        torch.set_num_threads(count)  # new threads of the program would take theirs up
    return crew


def _join(meeting: threading.Barrier) -> None:
    use_threads(1)
    meeting.wait()


def _dismiss_crew() -> None:
    if hasattr(_of_this_thread, "crew"):
        _, crew = _of_this_thread.crew
        del _of_this_thread.crew
        crew.shutdown()


def waited_seconds() -> dict[str, float]:
    """How long each thread of this process has waited for a core so far, as Linux counts it."""
    waited = {}
    for each in _THREADS.iterdir():
        with suppress(OSError):  # it has ended
            waited[each.name] = int((each / "schedstat").read_text().split()[1]) / 1e9
    return waited


def waiting(before: Mapping[str, float], now: Mapping[str, float], seconds: float) -> float:
    """How many threads waited for a core on average, of those that were there before, too."""
    return sum(now[each] - before[each] for each in now if each in before) / seconds


class Idlers:
    """Threads of OpenMP that do nothing until they are dismissed: so many that with those of the
    calling thread they are more than there are cores.
    """

    def __init__(self) -> None:
        usual = torch.get_num_threads()
        count = max(2, (os.cpu_count() or 1) - usual + 2)  # their host is one of them
        self._dismissed = threading.Event()
        ready = threading.Event()
        # They are those of a thread that has once computed with as many.
        self._host = threading.Thread(
            target=self._gather, args=(usual, count, ready), name="sr-idlers", daemon=True
        )
        self._host.start()
        ready.wait()

    def _gather(self, usual: int, count: int, ready: threading.Event) -> None:
        try:
            torch.set_num_threads(count)
            torch.ones(count * _LEAST_SHARE).neg_()
            torch.set_num_threads(usual)  # new threads of the program would take it up
        finally:
            ready.set()
        self._dismissed.wait()

    def dismiss(self) -> None:
        self._dismissed.set()
        self._host.join()


@dataclass(slots=True)
class Waiting:
    """How threads that compute wait for each other: they spin while idlers is None."""

    idlers: Idlers | None = None
    _looked_at: float = -_LOOK_SECONDS
    _waited: Mapping[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def adapt(self) -> None:
        """Let them spin or sleep, as goes best with what else there is to do. Call it often."""
        now = time.monotonic()
        seconds = now - self._looked_at
        if seconds < _LOOK_SECONDS or not self._lock.acquire(blocking=False):
            return
        try:
            before, self._waited, self._looked_at = self._waited, waited_seconds(), now
            count = waiting(before, self._waited, seconds)
            if self.idlers is None and count > _MANY_WAIT:
                self.idlers = Idlers()
            elif self.idlers is not None and count < _FEW_WAIT:
                self._dismiss()
        finally:
            self._lock.release()

    def end(self) -> None:
        """Nothing is computed for now."""
        with self._lock:
            self._dismiss()

    def _dismiss(self) -> None:
        if self.idlers is not None:
            self.idlers.dismiss()
            self.idlers = None


OF_THIS_PROCESS = Waiting()
_of_this_thread = threading.local()


def adapt() -> None:
    """Before the calling thread computes: let it wait as Waiting says. Where the system does not
    tell how long threads wait for cores, they sleep.
    """
    note_computing()
    if CAN_SEE_WAITING and torch.get_num_threads() > 1:
        OF_THIS_PROCESS.adapt()


def note_computing() -> None:
    """The calling thread computes, or has others do so for it: in the end it is to rest()."""
    _of_this_thread.has_computed = True


def rest() -> None:
    """The calling thread computes nothing for now: let other programs have what that took."""
    if getattr(_of_this_thread, "has_computed", False):
        _of_this_thread.has_computed = False
        OF_THIS_PROCESS.end()
        _dismiss_crew()
        heap.give_back()
