"""What windows say, drawn or heard: to see whether all of it comes through the translation.

As a program it plays a story of tools/screens in the made-up language of tests/gui/fit.py, and
tells as JSON what is plain English there (by the text, the scene it came up in first) and the signs
that were drawn (by the icon, the colours it had: "good", "bad" or "other").
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from sr_desktop import language
from sr_desktop.gui import theme
from tests.gui.fit import pseudo

if TYPE_CHECKING:
    from screens.stage import Stage

_ROWS = 40
# The made-up language leaves none of these letters as they are.
_PLAIN = re.compile(r"[AEIOUYaeiouyCNScns]")
# What no language changes.
_SAME = (
    r"https?:\S+|\b(?:huggingface\.co|proxy\.example)\b",  # addresses
    r"(?<!\w)/(?:tmp|home)/[^\n→·]+",  # paths
    r"\bsr-desktop\b",
    r"\b(?:PAN|EDSR-base|(?:my-portraits|(?:pan|edsr-base|msrn-small)(?:-x\d)?))\b(?:-x\d)?",
    r"\b(?:PNG|GIF|SSIM|Set5|CPU)\b",
    r"(?<=\d )(?:MB|kB|dB|MP/s)\b|\bcm\b",  # units
    r"\bb?float(?:16|32)\b",
    r"\bCtrl\+(?:Shift\+)?(?:Enter|.)(?!\w)|^(?:Esc|Del|N)$",  # keys
    r"^(?:(?:Ctrl|Alt|Shift)\+)*(?:Space|Left|Right|Up|Down)$",
    r"\{(?:name|model|scale|width|height|folder)\}",  # of the template of names
    r"\w+ et al\., .+ 20\d\d",  # papers
    r"\(sha256:\w+\)",
)
# What the scenes bring along: names of files and folders, and words of a world outside.
_STAGED = (
    r"\b(?:coast/)?(?:harbour(?: at full size)?|IMG_\d+|scan with a very long name 0017|broken|"
    r"waves|boats|notes|a very long name that somebody gave to a scan of 1987|my portraits x2|"
    r"harbour_pan_x4)(?: \(\d\))?(?:\.(?:png|jpg|tif|gif|pth))?\b",
    r"\b(?:Holiday(?: enlarged)?|Harbour views|Pictures|east|north)\b",
    r"\bwest with a very long name 0017\b",
    r"CPU, 2 threads|CPU: AMD EPYC",
    r"Converted from CMYK\.",
    r"panorama\.tif has .+?; the limit is 500\.0\.|\bRaise the limit\.$",
    r"^(?:EDSR-base x2 could not be|By hand: download|huggingface\.co closed the) .+",
)
_KNOWN = re.compile("|".join((*_STAGED, *_SAME)))
_Role = Qt.ItemDataRole


def texts(root: QWidget) -> Iterator[str]:
    """All texts of a window, of what is hidden now too."""
    for widget in (root, *root.findChildren(QWidget)):
        yield from _of_widget(widget)
    for action in root.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.whatsThis())


def _of_widget(widget: QWidget) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.toolTip())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    match widget:
        case QComboBox():
            yield from map(widget.itemText, range(widget.count()))
        case QLineEdit():
            yield widget.placeholderText()
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QAbstractItemView() if widget.model() is not None:
            yield from _of_model(widget.model(), isinstance(widget, QTableView))


def _of_model(model: QAbstractItemModel, has_heads: bool) -> Iterator[str]:
    columns = range(model.columnCount() if has_heads else 1)
    told = [_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole]
    for column in columns if has_heads else ():
        for role in told[:2]:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
    for row in range(min(_ROWS, model.rowCount())):
        for column in columns:
            yield from (str(model.index(row, column).data(role) or "") for role in told)


def is_plain(text: str) -> bool:
    """Whether some of it is still English."""
    return _PLAIN.search(_KNOWN.sub("", text)) is not None


def _watch_signs() -> dict[str, set[str]]:
    """The icons of resources/icons with their colours, as they come to be drawn."""
    draw, drawn = theme.pixmap, defaultdict[str, set[str]](set)

    def watched(name: str, height_px: int, colour: str, ratio: float) -> QPixmap:
        look = theme.tokens()
        drawn[name].add({look.good: "good", look.bad: "bad"}.get(colour, "other"))
        return draw(name, height_px, colour, ratio)

    vars(theme)["pixmap"] = watched
    return drawn


def _paint(stage: Stage, window: QWidget) -> None:
    """All of it, which takes more room in words that are longer."""
    size = window.size()
    window.resize(2 * size)
    stage.settle()
    window.grab()
    window.resize(size)


def _play(story: str) -> dict[str, object]:
    from screens import drawing
    from screens.stage import open_stage

    found: dict[str, str] = {}
    signs = _watch_signs()
    with tempfile.TemporaryDirectory() as home, drawing._homes(Path(home)) as folder:
        stage = open_stage()
        stage.folder = folder
        language.install(lambda text, meaning, count: pseudo(text))
        with closing(importlib.import_module(f"screens.{story}").tell(stage)) as scenes:
            for scene, window in scenes:
                _paint(stage, window)
                found |= {text: scene for text in texts(window) if text not in found}
    plain = {text: scene for text, scene in found.items() if is_plain(text)}
    return {"plain": plain, "signs": {name: sorted(seen) for name, seen in signs.items()}}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
    sys.stdout.write(f"{json.dumps(_play(sys.argv[1]))}\n")
    sys.stdout.flush()
    os._exit(0)  # without waiting for threads of windows
