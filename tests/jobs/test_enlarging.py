"""A result flows from the top down, and little of it is held."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np

from sr_desktop.imaging.form import Form
from sr_desktop.imaging.picture import Pixels
from sr_desktop.jobs import enlarging


class Out:
    """Takes rows and keeps none."""

    def __init__(self) -> None:
        self.bottom = 0

    def put(self, top: int, rows: Pixels) -> None:
        assert top == self.bottom
        self.bottom += len(rows)


def test_a_strip_is_let_go_before_the_next_is_made() -> None:
    made: list[weakref.ref[Any]] = []

    def strips() -> Iterator[Pixels]:
        for _ in range(4):
            assert not any(each() is not None for each in made)
            strip: Pixels = np.full((400, 8, 3), 7, np.uint8)
            made.append(weakref.ref(strip))
            yield strip
            del strip

    out: Any = Out()
    base: Pixels = np.full((400, 2, 3), 7, np.uint8)
    assert enlarging._flow(strips(), out, base, Form(1600, 8, 3, 8, False)) == np.inf
    assert len(made) == 4
    assert out.bottom == 1600
