"""A session bus of a test's own, and a desktop on it that notes what programs tell it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

NOTIFICATIONS = "org.freedesktop.Notifications"
LAUNCHER = "com.canonical.Unity.LauncherEntry"
NUMBER = 7

needs_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="needs dbus-daemon: `make test` installs it"
)


@contextmanager
def private_bus() -> Iterator[str]:
    """The address of a bus that ends with the block."""
    command = ["dbus-daemon", "--session", "--print-address=1", "--nofork"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
    finally:
        daemon.kill()
        daemon.communicate()


class Desktop:
    """The process that plays the desktop, told by a test what the user does."""

    def __init__(self, address: str, *, shows: bool = True) -> None:
        words = [sys.executable, "-m", "tests.gui.bus", address, "shows" if shows else "refuses"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True)
        assert self.next()["is"] == "ready"

    def next(self) -> dict[str, Any]:
        """What came next; waits for it."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the desktop has ended"
        return dict(json.loads(line))

    def do(self, key: str) -> None:
        """The user chooses an action of the last message."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{key}\n")
        self._process.stdin.flush()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def desktop(address: str, *, shows: bool = True) -> Iterator[Desktop]:
    started = Desktop(address, shows=shows)
    try:
        yield started
    finally:
        started.close()


def main(address: str, shows: bool) -> None:
    """The desktop's end: prints what comes, one JSON a line; reads keys of actions."""
    import threading

    connection = open_dbus_connection(address)
    bus = Proxy(message_bus, connection)
    bus.RequestName(NOTIFICATIONS)
    bus.AddMatch(MatchRule(type="signal", interface=LAUNCHER))
    _say({"is": "ready"})
    place = DBusAddress("/org/freedesktop/Notifications", interface=NOTIFICATIONS)

    def act() -> None:
        for line in sys.stdin:
            key = line.strip()
            for member, told in (
                ("ActivationToken", "token"),
                ("ActionInvoked", key),
            ):
                connection.send(new_signal(place, member, "us", (NUMBER, told)))
            connection.send(new_signal(place, "NotificationClosed", "uu", (NUMBER, 2)))

    threading.Thread(target=act, daemon=True).start()
    with suppress(OSError):
        while True:
            _answer(connection, shows)


def _answer(connection: DBusConnection, shows: bool) -> None:
    message = connection.receive()
    fields = message.header.fields
    member = fields.get(HeaderFields.member)
    if member == "Notify":
        kind = fields.get(HeaderFields.signature)
        _say({"is": member, "signature": kind, "body": message.body})
        if shows:
            connection.send(new_method_return(message, "u", (NUMBER,)))
        else:
            connection.send(new_error(message, "org.example.No", "s", ("not today",)))
    elif message.header.message_type == MessageType.signal and member == "Update":
        _say({"is": member, "body": message.body, "at": time.monotonic()})


def _say(words: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(words)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] == "shows")
