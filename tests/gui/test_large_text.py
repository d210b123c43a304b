"""Text at twice its size: by the size of the interface, and by larger letters alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.fit import cut_off
from tests.gui.test_accessible import MAIN, OTHERS, Stage, preferences, stage  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
_HALF = (512, 350)  # of 1024 x 700, where everything is twice as large
_WINDOWS = (*MAIN, *OTHERS)


@pytest.fixture
def twice(qapp: QApplication) -> Iterator[None]:
    """All letters of the style sheet twice as large."""
    sheet = qapp.styleSheet()
    qapp.setStyleSheet(
        re.sub(r"font-size: (\d+)px", lambda m: f"font-size: {2 * int(m[1])}px", sheet)
    )
    yield
    qapp.setStyleSheet(sheet)


def check(shown: QWidget, stage: Stage, size: tuple[int, int]) -> None:  # noqa: F811
    shown.resize(*size)
    shown.show()
    stage.qtbot.wait(30)
    cut = cut_off(shown)
    assert not cut, "\n".join(cut)


@pytest.mark.parametrize("opened", _WINDOWS, ids=lambda opened: opened.__name__)
def test_nothing_is_cut_off_where_all_is_twice_as_large(
    opened: Callable[[Stage], QWidget],
    stage: Stage,  # noqa: F811
) -> None:
    check(opened(stage), stage, _HALF)


@pytest.mark.parametrize("opened", _WINDOWS, ids=lambda opened: opened.__name__)
def test_nothing_is_cut_off_where_letters_are(
    opened: Callable[[Stage], QWidget],
    twice: None,
    stage: Stage,  # noqa: F811
) -> None:
    check(opened(stage), stage, (1024, 700))


@pytest.mark.parametrize("page", range(4))
@pytest.mark.parametrize("letters", [1, 2])
def test_no_page_of_the_preferences_is(
    page: int,
    letters: int,
    stage: Stage,  # noqa: F811
    request: pytest.FixtureRequest,
) -> None:
    if letters == 2:
        request.getfixturevalue("twice")
    check(preferences(stage, page), stage, _HALF if letters == 1 else (1024, 700))
