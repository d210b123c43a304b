from __future__ import annotations

from dataclasses import replace

import pytest

from sr_desktop.gui.canvas.comparison import Comparison, Mode, Sampling


def test_the_key_of_the_mode_shown_turns_its_divider() -> None:
    once = Comparison().choosing(Mode.SPLIT)
    assert (once.mode, once.level) == (Mode.SPLIT, True)
    assert once.choosing(Mode.SPLIT) == Comparison()


def test_another_mode_leaves_the_divider_as_it_is() -> None:
    there = Comparison(level=True).choosing(Mode.LENS)
    assert there == Comparison(Mode.LENS, level=True)
    assert there.choosing(Mode.LENS) == there, "a lens has nothing to turn"


def test_kinds_of_pixels_come_round() -> None:
    seen = [Comparison()]
    for _ in Sampling:
        seen.append(seen[-1].with_next_sampling())
    assert [each.sampling for each in seen] == [*Sampling, Sampling.AUTO]


def test_what_is_kept_comes_back() -> None:
    chosen = Comparison(Mode.DIFFERENCE, True, True, True, 16, Sampling.SHARP)
    assert Comparison.of_texts(chosen.texts()) == chosen


@pytest.mark.parametrize("text", ["mode=hologram", "gain=7", "level=perhaps", "gain", "", "x=y"])
def test_unusable_lines_count_as_absent(text: str) -> None:
    kept = [text, *Comparison(square=True).texts()[2:3]]
    assert Comparison.of_texts(kept) == replace(Comparison(), square=True)
