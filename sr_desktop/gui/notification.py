"""A message of the desktop that tells of the end of long work, with "Show in folder".

Linux: org.freedesktop.Notifications over D-Bus, by jeepney: PySide's QtDBus cannot send the
unsigned number that the method asks for. Elsewhere, and where nobody answers, the tray icon's.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from sr_desktop import paths
from sr_desktop.gui.program import bring_to_front
from sr_desktop.gui.taskbar import session_bus
from sr_desktop.language import tr

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

TITLE = "sr-desktop"
_SHOW, _OPEN = "show", "default"  # default is a click on the message itself
_ANSWER_S = 3.0
_TRAY_MS = 15_000
_LISTENS_MS = 15 * 60_000


class Notifier(QObject):
    """Tells one thing at a time; what was told before counts no more.

    told ends a try to tell it over D-Bus: the number of the try, and a _Told, or None where that
    did not work.
    """

    told = Signal(int, object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._text = ""
        self._folder: Path | None = None
        self._tries = 0
        self._threads: list[threading.Thread] = []
        self._told: _Told | None = None
        self._socket: QSocketNotifier | None = None
        self.told.connect(self._listen)

    def tell(self, text: str, folder: Path | None = None) -> None:
        """Mark the window in the task bar and show the text; folder is what its action opens."""
        QApplication.alert(self._window)
        self._forget()
        self._tries += 1
        self._text, self._folder = text, folder
        address = session_bus() if sys.platform == "linux" else None
        if address is None:
            self._tell_in_tray()
            return
        asked = (self._tries, address, text, folder is not None)
        thread = threading.Thread(target=self._ask, args=asked, name="sr-notify", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _ask(self, number: int, address: str, text: str, has_folder: bool) -> None:
        self.told.emit(number, _tell_over_bus(address, text, has_folder))

    @Slot(int, object)
    def _listen(self, number: int, told: _Told | None) -> None:
        """Over the connection that told it: the answer may come to nobody else."""
        if number != self._tries:
            if told is not None:
                told.close()
        elif told is None:
            self._tell_in_tray()
        else:
            self._told = told
            self._socket = QSocketNotifier(told.fileno, QSocketNotifier.Type.Read, self)
            self._socket.activated.connect(self._read)
            QTimer.singleShot(_LISTENS_MS, self._socket, self._forget)
            self._read()  # an answer may have come along with the reply

    def _read(self) -> None:
        told = self._told
        if told is None:
            return
        for key in told.actions():
            self._act(key, told.token)
        if told.is_over:
            self._forget()

    def _act(self, key: str, token: str = "") -> None:
        if key == _SHOW and self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.resolve())))
        elif key == _OPEN:
            bring_to_front(self._window, token)

    def _tell_in_tray(self) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        tray = QSystemTrayIcon(self._window.windowIcon(), self._window)
        tray.messageClicked.connect(lambda: self._act(_SHOW if self._folder else _OPEN))
        tray.show()
        tray.showMessage(TITLE, self._text, self._window.windowIcon(), _TRAY_MS)
        QTimer.singleShot(_TRAY_MS, tray, tray.deleteLater)

    def close(self) -> None:
        """What is on its way is waited for, a few seconds at most."""
        self._tries += 1
        for thread in self._threads:
            thread.join()
        self._forget()

    def _forget(self) -> None:
        """The message stays where it is; its actions do nothing any more."""
        if self._socket is not None:
            self._socket.setEnabled(False)
            self._socket.deleteLater()
            self._socket = None
        if self._told is not None:
            self._told.close()
            self._told = None


class _Told:
    """A message that is on the screen, and the connection that its answers come over."""

    def __init__(self, connection: DBusConnection, number: int) -> None:
        self._connection = connection
        self._number = number
        self.token = ""
        self.is_over = False

    @property
    def fileno(self) -> int:
        return int(self._connection.sock.fileno())

    def actions(self) -> list[str]:
        """The keys of those chosen since the last time."""
        keys: list[str] = []
        try:
            while True:
                message = self._connection.receive(timeout=0)
                self._take(message.header.fields, message.body, keys)
        except TimeoutError:
            pass
        except OSError:
            self.is_over = True
        return keys

    def _take(self, fields: dict[Any, Any], body: tuple[Any, ...], keys: list[str]) -> None:
        from jeepney import HeaderFields

        if len(body) < 2 or body[0] != self._number:
            return
        match fields.get(HeaderFields.member):
            case "ActivationToken":
                self.token = str(body[1])
            case "ActionInvoked":
                keys.append(str(body[1]))
            case "NotificationClosed":
                self.is_over = True

    def close(self) -> None:
        with suppress(OSError):
            self._connection.close()


def _tell_over_bus(address: str, text: str, has_folder: bool) -> _Told | None:
    """None where nobody shows it."""
    from jeepney import DBusAddress, DBusErrorResponse, MatchRule, new_method_call
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    name = "org.freedesktop.Notifications"
    place = DBusAddress("/org/freedesktop/Notifications", bus_name=name, interface=name)
    actions = [_OPEN, tr("Open the window"), *([_SHOW, tr("Show in folder")] if has_folder else [])]
    hints = {"desktop-entry": ("s", paths.APP)}
    body = (paths.APP, 0, str(paths.resource("icons/app.png")), TITLE, text, actions, hints, -1)
    try:
        connection = open_dbus_connection(address)
    except (OSError, ValueError, RuntimeError):
        return None
    try:
        rule = MatchRule(type="signal", interface=name, path=place.object_path)
        Proxy(message_bus, connection, timeout=_ANSWER_S).AddMatch(rule)
        call = new_method_call(place, "Notify", "susssasa{sv}i", body)
        reply = connection.send_and_get_reply(call, timeout=_ANSWER_S)
        return _Told(connection, int(reply.body[0]))
    except (OSError, DBusErrorResponse, ValueError, IndexError):
        connection.close()
        return None
