from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sr_desktop import catalogue, weights
from sr_desktop.errors import WeightsMismatch, WeightsMissing


@pytest.mark.parametrize("spec", catalogue.all_models(), ids=lambda spec: spec.id)
def test_what_ships_is_what_the_catalogue_promises(spec: catalogue.ModelSpec) -> None:
    assert weights.ensure(spec).name == spec.file.name


def test_one_flipped_bit_is_found(tmp_path: Path) -> None:
    spec = catalogue.find("pan", 2)
    content = bytearray(weights.ensure(spec).read_bytes())
    content[500_000] ^= 1
    damaged = tmp_path / "pan-x2.safetensors"
    damaged.write_bytes(content)
    with pytest.raises(WeightsMismatch, match="damaged"):
        weights.ensure(replace(spec, file=damaged))


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    absent = tmp_path / "gone.safetensors"
    with pytest.raises(WeightsMissing, match=r"gone\.safetensors"):
        weights.ensure(replace(catalogue.find("pan", 2), file=absent))


def test_a_file_of_the_user_has_no_digest_to_meet(tmp_path: Path) -> None:
    own = tmp_path / "own.pth"
    own.write_bytes(b"anything")
    assert weights.ensure(replace(catalogue.find("pan", 2), file=own, sha256=None)) == own
