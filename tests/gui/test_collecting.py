"""Cycles end in the window's thread."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from sr_desktop.gui.collecting import Collector


class Cycle(QObject):
    """Nothing but a collection ends it. ended_in gets the thread where it does."""

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        super().__init__()
        self.itself = self
        self.ended_in = ended_in

    def __del__(self) -> None:
        self.ended_in.append(threading.current_thread())


@pytest.fixture
def loaded() -> list[bool]:
    return []


@pytest.fixture
def collector(qtbot: QtBot, loaded: list[bool]) -> Iterator[Collector]:
    collector = Collector(lambda: bool(loaded))
    yield collector
    collector.close()


def make_many(count: int = 20_000) -> None:
    """So many objects that Python's own collections would begin."""
    kept = [[at] for at in range(count)]
    assert len(kept) == count


def test_a_busy_worker_ends_nothing_of_qt(collector: Collector, qtbot: QtBot) -> None:
    ended_in: list[threading.Thread] = []
    Cycle(ended_in)
    worker = threading.Thread(target=make_many)
    worker.start()
    worker.join()
    assert not ended_in
    kept = [[at] for at in range(2_000)]
    qtbot.waitUntil(lambda: bool(ended_in))
    assert ended_in == [threading.main_thread()]
    assert kept


def test_without_it_a_worker_would() -> None:
    """If this fails, Python has changed and the collector may go."""
    ended_in: list[threading.Thread] = []
    gc.collect()
    Cycle(ended_in)
    worker = threading.Thread(target=make_many)
    worker.start()
    worker.join()
    assert ended_in == [worker]


def test_what_is_loaded_is_looked_through_no_more(collector: Collector, loaded: list[bool]) -> None:
    gc.unfreeze()
    collector.collect()
    assert not gc.get_freeze_count()
    loaded.append(True)
    collector.collect()
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    ended_in: list[threading.Thread] = []
    Cycle(ended_in)
    gc.collect()
    assert ended_in, "later ones still end"


def test_afterwards_python_collects_by_itself(qtbot: QtBot) -> None:
    collector = Collector(lambda: True)
    assert not gc.isenabled()
    collector.collect()
    collector.close()
    assert gc.isenabled()
    assert not gc.get_freeze_count()
