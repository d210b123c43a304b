"""Texts without a window: English; and through whatever lookup is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sr_desktop import language
from sr_desktop.language import clauses, listed, mark, sentences, tr, trn

GERMAN = {
    ("Saved {name}.", "", -1): "{name} gesichert.",
    ("Open", "verb", -1): "Öffnen",
    ("{count} pictures", "", 1): "{count} Bild",
    ("{count} pictures", "", 2): "{count} Bilder",
}


@pytest.fixture
def german() -> Iterator[None]:
    language.install(lambda text, meaning, count: GERMAN.get((text, meaning, count)))
    yield
    language.install(None)


def test_english_is_what_is_written_in_the_code() -> None:
    assert tr("Saved {name}.", name="a.png") == "Saved a.png."
    assert tr("A name such as {name}_x{scale}.") == "A name such as {name}_x{scale}."


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 pictures"), (1, "1 picture"), (2, "2 pictures")]
)
def test_english_has_its_plurals(count: int, told: str) -> None:
    assert trn("{count} picture", "{count} pictures", count) == told


def test_a_translation_takes_the_same_values(german: None) -> None:
    assert tr("Saved {name}.", name="a.png") == "a.png gesichert."
    assert trn("{count} picture", "{count} pictures", 1) == "1 Bild"
    assert trn("{count} picture", "{count} pictures", 2) == "2 Bilder"


def test_what_has_no_translation_is_english(german: None) -> None:
    assert tr("Copied {name}.", name="a.png") == "Copied a.png."
    assert trn("{count} file", "{count} files", 1) == "1 file"
    assert tr("") == ""


def test_the_meaning_tells_the_same_words_apart(german: None) -> None:
    assert tr("Open", meaning="verb") == "Öffnen"
    assert tr("Open") == "Open"
    assert mark("Open", meaning="verb") == "Open"


def test_values_are_never_taken_for_templates() -> None:
    assert tr("Saved {name}.", name="{other}.png") == "Saved {other}.png."


def test_lists_and_clauses_are_joined_by_the_language() -> None:
    assert listed([2, 3]) == "2, 3"
    assert clauses(["one failed", "two did not"]) == "one failed; two did not"


def test_sentences_stand_apart_as_their_language_wants() -> None:
    assert sentences("It failed.", "", "Try again.") == "It failed. Try again."
    assert sentences("失败了。", "请重试。") == "失败了。请重试。"
    assert sentences("", "") == ""
