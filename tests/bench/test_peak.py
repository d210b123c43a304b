"""The peak of a process's memory, and its limit: in processes of their own."""

from __future__ import annotations

import subprocess
import sys

import pytest

PEAK = """
from sr_desktop.bench.peak import forget_peak, peak_bytes
held = bytearray(300 << 20)
high = peak_bytes()
del held
forget_peak()
low = peak_bytes()
held = bytearray(100 << 20)
print(high >> 20, low >> 20, peak_bytes() >> 20)
"""
LIMIT = """
from sr_desktop.bench.peak import limit_memory
limit_memory(200 << 20)
bytearray(50 << 20)
try:
    bytearray(300 << 20)
except MemoryError:
    print("refused")
"""


def said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a peak cannot be forgotten")
def test_a_peak_is_told_forgotten_and_told_anew() -> None:
    high, low, again = map(int, said(PEAK).split())
    assert high >= 300
    assert low < 150
    assert low + 90 <= again < 300


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_more_than_the_limit_is_refused_and_not_taken() -> None:
    assert said(LIMIT) == "refused\n"
