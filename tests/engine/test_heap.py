"""What tiles leave is kept for the next, and given back when there is none."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sr_desktop.engine import heap

pytestmark = pytest.mark.skipif(heap._glibc() is None, reason="only glibc is told what to keep")

_BLOCKS_MIB = 100
_BEGINNING = f"""
import threading
import psutil
from sr_desktop.engine import heap

def resident():
    return psutil.Process().memory_info().rss / 2**20

def work(times=1):
    blocks = [bytearray(2**20) for _ in range(times * {_BLOCKS_MIB})]
    for block in blocks:
        block[::4096] = b"x" * len(block[::4096])
    return blocks

start = resident()
heap.keep()
"""
_ALONE = """
work()
kept = resident() - start
heap.give_back()
print(kept, resident() - start)
"""
_IN_TURN = """
for _ in range(2):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    work()
print(resident() - start, 0)
"""
_GROWING = f"""
growth = heap.Growth({_BLOCKS_MIB // 2} * 2**20)
work()
growth.look()
work(2)
growth.look()
left = resident() - start
others = work()
for _ in range(3):
    work()
    growth.look()
print(resident() - start - {_BLOCKS_MIB}, left)
"""


def kept_and_left(program: str = _ALONE, **environment: str) -> tuple[float, float]:
    """MiB that a process of its own has more after 100 of them were freed, and given back."""
    clean = {key: value for key, value in os.environ.items() if key not in heap._USERS_OWN}
    done = subprocess.run(
        [sys.executable, "-c", _BEGINNING + program],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    kept, left = done.stdout.split()
    return float(kept), float(left)


def test_freed_memory_is_kept_until_it_is_given_back() -> None:
    kept, left = kept_and_left()
    assert kept > 0.9 * _BLOCKS_MIB
    assert left < 0.2 * _BLOCKS_MIB


def test_a_long_work_keeps_what_a_step_leaves_and_gives_back_what_is_beyond() -> None:
    kept, left = kept_and_left(_GROWING)
    assert kept > 0.9 * _BLOCKS_MIB
    assert left < 0.2 * _BLOCKS_MIB


def test_what_one_thread_leaves_another_gets() -> None:
    kept, _ = kept_and_left(_IN_TURN)
    assert 0.9 * _BLOCKS_MIB < kept < 1.3 * _BLOCKS_MIB


@pytest.mark.parametrize("name", heap._USERS_OWN)
def test_who_says_how_the_heap_is_to_be_is_obeyed(name: str) -> None:
    said = "glibc.malloc.trim_threshold=65536" if name == "GLIBC_TUNABLES" else "65536"
    kept, _ = kept_and_left(**{name: said})
    assert kept < 0.2 * _BLOCKS_MIB


def test_what_the_user_lets_be_kept_is_not_given_back() -> None:
    said = "glibc.malloc.trim_threshold=1073741824:glibc.malloc.mmap_threshold=33554432"
    kept, left = kept_and_left(GLIBC_TUNABLES=said)
    assert kept > 0.9 * _BLOCKS_MIB
    assert left > 0.9 * _BLOCKS_MIB
