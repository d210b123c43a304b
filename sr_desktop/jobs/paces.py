"""What the command line has measured of the networks here, kept from one run to the next.

The window keeps its own in its settings: its process takes more memory, and lives longer.
"""

from __future__ import annotations

import json
import math
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sr_desktop import __version__, paths
from sr_desktop.engine.footprint import Footprint
from sr_desktop.engine.processor import processor_name
from sr_desktop.imaging.place import write_whole
from sr_desktop.jobs.pace import Measured, Pace

if TYPE_CHECKING:
    from pathlib import Path

# Other programs come and go: what was measured beside one of them is not believed for long.
_FRESH_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class About:
    """What a measurement holds for: a network, as large as its file is, and where and how it
    computes. Another file under the same name is another network.
    """

    network: str
    bytes: int
    device: str


def kept(about: About) -> Measured | None:
    """What was measured within the last day by this version; None where there is nothing whole."""
    place = _place(about)
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        if not _is_fresh(place):
            return None
        told = json.loads(place.read_text("utf-8"))
        pace = Pace(**{name: _seconds(value) for name, value in told["pace"].items()})
        footprint = told["footprint"] or {}
        return Measured(
            pace,
            Footprint(**{name: int(n) for name, n in footprint.items()}) if footprint else None,
            int(told["base_bytes"]),
        )
    return None


def keep(about: About, measured: Measured) -> None:
    """For the next process; what is too old goes. Where it cannot be written nothing is kept."""
    place = _place(about)
    with suppress(OSError):
        write_whole(place, json.dumps(asdict(measured)).encode())
        for each in place.parent.glob("*.json"):
            if not _is_fresh(each):
                each.unlink()


def _is_fresh(place: Path) -> bool:
    return 0 <= time.time() - place.stat().st_mtime < _FRESH_SECONDS


def _seconds(value: object) -> float:
    """Raises ValueError for what no pace has."""
    seconds = float(value)  # type: ignore[arg-type]
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError(seconds)
    return seconds


def _place(about: About) -> Path:
    """A home folder may be that of many computers; a network may have any file's name."""
    told = "\n".join([__version__, processor_name(), *map(str, asdict(about).values())])
    return paths.paces_dir() / f"{sha256(os.fsencode(told)).hexdigest()[:32]}.json"
