"""Convolutions that fill registers: the plain ones, to the last bit, and PAN with them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from sr_desktop.engine.archs import Seam, Seams, lanes
from sr_desktop.engine.archs.blocks import activated, as_kind, conv, convolved, pack, pixels_of
from sr_desktop.engine.archs.lanes import InLanes, fits_lanes, is_quicker_in_lanes, joined
from sr_desktop.engine.archs.pan import (
    FoldedPAN,
    FoldedSCPA,
    FoldedStage,
    LanedSCPA,
    LanedStage,
    LastOfBlocks,
    LastOfParts,
)
from sr_desktop.engine.device import Compute
from sr_desktop.engine.tiling import Box

from .networks import CPU, SCALES, tiny, tiny_model

ON_THIS_CPU = lanes._types()
HALF, WHOLE, EXACT = torch.bfloat16, torch.float32, torch.float64
# The authors' channels, in two blocks.
PAN_ARGS: dict[str, Any] = {"n_feats": 40, "up_feats": 24, "n_blocks": 2}
in_types_of_this_cpu = pytest.mark.parametrize(
    "dtype",
    [
        pytest.param(
            each,
            marks=pytest.mark.skipif(
                each not in ON_THIS_CPU, reason=f"{each} fills no registers of 16 on this CPU"
            ),
        )
        for each in (WHOLE, HALF)
    ],
)
SIZES = [(1, 4), (3, 8), (17, 100), (40, 32)]


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In float64 too, on every computer, for maps of any size."""
    monkeypatch.setattr(lanes, "_types", lambda: {WHOLE, HALF, EXACT})
    monkeypatch.setattr(lanes, "_LEAST_PX", 0)
    with torch.inference_mode():
        yield


def maps(channels: int, height: int, width: int, dtype: torch.dtype, count: int = 2) -> Tensor:
    values = torch.rand(count, channels, height, width) - 0.5
    return values.to(dtype, memory_format=torch.channels_last)


def layer_of(inputs: int, outputs: int, dtype: torch.dtype, *, bias: bool = True) -> nn.Conv2d:
    torch.manual_seed(0)
    return conv(inputs, outputs, 3, bias=bias).requires_grad_(False).to(dtype)


# One convolution


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("leak", [None, 0.2])
@pytest.mark.parametrize(("outputs", "bias"), [(20, False), (24, True), (40, True)])
def test_in_lanes_is_the_plain_convolution(
    outputs: int, bias: bool, leak: float | None, height: int, width: int
) -> None:
    layer, features = layer_of(5, outputs, EXACT, bias=bias), maps(5, height, width, EXACT)
    parts = InLanes(layer)(features, leak)
    assert [part.shape[1] for part in parts] == [outputs // 16 * 16, outputs % 16]
    assert all(part.is_contiguous(memory_format=torch.channels_last) for part in parts)
    plain = convolved(layer, features) if leak is None else activated(layer, features, leak)
    torch.testing.assert_close(torch.cat(parts, 1), plain, rtol=0, atol=1e-14)


@pytest.mark.parametrize(("height", "width"), [*SIZES, (240, 320)])
@pytest.mark.parametrize(("inputs", "outputs"), [(20, 20), (24, 24)])
@in_types_of_this_cpu
def test_where_it_is_quicker_it_is_so_to_the_last_bit(
    dtype: torch.dtype, inputs: int, outputs: int, height: int, width: int
) -> None:
    layer, features = layer_of(inputs, outputs, dtype), maps(inputs, height, width, dtype)
    laned = InLanes(layer)
    pack(laned)
    pack(layer)
    with torch.inference_mode():
        assert torch.equal(joined(laned(features, 0.2)), pixels_of(activated(layer, features, 0.2)))


@pytest.mark.parametrize("parts", [1, 2])
def test_what_follows_adds_up_what_it_makes_of_the_parts(parts: int) -> None:
    torch.manual_seed(0)
    last = LastOfBlocks(conv(24, 3, 3), 2).requires_grad_(False).double()
    features = maps(24, 6, 8, EXACT)
    given = [features] if parts == 1 else list(features.tensor_split([16], 1))
    torch.testing.assert_close(LastOfParts(last, 16)(given), last(features), rtol=0, atol=1e-14)


@pytest.mark.parametrize("dtype", [HALF, WHOLE])
def test_joined_parts_are_one_matrix_of_all_their_channels(dtype: torch.dtype) -> None:
    parts = [maps(channels, 3, 5, dtype) for channels in (16, 4, 8)]
    assert torch.equal(joined(parts), pixels_of(torch.cat(parts, 1)))


# Where


def test_layers_of_whole_registers_stay_plain(everywhere: None) -> None:
    assert is_quicker_in_lanes(layer_of(5, 20, WHOLE))
    assert is_quicker_in_lanes(layer_of(5, 24, WHOLE))
    assert not is_quicker_in_lanes(layer_of(5, 32, WHOLE))
    assert not is_quicker_in_lanes(layer_of(5, 8, WHOLE))  # one register either way
    assert not is_quicker_in_lanes(layer_of(5, 28, WHOLE))  # 12 left over: no room for another's
    assert not is_quicker_in_lanes(conv(5, 20, 1))
    assert not is_quicker_in_lanes(layer_of(5, 20, torch.float16))
    assert not is_quicker_in_lanes(nn.Conv2d(5, 20, 3, padding=1, device="meta"))
    assert not is_quicker_in_lanes(nn.Identity())


@pytest.mark.parametrize(
    ("registers", "has_tiles", "types"),
    [
        ("AVX512", False, {WHOLE, HALF}),
        ("AVX512", True, {WHOLE}),
        ("AVX2", False, set()),
        ("NEON", False, set()),
    ],
)
def test_only_cpus_that_compute_sixteen_at_once_have_such(
    registers: str, has_tiles: bool, types: set[torch.dtype], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: registers)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: has_tiles)
    assert lanes._types.__wrapped__() == types


def test_small_and_odd_maps_stay_whole() -> None:
    assert fits_lanes(torch.empty(1, 40, 240, 320))
    assert fits_lanes(torch.empty(4, 40, 120, 160))
    assert not fits_lanes(torch.empty(1, 40, 120, 160))
    assert not fits_lanes(torch.empty(1, 40, 240, 322))


# PAN


@pytest.mark.parametrize("width", [23, 24, 26, 28])
@pytest.mark.parametrize("scale", SCALES)
def test_pan_in_lanes_is_pan(scale: int, width: int, everywhere: None) -> None:
    """Also where some of its maps are too narrow by a column, and several pictures at once."""
    network = tiny("pan", scale, **PAN_ARGS)
    form = as_kind(FoldedPAN, network.folded())
    form.settle()
    assert all(isinstance(block, LanedSCPA) for block in form.blocks)
    assert isinstance(form.stages[-1], LanedStage)
    batch = torch.rand(2, 3, 13, width, dtype=EXACT)
    torch.testing.assert_close(form(batch), network(batch), rtol=0, atol=1e-12)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("scale", SCALES)
@in_types_of_this_cpu
def test_in_types_that_it_runs_in_it_is_pan_but_for_rounding(
    dtype: torch.dtype, scale: int, count: int, everywhere: None
) -> None:
    plain, laned = (
        as_kind(FoldedPAN, tiny("pan", scale, **PAN_ARGS).folded()).in_precision(dtype)
        for _ in range(2)
    )
    laned.settle()
    batch = torch.rand(count, 3, 20, 24)
    expected, answer = plain(batch), laned(batch)
    assert isinstance(laned.blocks[0], LanedSCPA)
    apart = (answer - expected).std() / expected.std()
    assert apart < (3e-7 if dtype is WHOLE else 3e-3), apart


@pytest.mark.parametrize("scale", SCALES)
def test_tiles_in_lanes_go_on_from_what_the_one_before_has_left(
    scale: int, everywhere: None
) -> None:
    model = tiny_model("pan", scale, **PAN_ARGS)
    reach_px, height, width = model.reach_px, 20, 120
    whole = torch.rand(1, 3, height, width, dtype=EXACT)
    expected = model(whole)
    left: Seam | None = None
    for start, end in pairwise([0, 2 * reach_px + 1, 4 * reach_px + 2, width]):
        core = Box(5, start, 10, end - start)
        outer = model.around(core, reach_px, height, width)
        margins = core.margins_in(outer)
        right = Seam() if margins.right >= reach_px else None
        part = model(whole[(..., *outer.slices)], margins, Seams(left, right))
        torch.testing.assert_close(
            part, expected[(..., *core.times(scale).slices)], rtol=0, atol=1e-12
        )
        left = right


def test_pan_of_other_channels_stays_as_it_is(everywhere: None) -> None:
    small = as_kind(FoldedPAN, tiny_model("pan", 2, Compute(CPU, WHOLE, "")).module)
    assert isinstance(small.blocks[0], FoldedSCPA)
    assert isinstance(small.stages[-1], FoldedStage)
