"""Models and their scores, from the catalogue, where `evaluate` and `make weights` left them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from documents.markdown import table
from documents.pages import ROOT
from sr_desktop.catalogue import ModelSpec, all_models

_SETS = {"Set5": "Set5", "B100-first25": "B100, first 25"}
_CARDS = ("pan.md", "msrn-small.md")
_TITLE = re.compile(r"^# Model card: .*\n", re.MULTILINE)
_HEADING = re.compile(r"^## ", re.MULTILINE)
_COMMENT = re.compile(r"^<!--.*-->\n\n", re.MULTILINE)
_PICTURE = re.compile(r"^!\[.*\n", re.MULTILINE)


def shipped() -> str:
    """What ships, and what it scores beside bicubic."""
    heads = ["PSNR in dB", *(head for name in _SETS.values() for head in (name, "bicubic"))]
    return table(heads, [_scores(spec) for spec in all_models() if spec.bundled])


def _scores(spec: ModelSpec) -> list[str]:
    values = [each.get(name) for name in _SETS for each in (spec.scores, spec.bicubic)]
    return [spec.title, *(f"{value:.2f}" if value else "" for value in values)]


def listed() -> str:
    """Every network of the catalogue, with what each of its scales scores."""
    heads = ["name", "what", "scales", "size", "parameters", "Set5 in dB", "licence", "trained by"]
    names = dict.fromkeys(spec.name for spec in all_models())
    return table(heads, [_facts([s for s in all_models() if s.name == name]) for name in names])


def _facts(specs: Sequence[ModelSpec]) -> list[str]:
    first = specs[0]
    return [
        f"`{first.name}`",
        f"{first.label}. {first.purpose}",
        ", ".join(f"x{spec.scale}" for spec in specs),
        "ships" if first.bundled else f"{_most(spec.bytes for spec in specs):.1f}\u00a0MB",
        f"{_most(spec.parameters for spec in specs):.2f} M",
        ", ".join(map(_decibels, specs)),
        first.licence,
        first.origin,
    ]


def _most(counts: Iterable[int | None]) -> float:
    """The largest, in millions."""
    return max(count or 0 for count in counts) / 1e6


def _decibels(spec: ModelSpec) -> str:
    """As `sr-desktop models` tells them: in brackets what nobody here has measured."""
    if "Set5" in spec.scores:
        return f"{spec.scores['Set5']:.2f}"
    return f"({spec.published['Set5']:.2f})"


def cards() -> str:
    """The model cards of what ships, one level down."""
    return "\n\n".join(_card((ROOT / "weights" / name).read_text("utf-8")) for name in _CARDS)


def _card(text: str) -> str:
    title = text.splitlines()[0].removeprefix("# Model card: ")
    body = _COMMENT.sub("", _PICTURE.sub("", _TITLE.sub("", text)))
    return f"### {title}\n\n{_HEADING.sub('#### ', body).strip()}"
