"""The CPU by its name, as its maker calls it."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_MODEL = re.compile(r"^(?:model name|Model|Hardware)\s*:\s*(\S.*)$", re.MULTILINE)
_WORDS = re.compile(r"\((?:R|TM|C)\)|\bCPU\b|\bProcessor\b|@.*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def processor_name() -> str:
    """Such as "AMD EPYC 9B14"; where the system does not tell, what kind it is, such as x86_64."""
    with suppress(OSError, subprocess.SubprocessError):
        if name := tidied(_told()):
            return name
    return platform.machine() or "CPU"


def tidied(name: str) -> str:
    """Without trade marks, clock and words that say nothing."""
    return " ".join(_WORDS.sub(" ", name).split())


def _told() -> str:
    if sys.platform == "win32":
        return _in_registry()
    if sys.platform == "darwin":
        ask = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        done = subprocess.run(ask, capture_output=True, text=True, timeout=5, check=True)
        return done.stdout
    found = _MODEL.search(_CPUINFO.read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else ""


def _in_registry() -> str:
    if sys.platform == "win32":
        import winreg

        path = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
            return str(winreg.QueryValueEx(key, "ProcessorNameString")[0])
    return ""
