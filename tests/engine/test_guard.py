"""The guard lets pictures through and stops what is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from sr_desktop.catalogue import ModelSpec
from sr_desktop.engine.guard import MOST_DRIFT, _block_means, drift, is_faithful, is_flattened
from sr_desktop.engine.model import LoadedModel, load_model, spec_of_file
from sr_desktop.train.patterns import hard_patterns
from sr_desktop.weights import Library

from .networks import FLOAT32, SCALES, SHIPPED


def batch_of(pixels: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.array(pixels)).permute(2, 0, 1)[None].float() / 255


def drift_of(model: LoadedModel, pixels: np.ndarray) -> float:
    with torch.inference_mode():
        return float(drift(model(batch_of(pixels)), batch_of(pixels)))


@pytest.mark.parametrize("spec", SHIPPED, ids=lambda spec: spec.id)
def test_shipped_weights_stay_sound_on_the_hardest_patterns(spec: ModelSpec) -> None:
    model = load_model(spec, Library().ensure(spec), FLOAT32)
    drifts = {name: drift_of(model, pixels) for name, pixels in hard_patterns(48, seed=0).items()}
    assert max(drifts.values()) < 0.75 * MOST_DRIFT, drifts


@pytest.mark.parametrize("scale", SCALES)
def test_the_authors_weights_pass_on_photos_and_are_stopped_on_noise(
    shared: Path, scale: int
) -> None:
    path = shared / f"weights/official/PANx{scale}_DF2K.pth"
    model = load_model(spec_of_file(path), path, FLOAT32)
    photos = sorted((shared / f"data/benchmarks/Set5/LR/X{scale}").glob("*.png"))
    drifts = [drift_of(model, np.array(Image.open(photo).convert("RGB"))) for photo in photos]
    assert max(drifts) < MOST_DRIFT / 3, drifts
    noise = np.random.default_rng(0).integers(0, 256, (96, 96, 3), dtype=np.uint8)
    assert not drift_of(model, noise) <= MOST_DRIFT  # NaN counts as drift, too


def test_nan_and_infinity_anywhere_are_unfaithful() -> None:
    lr = torch.rand(1, 3, 9, 10)
    enlarged = lr.repeat_interleave(3, 2).repeat_interleave(3, 3)
    assert is_faithful(enlarged, lr)
    for bad in (torch.nan, torch.inf, -torch.inf):
        for place in ((0, 0), (26, 29), (26, 0)):
            spoilt = enlarged.clone()
            spoilt[0, 1, place[0], place[1]] = bad
            assert not is_faithful(spoilt, lr), (bad, place)


def test_a_shift_of_one_small_block_is_seen_and_texture_is_not() -> None:
    lr = torch.full((1, 3, 40, 41), 0.5)
    enlarged = torch.full((1, 3, 80, 82), 0.5)
    checker = (torch.arange(80)[:, None] + torch.arange(82)) % 2 - 0.5
    assert drift(enlarged + checker, lr) < 1e-6
    enlarged[0, 2, 72:80, 64:72] += 2 * MOST_DRIFT
    assert float(drift(enlarged, lr)) == pytest.approx(2 * MOST_DRIFT, rel=1e-5)


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (3, 2), (5, 4)])
def test_pictures_smaller_than_a_block_are_judged_too(size: tuple[int, int]) -> None:
    lr = torch.rand(1, 3, *size)
    enlarged = lr.repeat_interleave(2, 2).repeat_interleave(2, 3)
    assert drift(enlarged, lr) < 1e-6
    assert float(drift(enlarged + 0.3, lr)) == pytest.approx(0.3, rel=1e-4)


@pytest.mark.parametrize("spec", SHIPPED, ids=lambda spec: spec.id)
def test_shipped_weights_flatten_nothing(spec: ModelSpec) -> None:
    model = load_model(spec, Library().ensure(spec), FLOAT32)
    for name, pixels in hard_patterns(48, seed=0).items():
        lr = batch_of(pixels)
        with torch.inference_mode():
            assert not is_flattened(model(lr), lr), name


@pytest.mark.parametrize("size", [(3, 5), (8, 12), (10, 9), (4, 7)])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_blocks_have_the_mean_of_their_pixels(
    size: tuple[int, int], layout: torch.memory_format
) -> None:
    batch = torch.rand(1, 3, *size, dtype=torch.float64).contiguous(memory_format=layout)
    height, width = (-(-side // 4) for side in size)
    means = _block_means(batch, 4)
    assert means.shape == (1, 3, height, width)
    for row in range(height):
        for column in range(width):
            block = batch[..., 4 * row : 4 * row + 4, 4 * column : 4 * column + 4]
            torch.testing.assert_close(means[..., row, column], block.mean((2, 3)))


def test_faint_detail_that_vanished_is_unfaithful_and_a_flat_picture_is_not() -> None:
    lr = 0.5 + 0.05 * ((torch.arange(24)[:, None] + torch.arange(20)) % 2).expand(1, 3, 24, 20)
    constant = torch.full((1, 3, 48, 40), 0.525)
    assert drift(constant, lr) < MOST_DRIFT
    assert not is_faithful(constant, lr)
    assert is_faithful(constant, torch.full((1, 3, 24, 20), 0.525))
