"""How many workers a computer gets, and which device each sees."""

from __future__ import annotations

import os
import time

import pytest

from sr_desktop.jobs.cluster import LOCAL, local
from sr_desktop.jobs.cluster.client import Cluster, connected
from sr_desktop.jobs.cluster.local import Seat, seats_for
from sr_desktop.jobs.cluster.work import _engine
from sr_desktop.jobs.engine import Engine

MUCH = 1 << 40


@pytest.mark.parametrize(
    ("cores", "threads", "count"),
    [(1, None, 1), (2, None, 2), (4, None, 2), (8, None, 2), (16, None, 4), (2, 1, 2), (2, 2, 1)],
)
def test_without_a_gpu_the_cores_are_shared_out(
    cores: int, threads: int | None, count: int
) -> None:
    assert len(seats_for(Engine(threads=threads), [], cores, MUCH)) == count


def test_a_computer_of_little_memory_has_few() -> None:
    assert len(seats_for(Engine(threads=1), [], 64, 4 << 30)) == 4
    assert len(seats_for(Engine(threads=1), [], 64, 1 << 29)) == 1


def test_each_gpu_has_a_worker_that_sees_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    gpus = ["cuda:0", "cuda:1"]
    shown = [Seat({"CUDA_VISIBLE_DEVICES": "0"}), Seat({"CUDA_VISIBLE_DEVICES": "1"})]
    assert seats_for(Engine(), gpus, 16, MUCH) == shown
    assert seats_for(Engine("cuda"), gpus, 16, MUCH) == shown


def test_a_worker_s_process_sees_its_own_gpu_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real workers, and two GPUs as far as the plan goes."""
    pytest.importorskip(
        "distributed", reason="needs the extra [cluster], which make setup installs"
    )
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,GPU-8932f937")
    monkeypatch.setattr(local, "_gpus", lambda engine: ["cuda:0", "cuda:1"])
    with connected(LOCAL, Engine()) as cluster:
        _await(cluster, 2)
        seen = cluster.ask(os.getenv, "CUDA_VISIBLE_DEVICES")
        processes = cluster.ask(os.getpid)
    assert sorted(seen.values()) == ["3", "GPU-8932f937"]
    assert len(set(processes.values())) == 2


def _await(cluster: Cluster, count: int) -> None:
    end = time.monotonic() + 60
    while len(cluster.workers()) < count:
        assert time.monotonic() < end, cluster.workers()
        time.sleep(0.1)


def test_of_gpus_that_are_listed_those_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "5,7")
    seats = seats_for(Engine(), ["cuda:0", "cuda:1"], 16, MUCH)
    assert [seat.environment["CUDA_VISIBLE_DEVICES"] for seat in seats] == ["5", "7"]


def test_a_device_that_is_named_has_one_worker() -> None:
    assert seats_for(Engine("cuda:1"), ["cuda:0", "cuda:1"], 16, MUCH) == [Seat()]


def test_with_the_cpu_asked_for_gpus_stay_idle() -> None:
    assert seats_for(Engine("cpu", threads=4), ["cuda:0"], 8, MUCH) == [Seat(), Seat()]


def test_workers_of_one_machine_share_its_cores_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    from sr_desktop.jobs.cluster import work

    monkeypatch.setattr(work, "cores", lambda: 16)
    alone, shared = (_engine(Engine("cpu"), siblings, None) for siblings in (1, 4))
    assert (alone.threads, shared.threads) == (16, 4)
    assert alone.memory_bytes is not None
    assert shared.memory_bytes is not None
    assert shared.memory_bytes < alone.memory_bytes / 2


def test_what_is_asked_for_holds_on_a_worker() -> None:
    asked = Engine("cpu", threads=1, memory_bytes=1 << 30)
    assert _engine(asked, 4, 1 << 40) == asked
