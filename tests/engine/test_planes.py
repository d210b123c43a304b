"""Convolutions in planes: the plain ones but for rounding, and the same bits by any threads."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from sr_desktop.engine.archs import EDSR, MSRN, Network, planes
from sr_desktop.engine.archs.blocks import conv
from sr_desktop.engine.archs.edsr import PLANAR_FEATS, PlanarResBlock
from sr_desktop.engine.archs.msrn import PlanarMSRB
from sr_desktop.engine.archs.planes import InPlanes, strips
from sr_desktop.engine.pace import seconds_per_megapixel
from sr_desktop.engine.threads import use_threads
from sr_desktop.engine.tiling import NO_MARGINS, Box
from sr_desktop.engine.upscale import plan

from .networks import EXACT, FLOAT32, tiny_model

MEASURED = planes._pay
SIZES = [(1, 1), (3, 50), (13, 1), (40, 31), (61, 57)]
needs_nnpack = pytest.mark.skipif(
    not torch._nnpack_available(), reason="torch has no NNPACK on this system"
)


@pytest.fixture(autouse=True)
def they_pay(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Also on a computer where they would not; and strips are small."""
    planes._pay()  # which also settles NNPACK's threads
    monkeypatch.setattr(planes, "_pay", lambda: True)
    monkeypatch.setattr(planes, "PLANAR_STRIP_PX", 1000)
    before = torch.get_num_threads()
    with torch.inference_mode():
        yield
    use_threads(before)


def layers_of(*kernels: int, inputs: int = 5) -> list[nn.Conv2d]:
    return [conv(inputs, 5, kernel).requires_grad_(False) for kernel in kernels]


def steps_of(*kernels: tuple[int, ...]) -> list[list[nn.Conv2d]]:
    """Of each step its kernels; each layer gives five channels."""
    torch.manual_seed(0)
    inputs = [5, *(5 * len(step) for step in kernels)]
    return [
        layers_of(*step, inputs=count) for step, count in zip(kernels, inputs[:-1], strict=True)
    ]


def run(chain: InPlanes, features: Tensor) -> Tensor:
    parts: dict[int, Tensor] = {}

    def put(_: Tensor, rows: slice, answers: list[Tensor]) -> None:
        parts[rows.start] = torch.cat(answers, 1)

    chain(features, put)
    return torch.cat([parts[top] for top in sorted(parts)], 2)


@needs_nnpack
@pytest.mark.parametrize("ends_in_relu", [False, True])
@pytest.mark.parametrize(
    "kernels", [[(3,)], [(5,)], [(3,), (3,)], [(3, 5), (5, 3)], [(3,), (5,), (3, 3)]]
)
def test_a_chain_is_what_its_layers_are(kernels: list[tuple[int, ...]], ends_in_relu: bool) -> None:
    steps = steps_of(*kernels)
    chain = InPlanes(steps, ends_in_relu=ends_in_relu)
    for size in SIZES:
        features = torch.rand(1, 5, *size).contiguous(memory_format=torch.channels_last)
        before, expected = features.clone(), features.double()
        for number, layers in enumerate(steps, start=1):
            expected = torch.cat([copy.deepcopy(each).double()(expected) for each in layers], 1)
            if number < len(steps) or ends_in_relu:
                expected = functional.relu(expected)
        gap = float((run(chain, features) - expected).abs().max())
        assert gap < 1e-5, f"{size}: {gap}"
        assert torch.equal(features, before)


@needs_nnpack
def test_what_is_put_may_change_what_is_read() -> None:
    chain = InPlanes(steps_of((5,), (5,)))
    features = torch.rand(1, 5, 61, 57)
    expected = features + run(chain, features)

    def add(tile: Tensor, rows: slice, answers: list[Tensor]) -> None:
        tile[..., rows, :] += answers[0]

    chain(features, add)
    assert torch.equal(features, expected)


@needs_nnpack
def test_any_number_of_threads_computes_the_same_bits() -> None:
    chain = InPlanes(steps_of((5,), (3, 5)), ends_in_relu=True)
    features = torch.rand(1, 5, 120, 57)
    use_threads(1)
    alone = run(chain, features)
    for count in (2, 3):
        use_threads(count)
        assert torch.equal(run(chain, features), alone)


@pytest.mark.parametrize("size", [(1, 1), (11, 3000), (480, 77), (1000, 1)])
def test_strips_are_whole_windows_and_cover_all_rows_once(size: tuple[int, int]) -> None:
    rows = list(planes.strips(*size))
    assert [row for each in rows for row in range(each.start, each.stop)] == list(range(size[0]))
    assert all(not each.start % 12 for each in rows)
    assert all((each.stop - each.start) * size[1] <= max(2 * 1000, 12 * size[1]) for each in rows)


def large_enough() -> dict[str, Network]:
    torch.manual_seed(0)
    return {
        "edsr": EDSR(2, n_feats=PLANAR_FEATS, n_blocks=2, res_scale=0.5),
        "msrn": MSRN(2, n_feats=8, n_blocks=2),
    }


@needs_nnpack
@pytest.mark.parametrize(("arch", "kind"), [("edsr", PlanarResBlock), ("msrn", PlanarMSRB)])
def test_a_network_in_planes_is_the_plain_one(arch: str, kind: type[nn.Module]) -> None:
    network = large_enough()[arch].eval().requires_grad_(False)
    form = copy.deepcopy(network.folded())
    form.settle()
    assert sum(isinstance(each, kind) for each in form.modules()) == 2
    batch = torch.rand(2, 3, 37, 41)  # two tiles at once, in several strips
    exact = copy.deepcopy(network).double()
    for size in [(37, 41), (1, 1), (1, 9)]:
        part = batch[..., : size[0], : size[1]]
        expected = exact(part.double())
        gap = float((form(part, NO_MARGINS) - expected).abs().max())
        assert gap < 1e-5 * max(1.0, float(expected.abs().max())), f"{size}: {gap}"


@needs_nnpack
@pytest.mark.parametrize("arch", ["edsr", "msrn"])
def test_a_core_in_planes_equals_the_same_part_of_the_whole(arch: str) -> None:
    network = large_enough()[arch].eval().requires_grad_(False)
    form = copy.deepcopy(network.folded())
    form.settle()
    batch = torch.rand(1, 3, 60, 66)
    whole = form(batch)
    for core in (Box(27, 29, 5, 7), Box(0, 0, 60, 9), Box(59, 65, 1, 1)):
        outer = core.grow(network.reach_px, 60, 66)
        part = form(batch[(..., *outer.slices)], core.margins_in(outer))
        gap = float((part - whole[(..., *core.times(2).slices)]).abs().max())
        assert gap < 1e-5, f"{core}: {gap}"


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float64])
def test_other_types_stay_as_they_were(dtype: torch.dtype) -> None:
    form = large_enough()["msrn"].folded().in_precision(dtype)
    form.settle()
    assert not any(isinstance(each, PlanarMSRB) for each in form.modules())


@pytest.mark.parametrize("network", [EDSR(2, n_feats=64, n_blocks=1), EDSR(2, 128, n_blocks=0)])
def test_an_edsr_that_is_narrow_or_has_no_blocks_stays_as_it_was(network: EDSR) -> None:
    form = network.eval().requires_grad_(False).folded()
    form.settle()
    assert not any(isinstance(each, InPlanes) for each in form.modules())


@needs_nnpack
def test_nnpack_gets_no_threads_of_its_own() -> None:
    """Their number holds for a process: in one of its own."""
    program = """
import psutil, torch
from sr_desktop.engine import threads
from sr_desktop.engine.archs import planes
threads.use_threads(4)
torch.ones(2**20).neg_()  # torch's own threads are there
before = psutil.Process().num_threads()
planes._pay()
assert torch.get_num_threads() == 4
planes._convolved(torch.rand(1, 8, 200, 200), torch.rand(8, 8, 5, 5), torch.rand(8), (2, 2))
print(psutil.Process().num_threads() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "0\n"


@needs_nnpack
def test_they_take_no_more_memory_than_there_is_room() -> None:
    use_threads(3)
    form = large_enough()["msrn"].eval().requires_grad_(False).folded()
    settled = copy.deepcopy(form)
    settled.settle()
    needed = 3 * planes.strip_bytes(settled)
    assert needed > 0 == planes.strip_bytes(form)
    for room_bytes, fits in ((needed, True), (needed - 1, False)):
        other = copy.deepcopy(form)
        other.settle(room_bytes)
        assert any(isinstance(each, InPlanes) for each in other.modules()) == fits


def test_a_small_map_is_cut_into_smaller_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planes, "PLANAR_STRIP_PX", 10_000)
    sizes = [(600, 150), (356, 84), (64, 64), (960, 1280)]
    assert [next(strips(*size)).stop for size in sizes] == [72, 84, 64, 12]


@needs_nnpack
def test_usual_tiles_are_larger() -> None:
    planar, plain = (tiny_model("msrn", 2, compute) for compute in (FLOAT32, EXACT))
    assert [plan(model, 3000, 4000).tile_px for model in (planar, plain)] == [280, 240]


@needs_nnpack
def test_the_pace_is_told_by_a_tile_that_keeps_all_threads_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A single strip, which one of two threads took, told twice what MSRN takes."""
    monkeypatch.setattr(planes, "PLANAR_STRIP_PX", 10_000)
    use_threads(3)
    model = tiny_model("msrn", 2, FLOAT32)
    asked: list[tuple[int, ...]] = []
    model.module.register_forward_pre_hook(lambda _, given: asked.append(given[0].shape[-2:]))
    seconds_per_megapixel(model)
    warm, first, *usual = asked
    assert warm == (64, 64)
    assert len(list(strips(*first))) == 3
    assert min(height for height, _ in usual) > first[0]


@pytest.mark.parametrize(
    ("there", "seconds", "pay"),
    [(True, [1.0, 1.9], True), (True, [1.0, 1.7], False), (False, [], False)],
)
def test_they_are_taken_where_they_are_clearly_faster(
    there: bool, seconds: list[float], pay: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planes, "_pay", MEASURED)
    monkeypatch.setattr(torch, "_nnpack_available", lambda: there)
    monkeypatch.setattr(planes, "best_seconds", lambda _: seconds.pop(0))
    MEASURED.cache_clear()
    try:
        form = large_enough()["msrn"].eval().requires_grad_(False).folded()
        form.settle()
        assert any(isinstance(each, InPlanes) for each in form.modules()) == pay
    finally:
        MEASURED.cache_clear()
