"""The scores must be the papers', to the digits they print."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from sr_desktop.imaging.metrics import consistency, psnr_y, ssim_y
from sr_desktop.imaging.resize import bicubic


def noise(shape: tuple[int, ...], dtype: type = np.uint8, seed: int = 0) -> NDArray:
    rng = np.random.default_rng(seed)
    return rng.integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


def test_psnr_of_a_known_step() -> None:
    gray = np.full((20, 20, 1), 100, np.uint8)
    # One grey level is 219/255 of Y.
    want = 20 * math.log10(255 / (219 / 255))
    assert psnr_y(gray, gray + 1, border=2) == pytest.approx(want, abs=1e-9)


def test_psnr_weighs_the_channels_as_bt601_does() -> None:
    black = np.zeros((4, 4, 3), np.uint8)
    for channel, weight in enumerate((65.481, 128.553, 24.966)):
        coloured = black.copy()
        coloured[..., channel] = 255
        assert psnr_y(black, coloured, 0) == pytest.approx(20 * math.log10(255 / weight), abs=1e-9)


def test_gray_scores_as_its_copy_in_rgb() -> None:
    a, b = noise((30, 30, 1), seed=1), noise((30, 30, 1), seed=2)
    rgb_a, rgb_b = np.repeat(a, 3, axis=2), np.repeat(b, 3, axis=2)
    assert psnr_y(a, b, 3) == pytest.approx(psnr_y(rgb_a, rgb_b, 3), abs=1e-9)
    assert ssim_y(a, b, 3) == pytest.approx(ssim_y(rgb_a, rgb_b, 3), abs=1e-9)


def test_only_the_border_is_cut() -> None:
    a = noise((30, 40, 3))
    b = a.copy()
    b[:4] ^= 255
    b[:, -4:] ^= 255
    assert psnr_y(a, b, 4) == math.inf
    assert psnr_y(a, b, 3) < 60
    assert ssim_y(a, b, 4) == pytest.approx(1.0, abs=1e-12)
    assert ssim_y(a, b, 3) < 0.9999


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([1, 3]), st.integers(0, 4))
def test_ssim_equals_its_definition_window_by_window(seed: int, channels: int, border: int) -> None:
    a = noise((21, 24, channels), seed=seed)
    b = np.clip(a.astype(int) + noise(a.shape, seed=seed + 1) // 8, 0, 255).astype(np.uint8)
    got, want = ssim_y(a, b, border), plain_ssim(luma(a), luma(b), border)
    assert got == pytest.approx(want, abs=1e-9)


def luma(pixels: NDArray) -> NDArray[np.float64]:
    red, green, blue = np.moveaxis(np.broadcast_to(pixels, (*pixels.shape[:2], 3)) / 255.0, 2, 0)
    return 16 + 65.481 * red + 128.553 * green + 24.966 * blue


def plain_ssim(a: NDArray, b: NDArray, border: int) -> float:
    height, width = a.shape
    y, x = np.mgrid[-5:6, -5:6]
    window = np.exp(-(x**2 + y**2) / (2 * 1.5**2))
    window /= window.sum()
    scores = []
    for top in range(border, height - border - 10):
        for left in range(border, width - border - 10):
            p, q = a[top : top + 11, left : left + 11], b[top : top + 11, left : left + 11]
            mean_p, mean_q = (window * p).sum(), (window * q).sum()
            var_p, var_q = (window * (p - mean_p) ** 2).sum(), (window * (q - mean_q) ** 2).sum()
            covariance = (window * (p - mean_p) * (q - mean_q)).sum()
            scores.append(
                (2 * mean_p * mean_q + 6.5025)
                * (2 * covariance + 58.5225)
                / ((mean_p**2 + mean_q**2 + 6.5025) * (var_p + var_q + 58.5225))
            )
    return float(np.mean(scores))


@pytest.mark.parametrize(("scale", "published"), [(2, 0.9299), (3, 0.8682), (4, 0.8104)])
def test_ssim_of_bicubic_on_set5_is_the_published_one(
    shared: Path, scale: int, published: float
) -> None:
    folder = shared / "data" / "benchmarks" / "Set5"
    scores = []
    for path in sorted((folder / "HR" / f"X{scale}").glob("*.png")):
        hr = np.asarray(Image.open(path))
        lr = np.asarray(Image.open(folder / "LR" / f"X{scale}" / path.name))
        scores.append(ssim_y(bicubic(lr, *hr.shape[:2]), hr, scale))
    assert len(scores) == 5
    assert abs(np.mean(scores) - published) < 0.001, f"{np.mean(scores):.4f}"


def test_equal_pictures_score_the_most() -> None:
    a = noise((16, 16, 3))
    assert psnr_y(a, a.copy(), 0) == math.inf
    assert ssim_y(a, a.copy(), 0) == pytest.approx(1.0, abs=1e-12)
    assert consistency(a, a.copy()) == math.inf


@pytest.mark.parametrize("score", [psnr_y, ssim_y])
def test_what_cannot_be_compared_is_refused(score) -> None:
    a = noise((16, 16, 3))
    with pytest.raises(ValueError, match="different shapes"):
        score(a, a[:15], 0)
    with pytest.raises(ValueError, match="different shapes"):
        score(a, a[..., :1], 0)
    with pytest.raises(ValueError, match="uint8"):
        score(a.astype(np.uint16), a.astype(np.uint16), 0)
    with pytest.raises(ValueError, match="leaves nothing"):
        score(a, a, 8)


def test_ssim_needs_one_whole_window() -> None:
    with pytest.raises(ValueError, match="11 x 11"):
        ssim_y(noise((16, 16, 3)), noise((16, 16, 3)), 3)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
def test_consistency_is_the_psnr_of_the_shrunk_result(dtype: type, channels: int) -> None:
    result = noise((1040, 60, channels), dtype, seed=1)
    source = bicubic(result, 520, 30)
    assert consistency(result, source) == math.inf
    peak = np.iinfo(dtype).max
    off = source.copy()
    off[300:, 10:] //= 2
    squares = np.mean((off.astype(float) - source) ** 2)
    want = 10 * math.log10(peak**2 / squares)
    assert consistency(result, off) == pytest.approx(want, abs=1e-9)


def test_consistency_falls_with_invented_detail() -> None:
    source = np.linspace(50, 200, 40 * 40 * 3).reshape(40, 40, 3).astype(np.uint8)
    honest = bicubic(source, 160, 160)
    rng = np.random.default_rng(3)
    invented = np.clip(honest + rng.normal(0, 40, honest.shape), 0, 255).astype(np.uint8)
    assert consistency(honest, source) > 50, consistency(honest, source)
    assert consistency(invented, source) < 35, consistency(invented, source)


def test_consistency_refuses_other_kinds() -> None:
    with pytest.raises(ValueError, match="uint16"):
        consistency(noise((8, 8, 3)), noise((4, 4, 3), np.uint16))
    with pytest.raises(ValueError, match="cannot be held"):
        consistency(noise((8, 8, 3)), noise((4, 4, 1)))
