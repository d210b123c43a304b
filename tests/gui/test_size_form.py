from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui.choices import USUAL_SIZES, Choices
from sr_desktop.gui.fields import Number
from sr_desktop.gui.size_form import SizeForm
from sr_desktop.imaging.size import Size


@pytest.fixture
def form(host: QWidget) -> SizeForm:
    made = SizeForm(Choices(own_scale=False))
    made.setParent(host)
    made.resize(256, 80)
    made.show()
    return made


def seen(form: SizeForm) -> list[Number]:
    return [number for number in form.findChildren(Number) if number.isVisibleTo(form)]


def chosen(form: SizeForm) -> Size | None:
    return form.into(Choices(own_scale=False)).size


def choose(form: SizeForm, kind: str) -> None:
    combo = form.findChildren(QComboBox)[0]
    combo.setCurrentIndex(combo.findData(kind))


@pytest.mark.parametrize("size", USUAL_SIZES, ids=lambda size: size.kind)
def test_each_kind_shows_its_numbers_and_gives_its_size(
    form: SizeForm, size: Size, qtbot: QtBot
) -> None:
    choose(form, size.kind)
    assert chosen(form) == size
    assert len(seen(form)) == {"fit": 2, "print": 3}.get(size.kind, 1)
    assert Size.parse(str(chosen(form))) == size
    for number in seen(form):
        assert number.accessibleName()
        assert number.lineEdit().width() > 30, "there is room for the number"


def test_a_number_that_is_typed_is_the_size(form: SizeForm, qtbot: QtBot) -> None:
    (number,) = seen(form)
    number.selectAll()
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(number, "137.5")
    assert chosen(form) == Size("percent", 137.5)
    assert number.text() == f"{number.locale().toString(137.5)} %"


def test_numbers_of_other_kinds_are_kept(form: SizeForm) -> None:
    choose(form, "long")
    seen(form)[0].setValue(1234)
    choose(form, "short")
    seen(form)[0].setValue(777)
    choose(form, "long")
    assert chosen(form) == Size("long", 1234)


def test_a_sheet_stays_the_same_in_another_unit(form: SizeForm) -> None:
    choose(form, "print")
    unit = form.findChildren(QComboBox)[1]
    unit.setCurrentIndex(unit.findData("in"))
    assert chosen(form) == Size("print", 7.87, 11.81, "in", 300)
    unit.setCurrentIndex(unit.findData("mm"))
    assert chosen(form) == Size("print", 200, 300, "mm", 300)


def test_the_wheel_does_not_change_what_is_not_being_set(form: SizeForm) -> None:
    before = chosen(form)
    (number,) = seen(form)
    form.setFocus()
    for target in (number, form.findChildren(QComboBox)[0]):
        at = QPointF(5, 5)
        event = QWheelEvent(
            at,
            target.mapToGlobal(at),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)
    assert chosen(form) == before
