from __future__ import annotations

import contextlib

import pytest

from sr_desktop.cancel import Cancel, Cancelled


def test_a_token_that_was_not_set_lets_the_work_go_on() -> None:
    Cancel().check()


def test_a_careless_except_does_not_swallow_it() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled), contextlib.suppress(Exception):
        cancel.check()
