"""Threads that wait for each other spin, or sleep where others want the cores."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import torch

from sr_desktop import engine
from sr_desktop.engine import CAN_SEE_WAITING, heap, threads
from sr_desktop.engine.archs.blocks import conv
from sr_desktop.engine.threads import Idlers

_PATIENCE_SECONDS = 60
needs_linux = pytest.mark.skipif(
    not CAN_SEE_WAITING, reason="this system does not tell how long threads wait for a core"
)


@pytest.fixture(autouse=True)
def threads_restored() -> Iterator[int]:
    before = torch.get_num_threads()
    yield before
    threads.use_threads(before)


def test_threads_are_set_for_the_thread_that_asks(threads_restored: int) -> None:
    said: list[int] = []

    def work() -> None:
        said.extend([threads.use_threads(1), threads.use_threads(None), threads.use_threads(0)])
        said.append(threads.use_threads(1))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert said == [1, threads.AUTOMATIC_THREADS, 1, 1]
    assert torch.get_num_threads() == threads_restored


def helpers() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name.startswith("sr-crew")]


def test_tasks_go_side_by_side_each_by_one_thread() -> None:
    threads.use_threads(3)
    meeting = threading.Barrier(3)
    seen: list[tuple[int, bool]] = []

    def task() -> None:
        meeting.wait(_PATIENCE_SECONDS)
        seen.append((torch.get_num_threads(), torch.is_inference_mode_enabled()))

    with torch.inference_mode():
        threads.side_by_side([task] * 6)
    assert seen == [(1, True)] * 6
    threads.side_by_side([task] * 3)
    assert seen[6:] == [(1, False)] * 3
    assert torch.get_num_threads() == 3
    assert len(helpers()) == 3
    others: list[int] = []
    other = threading.Thread(target=lambda: others.append(torch.get_num_threads()))
    other.start()
    other.join()
    assert others == [3]


def test_one_thread_does_its_tasks_itself() -> None:
    threads.use_threads(1)
    seen: list[str] = []
    threads.side_by_side([lambda: seen.append(threading.current_thread().name)] * 2)
    assert seen == [threading.current_thread().name] * 2


def test_an_error_of_one_task_is_raised_when_all_have_ended() -> None:
    threads.use_threads(2)
    begun, done = threading.Event(), threading.Event()

    def fail() -> None:
        begun.wait(_PATIENCE_SECONDS)
        raise RuntimeError("no memory")

    def work() -> None:
        begun.set()
        time.sleep(0.2)
        done.set()

    with pytest.raises(RuntimeError, match="no memory"):
        threads.side_by_side([fail, work])
    assert done.is_set()


def test_what_had_not_begun_when_a_task_failed_is_left_out() -> None:
    threads.use_threads(2)
    begun = threading.Event()
    done: list[int] = []

    def task(number: int) -> None:
        if number == 0:
            begun.wait(_PATIENCE_SECONDS)
            raise MemoryError
        begun.set()
        time.sleep(0.2)
        done.append(number)

    with pytest.raises(MemoryError):
        threads.side_by_side([lambda number=number: task(number) for number in range(20)])
    assert 0 < len(done) < 10


def test_helpers_that_do_not_all_come_leave_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads.use_threads(3)
    starts: list[threading.Thread] = []
    start = threading.Thread.start

    def refuse_the_second(thread: threading.Thread) -> None:
        starts.append(thread)
        if len(starts) == 2:
            raise RuntimeError("can't start new thread")
        start(thread)

    with monkeypatch.context() as refusing:
        refusing.setattr(threading.Thread, "start", refuse_the_second)
        with pytest.raises(RuntimeError, match="can't start"):
            threads.side_by_side([lambda: None] * 3)
    assert torch.get_num_threads() == 3
    seen: list[str] = []
    threads.side_by_side([lambda: seen.append("done")] * 3)
    assert seen == ["done"] * 3


def test_helpers_are_as_many_as_threads_and_go_with_the_rest() -> None:
    tasks: list[Callable[[], object]] = [lambda: time.sleep(0.01)] * 9
    for count in (3, 2):
        threads.use_threads(count)
        threads.note_computing()
        threads.side_by_side(tasks)
        assert len(helpers()) == count
    threads.rest()
    assert not helpers()


def test_waiting_is_counted_of_threads_that_were_there_before() -> None:
    before = {"1": 5.0, "2": 7.0, "ended": 90.0}
    now = {"1": 6.0, "2": 7.5, "new": 40.0}
    assert threads.waiting(before, now, 2.0) == 0.75


@pytest.mark.parametrize(
    ("told", "sees"), [("5120 31 7\n", True), ("0 0 0\n", False), ("", False), (None, False)]
)
def test_a_system_that_does_not_count_is_known(
    tmp_path: Path, told: str | None, sees: bool
) -> None:
    place = tmp_path / "schedstat"
    if told is not None:
        place.write_text(told)
    assert engine._sees_waiting(place) == sees


@needs_linux
def test_the_system_counts_the_time_that_threads_wait() -> None:
    before, began = threads.waited_seconds(), time.monotonic()
    with other_programs(2 * (os.cpu_count() or 1)):
        work(1.0)
    seconds = time.monotonic() - began
    count = threads.waiting(before, threads.waited_seconds(), seconds)
    assert 0.1 < count < psutil.Process().num_threads()


@needs_linux
def test_threads_sleep_beside_other_programs_and_spin_again_after_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """How long threads wait is real at first; that they are alone again is said, for tests run
    beside each other.
    """
    threads.use_threads(2)
    with other_programs(2 * (os.cpu_count() or 1)):
        assert soon(lambda: threads.OF_THIS_PROCESS.idlers is not None)
        assert torch.get_num_threads() == 2
    monkeypatch.setattr(threads, "waited_seconds", dict)
    assert soon(lambda: threads.OF_THIS_PROCESS.idlers is None)


@pytest.mark.parametrize("computes", [True, False])
def test_who_has_computed_gives_back_what_that_took(
    monkeypatch: pytest.MonkeyPatch, computes: bool
) -> None:
    given: list[bool] = []
    monkeypatch.setattr(heap, "give_back", lambda: given.append(True))
    monkeypatch.setattr(threads.OF_THIS_PROCESS, "idlers", Idlers())

    def run() -> None:
        if computes:
            threads.adapt()
        threads.rest()
        threads.rest()

    in_a_thread(run)
    assert len(given) == computes
    assert (threads.OF_THIS_PROCESS.idlers is None) == computes


@needs_linux
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="on one core libgomp never lets two spin")
def test_beside_idlers_threads_sleep_while_they_wait() -> None:
    """Who spins takes time of a core; how much there is of it depends on other programs."""
    threads.use_threads(2)
    spinning = seconds_of_waiting()
    idlers = Idlers()
    try:
        sleeping = seconds_of_waiting()
    finally:
        idlers.dismiss()
    assert sleeping < spinning / 2
    assert seconds_of_waiting() > 2 * sleeping


def test_idlers_change_nothing_else() -> None:
    usual, before = torch.get_num_threads(), thread_ids()
    idlers = Idlers()
    try:
        told: list[int] = []
        in_a_thread(lambda: told.append(torch.get_num_threads()))
        assert thread_ids() - before
    finally:
        idlers.dismiss()
    assert told == [torch.get_num_threads()] == [usual]
    assert soon(lambda: thread_ids() <= before)


def thread_ids() -> set[int]:
    """As the system knows them: those of an earlier test may be at their last line."""
    return {each.id for each in psutil.Process().threads()}


def test_one_thread_never_waits_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "waited_seconds", lambda: pytest.fail("looked"))
    threads.use_threads(1)
    threads.adapt()


@pytest.mark.parametrize("package", ["engine", "train"])
def test_threads_that_wait_for_each_other(package: str) -> None:
    """They are told to sleep only where the system does not tell when to stay awake is dear."""
    expected = "unset" if CAN_SEE_WAITING else "passive"
    assert policy_after(package, None) == ["False", expected]
    assert policy_after(package, "active") == ["False", "active"]


def policy_after(package: str, given: str | None) -> list[str]:
    """Whether torch is loaded after the package was imported, and what torch will be told."""
    code = f"import os, sys, sr_desktop.{package}; "
    code += "print('torch' in sys.modules, os.environ.get('OMP_WAIT_POLICY', 'unset'))"
    environment = {key: value for key, value in os.environ.items() if key != "OMP_WAIT_POLICY"}
    if given:
        environment["OMP_WAIT_POLICY"] = given
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


@contextmanager
def other_programs(count: int) -> Iterator[None]:
    """So many that want a core each."""
    command = [sys.executable, "-c", "print('at work', flush=True)\nwhile True: pass"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    try:
        for each in running:
            assert each.stdout is not None
            each.stdout.readline()
        yield
    finally:
        for each in running:
            each.kill()
            each.wait()
            assert each.stdout is not None
            each.stdout.close()


def soon(is_so: Callable[[], bool]) -> bool:
    """Whether it is so before long, while two threads compute."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not is_so() and time.monotonic() < end:
        work(0.2)
        threads.adapt()
    return is_so()


def in_a_thread(run: Callable[[], object]) -> None:
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def seconds_of_waiting() -> float:
    """CPU time of a hundred small tasks for two threads, with a pause after each."""
    numbers = torch.ones(2 * 2**15)
    began = time.process_time()
    for _ in range(100):
        numbers.neg_()
        time.sleep(0.003)
    return time.process_time() - began


@torch.inference_mode()
def work(seconds: float) -> None:
    layer, features = conv(32, 32, 3), torch.rand(1, 32, 100, 100)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        layer(features)
