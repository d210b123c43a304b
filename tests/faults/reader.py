"""A process that reads each file, writes what it got as PNG, and tells how that went.

    python -m tests.faults.reader OUT FILE...

One JSON object per line on standard output: {"began": FILE}, then either {"file", "saved"} or
{"file", "error", "message", "hint"} for an error meant for people, or {"file", "defect"} for any
other, each with "seconds" and "peak_mib" (the highest point of the resident memory above what the
process had before, where the system can tell).
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path

from sr_desktop.errors import SRError, UnexpectedError
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding


def main(out: Path, sources: list[Path]) -> None:
    for source in sources:
        _say({"began": str(source)})
        start, before = time.monotonic(), _forget_peak()
        told = _one(source, out / f"{source.name}.png")
        told |= {"seconds": time.monotonic() - start, "peak_mib": _peak_mib() - before}
        _say({"file": str(source), **told})


def _one(source: Path, target: Path) -> dict[str, object]:
    try:
        picture = files.read(source)
        files.write(target, picture, Encoding(format="png"))
    except UnexpectedError:
        return {"defect": traceback.format_exc()}
    except SRError as error:
        return dict(error.facts())
    except Exception:
        return {"defect": traceback.format_exc()}
    return {"saved": str(target), "notices": list(picture.notices)}


def _say(fact: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()


def _forget_peak() -> float:
    """Lets the peak begin again here; in MiB what is resident now."""
    if os.path.exists("/proc/self/clear_refs"):
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    return _peak_mib()


def _peak_mib() -> float:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(word) for word in sys.argv[2:]])
