"""One window for each user and screen: a later start hands its files to it, and ends.

    second process: hand_over -> the first one's Listener -> received -> add_paths, to the front

A message is one line of JSON, the answer one word. Qt's network library is imported when there is
somebody to talk to, or after the window is on the screen.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

CONNECT_MS = 300
ANSWER_MS = 1500
_MOST_BYTES = 1 << 22
_TAKEN = b"taken\n"
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


@dataclass(frozen=True, slots=True)
class Message:
    """What a second start hands over. token lets the first one's window come to the front."""

    files: tuple[Path, ...]
    token: str = ""

    def to_bytes(self) -> bytes:
        names = [os.fsencode(path).decode("utf-8", "surrogateescape") for path in self.files]
        return json.dumps({"files": names, "token": self.token}).encode() + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> Message:
        """Raises ValueError for what no start of ours has said."""
        told = json.loads(line)
        if not isinstance(told, dict) or not isinstance(told.get("files"), list):
            raise ValueError("not a message")
        names = [str(name).encode("utf-8", "surrogateescape") for name in told["files"]]
        return cls(tuple(Path(os.fsdecode(name)) for name in names), str(told.get("token", "")))


class Answer(Enum):
    """What became of a message."""

    TAKEN = "taken"
    NOBODY = "nobody listens"
    SILENT = "somebody listens and does not answer"


def hand_over(name: str, files: Sequence[Path]) -> Answer:
    """Give the files to the window that listens at this name, if there is one.

    Takes no time where there never was one, and a second and a half where one hangs. No
    QApplication is needed.
    """
    if sys.platform != "win32" and not os.path.exists(name):
        return Answer.NOBODY
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(CONNECT_MS):
        return Answer.NOBODY
    _let_it_come_to_the_front()
    absolute = tuple(Path(os.path.abspath(path)) for path in files)
    token = next((os.environ[each] for each in _TOKENS if os.environ.get(each)), "")
    socket.write(QByteArray(Message(absolute, token).to_bytes()))
    taken = _answer(socket) == _TAKEN
    socket.abort()
    return Answer.TAKEN if taken else Answer.SILENT


def _answer(socket: QLocalSocket) -> bytes:
    while socket.bytesToWrite():
        if not socket.waitForBytesWritten(ANSWER_MS):
            return b""
    while not socket.canReadLine():
        if not socket.waitForReadyRead(ANSWER_MS):
            return b""
    return bytes(socket.readLine().data())


def _let_it_come_to_the_front() -> None:
    """On Windows only the process that the user started may say who comes to the front."""
    if sys.platform == "win32":
        import ctypes

        any_process = 0xFFFFFFFF
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)


class Listener(QObject):
    """received tells a Message of a later start."""

    received = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def listen(self) -> bool:
        """Answers whether it does: not while a live process has the name. What a process that
        crashed has left is cleared away.
        """
        from PySide6.QtNetwork import QLocalServer, QLocalSocket

        probe = QLocalSocket()  # first: the server would take over a socket that lives
        probe.connectToServer(self._name)
        if probe.waitForConnected(CONNECT_MS):
            probe.abort()
            return False
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        self._server.close()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _MOST_BYTES:
                socket.abort()
            return
        try:
            message = Message.parse(bytes(socket.readLine().data()))
        except ValueError:
            socket.abort()
            return
        socket.write(QByteArray(_TAKEN))
        socket.flush()
        self.received.emit(message)
