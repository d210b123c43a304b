"""The fenced blocks of README and of the site's pages, and whether they are to be run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
DOCS = REPO / "docs"
PAGES = (REPO / "README.md", *sorted(DOCS.glob("*.md")))
SHELL = "sh"
LANGUAGES = {SHELL, "text", "markdown", "toml"}
_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXCUSE = re.compile(r"<!-- not run: (?P<reason>.+) -->\n\Z")
_WRITES = re.compile(r"# writes (?P<name>[\w./-]+\w)")


@dataclass(frozen=True)
class Block:
    """reason tells why it is not run, "" where it is."""

    page: Path
    line: int
    language: str
    code: str
    reason: str

    @property
    def is_run(self) -> bool:
        return self.language == SHELL and not self.reason

    @property
    def promises(self) -> list[str]:
        """The files that its comments say it writes."""
        return _WRITES.findall(self.code)

    def __str__(self) -> str:
        return f"{self.page.relative_to(REPO)}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    return list(_blocks_in(page.read_text(encoding="utf-8"), page))


def _blocks_in(text: str, page: Path) -> Iterator[Block]:
    for found in _FENCE.finditer(text):
        excuse = _EXCUSE.search(text[: found.start()])
        line = text.count("\n", 0, found.start()) + 1
        reason = excuse["reason"] if excuse else ""
        yield Block(page, line, found["language"], found["code"], reason)
