from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.catalogue import ModelSpec, all_models
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.model_card import ModelCard
from sr_desktop.gui.model_state import Models
from sr_desktop.gui.outlook import UNKNOWN, Outlook
from sr_desktop.gui.rail import Advice, Rail
from sr_desktop.gui.shelf import Kept, Shelf
from sr_desktop.gui.size_form import SizeForm
from sr_desktop.gui.widgets import ProgressButton, Segments, Tick, Toggle
from sr_desktop.imaging.size import Size

MODELS = all_models()
SHIPPED = {spec.id: Kept(Path("x"), 5, ships=True) for spec in MODELS if spec.bundled}
BY_ID = {spec.id: spec for spec in MODELS}
Make = Callable[..., Rail]


def models(*more: str) -> Models:
    """Those that ship are here, and these."""
    here = SHIPPED | {id: Kept(Path("x"), 5, ships=False) for id in more}
    return Models(Shelf(MODELS, here))


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(400, 700)
    host.show()
    kept: list[Rail] = []

    def rail(
        choices: Choices | None = None, state: Models | None = None, advice: Advice | None = None
    ) -> Rail:
        made = Rail(choices or Choices(), state or models())
        made.take(advice or Advice())
        made.setParent(host)
        kept.append(made)
        made.resize(288, 640)
        made.show()
        return made

    return rail


def names(rail: Rail) -> list[str]:
    return [card.text() for card in rail._cards.values()]


def card(rail: Rail, name: str) -> ModelCard:
    return next(card for card in rail._cards.values() if card.text() == name)


def test_it_offers_what_is_here_and_what_is_worth_getting(make: Make) -> None:
    offered = names(make())
    assert {"PAN", "EDSR-base", "MSRN"} <= set(offered)
    assert "EDSR, authors" not in offered


def test_it_follows_what_comes_and_goes(make: Make) -> None:
    rail = make()
    rail.show_models(models("edsr-x2"))
    assert "EDSR, authors" in names(rail)
    rail.show_models(models())
    assert "EDSR, authors" not in names(rail)


def test_a_chosen_model_that_is_not_here_stays_in_sight(make: Make, qtbot: QtBot) -> None:
    rail = make(Choices("edsr", 2))
    assert "EDSR, authors" in names(rail)
    assert card(rail, "EDSR, authors").isChecked()
    assert rail.spec.id == "edsr-x2"
    qtbot.mouseClick(card(rail, "PAN"), Qt.MouseButton.LeftButton)
    rail.show_models(models())
    assert "EDSR, authors" not in names(rail)
    assert rail.spec.id == "pan-x2"


def test_a_chosen_model_that_is_gone_gives_way_to_the_first(make: Make) -> None:
    rail = make(Choices("mine", 2))
    assert rail.choices.model == MODELS[0].name


def test_a_card_is_told_to_those_who_cannot_see_it(make: Make) -> None:
    told = card(make(), "EDSR-base").accessibleDescription()
    assert told == (
        "Clean and balanced. Download 6.1 MB. Set5, published: 32.12 dB. "
        "Parameters: 1.52 million. File: 6.1 MB"
    )


def test_self_ensemble_is_a_choice_with_its_price(make: Make, qtbot: QtBot) -> None:
    rail = make()
    tick = rail.findChild(Tick)
    assert tick is not None
    assert "8" in tick.accessibleDescription()
    with qtbot.waitSignal(rail.changed):
        qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert rail.choices.engine.self_ensemble
    assert rail.choices.passes == 8
    assert make(rail.choices).choices.self_ensemble


@pytest.mark.parametrize("height", [330, 640])
def test_the_button_stays_in_sight_and_the_rest_can_be_scrolled_to(
    make: Make, qtbot: QtBot, height: int
) -> None:
    rail = make(state=models("edsr-x2", "pan-official-x2"))
    rail.resize(288, height)
    button = rail.findChild(ProgressButton)
    area = rail.findChild(QScrollArea)
    assert button is not None
    assert area is not None
    below = button.mapTo(rail, QPoint(0, button.height())).y()
    assert below <= height
    tick = rail.findChild(Tick)
    assert tick is not None
    area.ensureWidgetVisible(tick)
    assert area.viewport().rect().contains(tick.mapTo(area.viewport(), tick.rect().center()))

    def right_edge(widget: QWidget) -> int:
        return widget.mapTo(rail, QPoint(widget.width(), 0)).x()

    qtbot.waitUntil(lambda: right_edge(card(rail, "PAN")) == right_edge(button))


def test_another_size_may_use_any_scale_that_is_here(make: Make) -> None:
    rail = make(Choices(own_scale=False))
    assert {spec.scale for spec in rail.family} == {2, 3, 4}
    assert make(Choices("edsr-base", 4), models("edsr-base-x2")).family == ()
    other = make(Choices("edsr-base", 4, own_scale=False), models("edsr-base-x2"))
    assert [spec.id for spec in other.family] == ["edsr-base-x2"]
    assert other.spec.id == "edsr-base-x2", "x4 is not here, and is not needed"
    assert make(Choices("edsr-base", 4, own_scale=False)).spec.id == "edsr-base-x4"


def test_the_fields_of_a_size_are_there_when_it_is_chosen(make: Make, qtbot: QtBot) -> None:
    rail = make()
    form = rail.findChild(SizeForm)
    segments = rail.findChild(Segments)
    assert form is not None
    assert segments is not None
    assert not form.isVisible()
    other = segments.findChildren(Toggle)[-1]
    with qtbot.waitSignal(rail.changed):
        qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    assert rail.choices.size == Size("percent", 200)
    rail.choose_scale(3)
    assert not form.isVisible()
    assert (rail.choices.size, rail.choices.scale) == (None, 3)


def test_all_choices_are_set_at_once(make: Make) -> None:
    rail = make()
    wanted = Choices(
        "msrn-small",
        2,
        own_scale=False,
        size_kind="fit",
        self_ensemble=True,
        format="tiff",
        compression="none",
        bit_depth="16",
        unfolded=True,
    )
    rail.show_choices(wanted)
    assert rail.choices == wanted
    assert card(rail, "MSRN-small").isChecked()


@pytest.mark.parametrize("kind", ["percent", "fit", "print"])
@pytest.mark.parametrize("format", ["jpeg", "webp", "tiff", "png"])
def test_nothing_is_wider_than_the_rail(make: Make, kind: str, format: str) -> None:
    rail = make(Choices(own_scale=False, size_kind=kind, format=format, dpi=300, unfolded=True))
    area = rail.findChild(QScrollArea)
    assert area is not None
    options = area.widget()
    assert options.minimumSizeHint().width() <= area.viewport().width()


def test_a_card_asks_for_the_checkpoints_that_its_network_would_take(make: Make) -> None:
    def ids(rail: Rail) -> list[list[str]]:
        return [[spec.id for spec in specs] for specs in rail.offered]

    own = make(Choices("msrn-small", 2), models("edsr-base-x3"))
    assert ids(own)[0] == ["msrn-small-x2"], "the chosen one comes first"
    assert ["pan-x2"] in ids(own)
    assert ["edsr-base-x2"] in ids(own), "at its own scale, here or not"
    sized = make(Choices("pan", 2, own_scale=False), models("edsr-base-x3"))
    assert ids(sized)[0] == ["pan-x2", "pan-x3", "pan-x4"]
    assert ["edsr-base-x3"] in ids(sized), "only what is here, to come to a size"


def test_a_card_tells_what_the_picture_takes_and_whence_a_download_comes(make: Make) -> None:
    def outlook(specs: Sequence[ModelSpec]) -> Outlook:
        return Outlook(12.0, 640_000_000) if specs[0].name == "pan" else UNKNOWN

    rail = make(Choices("pan", 2), advice=Advice(outlook, lambda spec: "hub.example"))
    assert "This picture: about 12 s. Memory: about 640 MB" in card(rail, "PAN").told.whole
    base = card(rail, "EDSR-base").told
    assert base.place == "Download 5.5 MB from hub.example"
    assert base.brief == "Download 5.5 MB"
    assert "This picture" not in base.whole, "what nobody knows is absent"
