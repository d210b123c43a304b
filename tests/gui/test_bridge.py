from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from sr_desktop.gui.bridge import EventBridge
from sr_desktop.jobs.types import Progress

MANY = 5_000


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []
        self.threads: set[QThread] = set()

    def hear(self, event: Progress) -> None:
        self.heard.append(event.done_px)
        self.threads.add(QThread.currentThread())


def test_thousands_of_events_arrive_in_order_in_the_windows_thread(qtbot: QtBot) -> None:
    """PySide6 6.12.0 aborts CPython 3.11 after some hundreds of emits."""
    bridge, listener = EventBridge(), Listener()
    bridge.told.connect(listener.hear)

    def tell() -> None:
        for number in range(MANY):
            bridge.told.emit(Progress(1, number, MANY))

    thread = threading.Thread(target=tell)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(listener.heard) == MANY, timeout=20_000)
    assert listener.heard == list(range(MANY))
    assert listener.threads == {listener.thread()}
