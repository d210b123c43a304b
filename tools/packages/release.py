"""What a release tells of itself: a bill of materials (CycloneDX) and the digests of its files.

python -m packages.release
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packages import REPO, parts
from sr_desktop import __version__

DIST = REPO / "dist"
SUMS = DIST / "SHA256SUMS"


def main() -> None:
    system = f"{platform.system().lower()}-{platform.machine().lower()}"
    system += os.environ.get("VARIANT", "")
    bill = DIST / f"sr-desktop-{__version__}-{system}.cdx.json"
    bill.write_text(json.dumps(_bill(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    files = sorted(path for path in DIST.iterdir() if path.is_file() and path != SUMS)
    SUMS.write_text("".join(f"{_digest(path)}  {path.name}\n" for path in files), encoding="utf-8")
    print(SUMS.read_text(encoding="utf-8"), end="")


def _bill() -> dict[str, Any]:
    """Of this environment, but for what makes the package and is no part of it."""
    words = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"]
    words += ["--pyproject", str(REPO / "pyproject.toml"), "--gather-license-texts"]
    done = subprocess.run([*words, sys.executable], check=True, capture_output=True, text=True)
    bill: dict[str, Any] = json.loads(done.stdout)
    inside = set(parts.shipped())
    bill["components"] = [
        part for part in bill["components"] if parts.normal(part["name"]) in inside
    ]
    bill["components"].append({"type": "platform", **_python()})
    known = {part.get("bom-ref") for part in bill["components"]}
    known.add(bill["metadata"].get("component", {}).get("bom-ref"))
    bill["dependencies"] = [
        {**each, "dependsOn": [ref for ref in each.get("dependsOn", ()) if ref in known]}
        for each in bill["dependencies"]
        if each["ref"] in known
    ]
    epoch = int(os.environ["SOURCE_DATE_EPOCH"])
    bill["metadata"]["timestamp"] = datetime.fromtimestamp(epoch, UTC).isoformat()
    return bill


def _python() -> dict[str, Any]:
    licence = [{"license": {"id": "Python-2.0"}}]
    version = platform.python_version()
    return {"name": "CPython", "version": version, "licenses": licence, "bom-ref": "cpython"}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
