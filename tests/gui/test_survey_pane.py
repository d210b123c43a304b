"""The table of what an export will do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sr_desktop.gui import words
from sr_desktop.gui.survey_pane import SurveyPane

_GAPS_PX = 16


def test_sizes_of_the_largest_pictures_are_told_whole(host: QWidget) -> None:
    pane = SurveyPane()
    pane.setParent(host)
    pane.show()
    largest_px = pane.view.fontMetrics().horizontalAdvance(words.pixels(30_000, 20_000))
    header = pane.view.horizontalHeader()
    for column in (1, 2):
        assert header.sectionSize(column) >= largest_px + _GAPS_PX, column
