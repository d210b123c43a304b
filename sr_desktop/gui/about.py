"""What this program is and what it promises."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sr_desktop import __version__, catalogue, paths
from sr_desktop.gui import least
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, label
from sr_desktop.language import mark, tr

_ICON_PX, _WIDTH_PX = 64, 520
_PROMISES = (
    mark("Everything runs on this computer. Nothing is uploaded."),
    mark("It goes online only when you ask for it: to get a model, or a picture from an address."),
    mark(
        "Nothing is invented: the networks were trained for fidelity, and each result tells how "
        "consistent it is with its source."
    ),
    mark("Originals are never changed. A result is written whole or not at all."),
)
_LICENCE = mark(
    "sr-desktop is free software under the Apache License 2.0, "
    "https://www.apache.org/licenses/LICENSE-2.0. Those of its parts are under Licences."
)


class AboutWindow(QDialog):
    """compute is the device and precision in words, "" before they are known."""

    def __init__(self, parent: QWidget, compute: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About sr-desktop"))
        icon = QLabel()
        icon.setPixmap(QIcon(str(paths.resource("icons/app.svg"))).pixmap(_ICON_PX, _ICON_PX))
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addStretch()
        titles.addWidget(label("sr-desktop", "title"))
        device = tr("Version {version}", version=__version__)
        if compute:
            device = tr("Version {version}, on {device}", version=__version__, device=compute)
        titles.addWidget(_text(device, "muted"))
        titles.addStretch()
        head = QHBoxLayout()
        head.setSpacing(2 * GRID_PX)
        head.addWidget(icon)
        head.addLayout(titles, 1)
        close = button(tr("Close"), "primary")
        close.setProperty("compact", "true")
        close.setDefault(True)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        column.addLayout(head)
        column.addSpacing(GRID_PX)
        for promise in _PROMISES:
            column.addWidget(_text(tr(promise), ""))
        column.addSpacing(GRID_PX)
        column.addWidget(label(tr("NETWORKS"), "heading"))
        for paper in dict.fromkeys(spec.paper for spec in catalogue.all_models() if spec.paper):
            column.addWidget(_text(paper, "muted"))
        column.addSpacing(GRID_PX)
        column.addWidget(_text(tr(_LICENCE), "muted"))
        column.addSpacing(GRID_PX)
        column.addLayout(row)
        close.setFocus()
        least.hold(self, _WIDTH_PX, 0)
        self.resize(_WIDTH_PX, self.heightForWidth(_WIDTH_PX))


def _text(text: str, role: str) -> QLabel:
    told = label(text, role)
    told.setWordWrap(True)
    told.setTextFormat(Qt.TextFormat.PlainText)
    told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return told
