"""Bicubic must be MATLAB's, and a part must be the same part of the whole."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from sr_desktop.errors import UsageError
from sr_desktop.imaging.metrics import psnr_y
from sr_desktop.imaging.resize import Stream, bicubic, bicubic_weighted

DTYPES = (np.uint8, np.uint16, np.float32)
sizes = st.integers(1, 40)


def noise(shape: tuple[int, ...], dtype: type, seed: int = 0) -> NDArray:
    rng = np.random.default_rng(seed)
    if dtype is np.float32:
        return rng.random(shape, dtype=np.float32)
    return rng.integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


def imresize_matrix(in_px: int, out_px: int) -> NDArray[np.float64]:
    """Row i holds the weights of the input pixels in output pixel i, as imresize states them."""
    scale = out_px / in_px
    shrink = min(scale, 1.0)
    matrix = np.zeros((out_px, in_px))
    reach = int(np.ceil(2 / shrink)) + 2
    for i in range(out_px):
        centre = (i + 0.5) / scale - 0.5
        taps = np.arange(int(np.floor(centre)) - reach, int(np.floor(centre)) + reach + 1)
        x = np.abs((taps - centre) * shrink)
        near = 1.5 * x**3 - 2.5 * x**2 + 1
        far = -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
        weights = np.where(x <= 1, near, np.where(x <= 2, far, 0))
        mirrored = np.concatenate([np.arange(in_px), np.arange(in_px)[::-1]])[taps % (2 * in_px)]
        np.add.at(matrix[i], mirrored, weights / weights.sum())
    return matrix


def imresize(pixels: NDArray, height: int, width: int) -> NDArray[np.float64]:
    """In float64 throughout; pixels is (H, W)."""
    rows, columns = (
        imresize_matrix(pixels.shape[0], height),
        imresize_matrix(pixels.shape[1], width),
    )
    return rows @ pixels.astype(np.float64) @ columns.T


@pytest.mark.parametrize(("dtype", "most"), [(np.uint8, 2.5), (np.uint16, 2.0), (np.float32, 1e-4)])
@settings(max_examples=60, deadline=None)
@given(shape=st.tuples(sizes, sizes), out=st.tuples(sizes, sizes), seed=st.integers(0, 99))
def test_it_equals_imresize_written_as_matrices(
    dtype: type, most: float, shape: tuple[int, int], out: tuple[int, int], seed: int
) -> None:
    pixels = noise(shape, dtype, seed)
    want = imresize(pixels, *out)
    if dtype is not np.float32:
        want = np.clip(want, 0, np.iinfo(dtype).max)
    got = bicubic(pixels, *out)
    if dtype is np.uint8:
        # A tie in the first pass may go either way, and the second may weigh it by more than one.
        apart = np.abs(np.clip(imresize_rounded(pixels, *out), 0, 255) - got)
    else:
        apart = np.abs(want - got)
    assert apart.max() <= most, f"{apart.max()} apart at {shape} -> {out}"


@pytest.mark.parametrize("out", [(80, 100), (90, 117), (20, 25), (33, 13), (13, 33)])
def test_uint8_is_rounded_between_the_passes(out: tuple[int, int]) -> None:
    pixels = noise((40, 50), np.uint8)
    apart = np.abs(np.clip(imresize_rounded(pixels, *out), 0, 255) - bicubic(pixels, *out))
    beyond = (apart > 0.501).mean()
    assert beyond < 0.02, f"{beyond:.2%} are not the nearest level"


def imresize_rounded(pixels: NDArray, height: int, width: int) -> NDArray[np.float64]:
    """As imresize, but to whole levels after the first pass: the axis that shrinks most."""
    rows, columns = (
        imresize_matrix(pixels.shape[0], height),
        imresize_matrix(pixels.shape[1], width),
    )
    if width / pixels.shape[1] < height / pixels.shape[0]:
        return rows @ np.clip(np.floor(pixels @ columns.T + 0.5), 0, 255)
    return np.clip(np.floor(rows @ pixels + 0.5), 0, 255) @ columns.T


@st.composite
def parts(draw: st.DrawFn) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int, int, int]]:
    """An input size, an output size and a part of the output, often across the cells' edges."""
    shape = draw(st.tuples(st.integers(1, 300), st.integers(1, 300)))
    ratio = draw(st.sampled_from([0.1, 0.25, 1 / 3, 0.5, 0.83, 1, 1.37, 2, 3, 4]))
    out = tuple(max(1, round(n * ratio)) for n in shape)
    out = draw(st.sampled_from([out, (out[0], out[1] + 1)]))
    top, left = draw(st.integers(0, out[0] - 1)), draw(st.integers(0, out[1] - 1))
    height, width = draw(st.integers(1, out[0] - top)), draw(st.integers(1, out[1] - left))
    return shape, out, (top, left, height, width)


@pytest.mark.parametrize("dtype", DTYPES)
@settings(max_examples=25, deadline=None)
@given(part=parts(), channels=st.sampled_from([None, 1, 3]))
def test_a_part_equals_the_same_part_of_the_whole(
    dtype: type, part: tuple, channels: int | None
) -> None:
    shape, out, region = part
    pixels = noise(shape if channels is None else (*shape, channels), dtype)
    top, left, height, width = region
    whole = bicubic(pixels, *out)
    alone = bicubic(pixels, *out, region=region)
    assert alone.dtype == whole.dtype
    assert np.array_equal(alone, whole[top : top + height, left : left + width])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 1), (5, 7, 2), (5, 7, 3), (5, 7, 4)])
def test_type_and_dimensions_stay(dtype: type, shape: tuple[int, ...]) -> None:
    pixels = noise(shape, dtype)
    large = bicubic(pixels, 15, 21)
    assert large.dtype == dtype
    assert large.shape == (15, 21, *shape[2:])
    if len(shape) == 3:
        for c in range(shape[2]):
            assert np.array_equal(large[..., c], bicubic(pixels[..., c], 15, 21)), f"channel {c}"


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_same_size_changes_nothing(dtype: type) -> None:
    pixels = noise((300, 20, 3), dtype)
    assert np.array_equal(bicubic(pixels, 300, 20), pixels)


def test_cells_leave_no_seam_in_a_long_picture() -> None:
    pixels = noise((3, 2000), np.float32)
    for width in (6000, 4000, 2740, 2001, 1999, 1000, 333):
        apart = np.abs(imresize(pixels, 3, width) - bicubic(pixels, 3, width)).max()
        assert apart < 3e-4, f"{apart} apart at width {width}"


def test_a_view_of_another_array_will_do() -> None:
    pixels = noise((60, 80, 3), np.uint8)
    turned = pixels[::-1, ::2].transpose(1, 0, 2)
    turned.setflags(write=False)
    assert np.array_equal(bicubic(turned, 90, 50), bicubic(turned.copy(), 90, 50))


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_it_makes_the_lr_pictures_of_set5(shared: Path, scale: int) -> None:
    for hr, lr in set5(shared, scale):
        apart = np.abs(bicubic(hr, *lr.shape[:2]).astype(int) - lr).mean()
        assert apart < 0.05, f"mean of {apart:.4f} grey levels from MATLAB's file"


@pytest.mark.parametrize(("scale", "published"), [(2, 33.66), (3, 30.39), (4, 28.42)])
def test_its_psnr_on_set5_is_the_published_one(shared: Path, scale: int, published: float) -> None:
    scores = [psnr_y(bicubic(lr, *hr.shape[:2]), hr, scale) for hr, lr in set5(shared, scale)]
    assert abs(np.mean(scores) - published) < 0.05, f"{np.mean(scores):.3f} dB"


def set5(shared: Path, scale: int) -> list[tuple[NDArray, NDArray]]:
    """Pairs of HR and MATLAB's LR."""
    folder = shared / "data" / "benchmarks" / "Set5"
    names = sorted(path.name for path in (folder / "HR" / f"X{scale}").glob("*.png"))
    assert len(names) == 5
    return [
        tuple(np.asarray(Image.open(folder / kind / f"X{scale}" / name)) for kind in ("HR", "LR"))
        for name in names
    ]


@pytest.mark.parametrize(
    "region", [(0, 0, 0, 5), (-1, 0, 5, 5), (0, 0, 21, 5), (0, 16, 5, 5), (25, 0, 1, 1)]
)
def test_a_part_outside_the_output_is_refused(region: tuple[int, int, int, int]) -> None:
    with pytest.raises(UsageError, match="20 x 20"):
        bicubic(noise((10, 10), np.uint8), 20, 20, region=region)


def test_nothing_cannot_be_resized() -> None:
    with pytest.raises(UsageError):
        bicubic(noise((10, 10), np.uint8), 0, 20)
    with pytest.raises(UsageError):
        bicubic(np.empty((0, 10), np.uint8), 20, 20)
    with pytest.raises(TypeError, match="float64"):
        bicubic(np.zeros((3, 3)), 20, 20)


@pytest.mark.parametrize(
    ("shape", "height", "width"),
    [
        ((700, 9, 3), 350, 5),
        ((700, 9, 3), 233, 3),
        ((64, 9), 1400, 12),
        ((701, 13, 1), 555, 13),
        ((5, 5, 3), 5, 5),
        ((3, 300, 3), 1, 100),
        ((1, 1), 7, 3),
    ],
)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("rows", [1, 100, 10_000])
def test_rows_that_come_one_by_one_give_the_same(
    shape: tuple[int, ...], height: int, width: int, dtype: type, rows: int
) -> None:
    pixels = (np.random.default_rng(1).random(shape) * 250).astype(dtype)
    stream = Stream(shape, pixels.dtype, height, width)
    parts = [stream.put(pixels[top : top + rows]) for top in range(0, shape[0], rows)]
    assert np.array_equal(np.concatenate(parts), bicubic(pixels, height, width))


def test_a_stream_holds_few_rows() -> None:
    width, height = 4000, 2000
    rows = np.zeros((32, width, 3), np.uint8)
    tracemalloc.start()
    stream = Stream((height, width, 3), rows.dtype, height // 4, width // 4)
    for _ in range(0, height, len(rows)):
        stream.put(rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 400 * rows[0].nbytes, f"{peak / rows[0].nbytes:.0f} rows"


def _disc(dtype: type[np.uint8] | type[np.uint16]) -> tuple[NDArray[Any], NDArray[Any]]:
    """A red disc with a soft edge on transparent; what is hidden under it is black."""
    y, x = np.mgrid[0:60, 0:60] - 29.5
    most = np.iinfo(dtype).max
    alpha = (np.clip(20.5 - np.hypot(x, y), 0, 1) * most).astype(dtype)
    pixels = np.zeros((60, 60, 3), dtype)
    pixels[alpha > 0] = (most, 0, 0)
    return pixels, alpha


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("side", [240, 60, 47, 15])
def test_weighted_colours_take_nothing_from_what_is_hidden(
    side: int, dtype: type[np.uint8] | type[np.uint16]
) -> None:
    pixels, alpha = _disc(dtype)
    most = np.iinfo(dtype).max
    colours, opacity = bicubic_weighted(pixels, alpha, side, side)
    apart = np.abs(opacity.astype(int) - bicubic(alpha, side, side)).max()
    assert apart <= (0 if dtype == np.uint16 else 12), f"alpha is {apart} levels off"
    red = colours[opacity > most // 50, 0]
    assert red.min() >= most - most // 50, f"a rim of {red.min() / most:.2f}"
    plain = bicubic(pixels, side, side)[opacity > most // 50, 0]
    assert side == 60 or plain.min() < most * 0.7, "the test could not fail"


def test_weighted_colours_of_what_is_opaque_are_the_plain_ones() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (50, 70, 3), np.uint8)
    alpha = np.full((50, 70), 255, np.uint8)
    colours, _ = bicubic_weighted(pixels, alpha, 200, 280)
    assert np.array_equal(colours, bicubic(pixels, 200, 280))


def test_a_part_of_weighted_colours_equals_that_part_of_the_whole() -> None:
    pixels, alpha = _disc(np.uint8)
    whole = bicubic_weighted(pixels, alpha, 600, 600)
    part = bicubic_weighted(pixels, alpha, 600, 600, (130, 77, 280, 300))
    for all_of, some in zip(whole, part, strict=True):
        assert np.array_equal(all_of[130:410, 77:377], some)
