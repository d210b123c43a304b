from __future__ import annotations

import numpy as np
import pytest

from sr_desktop.bench import consistency
from sr_desktop.bench.consistency import mapped
from sr_desktop.bench.types import MapJob, Mapped
from sr_desktop.cancel import Cancel
from sr_desktop.errors import UsageError
from sr_desktop.imaging import metrics, resize
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import Failed, Finished, Started


def noise(height: int, width: int, channels: int = 3, dtype: type = np.uint8) -> np.ndarray:
    top = np.iinfo(dtype).max + 1
    return np.random.default_rng(6).integers(0, top, (height, width, channels), dtype)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_map_is_how_far_the_shrunk_result_is_off(dtype: type) -> None:
    source, result = noise(70, 90, dtype=dtype), noise(280, 360, dtype=dtype)
    levels, decibels = mapped(Picture(result), Picture(source), Cancel())
    off = np.abs(resize.bicubic(result, 70, 90).astype(float) - source).max(axis=2)
    expected = np.rint(off / (257 if dtype == np.uint16 else 1))
    assert np.array_equal(levels[..., 0], expected)
    assert decibels == metrics.consistency(result, source)


def test_a_result_of_other_bits_or_channels_is_mapped_in_eight() -> None:
    source = noise(40, 40, 1, np.uint16)
    result = noise(80, 80, 3)
    levels, _ = mapped(Picture(result), Picture(source), Cancel())
    small = resize.bicubic(result, 40, 40).astype(int)
    expected = np.abs(small - np.rint(source / 257)).max(axis=2)
    assert np.abs(levels[..., 0] - expected).max() <= 1


def test_nothing_is_off_where_nothing_is_seen() -> None:
    source, result = noise(40, 40), noise(80, 80)
    alpha = np.zeros((40, 40), np.uint8)
    alpha[:20] = 255
    levels, _ = mapped(Picture(result), Picture(source, alpha), Cancel())
    assert levels[:20].any()
    assert not levels[20:].any()


def test_a_result_smaller_than_its_original_is_refused_in_plain_words() -> None:
    with pytest.raises(UsageError, match="smaller than the original"):
        mapped(Picture(noise(10, 10)), Picture(noise(20, 20)), Cancel())


def test_a_job_tells_the_map_and_its_end() -> None:
    told: list[object] = []
    consistency.run(MapJob(Picture(noise(20, 20)), Picture(noise(10, 10))), told.append, Cancel())
    assert [type(event) for event in told] == [Started, Mapped, Finished]
    told.clear()
    consistency.run(MapJob(Picture(noise(10, 10)), Picture(noise(20, 20))), told.append, Cancel())
    assert [type(event) for event in told] == [Started, Failed]
