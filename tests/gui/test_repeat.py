from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sr_desktop.catalogue import all_models
from sr_desktop.errors import UnknownModel
from sr_desktop.gui import repeat
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.shelf import Kept, Shelf
from sr_desktop.imaging.provenance import Provenance
from sr_desktop.imaging.size import Size

MODELS = all_models()
SHELF = Shelf(MODELS, {spec.id: Kept(Path("x"), 5, ships=True) for spec in MODELS if spec.bundled})
USUAL = Choices("msrn", 2, format="webp", unfolded=True)


def made(made_by: str = "pan-x4", /, **settings: Any) -> Provenance:
    return Provenance("0.4.0", made_by, "0" * 64, ("x4",), "float32", False, 256, settings)


def test_how_it_was_made_is_told_in_one_line() -> None:
    assert repeat.words(made()) == "Made by sr-desktop: PAN ×4, float32."
    told = repeat.words(made(size="150%", self_ensemble=True))
    assert told == "Made by sr-desktop: PAN, 150%, float32, self-ensemble."
    assert repeat.words(made("mine-x2")) == "Made by sr-desktop: mine-x2, float32."


def test_everything_that_is_told_is_set_and_the_rest_stays() -> None:
    told = made(
        model="pan", scale=4, self_ensemble=True, format="tiff", compression="none", dpi=240.0
    )
    choices = repeat.choices_of(told, USUAL, SHELF)
    assert (choices.model, choices.scale, choices.own_scale) == ("pan", 4, True)
    assert (choices.format, choices.compression, choices.dpi) == ("tiff", "none", 240.0)
    assert choices.self_ensemble
    assert (choices.quality, choices.unfolded) == (USUAL.quality, True)


def test_a_size_is_set_as_it_was_asked_for() -> None:
    choices = repeat.choices_of(made(size="long=4321", scale=None), USUAL, SHELF)
    assert choices.size == Size("long", 4321)


@pytest.mark.parametrize(
    "settings",
    [{"quality": 900}, {"format": "exe"}, {"size": "huge"}, {"quality": "x"}, {"dpi": []}],
)
def test_what_means_nothing_is_left_as_it_is(settings: dict[str, Any]) -> None:
    choices = repeat.choices_of(made(**settings), USUAL, SHELF)
    assert (choices.format, choices.quality, choices.size) == ("webp", USUAL.quality, None)
    assert choices.dpi is None


def test_a_model_is_known_by_its_name_where_its_id_is_not() -> None:
    assert repeat.choices_of(made("gone-x3", model="pan", scale=3), USUAL, SHELF).scale == 3
    with pytest.raises(UnknownModel, match="mine-x2"):
        repeat.choices_of(made("mine-x2", model="mine", scale=2), USUAL, SHELF)
