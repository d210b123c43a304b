"""What an Engine asks for is what a session computes with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sr_desktop.cancel import Cancel
from sr_desktop.catalogue import ModelSpec
from sr_desktop.engine import device
from sr_desktop.engine.archs import Network
from sr_desktop.engine.device import Compute
from sr_desktop.engine.model import LoadedModel
from sr_desktop.imaging import store
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import batch
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.settings import settings_of
from sr_desktop.jobs.types import (
    BatchJob,
    DevicesFound,
    DevicesJob,
    Event,
    Finished,
    ModelReady,
    UpscaleJob,
    WarmUpJob,
)
from sr_desktop.weights import Library
from tests.engine.standin import GPU

SPEC = Library().find("pan", 2)
FLAT = Picture(np.full((40, 40, 3), 99, np.uint8))


@pytest.fixture(autouse=True)
def threads_restored() -> object:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def labels(session: Session, *engines: Engine) -> list[str]:
    events: list[Event] = []
    for engine in engines:
        session.run(WarmUpJob(SPEC, engine), events.append, Cancel())
    return [event.compute for event in events if isinstance(event, ModelReady)]


def test_threads_and_precision_take_effect_from_one_job_to_the_next() -> None:
    exact = Engine("cpu", "fp32")
    one = replace(exact, threads=1)
    usual, alone, again = labels(Session(), exact, one, exact)
    assert alone == "CPU, 1 thread, float32"
    assert usual == again
    assert torch.get_num_threads() >= 1


def test_float32_is_multiplied_as_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)  # torch's own choice
    labels(Session(), Engine("cpu", "fp32"))
    assert not torch.backends.cudnn.allow_tf32


@pytest.fixture
def lost_gpu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The meta device for a GPU: it takes networks and pictures, and answers nothing."""
    names = {"meta": "Fake GPU", "cpu": "CPU"}
    monkeypatch.setattr(device, "_devices", lambda: [torch.device(name) for name in names])
    monkeypatch.setattr(device, "_name", lambda each: names[each.type])
    yield
    device._lost.clear()


def test_after_a_gpu_is_lost_the_cpu_does_this_picture_and_the_next(lost_gpu: None) -> None:
    events: list[Event] = []
    session = Session()
    pixels = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    for device_word in ("auto", "auto", "cpu"):
        job = UpscaleJob(Picture(pixels), SPEC, engine=Engine(device_word, "fp32"))
        session.run(job, events.append, Cancel())
    told = [event.compute for event in events if isinstance(event, ModelReady)]
    assert told == ["Fake GPU, float32", "CPU, float32", "CPU, float32"]
    first, second, plain = (event.result for event in events if isinstance(event, Finished))
    assert first.notices[0].startswith("Fake GPU, float32 failed, and the CPU did the rest: ")
    assert second.notices == plain.notices == ()
    for result in (first, second):
        np.testing.assert_array_equal(result.picture.pixels, plain.picture.pixels)


def test_a_gpu_without_room_for_the_network_is_tried_again_with_the_next_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build = LoadedModel.build
    tried: list[Compute] = []

    def without_room_at_first(spec: ModelSpec, network: Network, compute: Compute) -> LoadedModel:
        tried.append(compute)
        if tried == [GPU]:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return build(spec, network, compute)

    monkeypatch.setattr(device, "choose", lambda *asked: GPU)
    monkeypatch.setattr(LoadedModel, "build", without_room_at_first)
    events: list[Event] = []
    session = Session()
    for _ in range(3):
        session.run(UpscaleJob(FLAT, SPEC), events.append, Cancel())
    results = [event.result for event in events if isinstance(event, Finished)]
    ran_out = "Fake GPU, float32 ran out of memory; the CPU did the rest."
    assert [result.notices for result in results] == [(ran_out,), (), ()]
    assert tried == [GPU, device.cpu_in_float32(), GPU]
    for result in results:
        np.testing.assert_array_equal(result.picture.pixels, results[0].picture.pixels)


def test_the_network_is_kept_while_nothing_changes_and_loaded_anew_when_it_does() -> None:
    session = Session()
    exact = Engine("cpu", "fp32")
    first = session.load(SPEC, exact)
    assert session.load(SPEC, replace(exact, tile_px=64, self_ensemble=True)) is first
    assert session.load(SPEC, replace(exact, memory_bytes=1 << 30)) is not first
    assert session.load(SPEC, exact) is not first


def test_the_devices_are_told_with_the_threads_of_the_automatic_choice() -> None:
    events: list[Event] = []
    Session().run(DevicesJob(), events.append, Cancel())
    found = next(event for event in events if isinstance(event, DevicesFound))
    assert found.devices[-1].id == "cpu"
    assert all(device.name and device.best in device.precisions for device in found.devices)
    assert found.threads >= 1


def test_a_result_of_more_than_a_quarter_of_the_limit_goes_to_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Engine().held_bytes(100) == 100
    assert Engine(memory_bytes=80).held_bytes(100) == 20
    assert Engine(memory_bytes=8000).held_bytes(100) == 100
    asked: list[int] = []
    real = store.empty

    def noted(shape: tuple[int, ...], dtype: object, small_bytes: int = 0) -> object:
        asked.append(small_bytes)
        return real(shape, dtype, small_bytes)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "empty", noted)
    result(Engine("cpu", "fp32", memory_bytes=64 << 20))
    assert 16 << 20 in asked


def result(engine: Engine) -> np.ndarray:
    events: list[Event] = []
    Session().run(UpscaleJob(FLAT, SPEC, engine=engine), events.append, Cancel())
    ending = events[-1]
    assert isinstance(ending, Finished), ending
    assert ending.result.picture is not None
    return ending.result.picture.pixels


def test_a_batch_reads_ahead_within_the_smallest_limit(tmp_path: Path) -> None:
    jobs = [
        UpscaleJob(FLAT, SPEC, tmp_path / f"{n}.png", engine=Engine(memory_bytes=limit))
        for n, limit in enumerate((1 << 30, 1 << 26, None))
    ]
    assert batch._room_bytes(BatchJob(tuple(jobs))) == 1 << 24
    assert batch._room_bytes(BatchJob(())) == batch.ROOM_BYTES


def test_what_does_not_change_the_result_is_not_told_in_it() -> None:
    plain = UpscaleJob(FLAT, SPEC)
    bound = replace(plain, engine=Engine(memory_bytes=1 << 30, threads=1))
    assert settings_of(plain) == settings_of(bound)


LOADED_AHEAD = """
import gc, sys, threading
from sr_desktop.jobs.computing import load_torch_ahead
assert "torch" not in sys.modules
load_torch_ahead()
loading = [each for each in threading.enumerate() if each.name == "sr-torch"]
assert len(loading) == 1
loading[0].join()
assert "torch" in sys.modules and gc.isenabled()
load_torch_ahead()
assert all(each.name != "sr-torch" for each in threading.enumerate())
"""


def test_torch_loads_in_a_thread_while_other_things_are_done() -> None:
    subprocess.run([sys.executable, "-c", LOADED_AHEAD], check=True, timeout=60)
