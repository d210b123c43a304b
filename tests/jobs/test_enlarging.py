"""A result flows from the top down, and little of it is held."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from sr_desktop.cancel import Cancel
from sr_desktop.imaging import resize
from sr_desktop.imaging.form import Form
from sr_desktop.imaging.picture import Pixels
from sr_desktop.imaging.size import Steps
from sr_desktop.jobs import enlarging

WIDTH, HEIGHT = 8, 1600


class Out:
    """Takes rows and keeps none."""

    def __init__(self) -> None:
        self.bottom = 0
        self.most = 0

    def put(self, top: int, rows: Pixels) -> None:
        assert top == self.bottom
        self.bottom += len(rows)
        self.most = max(self.most, len(rows))


class Run:
    """Four strips of what should be one color; none may be there when the next is made."""

    scale = 4

    def __init__(self) -> None:
        self.pixels: Pixels = np.full((HEIGHT // 4, WIDTH // 4, 3), 7, np.uint8)
        self.made: list[weakref.ref[Any]] = []

    def strips(self, _on_tile: object) -> Iterator[Pixels]:
        for _ in range(4):
            assert not any(each() is not None for each in self.made)
            strip: Pixels = np.full((HEIGHT // 4, WIDTH, 3), 7, np.uint8)
            self.made.append(weakref.ref(strip))
            yield strip
            del strip

    def notices(self) -> tuple[str, ...]:
        return ()


@pytest.mark.parametrize("is_resized", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
def test_a_strip_is_let_go_before_the_next_is_made(bits: int, is_resized: bool) -> None:
    run: Any = Run()
    out: Any = Out()
    nobody: Any = None
    network = enlarging._Network(nobody, nobody, nobody, Cancel(), 1)
    width, height = (WIDTH // 2, HEIGHT // 2) if is_resized else (WIDTH, HEIGHT)
    rows = network.rows(
        enlarging._Last(run.pixels, run), Steps((4,), width, height, is_resized), bits
    )
    base: Pixels = run.pixels if bits == 8 else np.uint16(257) * run.pixels
    assert enlarging._flow(rows, out, base, Form(height, width, 3, bits, False)) == np.inf
    assert len(run.made) == 4
    assert out.bottom == height
    assert out.most <= 256


@pytest.mark.parametrize("count", [1, 27, 256, 300, 1000])
def test_alpha_that_comes_in_rows_is_that_of_the_whole(count: int) -> None:
    alpha: Any = np.random.default_rng(3).integers(0, 256, (333, 50), np.uint8)
    coming = enlarging._Alpha(alpha, Form(999, 150, 3, 8, True))
    rows = [coming.next(min(count, 999 - top)) for top in range(0, 999, count)]
    np.testing.assert_array_equal(np.concatenate(rows), resize.bicubic(alpha, 999, 150))
