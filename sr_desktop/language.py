"""Texts for people: written in English where they are made, shown in the reader's language.

This layer knows no Qt and, alone, gives English: so do the command line and every report. The
window installs a lookup (gui/translation.py). A text is translated when it is made, in whichever
thread that is. tools/translations.py collects the first arguments of tr, trn and mark, which
therefore are literals; docs/design/language.md tells the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

# (template, meaning, count or -1) to the translated template, None where there is none.
Lookup = Callable[[str, str, int], str | None]

_lookup: Lookup | None = None


def install(lookup: Lookup | None) -> None:
    """From now on texts are made through this lookup, which any thread may call; None: English."""
    global _lookup
    _lookup = lookup


def mark(text: str, /, *, meaning: str = "") -> str:
    """The text as it is, to be given to tr later: for tables that are made at import."""
    del meaning
    return text


def tr(text: str, /, *, meaning: str = "", **values: object) -> str:
    """A whole sentence or label: tr("Saved {name}.", name=name).

    Braces are placeholders where values are given, and else just braces. meaning tells two uses
    of the same English words apart.
    """
    template = _translated(text, meaning, -1) or text
    return template.format(**values) if values else template


def trn(one: str, many: str, count: int, /, *, meaning: str = "", **values: object) -> str:
    """As tr, for a number of things: trn("{count} picture", "{count} pictures", count)."""
    template = _translated(many, meaning, count) or (one if count == 1 else many)
    return template.format(count=count, **values)


def listed(items: Iterable[object]) -> str:
    """Things beside each other: "x2, x4"."""
    return tr(", ", meaning="between things").join(map(str, items))


def clauses(parts: Iterable[str]) -> str:
    """Halves of a sentence, each complete."""
    return tr("; ", meaning="between clauses").join(parts)


def sentences(*texts: str) -> str:
    """One after the other; nothing is between them after a full-width stop."""
    joined = ""
    for text in filter(None, texts):
        joined += "" if not joined or joined.endswith(("。", "！", "？")) else " "
        joined += text
    return joined


def _translated(text: str, meaning: str, count: int) -> str | None:
    return _lookup(text, meaning, count) if _lookup is not None and text else None
