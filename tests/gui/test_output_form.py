from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop.gui.choices import Choices
from sr_desktop.gui.fields import Number
from sr_desktop.gui.output_form import OutputForm, Shown
from sr_desktop.gui.widgets import Fold, Tick

Make = Callable[..., OutputForm]


@pytest.fixture
def make(host: QWidget) -> Make:
    def form(choices: Choices, shown: Shown | None = None) -> OutputForm:
        made = OutputForm(choices)
        made.setParent(host)
        made.show()
        made.show_picture(shown or Shown())
        return made

    return form


def names(form: OutputForm) -> set[str]:
    """The first word of every option in sight."""
    kinds: tuple[type[QWidget], ...] = (QComboBox, Number, Tick, Fold)
    widgets = [widget for kind in kinds for widget in form.findChildren(kind)]
    seen = [widget for widget in widgets if widget.isVisible()]
    said = [w.text() if isinstance(w, Tick | Fold) else w.accessibleName() for w in seen]
    return {name.split()[0].rstrip(",") for name in said} - {"Format", "More"}


ALWAYS = {"Metadata", "Print", "Write"}


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("png", {"Bits"}),
        ("jpeg", {"Quality", "Colour"}),
        ("webp", {"Quality", "Lossless"}),
        ("tiff", {"Compression", "Bits"}),
        ("avif", {"Quality", "Colour"}),
    ],
)
def test_only_what_matters_for_the_format_is_there(
    make: Make, format: str, options: set[str]
) -> None:
    assert names(make(Choices(format=format, unfolded=True))) == options | ALWAYS
    assert names(make(Choices(format=format))) <= options


def test_same_as_input_has_the_options_of_the_picture_shown(make: Make) -> None:
    form = make(Choices(), Shown("JPEG"))
    assert names(form) == {"Quality"}
    form.show_picture(Shown("WEBP", lossless=True))
    assert names(form) == set()
    form.show_picture(Shown("TIFF"))
    assert names(form) == {"Compression"}
    form.show_picture(Shown("HEIF"))
    assert names(form) == set(), "it is saved as PNG"


def test_lossless_webp_has_no_quality(make: Make, qtbot: QtBot) -> None:
    form = make(Choices(format="webp"))
    (tick,) = (tick for tick in form.findChildren(Tick) if tick.text() == "Lossless")
    with qtbot.waitSignal(form.changed):
        qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert names(form) == {"Lossless"}
    assert form.into(Choices()).encoding.lossless


def formats(form: OutputForm) -> list[str]:
    combo = form.findChildren(QComboBox)[0]
    return [combo.itemData(n) for n in range(combo.count())]


def test_gif_is_offered_for_what_moves(make: Make) -> None:
    form = make(Choices())
    assert "gif" not in formats(form)
    form.show_picture(Shown("WEBP", frames=12))
    assert "gif" in formats(form)
    form.show_picture(Shown("TIFF", frames=3))
    assert "gif" not in formats(form), "pages do not move"


def test_gif_stays_chosen_while_other_pictures_are_shown(make: Make) -> None:
    form = make(Choices(format="gif"), Shown("JPEG"))
    assert form.into(Choices()).format == "gif"


def test_a_size_in_print_has_its_resolution_already(make: Make) -> None:
    form = make(Choices(format="png", own_scale=False, size_kind="print", unfolded=True))
    assert "Print" not in names(form)


def test_metadata_left_out_takes_what_would_be_in_it(make: Make) -> None:
    form = make(Choices(format="png", strip_metadata=True, unfolded=True))
    assert names(form) == {"Bits", "Metadata"}


def test_the_rarer_options_fold(make: Make, qtbot: QtBot) -> None:
    form = make(Choices(format="png"))
    fold = form.findChild(Fold)
    assert fold is not None
    with qtbot.waitSignal(form.changed):
        qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert names(form) == {"Bits"} | ALWAYS
    assert form.into(Choices()).unfolded


def test_options_of_several_formats_take_no_more_width_than_those_of_one(make: Make) -> None:
    form = make(Choices(), Shown("JPEG"))
    alone_px = form.minimumSizeHint().width()
    form.show_pictures((Shown("JPEG"), Shown("PNG"), Shown("TIFF")))
    assert {"Quality", "Compression"} <= names(form)
    assert form.minimumSizeHint().width() <= alone_px
