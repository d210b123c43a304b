"""The same picture whatever the tiles, the memory, the precision; and a picture in any case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.catalogue import ModelSpec
from sr_desktop.engine import heap
from sr_desktop.engine import upscale as upscale_module
from sr_desktop.engine.archs import ARCHS
from sr_desktop.engine.archs.blocks import as_kind
from sr_desktop.engine.device import Compute
from sr_desktop.engine.model import LoadedModel, load_model, spec_of_file
from sr_desktop.engine.tiling import Box
from sr_desktop.engine.upscale import (
    MOST_TILE_PX,
    Upscaled,
    Upscaling,
    plan,
    upscale,
)
from sr_desktop.errors import OutOfMemory
from sr_desktop.imaging import store
from sr_desktop.imaging.metrics import psnr_y
from sr_desktop.imaging.resize import bicubic
from sr_desktop.weights import Library

from .networks import (
    CPU,
    FLOAT32,
    SCALES,
    SHIPPED,
    faithful_model,
    noise,
    smooth,
    spoilt,
    tiny_model,
)

BFLOAT16 = Compute(CPU, torch.bfloat16, "CPU, bfloat16")
FLOAT16 = Compute(CPU, torch.float16, "CPU, float16")
PUBLISHED_SET5 = {2: 38.00, 3: 34.40, 4: 32.13}
unhurried = settings(deadline=None, max_examples=25)
sizes = st.integers(1, 45)


def run(model: LoadedModel, pixels: NDArray[Any], **options: Any) -> Upscaled:
    return upscale(model, pixels, cancel=Cancel(), **options)


def out_of_memory() -> RuntimeError:
    return RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")


def plainly(model: LoadedModel, pixels: NDArray[Any]) -> NDArray[Any]:
    """The plain network on the whole picture, rounded by numpy."""
    most = np.iinfo(pixels.dtype).max
    rgb = np.repeat(pixels, 3 // pixels.shape[2], 2).astype(np.float64) / most
    batch = torch.from_numpy(rgb).permute(2, 0, 1)[None]
    answer = model.network.double()(batch * model.spec.input_range) / model.spec.input_range
    enlarged = answer[0].permute(1, 2, 0).numpy()
    if pixels.shape[2] == 1:
        enlarged = enlarged.mean(2, keepdims=True)
    return np.clip(np.round(enlarged * most), 0, most).astype(pixels.dtype)


@pytest.mark.parametrize("arch", ARCHS)
@unhurried
@given(
    scale=st.sampled_from(SCALES),
    size=st.tuples(sizes, sizes),
    tile_px=st.integers(3, 40),
    channels=st.sampled_from([1, 3]),
    dtype=st.sampled_from([np.uint8, np.uint16]),
    focus=st.none() | st.tuples(sizes, sizes),
)
def test_any_tiles_give_what_the_plain_network_gives_on_the_whole(
    arch: str,
    scale: int,
    size: tuple[int, int],
    tile_px: int,
    channels: int,
    dtype: type,
    focus: tuple[int, int] | None,
) -> None:
    model = tiny_model(arch, scale)
    pixels = noise(*size, channels, dtype)
    done = run(model, pixels, tile_px=tile_px, focus=focus, guard=False)
    expected = plainly(model, pixels)
    assert done.pixels.dtype == expected.dtype
    np.testing.assert_array_equal(done.pixels, expected)
    assert done.notices == ()
    assert done.tile_px == tile_px


@pytest.mark.parametrize("scale", SCALES)
def test_float32_tiles_differ_from_the_whole_by_rounding_at_most(scale: int) -> None:
    spec = Library().find("pan", scale)
    model = load_model(spec, Library().ensure(spec), FLOAT32)
    pixels = smooth(70, 90)
    tiled, whole = run(model, pixels, tile_px=33).pixels, run(model, pixels, tile_px=90).pixels
    differing = np.abs(tiled.astype(int) - whole)
    assert differing.max() <= 1
    assert (differing > 0).mean() < 1e-3, (differing > 0).mean()


def test_rounding_is_to_the_nearest_and_clamped() -> None:
    pixels = np.arange(0, 256, dtype=np.uint8).reshape(16, 16, 1)
    for shift, expected in ((0.4, 0), (0.6, 1), (-0.6, -1), (300, 255), (-300, -255)):
        model = spoilt(faithful_model(2), lambda _runs, _batch, answer, by=shift: answer + by)
        enlarged = run(model, pixels, guard=False).pixels[::2, ::2]
        wanted = np.clip(pixels.astype(int) + expected, 0, 255)
        np.testing.assert_array_equal(enlarged, wanted, err_msg=f"shift {shift}")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("scale", SCALES)
def test_every_level_of_a_type_survives(scale: int, dtype: type) -> None:
    pixels = smooth(40, 40, 3, dtype)
    enlarged = run(faithful_model(scale), pixels).pixels
    np.testing.assert_array_equal(enlarged, pixels.repeat(scale, 0).repeat(scale, 1))


def test_the_result_is_written_where_the_caller_wants_it(tmp_path: Path) -> None:
    pixels = smooth(30, 20)
    canvas = np.memmap(tmp_path / "canvas", np.uint8, "w+", shape=(60, 40, 3))
    done = run(faithful_model(2), pixels, out=canvas, tile_px=16)
    assert done.pixels is canvas
    np.testing.assert_array_equal(canvas, pixels.repeat(2, 0).repeat(2, 1))
    with pytest.raises(ValueError, match="into"):
        run(faithful_model(2), pixels, out=np.empty((60, 40, 1), np.uint8))


def test_a_picture_that_must_not_be_written_to_is_read() -> None:
    pixels = smooth(20, 20)
    pixels.setflags(write=False)
    run(faithful_model(2), pixels)


@unhurried
@given(size=st.tuples(sizes, sizes), tile_px=st.integers(5, 50))
def test_each_tile_is_told_when_its_pixels_are_there(size: tuple[int, int], tile_px: int) -> None:
    pixels = smooth(*size)
    expected = pixels.repeat(3, 0).repeat(3, 1)
    told = np.zeros(expected.shape[:2], int)
    progress: list[tuple[int, int]] = []

    def on_tile(box: Box, tile: NDArray[Any]) -> None:
        np.testing.assert_array_equal(tile, expected[box.slices])
        told[box.slices] += 1

    run(
        faithful_model(3),
        pixels,
        tile_px=tile_px,
        on_tile=on_tile,
        on_progress=lambda done, total: progress.append((done, total)),
    )
    assert (told == 1).all()
    total = size[0] * size[1]
    assert [all_px for _, all_px in progress] == [total] * len(progress)
    done = [px for px, _ in progress]
    assert done == sorted(set(done))
    assert done[-1] == total


def test_the_tile_in_view_is_done_first() -> None:
    boxes: list[Box] = []
    run(
        faithful_model(2),
        smooth(90, 90),
        tile_px=30,
        focus=(80, 10),
        on_tile=lambda box, _: boxes.append(box),
    )
    assert boxes[0] == Box(120, 0, 60, 60)
    assert len(boxes) == 9


def test_stopping_takes_one_tile_at_most() -> None:
    cancel = Cancel()
    seen: list[int] = []

    def on_progress(done: int, _total: int) -> None:
        seen.append(done)
        if len(seen) == 3:
            cancel.set()

    with pytest.raises(Cancelled):
        upscale(
            faithful_model(2), smooth(80, 80), tile_px=20, on_progress=on_progress, cancel=cancel
        )
    assert len(seen) == 3
    with pytest.raises(Cancelled):
        upscale(faithful_model(2), smooth(8, 8), cancel=cancel)


@settings(deadline=None, max_examples=15)
@given(
    size=st.tuples(st.integers(64, 75), st.integers(64, 75)),
    fails=st.sets(st.integers(1, 12), max_size=2),
    error=st.sampled_from([out_of_memory, MemoryError, torch.OutOfMemoryError]),
)
def test_running_out_of_memory_anywhere_changes_nothing(
    size: tuple[int, int], fails: set[int], error: Any
) -> None:
    sound = tiny_model("pan", 2, n_blocks=1)
    pixels = noise(*size)
    expected = run(sound, pixels, guard=False).pixels
    progress = [0]

    def fail(runs: int, _batch: Tensor, answer: Tensor) -> Tensor:
        if runs in fails:
            raise error()
        return answer

    def on_progress(done: int, _total: int) -> None:
        assert done > progress[-1]
        progress.append(done)

    done = run(spoilt(sound, fail), pixels, tile_px=80, guard=False, on_progress=on_progress)
    np.testing.assert_array_equal(done.pixels, expected)
    assert progress[-1] == size[0] * size[1]
    assert done.notices == ()


@settings(deadline=None, max_examples=15)
@given(
    size=st.tuples(st.integers(64, 140), st.integers(64, 90)),
    tile_px=st.integers(64, 80),
    fails=st.sets(st.integers(1, 12), max_size=1),
)
def test_strips_come_from_the_top_down_and_make_the_whole(
    size: tuple[int, int], tile_px: int, fails: set[int]
) -> None:
    sound = tiny_model("pan", 2, n_blocks=1)
    pixels = noise(*size)

    def fail(runs: int, _batch: Tensor, answer: Tensor) -> Tensor:
        if runs in fails:
            raise out_of_memory()
        return answer

    told: list[Box] = []
    upscaling = Upscaling(
        spoilt(sound, fail), pixels, tile_px=tile_px, guard=False, cancel=Cancel()
    )
    strips = [rows.copy() for rows in upscaling.strips(told.append)]
    whole = run(sound, pixels, guard=False).pixels
    np.testing.assert_array_equal(np.concatenate(strips), whole)
    assert len(strips) == -(-size[0] // tile_px)
    assert sum(box.area for box in told) == size[0] * size[1]


@pytest.mark.parametrize("free_bytes", [10**12, 0], ids=["a disk with room", "a full disk"])
def test_strips_that_are_large_lie_on_the_disk_if_it_has_room(
    free_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upscale_module, "MOST_STRIP_BYTES", 0)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: Usage(free_bytes))
    model, pixels = tiny_model("pan", 2, n_blocks=1), noise(70, 50)
    strips = list(
        Upscaling(model, pixels, tile_px=32, guard=False, cancel=Cancel()).strips(lambda _: None)
    )
    assert [isinstance(rows, np.memmap) for rows in strips] == [free_bytes > 0] * 3
    np.testing.assert_array_equal(np.concatenate(strips), run(model, pixels, guard=False).pixels)


@pytest.mark.parametrize(("most_bytes", "looks"), [(0, 15), (10**9, 0)], ids=["wide", "narrow"])
def test_a_wide_result_looks_after_each_tile_how_much_memory_is_kept(
    most_bytes: int, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bool] = []
    monkeypatch.setattr(upscale_module, "MOST_STRIP_BYTES", most_bytes)
    monkeypatch.setattr(heap.Growth, "look", lambda _: looked.append(True))
    model, pixels = tiny_model("pan", 2, n_blocks=1), noise(70, 130)
    upscaling = Upscaling(model, pixels, tile_px=32, guard=False, cancel=Cancel())
    assert len(list(upscaling.strips(lambda _: None))) == 3
    assert len(looked) == looks


@dataclass
class Usage:
    free: int


def always(error: Exception) -> Any:
    def fail(_runs: int, _batch: Tensor, _answer: Tensor) -> Tensor:
        raise error

    return fail


@pytest.mark.parametrize("size", [(5, 7), (500, 700), (3000, 2500), (4000, 1)])
def test_memory_that_never_suffices_ends_in_few_calls(size: tuple[int, int]) -> None:
    model = spoilt(faithful_model(2), always(out_of_memory()))
    with pytest.raises(OutOfMemory, match="Close other programs"):
        run(model, np.zeros((*size, 1), np.uint8), tile_px=10**6)
    assert model.module.runs < 10


def gpu_without_memory(compute_label: str = "Fake GPU, float16") -> LoadedModel:
    """A model on the meta device, which is no CPU; each of its runs fails."""
    on_gpu = Compute(torch.device("meta"), torch.float16, compute_label)
    model = replace(faithful_model(2), compute=on_gpu)
    return spoilt(model, always(torch.OutOfMemoryError("CUDA out of memory.")))


def test_a_gpu_that_cannot_gives_way_to_the_cpu_with_one_notice() -> None:
    pixels = smooth(300, 200)
    model = gpu_without_memory()
    done = run(model, pixels, tile_px=MOST_TILE_PX)
    np.testing.assert_array_equal(done.pixels, pixels.repeat(2, 0).repeat(2, 1))
    assert len(done.notices) == 1
    assert "Fake GPU, float16 ran out of memory" in done.notices[0]
    assert model.module.runs < 10


class SentBytes(TorchDispatchMode):
    """Counts what goes from one device to another."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        answer = func(*args, **(kwargs or {}))
        source = args[0] if args else None
        if isinstance(source, Tensor) and isinstance(answer, Tensor):
            self.sent += source.nbytes if source.device != answer.device else 0
        return answer


@pytest.mark.parametrize(("dtype", "value_bytes"), [(np.uint8, 1), (np.uint16, 4)])
def test_a_tile_goes_to_a_gpu_in_few_bytes(dtype: type, value_bytes: int) -> None:
    """As bytes; 16 bits as floats, for not every device knows them."""
    with SentBytes() as counted, pytest.raises(torch.OutOfMemoryError):
        gpu_tile(smooth(30, 20, 3, dtype))
    assert counted.sent == 30 * 20 * 3 * value_bytes


def gpu_tile(pixels: NDArray[Any]) -> None:
    """Take a tile as far as a GPU without memory lets it go."""
    tiler = upscale_module._Tiler(gpu_without_memory(), pixels, True, False, Cancel())
    tiler._send(Box(0, 0, *pixels.shape[:2]), tiler.model)


@pytest.mark.parametrize("error", [RuntimeError("CUDA error: misaligned address"), ValueError("x")])
def test_other_errors_are_not_taken_for_lack_of_memory(error: Exception) -> None:
    model = spoilt(faithful_model(2), always(error))
    with pytest.raises(type(error), match=str(error)):
        run(model, smooth(20, 20))


def turn_to_nan(_runs: int, _batch: Tensor, answer: Tensor) -> Tensor:
    return torch.full_like(answer, torch.nan)


def run_away(_runs: int, _batch: Tensor, answer: Tensor) -> Tensor:
    return answer * 1e9


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("spoil", [turn_to_nan, run_away])
def test_a_network_gone_astray_gives_bicubic_without_seams_and_one_notice(
    spoil: Any, channels: int, dtype: type
) -> None:
    pixels = noise(50, 61, channels, dtype)
    done = run(spoilt(faithful_model(3), spoil), pixels, tile_px=20)
    np.testing.assert_array_equal(done.pixels, bicubic(pixels, 150, 183))
    assert len(done.notices) == 1
    assert "bicubic" in done.notices[0]
    assert "100 %" in done.notices[0]


def test_only_the_tile_that_went_astray_falls_back() -> None:
    pixels = smooth(60, 60)
    pixels[25:35, 25:35] = 255

    def astray_on_white(_runs: int, batch: Tensor, answer: Tensor) -> Tensor:
        return answer * torch.nan if batch[..., 4:-4, 4:-4].max() > 252 else answer

    model = faithful_model(2)
    assert model.reach_px == 6
    done = run(spoilt(model, astray_on_white), pixels, tile_px=20)
    nearest = pixels.repeat(2, 0).repeat(2, 1)
    nearest[40:80, 40:80] = bicubic(pixels, 120, 120)[40:80, 40:80]
    np.testing.assert_array_equal(done.pixels, nearest)
    assert "11 %" in done.notices[0]


def test_without_the_guard_nothing_is_replaced() -> None:
    done = run(spoilt(faithful_model(2), run_away), smooth(20, 20), guard=False)
    assert set(np.unique(done.pixels)) <= {0, 255}
    assert done.notices == ()


def test_half_precision_that_overflows_gives_way_to_float32_with_one_notice() -> None:
    pixels = smooth(50, 50)
    model = faithful_model(2, FLOAT16, gain=1000.0)
    assert not np.array_equal(run(model, pixels, guard=False).pixels[::2, ::2], pixels)
    done = run(model, pixels, tile_px=25)
    np.testing.assert_array_equal(done.pixels, pixels.repeat(2, 0).repeat(2, 1))
    assert len(done.notices) == 1
    assert "float16" in done.notices[0]
    assert "bicubic" not in done.notices[0]


def test_after_half_precision_failed_once_it_is_not_tried_again() -> None:
    model = spoilt(faithful_model(2, BFLOAT16), turn_to_nan)
    done = run(model, smooth(60, 60), tile_px=20)
    assert model.module.runs == 1
    assert len(done.notices) == 1


def test_half_precision_and_float32_may_both_go_astray() -> None:
    """With all-white input the hand-made network holds; with its float32 spoilt it cannot."""
    half = faithful_model(2, BFLOAT16)
    astray = spoilt(half, turn_to_nan)
    astray._others[half.compute.in_float32()] = spoilt(half.in_float32(), turn_to_nan)
    pixels = smooth(40, 40)
    done = run(astray, pixels, tile_px=20)
    np.testing.assert_array_equal(done.pixels, bicubic(pixels, 80, 80))
    assert len(done.notices) == 1
    assert "bicubic" in done.notices[0]


def test_the_guard_is_silent_on_a_photo_in_bfloat16(shared: Path) -> None:
    spec = Library().find("pan", 2)
    model = load_model(spec, Library().ensure(spec), BFLOAT16)
    photo = pictures(shared, "LR", 2)[0][:64, :64]
    assert run(model, photo).notices == ()


def test_a_tile_is_large_where_networks_are_light_and_fits_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = faithful_model(2)
    sides = [plan(model, 480, 640, self_ensemble=alone).tile_px for alone in (False, True)]
    assert sides == [240, 240]
    assert plan(model, 300, 1000, self_ensemble=True).tile_px == 300
    with torch.device("meta"):
        usual = replace(model, network=ARCHS["msrn"](2, n_feats=64, n_blocks=8))
        heavy = replace(model, network=ARCHS["edsr"](2, n_feats=256, n_blocks=32))
    assert plan(usual, 480, 640).tile_px == 240
    assert plan(heavy, 480, 640).tile_px == 160
    light, not_light = (replace(each, compute=BFLOAT16) for each in (model, usual))
    assert plan(light, 480, 640).tile_px == 340
    assert plan(not_light, 480, 640).tile_px == 240
    monkeypatch.setattr("sr_desktop.engine.device.free_bytes", lambda _: 2**20)
    assert plan(model, 480, 640).tile_px < 64
    monkeypatch.setattr("sr_desktop.engine.device.free_bytes", lambda _: 0)
    assert plan(model, 480, 640).tile_px == 16


def test_tiles_that_go_on_from_one_another_are_tall_and_others_square() -> None:
    model = tiny_model("pan", 2)
    tall = plan(model, 960, 1280)
    assert {(core.height, core.width) for core in tall.cores} == {(480, 116), (480, 120)}
    assert tall.goes_on
    asked = plan(model, 960, 1280, tile_px=240)
    assert {(core.height, core.width) for core in asked.cores} == {(240, 213), (240, 214)}
    assert asked.goes_on
    ensemble = plan(model, 960, 1280, self_ensemble=True)
    assert {(core.height, core.width) for core in ensemble.cores} == {(240, 256)}
    assert not ensemble.goes_on
    assert tall.work_px(model, 960, 1280) < asked.work_px(model, 960, 1280)
    assert asked.work_px(model, 960, 1280) < ensemble.work_px(model, 960, 1280)


def test_with_a_focus_tiles_go_on_from_one_another_too() -> None:
    model = tiny_model("edsr", 2, n_blocks=4)
    widths: list[int] = []
    first_block = as_kind(nn.ModuleList, model.module.blocks)[0]
    first_block.register_forward_pre_hook(lambda _, taken: widths.append(taken[0].shape[-1]))
    run(model, noise(200, 400), tile_px=100, focus=(150, 250))
    assert len(widths) == 8
    assert sum(width <= 100 + 4 for width in widths) == 5, "all but the first, and each row's first"


def test_tall_tiles_keep_to_a_memory_limit() -> None:
    model = tiny_model("pan", 2)
    outer_px = model.around(Box(0, 112, 480, 116), model.reach_px, 960, 1280).area
    needed = 2 * outer_px * model.bytes_per_px
    tallest = []
    for limit in (2 * needed, needed // 2, needed // 20):
        limited = model.on(replace(model.compute, limit_bytes=limit))
        cores = plan(limited, 960, 1280).cores
        most_px = max(limited.around(core, model.reach_px, 960, 1280).area for core in cores)
        assert most_px * model.bytes_per_px <= limit // 2
        tallest.append(max(core.height for core in cores))
    assert tallest[0] == 480
    assert tallest == sorted(set(tallest), reverse=True)


def test_each_tile_but_the_first_of_a_row_computes_no_column_of_its_neighbours() -> None:
    model = tiny_model("edsr", 2, n_blocks=4)
    widths: list[int] = []
    first_block = as_kind(nn.ModuleList, model.module.blocks)[0]
    first_block.register_forward_pre_hook(lambda _, taken: widths.append(taken[0].shape[-1]))
    run(model, noise(100, 300), tile_px=100)
    first, middle, last = widths
    assert first >= 100 + model.reach_px
    assert middle == 100 + 4, "what a block looks at on both sides, and its own"
    assert last <= middle


def pictures(shared: Path, kind: str, scale: int) -> list[NDArray[np.uint8]]:
    files = sorted((shared / f"data/benchmarks/Set5/{kind}/X{scale}").glob("*.png"))
    return [np.array(Image.open(file).convert("RGB")) for file in files]


def set5_psnr_db(model: LoadedModel, shared: Path) -> float:
    pairs = zip(
        pictures(shared, "LR", model.scale), pictures(shared, "HR", model.scale), strict=True
    )
    return float(
        np.mean([psnr_y(run(model, lr, tile_px=100).pixels, hr, model.scale) for lr, hr in pairs])
    )


@pytest.mark.parametrize("scale", SCALES)
def test_the_authors_weights_reach_their_published_numbers(shared: Path, scale: int) -> None:
    path = shared / f"weights/official/PANx{scale}_DF2K.pth"
    score = set5_psnr_db(load_model(spec_of_file(path), path, FLOAT32), shared)
    assert score == pytest.approx(PUBLISHED_SET5[scale], abs=0.01)


@pytest.mark.parametrize("spec", SHIPPED, ids=lambda spec: spec.id)
def test_shipped_weights_reach_the_catalogues_numbers(shared: Path, spec: ModelSpec) -> None:
    score = set5_psnr_db(load_model(spec, Library().ensure(spec), FLOAT32), shared)
    assert score >= spec.scores["Set5"] - 0.01, score
