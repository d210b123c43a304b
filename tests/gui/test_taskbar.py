"""Progress in the task bar: over a real bus, and through a COM object made by hand."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pytest

from sr_desktop.gui import taskbar
from sr_desktop.gui.queue import Work
from sr_desktop.gui.taskbar import DockBadge, LauncherEntry, LazyTaskbar, WindowsTaskbar
from tests.gui.bus import desktop, needs_bus, private_bus


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@needs_bus
def test_linux_docks_are_told_over_the_session_bus(qapp: object, bus: str) -> None:
    with desktop(bus) as dock:
        entry = LauncherEntry.create()
        assert entry is not None
        entry.show(Work(0.25, 3))
        name, told = dock.next()["body"]
        assert name == "application://sr-desktop.desktop"
        assert told == {"progress": ["d", 0.25], "progress-visible": ["b", True]}
        entry.show(None)
        assert dock.next()["body"][1] == {"progress-visible": ["b", False]}


def test_without_a_session_bus_there_is_no_dock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert LauncherEntry.create() is None


def test_what_looks_the_same_is_not_told_again() -> None:
    told: list[Work | None] = []
    found: list[int] = []

    class Noting:
        def show(self, work: Work | None) -> None:
            told.append(work)

    def find() -> Noting:
        found.append(1)
        return Noting()

    bar = LazyTaskbar(find)
    bar.show(None)
    assert not found, "looked for before there was anything to show"
    for fraction in (0.101, 0.102, 0.2, 7.0):
        bar.show(Work(fraction, 1))
    bar.show(None)
    bar.show(None)
    assert told == [Work(0.1, 1), Work(0.2, 1), Work(1.0, 1), None]
    assert len(found) == 1


def test_the_dock_of_macos_counts_what_is_left() -> None:
    numbers: list[int] = []
    badge = DockBadge(numbers.append)
    badge.show(Work(0.5, 12))
    badge.show(None)
    assert numbers == [12, 0]


class _FakeTaskbarList:
    """A COM object as Windows lays it out: a pointer to a table of methods."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        kinds = {
            3: ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p),
            9: ctypes.CFUNCTYPE(
                ctypes.c_long,
                ctypes.c_void_p,
                ctypes.c_void_p,
                ctypes.c_ulonglong,
                ctypes.c_ulonglong,
            ),
            10: ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int),
        }
        names = {3: "HrInit", 9: "SetProgressValue", 10: "SetProgressState"}
        self._kept = {
            place: kind(lambda this, *rest, place=place: self._note(names[place], rest))
            for place, kind in kinds.items()
        }
        self._table = (ctypes.c_void_p * 16)()
        for place, method in self._kept.items():
            self._table[place] = ctypes.cast(method, ctypes.c_void_p).value
        self._object = ctypes.c_void_p(ctypes.addressof(self._table))
        self.pointer = ctypes.addressof(self._object)

    def _note(self, name: str, rest: tuple[object, ...]) -> int:
        self.calls.append((name, *rest))
        return 0


def test_windows_is_told_through_its_table_of_methods() -> None:
    fake = _FakeTaskbarList()
    bar = WindowsTaskbar(fake.pointer, 0x1234)
    bar.show(Work(0.25, 3))
    bar.show(Work(0.5, 3, is_paused=True))
    bar.show(None)
    assert fake.calls == [
        ("HrInit",),
        ("SetProgressValue", 0x1234, 25, 100),
        ("SetProgressState", 0x1234, WindowsTaskbar.NORMAL),
        ("SetProgressValue", 0x1234, 50, 100),
        ("SetProgressState", 0x1234, WindowsTaskbar.PAUSED),
        ("SetProgressState", 0x1234, WindowsTaskbar.NO_PROGRESS),
    ]


def test_its_names_are_laid_out_as_windows_has_them() -> None:
    """The first three fields are numbers of the processor's own byte order."""
    laid_out = bytes(taskbar._guid(WindowsTaskbar.INTERFACE))
    assert laid_out.hex() == "91fb1aea289e864b90e99e9f8a5eefaf"
