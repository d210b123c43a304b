from __future__ import annotations

import pytest

from sr_desktop.gui.choices import Choices
from sr_desktop.gui.settings import Settings
from sr_desktop.imaging.size import Size


def test_the_models_own_scale_asks_for_no_size() -> None:
    assert Choices().size is None
    assert Choices(own_scale=False).size == Size("percent", 200)


def test_every_kind_of_size_keeps_its_numbers() -> None:
    choices = Choices(own_scale=False).with_size(Size("long", 5000)).with_size(Size("factor", 1.5))
    assert choices.size_of("long") == Size("long", 5000)
    assert choices.size_of("factor") == Size("factor", 1.5)
    assert len(choices.sizes) == len(Choices().sizes)


def test_a_size_in_print_says_the_resolution_to_write() -> None:
    printed = Choices(own_scale=False, size_kind="print", dpi=72)
    assert printed.encoding.dpi == 300
    assert Choices(dpi=72).encoding.dpi == 72


def test_lossless_is_asked_of_webp_only() -> None:
    assert Choices(format="webp").encoding.lossless is False
    assert Choices(format="webp", lossless=True).encoding.lossless is True
    assert Choices(lossless=True).encoding.lossless is None, "as the source was"


@pytest.mark.parametrize(
    "choices",
    [
        Choices(),
        Choices(
            "edsr-base",
            3,
            own_scale=False,
            size_kind="print",
            self_ensemble=True,
            format="tiff",
            quality=71,
            lossless=True,
            chroma="420",
            compression="none",
            bit_depth="16",
            dpi=240.0,
            strip_metadata=True,
            provenance=False,
            unfolded=True,
        )
        .with_size(Size("print", 12.5, 8, "in", 240))
        .with_size(Size("megapixels", 7.5)),
    ],
)
def test_all_of_it_is_remembered(choices: Choices) -> None:
    Settings().keep_choices(choices)
    assert Settings().choices() == choices


def test_the_pixel_limit_is_remembered() -> None:
    assert Settings().pixel_limit_mp() == 500
    Settings().keep_pixel_limit_mp(1300)
    assert Settings().pixel_limit_mp() == 1300
