from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_desktop.cancel import Cancel
from sr_desktop.catalogue import ModelSpec
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.size import Size
from sr_desktop.jobs import estimate, preflight, sample
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.pace import Measured, Pace
from sr_desktop.jobs.plan import OutputRule, family_of, plan_jobs
from sr_desktop.jobs.preflight import Preflight
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.types import BatchJob, UpscaleJob
from sr_desktop.weights import Library

LIBRARY = Library()
SPEC = LIBRARY.find("pan", 2)


def make(path: Path, width: int, height: int) -> Path:
    files.write(path, Picture(np.zeros((height, width, 3), np.uint8)), Encoding("png"))
    return path


def look(
    folder: Path,
    size: str | None = None,
    engine: Engine = Engine(),  # noqa: B008 - frozen
    measure: preflight.Measure | None = None,
) -> Preflight:
    family = family_of(SPEC, LIBRARY) if size else ()
    asked = Size.parse(size) if size else None
    rule = OutputRule(folder / "out")
    plan = plan_jobs([folder], SPEC, rule, engine, size=asked, family=family)
    return preflight.preflight(plan, measure)


def test_it_tells_the_sizes_and_the_ways_to_them(tmp_path: Path) -> None:
    make(tmp_path / "a.png", 100, 50)
    make(tmp_path / "b.png", 30, 20)
    ahead = look(tmp_path, "w=300")
    told = [(each.steps.passes, each.steps.width, each.steps.height) for each in ahead.entries]
    assert told == [((3,), 300, 150), ((3, 4), 300, 200)]
    assert (ahead.source_px, ahead.result_px) == (5600, 105_000)


def test_the_time_is_that_of_every_pass(tmp_path: Path) -> None:
    make(tmp_path / "a.png", 100, 50)
    make(tmp_path / "b.png", 30, 20)
    asked: list[int] = []

    def measure(spec: ModelSpec, engine: Engine) -> Measured:
        asked.append(spec.scale)
        return Measured(Pace({3: 10.0, 4: 20.0}[spec.scale], 0.5))

    ahead = look(tmp_path, "w=300", measure=measure)
    pixels = (5000 * 10 + 600 * 10 + 600 * 9 * 20) / 1e6
    assert ahead.seconds == pytest.approx(pixels + 3 * 0.5), "and what each pass takes besides"
    assert ahead.peak_bytes is None, "nobody knows what these take"
    assert sorted(asked) == [3, 4], "each network is timed once"
    assert look(tmp_path).seconds is None
    one = ahead.seconds
    eight = look(tmp_path, "w=300", engine=Engine(self_ensemble=True), measure=measure).seconds
    assert eight == pytest.approx(8 * one), "each form of the self-ensemble goes this way"


def test_the_disk_needed_is_held_against_what_is_free(tmp_path: Path) -> None:
    make(tmp_path / "a.png", 100, 50)
    [disk] = look(tmp_path).disks
    assert disk.folder == tmp_path, "the folder of the results is not there yet"
    assert 0 < disk.needed_bytes < disk.free_bytes
    assert disk.is_enough
    assert not preflight.Disk(tmp_path, 2, 1).is_enough


def test_it_writes_nothing(tmp_path: Path) -> None:
    make(tmp_path / "a.png", 10, 10)
    look(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize(
    "encoding",
    [
        Encoding("png"),
        Encoding("tiff"),
        Encoding("tiff", compression="none"),
        Encoding("jpeg"),
        Encoding("jpeg", quality=75),
        Encoding("webp"),
        Encoding("webp", lossless=True),
    ],
    ids=lambda encoding: f"{encoding.format}-{encoding.quality}-{encoding.lossless}",
)
def test_the_estimate_of_a_photograph_is_between_half_and_three_times_its_file(
    tmp_path: Path, encoding: Encoding
) -> None:
    # Pillow's encoders, so that the estimate is not held against itself.
    small = sample.reduced(2)
    source = tmp_path / "a.png"
    files.write(source, small, Encoding("png"))
    job = UpscaleJob(source, SPEC, tmp_path / "b", encoding)
    estimated = estimate.result_bytes(job, files.probe(source))
    large = Image.fromarray(sample.original().pixels)
    ways: dict[str, dict[str, object]] = {
        "png": {"format": "PNG"},
        "tiff": {"format": "TIFF"},
        "jpeg": {"format": "JPEG", "quality": encoding.quality, "subsampling": 0},
        "webp": {
            "format": "WEBP",
            "quality": encoding.quality,
            "lossless": bool(encoding.lossless),
        },
    }
    ways["tiff"] |= {"compression": "tiff_deflate"} if encoding.compression == "deflate" else {}
    file = io.BytesIO()
    large.save(file, **ways[encoding.format])  # type: ignore[arg-type]
    assert 0.5 < estimated / file.tell() < 3, (estimated, file.tell())


def test_many_tiny_pictures_take_the_time_that_they_were_said_to_take(tmp_path: Path) -> None:
    """16 x 12 pixels: 5,000 of them were told to take 8 s, and took 86 s."""
    for number in range(60):
        make(tmp_path / "in" / f"{number}.png", 16, 12)
    session = Session()
    plan = plan_jobs([tmp_path / "in"], SPEC, OutputRule(tmp_path / "out"))
    ahead = preflight.preflight(plan, session.measure)
    assert ahead.seconds is not None
    started = time.perf_counter()
    session.run(BatchJob(plan.jobs), lambda event: None, Cancel())
    took = time.perf_counter() - started
    assert ahead.seconds / 2.5 < took < ahead.seconds * 2.5, f"{ahead.seconds:.2f} s, {took:.2f} s"
