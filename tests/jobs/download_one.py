"""A process that downloads one checkpoint: python -m tests.jobs.download_one FOLDER URL SHA256."""

from __future__ import annotations

import sys
from pathlib import Path

from sr_desktop.cancel import Cancel
from sr_desktop.catalogue import Digest
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.types import DownloadJob, Event, Finished
from sr_desktop.weights import Library
from tests.weights import checkpoints


def main(folder: str, url: str, sha256: str) -> int:
    spec = checkpoints.spec("remote", sources=(url,), digest=Digest("sha256", sha256))
    events: list[Event] = []
    Session(Library(Path(folder))).run(DownloadJob(spec), events.append, Cancel())
    return 0 if isinstance(events[-1], Finished) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
