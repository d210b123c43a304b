"""Small networks on one thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sr_desktop.engine.threads import one_thread


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    """Two threads would mostly wait for each other, and long where other programs run."""
    with one_thread():
        yield
