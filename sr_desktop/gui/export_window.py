"""The export dialog: how, which pictures, and what that comes to.

Imported when it is first opened: the window that starts the program does not need it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sr_desktop.gui import details, least
from sr_desktop.gui import survey as surveys
from sr_desktop.gui.fields import choice, choose, widen
from sr_desktop.gui.survey_pane import Facts, SurveyPane
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Elided, Toggle, button, label, restyle, wrapping
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.export_form import ExportForm
    from sr_desktop.gui.survey import Survey

_MANY_PX, _ONE_PX = (1000, 648), (416, 648)
_LOW_PX = 440
_MOST_TOLD = 160


@dataclass(frozen=True, slots=True)
class Scope:
    """Some of the strip's pictures, by their ids, and what they are called."""

    name: str
    ids: tuple[int, ...]


class ExportWindow(QDialog):
    """Shows what is chosen and a survey while it grows.

    changed tells that something is chosen otherwise, copy asks for the command line, fetch for the
    model that is not here. Accepted is to export, rejected not to.
    """

    changed = Signal()
    copy = Signal()
    fetch = Signal()

    def __init__(
        self, form: ExportForm, scopes: Sequence[Scope], chosen: int, parent: QWidget | None = None
    ) -> None:
        """scopes are what may be exported, chosen the place of the one that is at first."""
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._scopes = scopes
        self._is_of_one = len(scopes) == 1 and len(scopes[0].ids) == 1
        self._survey: Survey | None = None
        self._of_survey = ""
        self.form = form
        self.pane = SurveyPane()
        self.scope = choice(
            tr("Which pictures"), {str(at): each.name for at, each in enumerate(scopes)}
        )
        widen(self.scope)
        choose(self.scope, str(chosen))
        self.details = Toggle(tr("Details"))
        self.details.setToolTip(tr("What will be done with each picture"))
        self.details.setMinimumWidth(
            self.details.fontMetrics().horizontalAdvance(self.details.text()) + 40
        )
        self._facts = Facts()
        self._told = label("", "muted")
        self.copy_details = details.copy_button(self._told.text)
        wrapping(self._told)
        self.command = button(tr("Copy as command"), "plain")
        self.command.setToolTip(tr("The line for a terminal that does the same (Ctrl+Shift+C)"))
        self.download = button(tr("Download…"), "plain")
        self.export = button(tr("Export"), "primary")
        self.cancel = button(tr("Cancel"), "plain")
        self._build()
        self._connect()
        self._fit_the_screen()

    @property
    def chosen(self) -> Scope:
        return self._scopes[max(0, self.scope.currentIndex())]

    def show_survey(self, survey: Survey) -> None:
        """What is known by now."""
        self._survey = survey
        self.pane.show_survey(survey)
        self._facts.show_facts(surveys.facts(survey))
        self.export.setEnabled(survey.can_start)
        self.download.setVisible(bool(survey.lacks))
        trouble = surveys.obstacle(survey)
        if survey.error is not None and self.form.name.trouble:
            trouble = survey.error.message  # the rest is told at the name
        told = trouble or surveys.looking(survey)
        if told != self._of_survey:  # what was said meanwhile stays
            self._of_survey = told
            self._tell(told, is_bad=bool(trouble))

    def say(self, text: str) -> None:
        """Until there is something else to tell; "" takes it back."""
        self._of_survey = ""
        cut = text if len(text) <= _MOST_TOLD else f"{text[:_MOST_TOLD]}…"
        self._tell(cut, is_bad=False)

    def _tell(self, text: str, *, is_bad: bool) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))
        self.copy_details.setVisible(is_bad)
        self._told.setProperty("role", "bad" if is_bad else "muted")
        restyle(self._told)

    # Building

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self._line = QFrame()
        self._line.setObjectName("upright")
        self._line.setFixedWidth(1)
        body.addWidget(self.form, stretch=int(self._is_of_one))
        body.addWidget(self._line)
        body.addWidget(self.pane, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addLayout(body, stretch=1)
        column.addWidget(self._foot())
        self._arrange()

    def _head(self) -> QFrame:
        head = QFrame()
        head.setObjectName("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX)
        title = Elided(tr("Export"))
        if self._is_of_one:
            title.set_text(tr("Export {name}", name=self._scopes[0].name))
        title.setProperty("role", "title")
        title.setMinimumHeight(32)
        row.addWidget(title, stretch=1)
        row.addWidget(self.scope)
        self.scope.setVisible(not self._is_of_one)
        row.addWidget(self.details)
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("foot")
        self.export.setMinimumWidth(112)
        self.download.hide()
        for each in (self.command, self.download, self.cancel):
            each.setProperty("large", "true")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        buttons.addWidget(self.command)
        buttons.addWidget(self.copy_details)
        buttons.addStretch()
        for each in (self.download, self.cancel, self.export):
            buttons.addWidget(each)
        column = QVBoxLayout(foot)
        column.setContentsMargins(2 * GRID_PX, 12, 2 * GRID_PX, 12)
        column.setSpacing(12)
        column.addWidget(self._facts)
        column.addWidget(self._told)
        column.addLayout(buttons)
        self._facts.setVisible(self._is_of_one)
        self._told.hide()
        return foot

    def _connect(self) -> None:
        self.form.changed.connect(self.changed)
        self.scope.currentIndexChanged.connect(self.changed)
        self.details.toggled.connect(self._arrange)
        self.command.clicked.connect(self.copy)
        self.download.clicked.connect(self.fetch)
        self.export.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        for keys, pressed in (
            ("Ctrl+Return", self.export),
            ("Ctrl+Enter", self.export),
            ("Ctrl+Shift+C", self.command),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed.click)
        self.export.setDefault(True)  # not before it is a part of the dialog
        self.form.fields[0].setFocus()

    def _fit_the_screen(self) -> None:
        """As large as it is useful, no larger than the screen."""
        width, height = _ONE_PX if self._is_of_one else _MANY_PX
        screen = self.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        least.hold(self, 360, 280)
        self.resize(min(width, room.width()), min(height, room.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Both sides where there is room, else the one or the other; of one picture the left."""
        room = self.form.sizeHint().width() + self.pane.width_px
        is_narrow = self.width() < room and not self._is_of_one
        shows_pane = not self._is_of_one and (not is_narrow or self.details.isChecked())
        self.details.setVisible(is_narrow)
        self.pane.setVisible(shows_pane)
        self.pane.set_low(self.height() < _LOW_PX)
        self.form.setVisible(not (is_narrow and shows_pane))
        self._line.setVisible(shows_pane and not is_narrow)
