"""What the preferences change in the window: how networks run, what may be read, a new start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sr_desktop.errors import DeviceUnavailable
from sr_desktop.gui.computing import Computing, settled
from sr_desktop.gui.devices import Devices
from sr_desktop.gui.state import Notice
from sr_desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sr_desktop.gui.keeper import Keeper
    from sr_desktop.gui.preferences_window import PreferencesWindow
    from sr_desktop.gui.rail import Rail
    from sr_desktop.gui.settings import Settings
    from sr_desktop.jobs.types import DevicesFound, Failed


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: reload loads the network anew, as it is to run now, look begins or
    stops to upscale what is in sight.
    """

    rail: Rail
    keeper: Keeper
    tell: Callable[[Notice], None]
    reload: Callable[[], None]
    limit: Callable[[int], None]
    look: Callable[[], None]
    restart: Callable[[], None]


class Preferring(QObject):
    """Owns the preferences window, and sees that what is set there can be done here."""

    def __init__(self, window: QWidget, desk: Desk, settings: Settings) -> None:
        super().__init__(window)
        self._parent = window
        self._desk = desk
        self._settings = settings
        self._started = (settings.appearance().scale_percent, settings.language())
        self._window: PreferencesWindow | None = None
        self.devices = Devices()
        self.devices.found.connect(self._settle)

    def show(self) -> PreferencesWindow:
        """The window, made when it is first asked for."""
        from sr_desktop.gui.preferences_window import Owners, PreferencesWindow

        if self._window is None:
            owners = Owners(
                self._settings,
                self._desk.keeper,
                self._desk.rail,
                self.devices,
                self.keep_computing,
                self._desk.limit,
                self._desk.look,
                self._desk.restart,
                self._started,
            )
            self._window = PreferencesWindow(owners, self._parent)
        self._window.show()
        self._window.activateWindow()
        return self._window

    def keep_computing(self, computing: Computing) -> None:
        """Compute so from the next picture on."""
        if computing == self._settings.computing():
            return
        self._settings.keep_computing(computing)
        self._desk.rail.set_computing(computing)
        self._desk.reload()

    def heed(self, failed: Failed) -> None:
        """A device or precision that is not to be had gives way, once it is known what there is."""
        if isinstance(failed.error, DeviceUnavailable):
            self.devices.ask()

    def _settle(self, found: DevicesFound) -> None:
        computing, told = settled(self._settings.computing(), found.devices)
        self.keep_computing(computing)
        if told:
            hint = tr("Choose another one in Preferences (Ctrl+,).")
            self._desk.tell(Notice(told, hint, bad=True))

    def close(self) -> None:
        """Ends its thread and its window."""
        self.devices.close()
        if self._window is not None:
            self._window.close()
