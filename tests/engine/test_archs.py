"""The authors' keys, one function in two forms, and a reach that is true."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional

from sr_desktop.engine.archs import (
    ARCHS,
    EDSR,
    MSRN,
    PAN,
    InferenceForm,
    Network,
    Seam,
    Seams,
    blocks,
    passage,
)
from sr_desktop.engine.archs import inference as inference_module
from sr_desktop.engine.archs.blocks import (
    activated,
    convolved,
    from_corners,
    in_runs,
    nearest_then_conv,
    plus,
    plus_,
    shuffled,
    singly,
    times,
)
from sr_desktop.engine.archs.inference import LinearTail
from sr_desktop.engine.device import Compute
from sr_desktop.engine.tiling import NO_MARGINS, QUICK_PX, Box, Margins
from sr_desktop.errors import UsageError

from .networks import CPU, SCALES, TINY, tiny, tiny_model

Shapes = dict[str, tuple[int, ...]]


def conv(name: str, inputs: int, outputs: int, kernel: int, bias: bool = True) -> Shapes:
    shapes: Shapes = {f"{name}.weight": (outputs, inputs, kernel, kernel)}
    return {**shapes, f"{name}.bias": (outputs,)} if bias else shapes


def mean_shifts() -> Shapes:
    return {**conv("sub_mean", 3, 3, 1), **conv("add_mean", 3, 3, 1)}


def upsampler(name: str, feats: int, scale: int) -> Shapes:
    if scale == 3:
        return conv(f"{name}.0", feats, 9 * feats, 3)
    shapes = conv(f"{name}.0", feats, 4 * feats, 3)
    return shapes if scale == 2 else {**shapes, **conv(f"{name}.2", feats, 4 * feats, 3)}


def edsr_shapes(scale: int, feats: int, blocks: int) -> Shapes:
    shapes = {**mean_shifts(), **conv("head.0", 3, feats, 3)}
    for i in range(blocks):
        shapes |= conv(f"body.{i}.body.0", feats, feats, 3)
        shapes |= conv(f"body.{i}.body.2", feats, feats, 3)
    shapes |= conv(f"body.{blocks}", feats, feats, 3)
    return shapes | upsampler("tail.0", feats, scale) | conv("tail.1", feats, 3, 3)


def msrn_shapes(scale: int, feats: int, blocks: int) -> Shapes:
    shapes = {**mean_shifts(), **conv("head.0", 3, feats, 3)}
    for i in range(blocks):
        shapes |= conv(f"body.{i}.conv_3_1", feats, feats, 3)
        shapes |= conv(f"body.{i}.conv_3_2", 2 * feats, 2 * feats, 3)
        shapes |= conv(f"body.{i}.conv_5_1", feats, feats, 5)
        shapes |= conv(f"body.{i}.conv_5_2", 2 * feats, 2 * feats, 5)
        shapes |= conv(f"body.{i}.confusion", 4 * feats, feats, 1)
    shapes |= conv("tail.0", (blocks + 1) * feats, feats, 1) | conv("tail.1", feats, feats, 3)
    return shapes | upsampler("tail.2", feats, scale) | conv("tail.3", feats, 3, 3)


def pan_shapes(scale: int, feats: int, up: int, blocks: int) -> Shapes:
    half = feats // 2
    shapes = conv("conv_first", 3, feats, 3) | conv("trunk_conv", feats, feats, 3)
    for i in range(blocks):
        block = f"SCPA_trunk.{i}"
        shapes |= conv(f"{block}.conv1_a", feats, half, 1, bias=False)
        shapes |= conv(f"{block}.conv1_b", feats, half, 1, bias=False)
        shapes |= conv(f"{block}.k1.0", half, half, 3, bias=False)
        shapes |= conv(f"{block}.PAConv.k2", half, half, 1)
        shapes |= conv(f"{block}.PAConv.k3", half, half, 3, bias=False)
        shapes |= conv(f"{block}.PAConv.k4", half, half, 3, bias=False)
        shapes |= conv(f"{block}.conv3", feats, feats, 1, bias=False)
    for step in (1, 2) if scale == 4 else (1,):
        shapes |= conv(f"upconv{step}", feats if step == 1 else up, up, 3)
        shapes |= conv(f"att{step}.conv", up, up, 1) | conv(f"HRconv{step}", up, up, 3)
    return shapes | conv("conv_last", up, 3, 3)


def shapes_of(network: Network) -> Shapes:
    return {key: tuple(value.shape) for key, value in network.state_dict().items()}


@pytest.mark.parametrize("scale", SCALES)
def test_keys_and_shapes_are_the_authors(scale: int) -> None:
    with torch.device("meta"):
        assert shapes_of(PAN(scale)) == pan_shapes(scale, 40, 24, 16)
        assert shapes_of(EDSR(scale)) == edsr_shapes(scale, 64, 16)
        large = EDSR(scale, n_feats=256, n_blocks=32, res_scale=0.1)
        assert shapes_of(large) == edsr_shapes(scale, 256, 32)
        assert shapes_of(MSRN(scale)) == msrn_shapes(scale, 64, 8)


def test_a_mean_shift_begins_as_the_div2k_mean_at_range_255() -> None:
    network = EDSR(2, n_feats=3, n_blocks=1, mean_shift=True)
    gray = torch.full((1, 3, 1, 1), 100.0)
    assert network.sub_mean(gray).flatten().tolist() == pytest.approx(
        [100 - 255 * 0.4488, 100 - 255 * 0.4371, 100 - 255 * 0.4040], abs=1e-4
    )
    assert network.add_mean(network.sub_mean(gray)).flatten().tolist() == pytest.approx([100] * 3)


@pytest.mark.parametrize("scale", [1, 5, 8])
@pytest.mark.parametrize("arch", ARCHS)
def test_scales_without_a_network_are_refused(arch: str, scale: int) -> None:
    with pytest.raises(UsageError, match=f"x{scale}"):
        ARCHS[arch](scale)


def folded(network: Network) -> InferenceForm:
    return network.folded().to(memory_format=torch.channels_last)


def largest_gap(a: torch.Tensor, b: torch.Tensor) -> float:
    assert a.shape == b.shape
    return ((a - b).abs().max() / b.std()).item()


@pytest.mark.parametrize("mean_shift", [False, True])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ARCHS)
def test_the_fast_form_equals_the_plain_one(arch: str, scale: int, mean_shift: bool) -> None:
    network = tiny(arch, scale, mean_shift=mean_shift)
    batch = torch.rand(1, 3, 13, 18, dtype=torch.float64) * 255
    assert largest_gap(folded(network)(batch), network(batch)) < 1e-12


@pytest.mark.parametrize("arch", ARCHS)
def test_in_float32_it_equals_the_plain_one_but_for_rounding(arch: str) -> None:
    network = tiny(arch, 4).float()
    batch = torch.rand(1, 3, 13, 18)
    assert largest_gap(folded(network)(batch), network(batch)) < 1e-5


@pytest.mark.parametrize("size", [(40, 1), (1, 40), (40, 2)])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ARCHS)
def test_in_bfloat16_a_narrow_picture_holds_nothing_of_what_lay_in_memory(
    arch: str, scale: int, size: tuple[int, int]
) -> None:
    network = tiny(arch, scale)
    batch = torch.rand(1, 3, *size, dtype=torch.float64)
    expected = network(batch)
    form = folded(network.float()).in_precision(torch.bfloat16)
    for _ in range(5):
        rubbish = [torch.full((1000 * count,), 1e30) for count in range(1, 20)]
        del rubbish  # which is what the next maps may lie on
        assert largest_gap(form(batch.float()), expected) < 0.2


@pytest.mark.parametrize(("dtype", "most"), [(torch.float32, 1e-6), (torch.bfloat16, 0.02)])
def test_a_convolution_takes_what_follows_it_along(dtype: torch.dtype, most: float) -> None:
    layer = nn.Conv2d(20, 20, 3, padding=1).to(dtype, memory_format=torch.channels_last)
    shape = (2, 20, 9, 14)
    batch, others = (torch.randn(shape).to(dtype, memory_format=torch.channels_last) for _ in "ab")
    before = batch.clone(), others.clone()
    with torch.inference_mode():
        plain = layer.double()(batch.double())
        layer.to(dtype)
        pairs = [
            (activated(layer, batch, 0.2), functional.leaky_relu(plain, 0.2)),
            (activated(layer, batch), plain.relu()),
            (convolved(layer, batch), plain),
            (times(layer, batch, others), plain * others),
            (plus(layer, batch, others), plain + others),
            (plus_(others.clone(), layer, batch), plain + others),
        ]
    for answer, expected in pairs:
        assert answer.dtype == dtype
        assert answer.is_contiguous(memory_format=torch.channels_last)
        assert (answer - expected).abs().max() < most * expected.abs().max()
    assert torch.equal(batch, before[0])
    assert torch.equal(others, before[1])


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("arch", ARCHS)
def test_packed_weights_change_no_bit(arch: str, dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    form = ARCHS[arch](2).eval().requires_grad_(False).folded().in_precision(dtype)
    form.to(memory_format=form.layout)  # type: ignore[call-overload]
    packed = copy.deepcopy(form)
    blocks.pack(packed)
    layers = [each for each in packed.modules() if {"packed", "matrix"} & vars(each).keys()]
    if dtype == torch.float32:
        assert bool(layers) == torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    with torch.inference_mode():
        for height, width in [(1, 1), (7, 64), (60, 100), (45, 131)]:
            batch = torch.rand(1, 3, height, width)
            assert torch.equal(packed(batch), form(batch))


def test_where_torch_has_no_onednn_a_form_runs_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_joined_types", frozenset)
    monkeypatch.setattr(torch.ops, "mkldnn", None)
    network = tiny("pan", 2)
    form = folded(network)
    form.settle()
    batch = torch.rand(1, 3, 9, 7, dtype=torch.float64)
    assert largest_gap(form(batch), network(batch)) < 1e-12


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (2, 2), (3, 4), (6, 1)])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ARCHS)
def test_a_picture_that_is_all_edge_comes_out_the_same(
    arch: str, scale: int, size: tuple[int, int]
) -> None:
    network = tiny(arch, scale)
    batch = torch.rand(1, 3, *size, dtype=torch.float64)
    assert largest_gap(folded(network)(batch), network(batch)) < 1e-12


@pytest.mark.parametrize("size", [(7, 9), (1, 1), (1, 6), (5, 1)])
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("factor", [2, 3])
def test_a_nearest_step_and_a_convolution_are_one_around_corners(
    factor: int, count: int, size: tuple[int, int]
) -> None:
    layer = nn.Conv2d(5, 4, 3, padding=1).double().requires_grad_(False)
    batch = torch.rand(count, 5, *size, dtype=torch.float64)
    enlarged = functional.interpolate(batch, scale_factor=factor, mode="nearest")
    around = nearest_then_conv(layer, factor)(batch)
    pixels = singly(around.contiguous(memory_format=torch.channels_last), factor**2)
    given = from_corners(pixels, factor)
    assert largest_gap(given, layer(enlarged)) < 1e-12
    assert given.is_contiguous(memory_format=torch.channels_last) or count > 1


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_blocks_in_runs_are_a_pixel_shuffle_in_another_order(factor: int) -> None:
    layer = nn.Conv2d(5, 3 * factor**2, 3, padding=1, stride=2).requires_grad_(False)
    batch = torch.rand(2, 5, 11, 14)
    expected = functional.pixel_shuffle(layer(batch), factor)[..., factor:, : -2 * factor]
    blocks = in_runs(layer, factor)(batch)[..., 1:, :-2]
    given = shuffled(blocks, factor)
    assert given.is_contiguous(memory_format=torch.channels_last)
    torch.testing.assert_close(given, expected)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ["edsr", "msrn"])
def test_several_layers_as_one_convolution_differ_in_the_outermost_pixel_alone(
    arch: str, scale: int
) -> None:
    form = folded(tiny(arch, scale))
    assert isinstance(form, LinearTail)
    features = torch.rand(1, form.n_feats, 9, 11, dtype=torch.float64)
    layer_by_layer = form.tail(features, NO_MARGINS)
    at_once = shuffled(form.at_once(features), scale)
    gap = (at_once - layer_by_layer).abs() / layer_by_layer.std()
    assert gap[..., scale:-scale, scale:-scale].max() < 1e-12
    edges = (gap[..., 0, :], gap[..., -1, :], gap[..., 0], gap[..., -1])
    assert min(float(edge.max()) for edge in edges) > 1e-3


def test_several_tiles_at_once_are_each_as_alone() -> None:
    for arch in ARCHS:
        form = folded(tiny(arch, 2))
        assert form.takes_batches
        tiles = torch.rand(3, 3, 20, 17, dtype=torch.float64)
        margins = Margins(4, 0, 3, 5)
        alone = torch.cat([form(tile[None], margins) for tile in tiles])
        assert largest_gap(form(tiles, margins), alone) < 1e-12, arch


def test_the_mean_shift_is_applied_only_when_it_is_asked_for() -> None:
    plain, shifted = tiny("msrn", 2), tiny("msrn", 2, mean_shift=True)
    batch = torch.rand(1, 3, 8, 8, dtype=torch.float64)
    shifted.sub_mean.bias.data.zero_()
    shifted.add_mean.bias.data.fill_(7.0)
    assert (shifted(batch) - plain(batch)).sub(7).abs().max() < 1e-12


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ARCHS)
def test_a_core_equals_the_same_part_of_the_whole(
    arch: str, scale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the halo trimmed at every block and a tail in strips of few rows."""
    monkeypatch.setattr(inference_module, "STRIP_BYTES", {"cpu": 1})
    monkeypatch.setattr(passage, "SLACK_COLUMNS_PX", 0)
    monkeypatch.setattr(passage, "SLACK_ROWS_PX", 0)
    network = tiny(arch, scale)
    batch = torch.rand(1, 3, 40, 46, dtype=torch.float64)
    whole = network(batch)
    for core in (Box(17, 19, 5, 7), Box(0, 0, 40, 9), Box(39, 45, 1, 1), Box(20, 0, 20, 46)):
        outer = core.grow(network.reach_px, 40, 46)
        part = folded(network)(batch[(..., *outer.slices)], core.margins_in(outer))
        gap = largest_gap(part, whole[(..., *core.times(scale).slices)])
        assert not gap >= 1e-12, f"{arch} x{scale}, {core}: {gap}"


@pytest.mark.parametrize("slack_rows_px", [0, 16])
@pytest.mark.parametrize(
    ("dtype", "most"), [(torch.float64, 1e-12), (torch.float32, 1e-4), (torch.bfloat16, 0.1)]
)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ARCHS)
def test_a_row_of_tiles_goes_on_from_what_the_one_before_has_left(
    arch: str,
    scale: int,
    dtype: torch.dtype,
    most: float,
    slack_rows_px: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At the picture's edges and inside; the last of them ends within reach of the edge."""
    monkeypatch.setattr(passage, "SLACK_ROWS_PX", slack_rows_px)
    model = tiny_model(arch, scale, Compute(CPU, dtype, ""), n_blocks=3)
    reach_px, width = model.reach_px, 150
    whole = torch.rand(1, 3, 60, width, dtype=torch.promote_types(dtype, torch.float32))
    expected = model(whole)
    cuts = [0, 2 * reach_px + 1, 4 * reach_px + 2, width - 7, width]
    for top, height in ((0, 30), (25, 14), (40, 20)):
        left: Seam | None = None
        for start, end in pairwise(cuts):
            core = Box(top, start, height, end - start)
            outer = model.around(core, reach_px, 60, width)
            margins = core.margins_in(outer)
            right = Seam() if margins.right >= reach_px else None
            part = model(whole[(..., *outer.slices)], margins, Seams(left, right))
            gap = largest_gap(part, expected[(..., *core.times(scale).slices)])
            assert gap < most, f"{arch} x{scale}, {core}: {gap}"
            left = right


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ARCHS)
def test_what_runs_through_a_network_is_of_quick_width(arch: str, scale: int) -> None:
    """Of a tile with enough around it, as it is and turned; and the answer is that of the whole.

    What looks at no neighbours has no width: oneDNN takes it as one long row.
    """
    model = tiny_model(arch, scale, n_blocks=6)
    whole = torch.rand(1, 3, 130, 140, dtype=torch.float64)
    widths: list[int] = []
    for layer in model.module.modules():
        if isinstance(layer, nn.Conv2d) and layer.kernel_size != (1, 1):
            layer.register_forward_pre_hook(lambda _, taken: widths.append(taken[0].shape[-1]))
    core = Box(50, 53, 23, 31)
    outer = model.around(core, model.reach_px, 130, 140)
    assert outer.width > core.width + 2 * model.reach_px
    tile, around = whole[(..., *outer.slices)], core.margins_in(outer)
    part = model(tile, around)
    top, bottom, left, right = around
    model(tile.mT, Margins(left, right, top, bottom))
    assert widths
    assert not [width for width in widths if width % QUICK_PX]
    expected = model.network(whole)[(..., *core.times(scale).slices)]
    assert largest_gap(part, expected) < 1e-12


def test_a_halo_one_pixel_short_is_seen() -> None:
    network = tiny("pan", 2)
    batch = torch.rand(1, 3, 40, 40, dtype=torch.float64)
    core = Box(20, 20, 8, 8)
    outer = core.grow(network.reach_px - 1, 40, 40)
    part = folded(network)(batch[(..., *outer.slices)], core.margins_in(outer))
    assert largest_gap(part, network(batch)[(..., *core.times(2).slices)]) > 1e-9


@pytest.mark.parametrize("n_blocks", [1, 3])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ARCHS)
def test_the_reach_is_what_gradients_show(arch: str, scale: int, n_blocks: int) -> None:
    network = tiny(arch, scale, n_blocks=n_blocks)
    centre = network.reach_px + 3
    side = 2 * centre + 1
    batch = torch.rand(1, 3, side, side, dtype=torch.float64, requires_grad=True)
    middle = network(batch)[..., centre * scale :, centre * scale :][..., :scale, :scale]
    measured = 0
    for pixel in middle.sum(1).flatten():
        (gradient,) = torch.autograd.grad(pixel, batch, retain_graph=True)
        seen = gradient[0].abs().sum(0).nonzero() - centre
        measured = max(measured, int(seen.abs().max()))
    assert measured <= network.reach_px <= measured + 2, (measured, network.reach_px)


def test_the_published_sizes_reach_as_far_as_was_measured() -> None:
    with torch.device("meta"):
        reaches = {
            "EDSR-16": [EDSR(scale).reach_px for scale in SCALES],
            "EDSR-32": [EDSR(scale, n_blocks=32).reach_px for scale in SCALES],
            "MSRN-8": [MSRN(scale).reach_px for scale in SCALES],
            "PAN-16": [PAN(scale).reach_px for scale in SCALES],
        }
    measured = {"EDSR-16": 36, "EDSR-32": 68, "MSRN-8": 36, "PAN-16": 36}
    for name, reach in reaches.items():
        assert all(abs(px - measured[name]) <= 1 for px in reach), (name, reach)


@pytest.mark.parametrize("arch", ARCHS)
def test_bfloat16_rounds_the_detail_but_keeps_the_mean(arch: str) -> None:
    network = tiny(arch, 2, mean_shift=True).float()
    form = copy.deepcopy(network).folded().in_precision(torch.bfloat16)
    batch = torch.rand(1, 3, 12, 12) * (1 if arch == "pan" else 255)
    exact, rounded = network(batch), form(batch)
    assert rounded.dtype is torch.float32
    gap = (rounded - exact).abs().max() / (exact.max() - exact.min())
    assert 0 < gap < 0.05, float(gap)
    if arch != "pan":
        assert form.add_mean.bias.dtype is torch.float32


def test_the_plain_form_trains() -> None:
    network: Any = PAN(2, **TINY["pan"])
    network(torch.rand(2, 3, 8, 8)).sum().backward()
    missing = [name for name, p in network.named_parameters() if p.grad is None]
    assert not missing, missing


@pytest.mark.parametrize("scale", SCALES)
def test_pan_learns_the_same_from_gradients_without_gaps(scale: int) -> None:
    torch.manual_seed(0)
    learning = PAN(scale, **TINY["pan"]).double()
    plain = copy.deepcopy(learning).eval()
    batch = torch.rand(2, 3, 8, 8, dtype=torch.double)
    answers = [network(batch) for network in (learning, plain)]
    torch.testing.assert_close(*answers, rtol=0, atol=1e-12)
    for answer in answers:
        answer.square().sum().backward()
    gradients = [[each.grad for each in network.parameters()] for network in (learning, plain)]
    torch.testing.assert_close(*gradients, rtol=1e-9, atol=1e-12)
