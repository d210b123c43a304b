"""What a screen reader sees of a program, through AT-SPI: controls by name, role and place."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from jeepney import DBusAddress, Message, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT = "org.a11y.atspi.Component"
_ROOT = "/org/a11y/atspi/accessible/root"
_SHOWING = 1 << 25
_ENABLED = 1 << 8
_CHECKED = 1 << 4
_ANSWER_S = 20.0


class SessionBus:
    """A bus of its own for the programs of one screen; address is what they are told of it."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        self._ask_for_accessibility()

    def _ask_for_accessibility(self) -> None:
        """As a screen reader does when it starts: programs tell nothing before."""
        bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status")
        with open_dbus_connection(self.address) as session:
            wish = Properties(bus).set("IsEnabled", "b", True)
            answer = session.send_and_get_reply(wish, timeout=_ANSWER_S)
            assert answer.header.message_type is MessageType.method_return, answer.body

    def close(self) -> None:
        self._process.terminate()
        self._process.communicate()


@dataclass(frozen=True)
class Control:
    """One control of a program: x, y, width and height are on the screen, in its pixels."""

    role: str
    name: str
    text: str
    x: int
    y: int
    width: int
    height: int
    is_enabled: bool
    is_checked: bool

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


class Eyes:
    """Looks at all programs of a session bus that tell what they show."""

    def __init__(self, address: str) -> None:
        with open_dbus_connection(address) as session:
            bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            answer = session.send_and_get_reply(
                new_method_call(bus, "GetAddress"), timeout=_ANSWER_S
            )
        self._bus: DBusConnection = open_dbus_connection(answer.body[0])

    def close(self) -> None:
        self._bus.close()

    def controls(self) -> list[Control]:
        """All that is in sight, from top to bottom of the tree."""
        return list(self._below("org.a11y.atspi.Registry", _ROOT))

    def find(self, name: str, role: str = "") -> Control | None:
        """The first control in sight whose name has these words, of this role if one is told."""
        fits = (
            each
            for each in self.controls()
            if name in (each.name, each.text) or (name.endswith("*") and name[:-1] in each.name)
        )
        return next((each for each in fits if not role or each.role == role), None)

    def _below(self, owner: str, path: str) -> Iterator[Control]:
        for child_owner, child_path in self._call(owner, path, _ACCESSIBLE, "GetChildren") or ():
            states = self._call(child_owner, child_path, _ACCESSIBLE, "GetState") or [0]
            role = self._call(child_owner, child_path, _ACCESSIBLE, "GetRoleName") or ""
            if states[0] & _SHOWING:
                yield self._control(child_owner, child_path, role, states[0])
            if states[0] & _SHOWING or role == "application":
                yield from self._below(child_owner, child_path)

    def _control(self, owner: str, path: str, role: str, states: int) -> Control:
        place = self._call(owner, path, _COMPONENT, "GetExtents", "u", (0,)) or (0, 0, 0, 0)
        name = self._property(owner, path, _ACCESSIBLE, "Name")
        is_text = role in ("text", "password text")
        count = (
            self._property(owner, path, "org.a11y.atspi.Text", "CharacterCount") if is_text else 0
        )
        text = ""
        if count:
            reach = (0, count)
            text = self._call(owner, path, "org.a11y.atspi.Text", "GetText", "ii", reach) or ""
        return Control(
            role, name or "", text, *place, bool(states & _ENABLED), bool(states & _CHECKED)
        )

    def _property(self, owner: str, path: str, interface: str, name: str) -> object:
        answer = self._send(Properties(DBusAddress(path, owner, interface)).get(name))
        return answer.body[0][1] if answer is not None else None

    def _call(
        self,
        owner: str,
        path: str,
        interface: str,
        method: str,
        signature: str | None = None,
        body: tuple[object, ...] = (),
    ):  # type: ignore[no-untyped-def]
        address = DBusAddress(path, owner, interface)
        answer = self._send(new_method_call(address, method, signature, body))
        return answer.body[0] if answer is not None else None

    def _send(self, message: Message) -> Message | None:
        """None where the control is gone meanwhile."""
        answer = self._bus.send_and_get_reply(message, timeout=_ANSWER_S)
        return answer if answer.header.message_type is MessageType.method_return else None
