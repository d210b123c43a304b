"""Tables and words of Markdown, as both the site and a repository's pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

YES, NO = "✓", ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are Markdown; of a line each."""
    lines = [_row(heads), "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(_row([_cell(each) for each in row]) for row in rows)])


def mark(is_so: bool) -> str:
    return YES if is_so else NO


def plain(text: str) -> str:
    """Words that are to be shown as they are."""
    for sign in "\\`*_<>":
        text = text.replace(sign, f"\\{sign}")
    return text


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
