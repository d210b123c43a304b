"""That what is told by a colour is told by a shape, too: all is drawn in one ink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyle
from pytestqt.qtbot import QtBot

from sr_desktop.catalogue import all_models
from sr_desktop.gui import report_window, strip_cell, survey_pane, theme
from sr_desktop.gui.panes import NoticeBar
from sr_desktop.gui.state import Item, Live, Notice, Status
from sr_desktop.jobs.types import Found

ONE_INK = theme.Tokens(**dict.fromkeys(asdict(theme.LIGHT), "#000000"))
PAPER = "#FFFFFF"
PLATE = QRectF(strip_cell.CELL.width() - 20, 1, 18, 18)
LEAST_PX = 12  # other ones, of the 18 x 18 of a badge


@pytest.mark.parametrize("signs", [survey_pane._SIGNS, report_window._SIGNS])
def test_every_kind_of_row_in_a_table_has_a_sign_of_its_own(
    signs: dict[object, tuple[str, ...]],
) -> None:
    icons = [icon for icon, *_ in signs.values()]
    assert len(set(icons)) == len(icons)


def test_the_states_of_a_picture_in_the_strip_differ_in_shape() -> None:
    spec = all_models()[0]
    live = Live(spec, specs=(spec,), done_px=43, total_px=100)
    ink = replace(ONE_INK, window=PAPER, line=PAPER)
    items = [Item(Found(Path("a.png")), status=status, live=live) for status in Status]
    unlike({item.status: drawn(strip_cell._draw_badge, item, PLATE, ink) for item in items})


def test_the_plates_of_the_strip_differ_in_shape() -> None:
    """Of a picture that is there, is selected, is shown, and has the focus."""
    flag, ink = QStyle.StateFlag, replace(ONE_INK, hover=PAPER)
    states = {
        "there": (flag.State_None, False),
        "selected": (flag.State_Selected, False),
        "shown": (flag.State_Selected, True),
        "with the focus": (flag.State_Selected | flag.State_HasFocus, True),
    }
    area = QRectF(0, 0, strip_cell.CELL.width(), strip_cell.CELL.height())
    unlike({name: drawn(strip_cell._draw_plate, area, ink, *how) for name, how in states.items()})


def test_notices_of_other_kinds_have_signs_of_other_shapes(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    kinds = {"bad": Notice("?", bad=True), "good": Notice("?"), "to know": Notice("?", about=1)}
    draw, icons = theme.pixmap, list[str]()

    def watched(name: str, *how: Any) -> QPixmap:
        icons.append(name)
        return draw(name, *how)

    monkeypatch.setattr(theme, "pixmap", watched)
    signs = {}
    for kind, notice in kinds.items():
        icons.clear()
        bar.show_notice(notice)
        signs[kind] = icons[0]
    assert len(set(signs.values())) == len(kinds), signs
    unlike({kind: inked(icon) for kind, icon in signs.items()})


def inked(icon: str) -> NDArray[np.bool_]:
    pixmap = theme.pixmap(icon, 20, "#000000", 1.0)
    return drawn(lambda painter: painter.drawPixmap(0, 0, pixmap))


def drawn(draw: Callable[..., None], *how: object) -> NDArray[np.bool_]:
    """Where there is ink, in a cell of the strip."""
    image = QImage(strip_cell.CELL, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter, *how)
    painter.end()
    grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return grey[:, : image.width()] < 128


def unlike(shapes: dict[Any, NDArray[np.bool_]]) -> None:
    for one, other in combinations(shapes, 2):
        differ_px = np.count_nonzero(shapes[one] != shapes[other])
        assert differ_px >= LEAST_PX, f"{one} and {other} differ in {differ_px} px"
