"""What this computer and this installation are, for reports."""

from __future__ import annotations

import importlib.metadata
import os
import platform

from sr_desktop import __version__
from sr_desktop.engine.processor import processor_name

PACKAGES = ("torch", "PySide6-Essentials", "numpy", "pillow", "pyvips", "safetensors")


def facts() -> list[tuple[str, str]]:
    """(what, says): program, packages, system, processor, memory. Takes some ten milliseconds."""
    import psutil

    memory = psutil.virtual_memory()
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return [
        ("Program", f"sr-desktop {__version__}, Python {platform.python_version()}"),
        ("Packages", versions),
        ("System", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("Processor", f"{processor_name()}, {os.cpu_count()} cores"),
        ("Memory", f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free"),
    ]
