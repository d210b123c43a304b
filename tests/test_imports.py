"""What a start must not wait for."""

from __future__ import annotations

import subprocess
import sys

import pytest


def _modules_after(statement: str) -> set[str]:
    code = f"{statement}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("sr_desktop", "numpy"),
        ("sr_desktop.cli", "PySide6"),
        ("sr_desktop.cli", "torch"),
        ("sr_desktop.cli.upscale", "PySide6"),
        ("sr_desktop.cli.upscale", "torch"),
        ("sr_desktop.cli.upscale", "fsspec"),
        ("sr_desktop.jobs.session", "fsspec"),
        ("sr_desktop.cli.evaluate", "PySide6"),
        ("sr_desktop.cli.evaluate", "torch"),
    ],
)
def test_a_start_does_not_load(module: str, absent: str) -> None:
    assert absent not in _modules_after(f"import {module}")
