"""What a GPU gives back while it works on is what it would give back one by one."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.engine import device, transfer
from sr_desktop.engine.device import Compute
from sr_desktop.engine.tiling import Box, plan_tiles
from sr_desktop.engine.upscale import Upscaling, upscale

from .networks import FLOAT32, faithful_model, noise, smooth, spoilt
from .standin import GPU, HALF_GPU, wired


def lost(_number: int) -> None:
    raise RuntimeError("CUDA error: unspecified launch failure")


@pytest.mark.parametrize(("kind", "count"), [("cuda", 1), ("xpu", 1), ("mps", 0), ("cpu", 0)])
def test_a_tile_is_begun_ahead_where_copies_run_beside_the_work(kind: str, count: int) -> None:
    compute = Compute(torch.device(kind), torch.float32, kind)
    assert transfer.tiles_ahead(compute) == count


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_what_is_sent_is_a_copy_of_the_same_levels(dtype: type) -> None:
    pixels = noise(9, 7, 3, dtype)
    pixels.setflags(write=False)
    sent = transfer.to_device(pixels[2:, 1:], FLOAT32)
    sent.add_(1)
    expected = torch.uint8 if dtype is np.uint8 else torch.float32
    assert sent.dtype is expected
    np.testing.assert_array_equal(pixels[2:, 1:] + dtype(1), (sent.numpy()).astype(dtype))


def test_the_cpu_copies_nothing_back() -> None:
    tensor = torch.rand(3)
    (back,) = transfer.from_device([tensor], FLOAT32).wait()
    assert back.data_ptr() == tensor.data_ptr()


def test_the_next_tile_is_under_way_while_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = wired(monkeypatch)
    pixels = smooth(90, 60)
    model = faithful_model(2, GPU)
    run = Upscaling(model, pixels, tile_px=30, cancel=Cancel())
    boxes = []
    for box, enlarged in run.tiles():
        boxes.append(box)
        wire.log.append(("taken", len(boxes)))
        expected = pixels[box.slices].repeat(2, 0).repeat(2, 1)
        np.testing.assert_array_equal(enlarged, expected)
    assert boxes == plan_tiles(90, 60, 30)
    expected_log = [("sent", 1)]
    for number in range(1, 7):
        ahead = [("sent", number + 1)] if number < 6 else []
        expected_log += [*ahead, ("waited", number), ("taken", number)]
    assert wire.log == expected_log


@settings(deadline=None, max_examples=40)
@given(
    size=st.tuples(st.integers(40, 75), st.integers(40, 75)),
    fails=st.sets(st.integers(1, 14), max_size=3),
    late_fails=st.sets(st.integers(1, 14), max_size=3),
    focus=st.none() | st.tuples(st.integers(0, 39), st.integers(0, 39)),
)
def test_memory_that_runs_out_at_once_or_late_changes_nothing(
    size: tuple[int, int],
    fails: set[int],
    late_fails: set[int],
    focus: tuple[int, int] | None,
) -> None:
    pixels = noise(*size)
    done_px = [0]

    def fail_at_once(runs: int, _batch: Any, answer: Any) -> Any:
        if runs in fails:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return answer

    def fail_late(number: int) -> None:
        if number in late_fails:
            raise RuntimeError("level_zero backend: 39 (UR_RESULT_ERROR_OUT_OF_DEVICE_MEMORY)")

    def on_progress(done: int, _total: int) -> None:
        assert done > done_px[-1]
        done_px.append(done)

    with pytest.MonkeyPatch.context() as patch:
        wire = wired(patch, fail_late)
        model = spoilt(faithful_model(2, GPU), fail_at_once)
        done = upscale(
            model, pixels, tile_px=38, focus=focus, on_progress=on_progress, cancel=Cancel()
        )
    np.testing.assert_array_equal(done.pixels, pixels.repeat(2, 0).repeat(2, 1))
    assert done_px[-1] == size[0] * size[1]
    assert all("ran out of memory" in notice for notice in done.notices)
    assert max(wire.under_way) <= 2
    assert wire.under_way[-1] == 0


@pytest.mark.parametrize("failing", range(1, 10))
def test_strips_come_from_the_top_down_wherever_memory_runs_out(
    failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = noise(96, 96)

    def fail_late(number: int) -> None:
        if number == failing:
            raise torch.OutOfMemoryError("CUDA out of memory.")

    wired(monkeypatch, fail_late)
    run = Upscaling(faithful_model(2, GPU), pixels, tile_px=32, cancel=Cancel())
    told: list[Box] = []
    strips = [rows.copy() for rows in run.strips(told.append)]
    np.testing.assert_array_equal(np.concatenate(strips), pixels.repeat(2, 0).repeat(2, 1))
    corners = [(box.top // 32, box.left // 32) for box in told]
    assert corners == sorted(corners)
    assert run.notices() == ()


def test_a_failure_holds_no_memory_of_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """While smaller tiles are tried, what the large one had begun with is gone."""
    wired(monkeypatch)
    features: list[weakref.ref[torch.Tensor]] = []
    held: list[int] = []

    def fail_once(runs: int, batch: torch.Tensor, answer: torch.Tensor) -> torch.Tensor:
        features.extend([weakref.ref(batch), weakref.ref(answer)])
        if runs == 1:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return answer

    def count_held(_compute: Compute) -> None:
        held.append(sum(each() is not None for each in features[:2]))

    monkeypatch.setattr(device, "empty_cache", count_held)
    upscale(spoilt(faithful_model(2, GPU), fail_once), smooth(60, 60), cancel=Cancel())
    assert held == [0]


def test_stopping_leaves_nothing_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = wired(monkeypatch)
    cancel = Cancel()
    tiles = Upscaling(faithful_model(2, GPU), smooth(90, 60), tile_px=30, cancel=cancel).tiles()
    next(tiles)
    next(tiles)
    cancel.set()
    with pytest.raises(Cancelled):
        next(tiles)
    assert wire.log[-1] == ("waited", 3)
    assert wire.under_way[-1] == 0


def test_who_takes_no_more_leaves_nothing_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = wired(monkeypatch)
    tiles = Upscaling(faithful_model(2, GPU), smooth(90, 60), tile_px=30, cancel=Cancel()).tiles()
    next(tiles)
    tiles.close()  # type: ignore[attr-defined]
    assert wire.log == [("sent", 1), ("sent", 2), ("waited", 1), ("waited", 2)]


def test_float32_does_again_what_was_begun_in_half_precision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wire = wired(monkeypatch)
    pixels = smooth(60, 60)
    seen = []

    def nan_in_the_second(runs: int, _batch: torch.Tensor, answer: torch.Tensor) -> torch.Tensor:
        seen.append(runs)
        return answer * torch.nan if runs == 2 else answer

    model = spoilt(faithful_model(2, HALF_GPU), nan_in_the_second)
    done = upscale(model, pixels, tile_px=20, cancel=Cancel())
    np.testing.assert_array_equal(done.pixels, pixels.repeat(2, 0).repeat(2, 1))
    assert seen == [1, 2, 3], "the third was under way"
    assert len(done.notices) == 1
    assert "float16 is too coarse" in done.notices[0]
    assert wire.sent == 3 + 1 + 7  # the second again, then the third to the ninth


def test_a_device_that_is_lost_between_two_tiles_is_told_when_they_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lost_from_the_third(number: int) -> None:
        if number >= 3:
            lost(number)

    wire = wired(monkeypatch, lost_from_the_third)
    pixels = smooth(90, 60)
    done = upscale(faithful_model(2, GPU), pixels, tile_px=30, cancel=Cancel())
    np.testing.assert_array_equal(done.pixels, pixels.repeat(2, 0).repeat(2, 1))
    assert done.notices == (
        "Fake GPU, float32 failed, and the CPU did the rest: "
        "CUDA error: unspecified launch failure",
    )
    assert wire.log[-2:] == [("waited", 3), ("waited", 4)]


def test_memory_that_a_lost_device_was_to_fill_is_never_freed() -> None:
    """Giving it back would end the process; this cannot be seen without such a device."""

    class Lost:
        def synchronize(self) -> None:
            lost(1)

    tensor = torch.zeros(5)
    kept = weakref.ref(tensor)
    arriving = transfer.Arriving([tensor], Lost())  # type: ignore[arg-type]
    arriving.settle()
    with pytest.raises(RuntimeError, match="launch failure"):
        arriving.wait()
    del tensor, arriving
    gc.collect()
    assert kept() is not None
