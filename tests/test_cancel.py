from __future__ import annotations

import contextlib
import threading
import time

import pytest

from sr_desktop.cancel import Cancel, Cancelled


def test_a_token_that_was_not_set_lets_the_work_go_on() -> None:
    Cancel().check()


def test_a_careless_except_does_not_swallow_it() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled), contextlib.suppress(Exception):
        cancel.check()


def test_who_is_paused_waits_until_it_is_resumed() -> None:
    cancel, passed = Cancel(), threading.Event()

    def work() -> None:
        cancel.check()
        passed.set()

    cancel.pause()
    thread = threading.Thread(target=work)
    thread.start()
    assert not passed.wait(0.1)
    assert cancel.is_paused
    cancel.resume()
    thread.join(10)
    assert passed.is_set()
    assert not cancel.is_paused


def test_set_wakes_who_is_paused_to_stop() -> None:
    cancel, stopped = Cancel(), threading.Event()

    def work() -> None:
        try:
            cancel.sleep(0)
        except Cancelled:
            stopped.set()

    cancel.pause()
    thread = threading.Thread(target=work)
    thread.start()
    cancel.set()
    thread.join(10)
    assert stopped.is_set()


def test_the_time_of_pauses_is_known_also_within_one() -> None:
    cancel = Cancel()
    cancel.pause()
    time.sleep(0.05)
    assert 0.04 < cancel.paused_seconds < 5
    cancel.resume()
    before = cancel.paused_seconds
    time.sleep(0.05)
    assert cancel.paused_seconds == before
