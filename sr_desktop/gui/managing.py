"""Models come and go: the model manager, the download offered, what a picture was made with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sr_desktop.errors import UnknownModel, UsageError
from sr_desktop.gui import repeat
from sr_desktop.gui.actions import ShowModels
from sr_desktop.gui.state import Notice
from sr_desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.keeper import Keeper
    from sr_desktop.gui.models_window import ModelsWindow
    from sr_desktop.gui.predicting import Predicting
    from sr_desktop.gui.rail import Rail
    from sr_desktop.gui.settings import Settings
    from sr_desktop.imaging.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends; dismiss takes the notice away."""

    tell: Callable[[Notice], None]
    dismiss: Callable[[], None]
    keeper: Keeper
    rail: Rail
    predicting: Predicting


class Managing:
    """window is the model manager, None until it is first asked for."""

    def __init__(self, parent: QWidget, desk: Desk, settings: Settings) -> None:
        self._parent = parent
        self._desk = desk
        self._settings = settings
        self.window: ModelsWindow | None = None

    def show(self) -> None:
        """The model manager, at the model chosen."""
        from sr_desktop.gui.models_window import ModelsWindow

        desk = self._desk
        if self.window is None:
            self.window = ModelsWindow(desk.keeper, self._settings, self._parent, desk.predicting)
        self.window.select(desk.rail.spec.id)
        self.window.show()
        self.window.activateWindow()

    def choose(self, spec: ModelSpec) -> None:
        """In the rail, which may not have it yet."""
        self._desk.rail.show_models(self._desk.keeper.state)
        self._desk.rail.choose(spec)

    def repeat(self, made: Provenance) -> None:
        """Choose what a picture says it was made with."""
        keeper, rail = self._desk.keeper, self._desk.rail
        keeper.refresh()
        try:
            choices = repeat.choices_of(made, rail.choices, keeper.state.shelf)
        except UnknownModel as error:
            hint = tr("Import it, or choose another one.")
            self._desk.tell(Notice(error.message, hint, bad=True, action=ShowModels()))
            return
        self._desk.dismiss()
        rail.show_models(keeper.state)
        rail.show_choices(choices)

    # Where they are

    def download_offered(self) -> None:
        if (offer := self._desk.keeper.state.offer) is not None:
            self._desk.keeper.download(offer.spec)

    def import_offered(self) -> None:
        """Ask for its file instead."""
        from sr_desktop.gui.models_window import choose_import

        keeper = self._desk.keeper
        if (offer := keeper.state.offer) is not None:
            choose_import(self._parent, self._settings, keeper, offer.spec.id)

    def is_here(self, spec: ModelSpec) -> bool:
        """Whether the checkpoint was on this computer when that was last looked at."""
        return spec.file is not None or spec.id in self._desk.keeper.state.shelf.here

    def close(self) -> None:
        if self.window is not None:
            self.window.close()


def host(keeper: Keeper, spec: ModelSpec) -> str:
    """Where a download of it would come from; "" where nobody can tell."""
    with suppress(UsageError):
        return keeper.host(spec)
    return ""
