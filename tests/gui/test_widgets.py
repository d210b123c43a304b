"""Parts of the window by themselves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui.fields import choice
from sr_desktop.gui.widgets import button


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("entries", [2, 3, 6])
def test_a_list_of_choices_shows_every_entry_whole(
    entries: int, host: QWidget, qtbot: QtBot
) -> None:
    texts = {str(n): f"entry {n}, longer than its field" for n in range(entries)}
    field = choice("Size", texts)
    field.setParent(host)
    field.setGeometry(20, 20, 96, 32)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.showPopup()
    view = field.view()
    qtbot.waitUntil(view.isVisible)
    for row in range(entries):
        place = view.visualRect(view.model().index(row, 0))
        assert view.viewport().rect().contains(place), (row, place, view.viewport().rect())
    assert view.viewport().width() >= view.sizeHintForColumn(0)
    field.hidePopup()


def test_a_link_is_as_wide_as_its_words_with_the_focus_too(host: QWidget, qtbot: QtBot) -> None:
    link = button("many", "link")
    link.setParent(host)
    link.ensurePolished()
    link.resize(link.sizeHint())
    link.show()
    words_px = link.fontMetrics().horizontalAdvance(link.text())
    assert _room_px(link) >= words_px
    link.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(link.hasFocus)
    assert _room_px(link) >= words_px


def _room_px(link: QPushButton) -> int:
    option = QStyleOptionButton()
    link.initStyleOption(option)
    contents = QStyle.SubElement.SE_PushButtonContents
    return link.style().subElementRect(contents, option, link).width()
