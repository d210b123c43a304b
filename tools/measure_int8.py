"""Measures what int8 costs each network on Set5, into docs/int8.json: minutes.

    python tools/measure_int8.py [--shared FOLDER]

It is what `sr-desktop evaluate` says of the checkpoints that ship and of the authors' PAN; FOLDER
has Set5 and the authors' ($SR_SHARED). `make docs` makes the table of docs/measuring.md of it. How
fast int8 is, `sr-desktop bench` measures.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sr_desktop.catalogue import all_models
from sr_desktop.jobs import system

MEASURED = Path(__file__).resolve().parent.parent / "docs" / "int8.json"
_TOLD = ("Program", "Packages", "Processor")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usual = os.environ.get("SR_SHARED", str(MEASURED.parents[2] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(usual))
    shared = parser.parse_args().shared
    files = [spec.bundled for spec in all_models() if spec.bundled]
    files += sorted((shared / "weights" / "official").glob("PANx*_DF2K.pth"))
    set5 = shared / "data" / "benchmarks" / "Set5"
    float32, int8 = (set5_db(set5, files, precision) for precision in ("fp32", "int8"))
    facts = {
        "date": datetime.date.today().isoformat(),
        "machine": {what: says for what, says in system.facts() if what in _TOLD},
        "quality": [
            {"model": model, "float32_db": float32[model], "int8_db": int8[model]}
            for model in float32
        ],
    }
    MEASURED.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def set5_db(set5: Path, files: Sequence[Path], precision: str) -> dict[str, float]:
    """PSNR by the names of the checkpoints, on the CPU."""
    command = [sys.executable, "-m", "sr_desktop", "evaluate", str(set5), "--json"]
    command += [word for file in files for word in ("--weights", str(file))]
    command += ["--device", "cpu", "--precision", precision]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = map(json.loads, done.stdout.splitlines())
    return {each["model"]: round(each["psnr"], 3) for each in told if each["event"] == "mean"}


if __name__ == "__main__":
    main()
