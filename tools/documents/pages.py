"""Pages with generated blocks: `<!-- generated: NAME -->` to `<!-- end of NAME -->`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_BLOCK = re.compile(
    r"(?P<head><!-- generated: (?P<name>[\w-]+) -->\n).*?(?P<foot><!-- end of (?P=name) -->)",
    re.DOTALL,
)

Blocks = Mapping[str, Callable[[], str]]


def pages() -> list[Path]:
    """README, and those of the site."""
    return [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def names_in(text: str) -> list[str]:
    """Of the blocks that this page has."""
    return [found["name"] for found in _BLOCK.finditer(text)]


def written(text: str, blocks: Blocks) -> str:
    """The page with its blocks made anew. Raises KeyError for a block that nobody makes."""

    def block(found: re.Match[str]) -> str:
        made = blocks[found["name"]]().strip("\n")
        return f"{found['head']}\n{made}\n\n{found['foot']}"

    return _BLOCK.sub(block, text)
