"""Room for pixels."""

from __future__ import annotations

import numpy as np

from sr_desktop.imaging import store


def test_what_is_larger_than_may_be_held_lies_in_a_file() -> None:
    dtype = np.dtype(np.uint8)
    held = store.empty((100, 100, 3), dtype, small_bytes=30_000)
    filed = store.empty((100, 100, 3), dtype, small_bytes=29_999)
    assert not isinstance(held, np.memmap)
    assert isinstance(filed, np.memmap)
    filed[...] = 7
    store.release(filed)
    assert (filed == 7).all()
