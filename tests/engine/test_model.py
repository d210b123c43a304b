"""A checkpoint loads when it fits, and says in plain words why when it does not."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from sr_desktop import paths
from sr_desktop.catalogue import Stated
from sr_desktop.engine.archs import EDSR
from sr_desktop.engine.archs.inference import TrunkAndTail
from sr_desktop.engine.device import Compute
from sr_desktop.engine.model import load_model, read_state_dict, spec_of_file
from sr_desktop.errors import (
    SRError,
    UnsafeWeights,
    UsageError,
    WeightsError,
    WeightsMismatch,
    WeightsMissing,
)
from sr_desktop.weights import Library

from .networks import CPU, EXACT, FLOAT32, SCALES, spec_of, tiny, tiny_model

BFLOAT16 = Compute(CPU, torch.bfloat16, "CPU, bfloat16")


@pytest.fixture
def network() -> Any:
    return tiny("edsr", 2).float()


def saved(folder: Path, content: object, name: str = "some.pt") -> Path:
    torch.save(content, folder / name)
    return folder / name


def assert_same(read: dict[str, torch.Tensor], expected: dict[str, torch.Tensor]) -> None:
    assert list(read) == list(expected)
    assert all(torch.equal(read[key], value) for key, value in expected.items())


@pytest.mark.parametrize("name", ["weights.safetensors", "weights.pth", "weights"])
def test_safetensors_are_known_by_content(tmp_path: Path, network: Any, name: str) -> None:
    safetensors.torch.save_file(network.state_dict(), tmp_path / name)
    read = read_state_dict(tmp_path / name)
    assert set(read) == set(network.state_dict())


@pytest.mark.parametrize("modern", [True, False])
def test_what_torch_saves_is_read(tmp_path: Path, network: Any, modern: bool) -> None:
    path = tmp_path / "some.safetensors"
    torch.save(network.state_dict(), path, _use_new_zipfile_serialization=modern)
    assert_same(read_state_dict(path), network.state_dict())


@pytest.mark.parametrize(
    "nest",
    [
        lambda weights: {"state_dict": weights, "epoch": 3},
        lambda weights: {"params": {}, "params_ema": weights},
        lambda weights: {"params": weights},
        lambda weights: {"model": {"state_dict": weights}, "optimizer": {"lr": 0.1}},
        lambda weights: {f"module.{key}": value for key, value in weights.items()},
    ],
)
def test_trainers_wrappings_are_taken_off(tmp_path: Path, network: Any, nest: Any) -> None:
    path = saved(tmp_path, nest(dict(network.state_dict())))
    assert_same(read_state_dict(path), network.state_dict())


class Malicious:
    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.trace}",)


def test_a_malicious_pickle_is_refused_and_does_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "it-ran"
    path = saved(tmp_path, {"head.0.weight": Malicious(trace)})
    with pytest.raises(UnsafeWeights) as refused:
        read_state_dict(path)
    assert not trace.exists()
    told = str(refused.value)
    assert str(path) in told
    assert "executed" in told
    assert "weights_only" not in told


def test_a_whole_pickled_network_is_refused_with_what_to_do(tmp_path: Path, network: Any) -> None:
    with pytest.raises(UnsafeWeights, match="state_dict"):
        read_state_dict(saved(tmp_path, network))


def truncated(path: Path, keep_bytes: int) -> None:
    path.write_bytes(path.read_bytes()[:keep_bytes])


def web_page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body>Sign in to download</body></html>")


def lfs_pointer(path: Path) -> None:
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n")


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: truncated(path, 9), "damaged"),
        (lambda path: truncated(path, 3000), "damaged"),
        (lambda path: path.write_bytes(b"\x80\x02"), "damaged|opened"),
        (web_page, "web page"),
        (lfs_pointer, "git lfs pull"),
        (other_zip, "damaged"),
        (lambda path: path.write_bytes(os.urandom(64).replace(b"\x80", b"x")), "no checkpoint"),
    ],
)
def test_broken_files_are_told_with_the_next_step(
    tmp_path: Path, network: Any, spoil: Any, told: str
) -> None:
    path = saved(tmp_path, network.state_dict())
    spoil(path)
    with pytest.raises(WeightsError, match=told) as refused:
        read_state_dict(path)
    assert str(path) in refused.value.message
    assert refused.value.hint


def test_truncated_safetensors_are_damaged(tmp_path: Path, network: Any) -> None:
    path = tmp_path / "some.safetensors"
    safetensors.torch.save_file(network.state_dict(), path)
    truncated(path, 2000)
    with pytest.raises(WeightsError, match="damaged"):
        read_state_dict(path)


def test_an_absent_file_and_a_folder_are_missing_weights(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.pt", tmp_path):
        with pytest.raises(WeightsMissing, match=str(path)):
            read_state_dict(path)


def test_a_small_file_cannot_claim_a_large_tensor(tmp_path: Path) -> None:
    huge = torch.zeros(1).expand(100_000, 100_000)
    path = saved(tmp_path, {"head.0.weight": huge})
    assert path.stat().st_size < 4000
    with pytest.raises(WeightsMismatch, match="claims more numbers"):
        read_state_dict(path)


@pytest.mark.parametrize(
    ("value", "error", "told"),
    [
        (torch.zeros(2, device="meta"), WeightsMismatch, "plain tensor|claims"),
        (torch.eye(2).to_sparse(), WeightsMismatch, "plain tensor"),
        (torch.tensor([0.0, torch.nan]), WeightsError, "NaN"),
        ([1.0, 2.0], WeightsError, "no tensor"),
    ],
)
def test_values_that_are_no_weights_are_refused(
    tmp_path: Path, value: object, error: type[SRError], told: str
) -> None:
    with pytest.raises(error, match=told):
        read_state_dict(saved(tmp_path, {"head.0.weight": value}))


def test_a_file_without_weights_is_refused(tmp_path: Path, network: Any) -> None:
    for content in ({}, [1, 2], {"state_dict": {}}):
        with pytest.raises(WeightsError, match="no weights"):
            load_model(spec_of(network, "edsr"), saved(tmp_path, content), FLOAT32)


@pytest.mark.parametrize("arch", ["pan", "edsr", "msrn"])
def test_a_saved_network_loads_as_itself(tmp_path: Path, arch: str) -> None:
    network = tiny(arch, 3).float()
    path = saved(tmp_path, network.state_dict())
    model = load_model(spec_of(network, arch), path, FLOAT32)
    batch = torch.rand(1, 3, 9, 11)
    assert model.reach_px == network.reach_px
    assert model.compute == FLOAT32
    torch.testing.assert_close(model(batch), network(batch))


def test_weights_in_half_precision_are_widened(tmp_path: Path, network: Any) -> None:
    half = {key: value.half() for key, value in network.state_dict().items()}
    model = load_model(spec_of(network, "edsr"), saved(tmp_path, half), FLOAT32)
    assert {p.dtype for p in model.network.parameters()} == {torch.float32}


def test_the_loaded_network_does_not_need_its_file(tmp_path: Path, network: Any) -> None:
    path = tmp_path / "some.safetensors"
    safetensors.torch.save_file(network.state_dict(), path)
    model = load_model(spec_of(network, "edsr"), path, FLOAT32)
    batch = torch.rand(1, 3, 5, 5)
    before = model.network(batch)
    path.write_bytes(bytes(path.stat().st_size))
    assert torch.equal(model.network(batch), before)


def test_keys_and_shapes_that_differ_are_counted_and_named(tmp_path: Path, network: Any) -> None:
    weights = dict(network.state_dict())
    weights["more"] = weights.pop("head.0.bias")
    weights["tail.1.bias"] = torch.zeros(4)
    with pytest.raises(WeightsMismatch) as refused:
        load_model(spec_of(network, "edsr"), saved(tmp_path, weights), FLOAT32)
    told = str(refused.value)
    for part in ("EDSR x2", "1 missing (head.0.bias)", "1 unexpected (more)", "(4,) instead of (3"):
        assert part in told, told


def test_weights_that_are_whole_numbers_fit_no_network_of_ours(
    tmp_path: Path, network: Any
) -> None:
    weights = {**network.state_dict(), "head.0.bias": torch.zeros(6, dtype=torch.int64)}
    path = saved(tmp_path, weights)
    for load in (spec_of_file, lambda path: load_model(spec_of(network, "edsr"), path, FLOAT32)):
        with pytest.raises(WeightsMismatch, match=r"1 not floating point .*int64"):
            load(path)


@pytest.mark.parametrize(
    ("found", "scale", "asked", "asked_scale"),
    [("edsr", 4, "edsr", 2), ("edsr", 3, "edsr", 2), ("msrn", 2, "edsr", 2), ("pan", 4, "pan", 2)],
)
def test_another_network_or_scale_is_named(
    tmp_path: Path, found: str, scale: int, asked: str, asked_scale: int
) -> None:
    path = saved(tmp_path, tiny(found, scale).state_dict())
    spec = spec_of(tiny(asked, asked_scale), asked)
    is_not = f"is {found.upper()} x{scale}, not {asked.upper()} x{asked_scale}"
    with pytest.raises(WeightsMismatch, match=is_not):
        load_model(spec, path, FLOAT32)


@pytest.mark.parametrize(("scale", "other"), [(2, 3), (3, 2)])
def test_pan_x2_given_as_x3_is_seen_though_its_keys_are_the_same(scale: int, other: int) -> None:
    spec = replace(Library().find("pan", other), digest=None)
    path = paths.bundled_weights() / f"pan-x{scale}.safetensors"
    with pytest.raises(WeightsMismatch, match=f"is PAN x{scale}, not PAN x{other}"):
        load_model(spec, path, FLOAT32)


def test_an_unknown_architecture_and_a_mean_shift_for_pan_are_wrong_usage(tmp_path: Path) -> None:
    network = tiny("pan", 2)
    path = saved(tmp_path, network.state_dict())
    with pytest.raises(UsageError, match="rcan"):
        load_model(replace(spec_of(network, "pan"), arch="rcan"), path, FLOAT32)
    with pytest.raises(UsageError, match="mean shift"):
        load_model(spec_of(network, "pan", mean_shift=True), path, FLOAT32)


@pytest.mark.parametrize("scale", SCALES)
def test_the_authors_checkpoints_load_strictly(shared: Path, scale: int) -> None:
    path = shared / f"weights/official/PANx{scale}_DF2K.pth"
    spec = spec_of_file(path)
    assert (spec.id, spec.arch, spec.scale) == (f"PANx{scale}_DF2K", "pan", scale)
    assert (spec.input_range, spec.mean_shift) == (1.0, False)
    assert load_model(spec, path, FLOAT32).reach_px in (35, 36)


@pytest.mark.parametrize("arch", ["edsr", "msrn"])
def test_a_users_file_follows_the_authors_conventions_unless_told(
    tmp_path: Path, arch: str
) -> None:
    network = tiny(arch, 3, res_scale=1.0) if arch == "edsr" else tiny(arch, 3)
    path = saved(tmp_path, network.float().state_dict(), "mine.pt")
    spec = spec_of_file(path)
    assert (spec.id, spec.label, spec.name) == ("mine",) * 3
    assert (spec.arch, spec.scale, spec.file) == (arch, 3, path)
    assert (spec.input_range, spec.mean_shift) == (255.0, True)
    told = spec_of_file(path, Stated(input_range=1.0, mean_shift=False))
    assert (told.input_range, told.mean_shift) == (1.0, False)
    batch = torch.rand(1, 3, 6, 6)
    torch.testing.assert_close(load_model(told, path, FLOAT32)(batch), network(batch))


def test_a_users_file_of_another_network_is_refused(tmp_path: Path) -> None:
    weights = dict(tiny("edsr", 2).state_dict())
    weights["attention.weight"] = torch.zeros(3)
    with pytest.raises(WeightsMismatch, match="1 unexpected"):
        spec_of_file(saved(tmp_path, weights))


def test_input_range_and_mean_shift_are_applied() -> None:
    network = EDSR(2, n_feats=6, n_blocks=1, mean_shift=True).eval().requires_grad_(False)
    model = tiny_model("edsr", 2)
    model = type(model).build(spec_of(network, "edsr", input_range=255.0), network, FLOAT32)
    batch = torch.rand(1, 3, 7, 8)
    torch.testing.assert_close(model(batch), network(batch * 255) / 255)


def test_the_same_checkpoint_in_float32_is_built_once() -> None:
    model = tiny_model("msrn", 2, BFLOAT16)
    float32 = model.in_float32()
    assert float32 is model.in_float32()
    assert float32 is model.on_cpu()
    assert float32.in_float32() is float32
    batch = torch.rand(1, 3, 8, 8)
    exact = model.network(batch.double()).float()
    assert (float32(batch) - exact).abs().max() < 1e-5 < (model(batch) - exact).abs().max()


def test_a_form_is_settled_when_it_has_its_types(monkeypatch: pytest.MonkeyPatch) -> None:
    types: list[torch.dtype] = []

    def note(form: TrunkAndTail, _: float) -> None:
        types.append(next(form.parameters()).dtype)

    monkeypatch.setattr(TrunkAndTail, "settle", note)
    tiny_model("pan", 2, BFLOAT16).in_float32()
    assert types == [torch.bfloat16, torch.float32]


def test_building_one_form_leaves_the_plain_network_as_it_is() -> None:
    network = tiny("pan", 2)
    tiny_model("pan", 2).build(spec_of(network, "pan"), network, BFLOAT16)
    assert {p.dtype for p in network.parameters()} == {torch.float64}
    assert EXACT.dtype is torch.float64
