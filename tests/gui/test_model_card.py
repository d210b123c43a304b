from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui.model_card import ModelCard
from sr_desktop.gui.model_words import Fact, Told

FACTS = (
    Fact("This picture", "about 12 min", "how long"),
    Fact("Set5, published", "38.02 dB", "how good"),
)
TOLD = Told(
    "Most detail of the light ones",
    "Download 23.7 MB from raw.github.example",
    "Installed, about 12 min",
    facts=FACTS,
)


@pytest.fixture(params=[13, 26], ids=["100%", "200%"])
def card(request: pytest.FixtureRequest, host: QWidget) -> ModelCard:
    box = QWidget(host)
    box.setStyleSheet(f"* {{ font-size: {request.param}px; }}")
    made = ModelCard("MSRN, authors", TOLD)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    column.addStretch()
    box.setFixedSize(256, 700)
    box.show()
    return made


def words(card: ModelCard) -> str:
    return " ".join(piece.text for piece in card.pieces(card.width())).replace("\u00a0", " ")


@pytest.mark.parametrize("chosen", [False, True])
def test_nothing_is_cut_off(card: ModelCard, qtbot: QtBot, chosen: bool) -> None:
    card.setChecked(chosen)
    qtbot.waitUntil(lambda: card.height() == card.heightForWidth(card.width()))
    inside = card.rect()
    for piece in card.pieces(card.width()):
        wide = QFontMetrics(piece.font).horizontalAdvance(piece.text)
        assert wide <= piece.room.width(), piece.text
        assert inside.contains(piece.room), piece.text


def test_the_chosen_one_tells_all_the_others_what_they_take(card: ModelCard) -> None:
    assert "Installed, about 12 min" in words(card)
    assert "38.02 dB" not in words(card)
    card.setChecked(True)
    for text in ("Download 23.7 MB from", "This picture", "about 12 min", "38.02 dB"):
        assert text in words(card)


def test_two_texts_in_one_line_do_not_meet(card: ModelCard) -> None:
    card.setChecked(True)
    pieces = card.pieces(card.width())
    for right in (piece for piece in pieces if piece.is_right):
        [left] = [each for each in pieces if each.room == right.room and each is not right]
        both = sum(QFontMetrics(each.font).horizontalAdvance(each.text) for each in (left, right))
        assert both < right.room.width()


def test_each_line_explains_itself(card: ModelCard) -> None:
    card.setChecked(True)
    tips = {card.fact_at(QPoint(60, y)) for y in range(card.heightForWidth(card.width()))}
    assert tips == {"", "how long", "how good"}


def test_it_is_chosen_with_the_space_bar(card: ModelCard, qtbot: QtBot) -> None:
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Space)
    assert card.isChecked()
