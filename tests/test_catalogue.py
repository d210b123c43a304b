from __future__ import annotations

import re

import pytest

from sr_desktop import catalogue, paths
from sr_desktop.errors import UnknownModel


def test_pan_ships_at_every_scale() -> None:
    assert [spec.id for spec in catalogue.all_models()] == ["pan-x2", "pan-x3", "pan-x4"]


@pytest.mark.parametrize("spec", catalogue.all_models(), ids=lambda spec: spec.id)
def test_a_row_says_what_its_file_is(spec: catalogue.ModelSpec) -> None:
    assert (paths.bundled_weights() / spec.file).stat().st_size == spec.bytes
    assert re.fullmatch("[0-9a-f]{64}", spec.sha256 or "")
    assert spec.scores.keys() == spec.bicubic.keys()
    assert all(spec.scores[name] > spec.bicubic[name] for name in spec.scores)


def test_a_name_is_found_in_any_case() -> None:
    assert catalogue.find("PAN", 3).id == "pan-x3"


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownModel, match="Did you mean pan") as caught:
        catalogue.find("pann", 2)
    assert caught.value.exit_code == 2


def test_a_scale_without_weights_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownModel, match="It has x2, x3, x4"):
        catalogue.find("pan", 8)
