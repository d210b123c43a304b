"""Checkpoints of other architectures run through spandrel, as carefully as our own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from sr_desktop.cancel import Cancel
from sr_desktop.catalogue import Stated
from sr_desktop.engine.archs import community
from sr_desktop.engine.device import Compute
from sr_desktop.engine.model import (
    LoadedModel,
    fitting_network,
    load_model,
    read_state_dict,
    save_checkpoint,
    spec_of_file,
)
from sr_desktop.engine.tiling import WHOLE_PICTURE_PX
from sr_desktop.engine.upscale import Upscaled, upscale
from sr_desktop.errors import OutOfMemory, UnsafeWeights, UsageError, WeightsMismatch
from sr_desktop.imaging.resize import bicubic

from .networks import CPU, FLOAT32, noise, smooth, tiny

pytestmark = pytest.mark.filterwarnings("ignore:torch.meshgrid")  # SwinIR's own way to begin
BFLOAT16 = Compute(CPU, torch.bfloat16, "CPU, bfloat16")
FLOAT16 = Compute(CPU, torch.float16, "CPU, float16")


def architectures() -> Any:
    community.is_installed()  # puts the stand-in for torchvision in place
    import spandrel.architectures

    return spandrel.architectures


def esrgan(scale: int = 4, **sizes: Any) -> nn.Module:
    sizes = {"num_filters": 16, "num_blocks": 2, **sizes}
    return architectures().ESRGAN.ESRGAN(scale=scale, **sizes)  # type: ignore[no-any-return]


def compact() -> nn.Module:
    return architectures().Compact.Compact(num_feat=16, num_conv=6, upscale=2)  # type: ignore[no-any-return]


def plksr() -> nn.Module:
    return architectures().PLKSR.PLKSR(dim=16, n_blocks=3, upscaling_factor=2)  # type: ignore[no-any-return]


def swinir() -> nn.Module:
    return architectures().SwinIR.SwinIR(  # type: ignore[no-any-return]
        img_size=16,
        embed_dim=12,
        depths=[2, 2],
        num_heads=[2, 2],
        window_size=8,
        mlp_ratio=2,
        upscale=2,
        upsampler="pixelshuffledirect",
    )


def rcan() -> nn.Module:
    """Its channel attention averages over the whole picture."""
    return architectures().RCAN.RCAN(  # type: ignore[no-any-return]
        scale=2, n_resgroups=1, n_resblocks=1, n_feats=8, rgb_range=1, norm=False, reduction=2
    )


def saved(folder: Path, make: Callable[[], nn.Module], gain: float = 1.6) -> Path:
    """A checkpoint of random weights, loud enough for pixels to depend on others far away."""
    torch.manual_seed(0)
    network = make()
    for parameter in network.parameters():
        parameter.data *= gain if parameter.dim() == 4 else 1
    path = folder / "mine.pth"
    torch.save({"params_ema": network.state_dict()}, path)
    return path


def loaded(path: Path, compute: Compute = FLOAT32, **args: int) -> LoadedModel:
    spec = spec_of_file(path)
    return load_model(replace(spec, arch_args={**spec.arch_args, **args}), path, compute)


def run(model: LoadedModel, pixels: NDArray[Any], **options: Any) -> Upscaled:
    return upscale(model, pixels, cancel=Cancel(), **options)


def differing(model: LoadedModel, pixels: NDArray[Any], tile_px: int) -> int:
    """The most grey levels between tiled and untiled."""
    whole = run(model, pixels, tile_px=999, guard=False).pixels
    tiled = run(model, pixels, tile_px=tile_px, guard=False).pixels
    assert whole.std() > 10, "a flat picture shows no seams"
    return int(np.abs(whole.astype(int) - tiled).max())


def test_an_esrgan_is_known_by_its_weights(tmp_path: Path) -> None:
    path = saved(tmp_path, esrgan)
    spec = spec_of_file(path)
    assert (spec.id, spec.arch, spec.scale, spec.file) == ("mine", "community", 4, path)
    assert (spec.input_range, spec.mean_shift) == (1.0, False)
    assert "ESRGAN" in spec.purpose
    assert spec_of_file(path, Stated(input_range=1.0, mean_shift=False)) == spec
    for facts in ((255.0, None), (None, True)):
        with pytest.raises(UsageError, match=r"takes 0\.\.1"):
            spec_of_file(path, Stated(None, *facts))
    assert loaded(path).network.reach_px == spec.arch_args["reach_px"]


@pytest.mark.parametrize("scale", [1, 2, 8])
def test_any_scale_is_the_models_own(tmp_path: Path, scale: int) -> None:
    model = loaded(saved(tmp_path, lambda: esrgan(scale)))
    assert run(model, noise(9, 14)).pixels.shape == (9 * scale, 14 * scale, 3)


@pytest.mark.parametrize("make", [esrgan, compact, plksr, swinir], ids=lambda make: make.__name__)
def test_tiles_differ_from_the_whole_by_one_grey_level_at_most(
    tmp_path: Path, make: Callable[[], nn.Module]
) -> None:
    model = loaded(saved(tmp_path, make))
    assert not model.looks_at_all
    assert differing(model, noise(83, 110), tile_px=31) <= 1


def test_a_smaller_halo_and_another_grid_would_show(tmp_path: Path) -> None:
    """That the test above can fail."""
    assert differing(loaded(saved(tmp_path, esrgan), reach_px=1), noise(50, 50), 20) > 1
    model = loaded(saved(tmp_path, swinir))
    assert model.grid_px == 8
    assert differing(loaded(saved(tmp_path, swinir), grid_px=1), noise(83, 110), 31) > 1


def test_what_was_found_out_is_not_found_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, esrgan)
    spec = spec_of_file(path)
    monkeypatch.delattr(community, "find_reach")
    assert load_model(spec, path, FLOAT32).reach_px == spec.arch_args["reach_px"]


def test_sizes_that_a_network_cannot_take_are_padded_and_cropped(tmp_path: Path) -> None:
    def unshuffling() -> nn.Module:
        return esrgan(4, in_nc=12, shuffle_factor=2)

    model = loaded(saved(tmp_path, unshuffling))
    assert (model.scale, model.grid_px) == (2, 4)
    for size in ((1, 1), (5, 3), (4, 8), (30, 41)):
        assert run(model, noise(*size)).pixels.shape == (2 * size[0], 2 * size[1], 3)
    assert differing(model, noise(45, 51), tile_px=17) <= 1


def test_gray_and_16_bits_go_through(tmp_path: Path) -> None:
    pixels = smooth(20, 20, 1, np.uint16)
    enlarged = run(loaded(saved(tmp_path, compact)), pixels).pixels
    assert (enlarged.shape, enlarged.dtype) == ((40, 40, 1), np.uint16)


def test_a_network_that_looks_at_everything_gets_the_whole_picture(tmp_path: Path) -> None:
    model = loaded(saved(tmp_path, rcan))
    assert model.looks_at_all
    assert model.reach_px == WHOLE_PICTURE_PX
    pixels, boxes = noise(70, 45), []
    done = run(model, pixels, tile_px=16, guard=False, on_tile=lambda box, _: boxes.append(box))
    assert [(box.height, box.width) for box in boxes] == [(140, 90)]
    assert done.tile_px == 70
    batch = torch.from_numpy(pixels).permute(2, 0, 1)[None] / 255
    plain = model.network(batch)[0].permute(1, 2, 0).mul(255).round()
    np.testing.assert_array_equal(done.pixels, plain.numpy())


def test_a_whole_picture_that_does_not_fit_is_told_before_it_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = loaded(saved(tmp_path, rcan))
    monkeypatch.setattr("sr_desktop.engine.device.free_bytes", lambda _: 2**20)
    monkeypatch.setattr(type(model.module), "forward", lambda *_: pytest.fail("it was tried"))
    with pytest.raises(OutOfMemory, match="whole picture"):
        run(model, noise(100, 100))


def test_the_guard_lets_a_sound_one_pass(tmp_path: Path) -> None:
    """Compact adds to nearest-neighbour enlargement; with quiet weights, little."""
    pixels = smooth(40, 50)
    done = run(loaded(saved(tmp_path, compact, gain=0.3)), pixels, tile_px=25)
    assert done.notices == ()
    apart = np.abs(done.pixels.astype(int) - pixels.repeat(2, 0).repeat(2, 1)).max()
    assert 0 < apart < 0.15 * 255


def test_the_guard_stops_one_that_runs_away(tmp_path: Path) -> None:
    pixels = smooth(40, 50)
    done = run(loaded(saved(tmp_path, esrgan, gain=30)), pixels, tile_px=25)
    np.testing.assert_array_equal(done.pixels, bicubic(pixels, 160, 200))
    assert len(done.notices) == 1
    assert "bicubic" in done.notices[0]


def test_half_precision_is_used_where_the_network_takes_it_only(tmp_path: Path) -> None:
    assert loaded(saved(tmp_path, esrgan), BFLOAT16).compute == BFLOAT16
    path = saved(tmp_path, rcan)
    assert loaded(path, BFLOAT16).compute == BFLOAT16
    in_float32 = loaded(path, FLOAT16)
    assert in_float32.compute.dtype is torch.float32
    assert "float32" in in_float32.compute.label


def test_half_precision_that_spandrel_promises_in_vain_is_not_used(tmp_path: Path) -> None:
    model = loaded(saved(tmp_path, swinir), BFLOAT16)
    assert model.network.descriptor.supports_bfloat16  # type: ignore[union-attr]
    assert model.compute.dtype is torch.float32


def test_bfloat16_and_float32_are_the_same_picture(tmp_path: Path) -> None:
    path, batch = saved(tmp_path, esrgan), torch.rand(1, 3, 24, 24)
    half, full = loaded(path, BFLOAT16)(batch), loaded(path)(batch)
    assert half.dtype is torch.float32
    assert 0 < (half - full).abs().max() < 0.1


class Malicious:
    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.trace}",)


def test_a_malicious_pickle_is_refused_before_spandrel_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, trace = tmp_path / "bad.pth", tmp_path / "it-ran"
    torch.save({**esrgan().state_dict(), "more": Malicious(trace)}, path)
    monkeypatch.setattr(community, "load", lambda *_: pytest.fail("spandrel saw it"))
    with pytest.raises(UnsafeWeights):
        spec_of_file(path)
    assert not trace.exists()


@pytest.mark.parametrize("absent", ["spandrel", "einops"])
def test_without_the_extra_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    path = saved(tmp_path, esrgan)
    spec = spec_of_file(path)
    for name in [name for name in sys.modules if name.split(".")[0] == "spandrel"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(WeightsMismatch) as refused:
        spec_of_file(path)
    assert "pip install 'sr-desktop[community]'" in refused.value.hint
    with pytest.raises(WeightsMismatch) as refused:
        load_model(spec, path, FLOAT32)
    assert "pip install 'sr-desktop[community]'" in refused.value.hint


def test_our_own_networks_do_not_load_spandrel(tmp_path: Path) -> None:
    path = tmp_path / "mine.pt"
    torch.save(tiny("edsr", 2).float().state_dict(), path)
    code = (
        "import sys; from pathlib import Path; from sr_desktop.engine import model, device;"
        f"path = Path({str(path)!r}); spec = model.spec_of_file(path);"
        "model.load_model(spec, path, device.cpu_in_float32()); print('spandrel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "broken", ["raise RuntimeError('operator torchvision::nms does not exist')", "import absent"]
)
def test_a_torchvision_that_does_not_load_is_done_without(tmp_path: Path, broken: str) -> None:
    package = tmp_path / "torchvision"
    package.mkdir()
    (package / "__init__.py").write_text(broken)
    code = "from sr_desktop.engine.archs import community; print(community.is_installed())"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == "True"


def test_one_is_kept_in_the_library_like_any_other(tmp_path: Path) -> None:
    path = saved(tmp_path, swinir)
    spec, weights = spec_of_file(path), read_state_dict(path)
    assert isinstance(fitting_network(spec, path, weights), community.CommunityNetwork)
    save_checkpoint(weights, tmp_path / "kept.safetensors", {})
    batch = torch.rand(1, 3, 24, 24)
    kept = load_model(spec, tmp_path / "kept.safetensors", FLOAT32)
    assert torch.equal(kept(batch), load_model(spec, path, FLOAT32)(batch))


def test_a_network_that_nobody_knows_keeps_its_message(tmp_path: Path) -> None:
    path = tmp_path / "mine.pt"
    torch.save({**tiny("edsr", 2).state_dict(), "attention.weight": torch.zeros(3)}, path)
    with pytest.raises(WeightsMismatch, match="1 unexpected") as refused:
        spec_of_file(path)
    assert "community" not in str(refused.value)


def test_weights_that_only_look_like_a_known_network_are_refused(tmp_path: Path) -> None:
    weights = esrgan().state_dict()
    weights["model.0.weight"] = torch.zeros(5, 3, 3, 3)
    torch.save(weights, tmp_path / "mine.pt")
    with pytest.raises(WeightsMismatch):
        spec_of_file(tmp_path / "mine.pt")


def test_one_for_gray_pictures_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda: esrgan(in_nc=1, out_nc=1))
    with pytest.raises(WeightsMismatch, match=r"mine.pth: .*ESRGAN for 1 channels"):
        spec_of_file(path)


def test_one_that_draws_faces_and_one_that_cuts_by_itself_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, compact)
    import spandrel

    descriptor = community._loader().load_from_state_dict(compact().state_dict())
    monkeypatch.setattr(community, "_loader", lambda: Always(descriptor))
    descriptor.tiling = spandrel.ModelTiling.INTERNAL
    with pytest.raises(WeightsMismatch, match="leave seams"):
        spec_of_file(path)
    descriptor._purpose = "FaceSR"
    with pytest.raises(WeightsMismatch, match=r"FaceSR.*invent"):
        spec_of_file(path)


class Always:
    """A loader that knows one network only."""

    def __init__(self, descriptor: Any) -> None:
        self.descriptor = descriptor

    def load_from_state_dict(self, _state_dict: object) -> Any:
        return self.descriptor


def test_one_that_throws_dice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, compact)
    kind = type(compact())
    plain = kind.forward
    monkeypatch.setattr(
        kind, "forward", lambda self, batch: plain(self, batch + 0.1 * torch.randn_like(batch))
    )
    with pytest.raises(WeightsMismatch, match="another result each time"):
        spec_of_file(path)


def test_a_file_that_changed_since_is_seen(tmp_path: Path) -> None:
    spec = spec_of_file(saved(tmp_path, esrgan))
    path = saved(tmp_path, lambda: esrgan(2))
    with pytest.raises(WeightsMismatch, match="is ESRGAN x2"):
        load_model(spec, path, FLOAT32)
    torch.save({"weight": torch.zeros(3)}, path)
    with pytest.raises(WeightsMismatch, match="none of the networks"):
        load_model(spec, path, FLOAT32)
