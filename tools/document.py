"""Writes what is generated of README and docs: tables and references that the program knows best.

document.py            write it anew
document.py --check    change nothing; 1 where a page is out of date, and which
document.py --measure  measure docs/benchmarks.json anew first: minutes, on a quiet computer
document.py --take F   put F, of `sr-desktop bench --resume F`, into docs/benchmarks.json first
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from documents.pages import ROOT, pages, written

_HOMES = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--take", type=Path, metavar="FILE")
    args = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="document-") as home:
        os.environ.update(dict.fromkeys(_HOMES, home))  # the user's own models are not for docs
        if args.measure:
            from documents import figures

            figures.measure()
        if args.take:
            from documents import figures

            figures.take(args.take)
        return _report(args.check, _changed())


def _changed() -> Iterable[tuple[Path, str]]:
    """The pages that differ from what they should be, and that."""
    from documents.blocks import BLOCKS

    for page in pages():
        text = page.read_text("utf-8")
        made = written(text, BLOCKS)
        if made != text:
            yield page, made


def _report(only_check: bool, changed: Iterable[tuple[Path, str]]) -> int:
    stale = False
    for page, text in changed:
        name = page.relative_to(ROOT)
        if only_check:
            print(f"{name} is out of date: run tools/document.py", file=sys.stderr)
            stale = True
        else:
            page.write_text(text, "utf-8")
            print(f"Written: {name}")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
