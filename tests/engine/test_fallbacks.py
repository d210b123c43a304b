"""A GPU may fail anywhere and in any way: the picture is the CPU's, and its owner is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from sr_desktop.cancel import Cancel
from sr_desktop.engine import device
from sr_desktop.engine.archs.inference import TrunkAndTail
from sr_desktop.engine.device import Compute
from sr_desktop.engine.model import LoadedModel, load_model
from sr_desktop.engine.upscale import Upscaled, upscale
from sr_desktop.weights import Library

from .networks import CPU, FLOAT32, faithful_model, noise, smooth, spoilt, tiny_model
from .standin import GPU, HALF_GPU, StandIn, wired

EXACT_GPU = StandIn(CPU, torch.float64, "Fake GPU, float64")
SPEC = Library().find("pan", 2)
TILE_PX = 32
TILES = 9
FIRST, MIDDLE, LAST = 1, 5, TILES
everywhere = pytest.mark.parametrize("place", [FIRST, MIDDLE, LAST])
either_way = pytest.mark.parametrize("ahead", [False, True], indirect=True)


@pytest.fixture(autouse=True)
def all_found_again() -> Iterator[None]:
    yield
    device._lost.clear()


@pytest.fixture
def ahead(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a tile is begun before the one before it has come back."""
    if request.param:
        wired(monkeypatch)
    return bool(request.param)


def run(model: LoadedModel, pixels: NDArray[Any]) -> Upscaled:
    return upscale(model, pixels, tile_px=TILE_PX, cancel=Cancel())


def no_memory() -> RuntimeError:
    return torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")


def failing_part(
    model: LoadedModel, part: str, is_failing: Callable[[int], bool], error: Callable[[], Exception]
) -> list[int]:
    """Let this part of the network raise in those of its runs; answers the runs as they come."""
    form = model.module
    assert isinstance(form, TrunkAndTail)
    whole = getattr(form, part)
    runs: list[int] = []

    def failing(*given: Any) -> Any:
        runs.append(len(runs) + 1)
        if is_failing(len(runs)):
            raise error()
        return whole(*given)

    setattr(form, part, failing)
    return runs


@either_way
@pytest.mark.parametrize("part", ["trunk", "tail"])
@everywhere
def test_a_tile_too_large_is_quartered_and_nothing_else_changes(
    place: int, part: str, ahead: bool
) -> None:
    pixels = noise(3 * TILE_PX, 3 * TILE_PX)
    expected = upscale(tiny_model("pan", 2), pixels, guard=False, cancel=Cancel()).pixels
    model = tiny_model("pan", 2, EXACT_GPU)
    runs = failing_part(model, part, lambda number: number == place, no_memory)
    done = upscale(model, pixels, tile_px=TILE_PX, guard=False, cancel=Cancel())
    np.testing.assert_array_equal(done.pixels, expected)
    assert done.notices == ()
    assert len(runs) > TILES


@either_way
@pytest.mark.parametrize("part", ["trunk", "tail"])
@everywhere
def test_a_gpu_that_has_no_more_memory_gives_way_to_the_cpu(
    place: int, part: str, ahead: bool
) -> None:
    spec_path = Library().ensure(SPEC)
    pixels = smooth(3 * TILE_PX, 3 * TILE_PX)
    expected = run(load_model(SPEC, spec_path, FLOAT32), pixels).pixels
    model = load_model(SPEC, spec_path, GPU)
    runs = failing_part(model, part, lambda number: number >= place, no_memory)
    done = run(model, pixels)
    differing = np.abs(done.pixels.astype(int) - expected)
    assert differing.max() <= 1, "no more than other tiles round"
    assert (differing > 0).mean() < 1e-3
    assert done.notices == ("Fake GPU, float32 ran out of memory; the CPU did the rest.",)
    assert len(runs) <= place + 4


@either_way
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            torch.AcceleratorError("CUDA error: unspecified launch failure\nFor debugging ..."),
            "CUDA error: unspecified launch failure",
        ),
        (
            RuntimeError("level_zero backend failed with error: 20 (UR_RESULT_ERROR_DEVICE_LOST)"),
            "level_zero backend failed with error: 20 (UR_RESULT_ERROR_DEVICE_LOST)",
        ),
        (NotImplementedError("'aten::x' is not implemented for MPS"), "'aten::x' is not"),
        (RuntimeError(), "RuntimeError"),
    ],
)
@everywhere
def test_a_gpu_whose_driver_gives_up_is_left_at_once(
    place: int, error: Exception, told: str, ahead: bool
) -> None:
    pixels = smooth(3 * TILE_PX, 3 * TILE_PX)

    def give_up(runs: int, _batch: Tensor, answer: Tensor) -> Tensor:
        if runs >= place:
            raise error
        return answer

    model = spoilt(faithful_model(2, GPU), give_up)
    done = run(model, pixels)
    np.testing.assert_array_equal(done.pixels, run(faithful_model(2), pixels).pixels)
    (notice,) = done.notices
    assert notice.startswith(f"Fake GPU, float32 failed, and the CPU did the rest: {told}")
    assert "\n" not in notice
    assert model.module.runs <= place + ahead


@either_way
@pytest.mark.parametrize("wrong", [torch.nan, torch.inf])
@everywhere
def test_half_precision_that_gives_no_numbers_gives_way_to_float32_on_the_same_gpu(
    place: int, wrong: float, ahead: bool
) -> None:
    pixels = smooth(3 * TILE_PX, 3 * TILE_PX)

    def spoil(runs: int, _batch: Tensor, answer: Tensor) -> Tensor:
        return torch.full_like(answer, wrong) if runs == place else answer

    half = spoilt(faithful_model(2, HALF_GPU), spoil)
    finer = spoilt(faithful_model(2, HALF_GPU.in_float32()), lambda *given: given[2])
    half._others[HALF_GPU.in_float32()] = finer
    done = run(half, pixels)
    np.testing.assert_array_equal(done.pixels, run(faithful_model(2), pixels).pixels)
    assert done.notices == ("float16 is too coarse for Tiny on this picture; float32 took over.",)
    assert finer.module.runs == TILES + 1 - place


@pytest.mark.parametrize(
    ("error", "told"),
    [(no_memory(), "ran out of memory"), (RuntimeError("CUDA error: x"), "failed, and the CPU")],
)
def test_float32_may_fail_where_half_precision_gave_no_numbers(error: Exception, told: str) -> None:
    pixels = smooth(3 * TILE_PX, 3 * TILE_PX)

    def fail(_runs: int, _batch: Tensor, _answer: Tensor) -> Tensor:
        raise error

    half = spoilt(faithful_model(2, HALF_GPU), lambda _runs, _batch, answer: answer * torch.nan)
    half._others[HALF_GPU.in_float32()] = spoilt(faithful_model(2, HALF_GPU.in_float32()), fail)
    done = run(half, pixels)
    np.testing.assert_array_equal(done.pixels, run(faithful_model(2), pixels).pixels)
    (notice,) = done.notices
    assert told in notice


def test_a_driver_that_cannot_tell_its_free_memory_is_not_asked_for_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free_bytes = device.free_bytes

    def of_a_gpu_that_slept(compute: Compute) -> int:
        if compute.is_cpu:
            return free_bytes(compute)
        raise torch.AcceleratorError("CUDA error: unknown error")

    monkeypatch.setattr(device, "free_bytes", of_a_gpu_that_slept)
    model = spoilt(faithful_model(2, GPU), lambda *given: given[2])
    pixels = smooth(50, 40)
    done = upscale(model, pixels, cancel=Cancel())
    np.testing.assert_array_equal(done.pixels, pixels.repeat(2, 0).repeat(2, 1))
    assert "CUDA error: unknown error" in done.notices[0]
    assert model.module.runs == 0
    upscale(model, pixels, tile_px=64, cancel=Cancel())
    assert model.module.runs == 1, "where the side of the tiles is given, it is not asked at all"


def test_a_network_that_a_gpu_cannot_take_is_loaded_on_the_cpu() -> None:
    """torch is not built for Vulkan."""
    absent = Compute(torch.device("vulkan"), torch.float32, "Fake GPU, float32", 2**30)
    path = Library().ensure(SPEC)
    model = load_model(SPEC, path, absent)
    assert model.compute == device.cpu_in_float32(2**30)
    pixels = smooth(40, 40)
    done = run(model, pixels)
    np.testing.assert_array_equal(done.pixels, run(load_model(SPEC, path, FLOAT32), pixels).pixels)
    (notice,) = done.notices
    assert notice.startswith("Fake GPU, float32 failed, and the CPU did the rest: ")


def test_what_fails_on_the_cpu_too_is_told_as_it_is() -> None:
    """A defect of ours, say."""

    def fail(_runs: int, _batch: Tensor, _answer: Tensor) -> Tensor:
        raise RuntimeError("shapes differ")

    model = spoilt(faithful_model(2, GPU), fail)
    model._others[device.cpu_in_float32()] = spoilt(faithful_model(2), fail)
    with pytest.raises(RuntimeError, match="shapes differ"):
        run(model, smooth(20, 20))


def test_a_device_that_answers_nothing_any_more_is_chosen_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The meta device has no numbers to answer with."""
    gone = torch.device("meta")
    monkeypatch.setattr(device, "_devices", lambda: [gone, CPU])
    monkeypatch.setattr(device, "PREFERENCE", ("meta", "cpu"))
    chosen = device.choose("auto", "fp32", 2**30)
    assert chosen.device == gone
    device.give_up(chosen, RuntimeError("CUDA error: unspecified launch failure"))
    for word in ("auto", "meta"):
        for precision in ("auto", "fp16"):
            assert device.choose(word, precision, 2**30) == device.cpu_in_float32(2**30)


def test_a_device_that_failed_once_and_answers_is_chosen_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(device, "_devices", lambda: [CPU])
    device.give_up(GPU, RuntimeError("'aten::x' is not implemented"))
    device.give_up(GPU, no_memory())
    assert device._lost == set()
