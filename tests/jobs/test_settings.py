from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sr_desktop.errors import WeightsMissing
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.size import Size
from sr_desktop.jobs import settings
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.plan import family_of
from sr_desktop.jobs.settings import (
    differences,
    encoding_in,
    engine_in,
    settings_of,
    size_in,
)
from sr_desktop.jobs.types import UpscaleJob
from sr_desktop.weights import Library
from sr_desktop.weights.digest import sha256_of

LIBRARY = Library()
SPEC = LIBRARY.find("pan", 2)
JOB = UpscaleJob(Path("a.png"), SPEC)


def test_settings_survive_a_file_and_give_the_same_again() -> None:
    job = replace(
        JOB,
        size=Size.parse("150%"),
        family=family_of(SPEC, LIBRARY),
        engine=Engine(precision="fp32", tile_px=64, guard=False, self_ensemble=True),
        encoding=Encoding("jpeg", quality=80, chroma="420", dpi=300.0),
    )
    read = json.loads(json.dumps(settings_of(job)))
    assert read == settings_of(job)
    assert size_in(read) == job.size
    assert engine_in(read) == job.engine
    assert encoding_in(read) == job.encoding


def test_only_options_that_matter_for_the_format_are_told() -> None:
    png = replace(JOB, encoding=Encoding("png", quality=50, chroma="420"))
    assert settings_of(png) == settings_of(replace(JOB, encoding=Encoding("png")))
    jpeg = replace(JOB, encoding=Encoding("jpeg", quality=50))
    assert settings_of(jpeg) != settings_of(replace(JOB, encoding=Encoding("jpeg")))


def test_where_and_on_which_device_it_was_made_does_not_matter() -> None:
    other = replace(JOB, target=Path("b.png"), engine=Engine(device="cpu"), focus=(1, 1))
    assert settings_of(other) == settings_of(JOB)


@pytest.mark.parametrize(
    "changed",
    [
        {"spec": LIBRARY.find("pan", 3)},
        {"size": Size.parse("2x")},
        {"engine": Engine(self_ensemble=True)},
        {"engine": Engine(precision="bf16")},
        {"encoding": Encoding("png", bit_depth="16")},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_makes_another_result_makes_other_settings(changed: dict[str, object]) -> None:
    assert settings_of(replace(JOB, **changed)) != settings_of(JOB)  # type: ignore[arg-type]


def test_differences_are_told_in_words() -> None:
    made, asked = {"quality": 90, "guard": True, "old": 1}, {"quality": 95, "guard": False}
    assert differences(made, asked) == (
        "quality 90 instead of 95",
        "guard yes instead of no",
        "old 1 instead of none",
    )


def test_the_digest_of_the_weights_is_that_of_their_file_as_it_is_now(tmp_path: Path) -> None:
    assert SPEC.bundled is not None
    assert settings.sha256_of(SPEC, LIBRARY) == sha256_of(SPEC.bundled)
    mine = replace(SPEC, file=tmp_path / "mine.pt")
    with pytest.raises(WeightsMissing):
        settings.sha256_of(mine, LIBRARY)
    (tmp_path / "mine.pt").write_bytes(b"1")
    first = settings.sha256_of(mine, LIBRARY)
    (tmp_path / "mine.pt").write_bytes(b"22")
    assert settings.sha256_of(mine, LIBRARY) != first
