"""The template that names results: a line to edit, placeholders to insert, an example below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from sr_desktop.gui import theme
from sr_desktop.gui.fields import row
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Elided, label, wrapping
from sr_desktop.jobs.naming import PLACEHOLDERS
from sr_desktop.language import mark, tr

_MEANINGS = {
    "name": mark("Name of the original"),
    "model": mark("Model"),
    "scale": mark("Scale of the model"),
    "width": mark("Width of the result"),
    "height": mark("Height of the result"),
    "folder": mark("Folder of the original"),
}


class NameForm(QWidget):
    """changed tells that the template is another one. trouble is why it names nothing, in words."""

    changed = Signal()

    def __init__(self, template: str) -> None:
        super().__init__()
        self.trouble = ""
        self.edit = QLineEdit(template)
        self.edit.setAccessibleName(tr("Name of results"))
        self.edit.setToolTip(tr("Words and placeholders; left empty, the usual name"))
        self.edit.textChanged.connect(self.changed)
        self.insert = _MenuButton(tr("Insert"))
        self.insert.setAccessibleName(tr("Insert a placeholder"))
        self.insert.setToolTip(tr("Insert a placeholder"))
        self.insert.setMenu(self._menu())
        self._example = Elided()
        self._example.setProperty("role", "muted")
        self._trouble = label("", "bad")
        wrapping(self._trouble)
        self._trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(row(self.edit, self.insert))
        column.addWidget(self._example)
        column.addWidget(self._trouble)

    @property
    def template(self) -> str:
        """ "" for the usual one."""
        return self.edit.text().strip()

    @property
    def fields(self) -> list[QWidget]:
        """In the order of the Tab key."""
        return [self.edit, self.insert]

    def show_usual(self, template: str) -> None:
        """What names results where nothing is written here."""
        self.edit.setPlaceholderText(template)

    def show_example(self, text: str, tip: str = "") -> None:
        """The name that one of the pictures gets."""
        self.trouble = ""
        self._example.set_text(text, tip)
        self._example.show()
        self._trouble.hide()

    def show_trouble(self, text: str) -> None:
        """Why the template names nothing."""
        self.trouble = text
        self._trouble.setText(text)
        self._trouble.show()
        self._example.hide()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for name in PLACEHOLDERS:
            action = menu.addAction(f"{{{name}}}\t{tr(_MEANINGS[name])}")
            action.setData(f"{{{name}}}")
        menu.triggered.connect(lambda action: self._insert(action.data()))
        return menu

    def _insert(self, text: str) -> None:
        self.edit.insert(text)
        self.edit.setFocus()


class _MenuButton(QPushButton):
    """With an arrow in the colour of our own, as widgets.Choice."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("role", "plain")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = theme.pixmap("chevron-down", 16, theme.tokens().muted, self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - 24, (self.height() - 16) // 2, arrow)
