"""Windows whose screen is gone, and those that come back as they were."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.placing import fitting, open_at
from sr_desktop.gui.settings import Settings

LEFT, RIGHT = QRect(0, 0, 1920, 1040), QRect(1920, 0, 2560, 1400)


@pytest.mark.parametrize(
    ("place", "areas", "moves"),
    [
        (QRect(100, 100, 1280, 840), [LEFT, RIGHT], False),
        (QRect(2500, 100, 1280, 840), [LEFT, RIGHT], False),
        (QRect(1800, 100, 1280, 840), [LEFT, RIGHT], False),  # over both
        (QRect(2500, 100, 1280, 840), [LEFT], True),  # the right one is unplugged
        (QRect(100, -900, 1280, 840), [LEFT], True),  # its title is above the screen
        (QRect(1900, 100, 1280, 840), [LEFT], True),  # twenty pixels are no hold
        (QRect(100, 1500, 1280, 840), [LEFT], True),
    ],
)
def test_a_window_stays_where_its_title_can_be_taken_hold_of(
    place: QRect, areas: list[QRect], moves: bool
) -> None:
    found = fitting(place, areas)
    assert (found != place) == moves
    assert any(area.contains(found) for area in areas) or not moves
    assert not moves or found.size() == place.size()


def test_one_that_is_larger_than_what_is_left_is_made_smaller() -> None:
    found = fitting(QRect(3000, 50, 2400, 1300), [LEFT])
    assert found == LEFT


def test_one_that_is_larger_than_its_screen_is_made_smaller() -> None:
    small = QRect(0, 0, 720, 450)  # 1440 x 900 with text and controls at 200 %
    found = fitting(QRect(0, 0, 1280, 840), [small])
    assert small.contains(found), found
    assert found.height() < small.height(), "no room for a title bar"


def test_one_over_two_screens_stays_as_large_as_both() -> None:
    over = QRect(0, 0, 4000, 1000)
    assert fitting(over, [LEFT, RIGHT]) == over


def test_a_window_opens_no_larger_than_its_screen(host: QWidget) -> None:
    screen = host.screen().availableGeometry()
    open_at(host, 4 * screen.width(), 4 * screen.height())
    assert host.width() == screen.width()
    assert host.height() < screen.height()
    open_at(host, 300, 200)
    assert (host.width(), host.height()) == (300, 200)


def test_a_window_remembered_elsewhere_opens_in_sight(qapp: object) -> None:
    lost = MainWindow(Settings())
    lost.show()
    lost.setGeometry(9000, 9000, 1000, 700)
    lost.close()
    lost.deleteLater()
    back = MainWindow(Settings())
    back.show()
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.intersects(back.geometry()), back.geometry()
    assert back.geometry().top() >= screen.top()
    back.close()
    back.deleteLater()


def test_a_maximised_window_comes_back_maximised(qapp: object) -> None:
    for is_maximised in (True, False):
        window = MainWindow(Settings())
        window.showMaximized() if is_maximised else window.showNormal()
        window.close()
        window.deleteLater()
        again = MainWindow(Settings())
        again.show()
        assert again.isMaximized() == is_maximised
        again.close()
        again.deleteLater()
