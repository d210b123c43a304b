"""In int8: nearly the same picture, the same whatever the tiles, and only where it makes sense."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from sr_desktop import paths
from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.catalogue import ModelSpec
from sr_desktop.engine import device
from sr_desktop.engine.archs import ARCHS, Network
from sr_desktop.engine.archs.blocks import as_kind, shuffled
from sr_desktop.engine.archs.quantised import (
    QuantisedConv,
    QuantisedMixing,
    QuantisedPAN,
    Range,
    leaky,
    quantise,
)
from sr_desktop.engine.device import Compute
from sr_desktop.engine.int8 import find_ranges, int8_form
from sr_desktop.engine.model import LoadedModel, load_model
from sr_desktop.engine.tiling import NO_MARGINS
from sr_desktop.engine.upscale import upscale
from sr_desktop.errors import DeviceUnavailable, UsageError
from sr_desktop.jobs.engine import DRAFT_LOSS_DB
from sr_desktop.weights import Library

from .networks import (
    CPU,
    FLOAT32,
    SHIPPED,
    TINY,
    faithful_model,
    smooth,
    spec_of,
    spoilt,
)
from .test_upscale import run, set5_psnr_db

INT8 = Compute(CPU, torch.int8, "CPU, int8")
needs_vnni = pytest.mark.skipif(
    not device._has_int8(), reason="this CPU has no instructions for int8, so it is refused here"
)


def network_of(arch: str, scale: int) -> Network:
    torch.manual_seed(0)
    return ARCHS[arch](scale, **TINY[arch]).eval().requires_grad_(False)


def model_of(arch: str, scale: int, compute: Compute = INT8) -> LoadedModel:
    network = network_of(arch, scale)
    return LoadedModel.build(spec_of(network, arch), network, compute)


def kept_files() -> list[Path]:
    return sorted(paths.ranges_dir().glob("*"))


# The parts


@needs_vnni
@pytest.mark.parametrize("bounds", [(0.0, 2.0), (-1.5, 1.0), (-2.0, -1.0), (0.0, 0.0)])
def test_codes_stand_for_the_values_of_a_range_and_exactly_for_zero(
    bounds: tuple[float, float],
) -> None:
    taken = Range(*bounds)
    values = torch.linspace(*bounds, 500).view(1, 5, 10, 10)
    back = (quantise(values, taken).float() - taken.zero) * taken.step
    assert (back - values).abs().max() <= taken.step / 2 + 1e-6
    assert (quantise(torch.zeros(1, 1, 1, 1), taken) == taken.zero).all()


@needs_vnni
@pytest.mark.parametrize("bounds", [(0.0, 1.0), (-1.0, 1.0)])
def test_a_convolution_of_bytes_adds_up_exactly_also_at_the_edges(
    bounds: tuple[float, float],
) -> None:
    """Weights and input are such as codes hold without rounding, so float64 must agree."""
    torch.manual_seed(0)
    taken = Range(*bounds)
    layer = nn.Conv2d(7, 9, 3, padding=1).requires_grad_(False)
    steps = torch.full((9, 1, 1, 1), 0.01)
    codes = torch.randint(-127, 128, layer.weight.shape)
    codes[:, 0, 0, 0] = 127
    layer.weight.copy_(codes * steps)
    batch = (torch.randint(0, 256, (1, 7, 11, 13)) - taken.zero) * taken.step
    expected = functional.conv2d(
        batch.double(), layer.weight.double(), layer.bias.double(), padding=1
    )
    given = QuantisedConv(layer, taken)(batch.float())
    assert given.dtype is torch.float32
    torch.testing.assert_close(given.double(), expected, rtol=1e-5, atol=1e-4)


def test_leaky_codes_are_those_of_leaky_values() -> None:
    torch.manual_seed(0)
    after = Range(-0.25, 2.0)
    before = after.before_leak(0.25)
    assert before == Range(-1.0, 2.0)
    values = torch.rand(1, 6, 7, 9) * 3 - 1
    wide = quantise(values, before)
    codes = wide[..., 1:, :]  # rows follow each other: it is dense
    given = leaky(codes, before, after, 0.25)
    assert given.is_contiguous(memory_format=torch.channels_last)
    expected = functional.leaky_relu(values[..., 1:, :], 0.25)
    taken = (given.float() - after.zero) * after.step
    assert (taken - expected).abs().max() <= 0.51 * (before.step + after.step)


@needs_vnni
def test_a_mixing_of_bytes_and_a_leaky_relu_is_exact_but_for_its_last_rounding() -> None:
    torch.manual_seed(0)
    layer = nn.Conv2d(7, 5, 1, bias=False).requires_grad_(False)
    layer.weight.copy_(torch.randint(-127, 128, layer.weight.shape) / 512)
    layer.weight[:, 0, 0, 0] = 127 / 512
    taken, gives = Range(-1.0, 1.0), Range(-0.5, 2.0)
    codes = torch.randint(0, 256, (1, 7, 11, 13), dtype=torch.uint8)
    codes = codes.contiguous(memory_format=torch.channels_last)
    given = QuantisedMixing(layer, taken, gives, 0.2)(codes)
    assert given.is_contiguous(memory_format=torch.channels_last)
    values = (codes.double() - taken.zero) * taken.step
    expected = functional.leaky_relu(functional.conv2d(values, layer.weight.double()), 0.2)
    expected = expected.clamp((0 - gives.zero) * gives.step, (255 - gives.zero) * gives.step)
    error = ((given.double() - gives.zero) * gives.step - expected).abs().max()
    assert error <= 0.501 * gives.step, error / gives.step


# The networks


@needs_vnni
@pytest.mark.parametrize("scale", [2, 4])
def test_a_picture_one_pixel_wide_is_as_what_is_left_of_a_wider_ones_zeros(scale: int) -> None:
    """Its last convolution gets columns of zeros, in codes."""
    form = as_kind(QuantisedPAN, model_of("pan", scale).module)
    features = torch.rand(1, form.n_feats, 12, 1).contiguous(memory_format=torch.channels_last)
    codes = form.stages(features)
    assert codes.dtype is torch.uint8
    unpadded = shuffled(form.last.conv(codes), form.last.factor)
    torch.testing.assert_close(form.tail(features, NO_MARGINS), unpadded, rtol=0, atol=1e-6)


@needs_vnni
@pytest.mark.parametrize("scale", [2, 3, 4])
@pytest.mark.parametrize("arch", ARCHS)
def test_every_architecture_gives_nearly_the_same_in_int8(arch: str, scale: int) -> None:
    model = model_of(arch, scale)
    batch = torch.rand(1, 3, 20, 24)
    exact, coarse = model.in_float32()(batch), model(batch)
    error = (coarse - exact).std() / exact.std()
    assert 0 < error < 0.06, error


@needs_vnni
@pytest.mark.parametrize("spec", SHIPPED, ids=lambda spec: spec.id)
def test_what_ships_loses_no_more_on_set5_than_the_window_says(
    shared: Path, spec: ModelSpec
) -> None:
    model = load_model(spec, Library().ensure(spec), INT8)
    lost = set5_psnr_db(model.in_float32(), shared) - set5_psnr_db(model, shared)
    assert lost <= DRAFT_LOSS_DB, lost


@needs_vnni
@pytest.mark.parametrize("arch", ARCHS)
def test_tiles_give_what_the_whole_gives(arch: str) -> None:
    model = model_of(arch, 2)
    pixels = smooth(70, 90)
    tiled, whole = (run(model, pixels, tile_px=side, guard=False).pixels for side in (23, 90))
    assert np.abs(tiled.astype(int) - whole).max() <= 1


@needs_vnni
def test_16_bits_stay_16_bits() -> None:
    spec = Library().find("pan", 2)
    model = load_model(spec, Library().ensure(spec), INT8)
    pixels = smooth(40, 50, dtype=np.uint16)
    coarse, exact = run(model, pixels).pixels, run(model.in_float32(), pixels).pixels
    assert coarse.dtype == np.uint16
    levels = np.abs(coarse.astype(int) - exact)
    assert np.sqrt((levels.astype(float) ** 2).mean()) < 65535 * 10 ** (-45 / 20)
    assert levels.max() > 0


@needs_vnni
def test_where_int8_goes_astray_float32_takes_over_with_one_notice() -> None:
    model = faithful_model(2)
    astray = spoilt(model.on(INT8), lambda _runs, _batch, answer: answer * torch.nan)
    pixels = smooth(50, 50)
    done = run(astray, pixels, tile_px=25)
    np.testing.assert_array_equal(done.pixels, pixels.repeat(2, 0).repeat(2, 1))
    assert len(done.notices) == 1
    assert "int8" in done.notices[0]
    assert astray.module.runs == 1


@needs_vnni
def test_int8_can_be_stopped() -> None:
    cancel = Cancel()
    seen: list[int] = []

    def on_progress(done: int, _total: int) -> None:
        seen.append(done)
        cancel.set()

    with pytest.raises(Cancelled):
        upscale(
            model_of("edsr", 2), smooth(60, 60), tile_px=20, on_progress=on_progress, cancel=cancel
        )
    assert len(seen) == 1


@needs_vnni
def test_a_network_of_others_is_refused_with_the_reason() -> None:
    class Other(Network):
        scale, reach_px = 2, 0

    network = Other()
    spec = spec_of(network, "pan")
    with pytest.raises(DeviceUnavailable, match="only PAN, EDSR and MSRN") as refused:
        LoadedModel.build(spec, network, INT8)
    assert "fp32" in refused.value.hint


# Ranges


@pytest.fixture
def calibrations(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """One entry each time that ranges are found."""
    counted: list[float] = []

    def find(network: Network, input_range: float) -> object:
        counted.append(input_range)
        return find_ranges(network, input_range)

    monkeypatch.setattr("sr_desktop.engine.int8.find_ranges", find)
    return counted


@needs_vnni
def test_ranges_are_found_once_for_a_checkpoint(calibrations: list[float]) -> None:
    network = network_of("pan", 2)
    spec = spec_of(network, "pan")
    batch = torch.rand(1, 3, 20, 20)
    first, second = (int8_form(spec, network)(batch) for _ in range(2))
    assert len(calibrations) == 1
    assert torch.equal(first, second)
    network.conv_last.weight.mul_(1.5)  # type: ignore[union-attr, operator]
    int8_form(spec, network)
    assert len(calibrations) == 2
    assert len(kept_files()) == 2
    int8_form(spec_of(network, "pan", input_range=255.0), network)
    assert calibrations == [1.0, 1.0, 255.0]


@needs_vnni
@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[1, 2]",
        lambda text: json.dumps({"conv_first": [0, 1]}),
        lambda text: text.replace("[", '["x", ', 1),
        lambda text: json.dumps({name: [1.0, 0.0] for name in json.loads(text)}),
        lambda text: json.dumps({name: [0.0, float("nan")] for name in json.loads(text)}),
    ],
)
def test_damaged_ranges_are_found_again(calibrations: list[float], damage: object) -> None:
    network = network_of("edsr", 2)
    spec = spec_of(network, "edsr")
    int8_form(spec, network)
    (place,) = kept_files()
    whole = place.read_text("utf-8")
    place.write_text(damage(whole), "utf-8")  # type: ignore[operator]
    int8_form(spec, network)
    assert len(calibrations) == 2
    assert kept_files() == [place]
    assert place.read_text("utf-8") == whole


@needs_vnni
def test_ranges_that_cannot_be_kept_are_found_each_time(calibrations: list[float]) -> None:
    paths.ranges_dir().parent.mkdir(parents=True, exist_ok=True)
    paths.ranges_dir().write_text("a file where the folder should be")
    network = network_of("msrn", 2)
    for _ in range(2):
        int8_form(spec_of(network, "msrn"), network)
    assert len(calibrations) == 2


# Where it is offered


def test_int8_is_refused_on_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("cuda:0", "mps", "xpu:0"):
        monkeypatch.setattr(device, "_devices", lambda name=name: [torch.device(name)])
        with pytest.raises(DeviceUnavailable, match="CPUs alone"):
            device.choose(name.partition(":")[0], "int8")


def test_int8_is_refused_where_the_cpu_has_no_instructions_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True})
    with pytest.raises(DeviceUnavailable, match="VNNI"):
        device.choose("cpu", "int8")


@pytest.mark.parametrize(("int8", "pays"), [(0.5, True), (0.9, False)])
def test_int8_is_offered_only_where_it_is_clearly_faster(
    monkeypatch: pytest.MonkeyPatch, int8: float, pays: bool
) -> None:
    seconds = {torch.int8: int8, torch.float32: 1.0, torch.bfloat16: 1.0}
    monkeypatch.setattr(device, "_devices", lambda: [CPU])
    monkeypatch.setattr(device, "_has_int8", lambda: True)
    monkeypatch.setattr(device, "_convolution_seconds", seconds.__getitem__)
    device.int8_pays.cache_clear()
    try:
        (facts,) = device.survey()
        assert ("int8" in facts.precisions) == pays
        assert facts.best != "int8"
        if pays:
            assert device.choose("cpu", "int8").dtype is torch.int8
        else:
            with pytest.raises(DeviceUnavailable, match="not faster"):
                device.choose("cpu", "int8")
        assert device.choose("cpu", "auto").dtype is not torch.int8
    finally:
        device.int8_pays.cache_clear()
        device.bfloat16_pays.cache_clear()


@needs_vnni
def test_a_convolution_is_timed_in_int8() -> None:
    assert 0 < device._convolution_seconds(torch.int8) < 1


def test_another_word_is_no_precision() -> None:
    with pytest.raises(UsageError) as refused:
        device.choose("cpu", "int4")
    assert "int8" in refused.value.hint


def test_memory_is_reckoned_in_floats_where_sums_are_floats() -> None:
    assert INT8.map_itemsize == FLOAT32.map_itemsize == 4
    assert INT8.is_coarse
    assert INT8.picture_dtype is torch.float32
