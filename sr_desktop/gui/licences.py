"""Under which terms the parts of this program come: from the metadata of the installed packages and
from the catalogue of models. No Qt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sr_desktop import catalogue, paths
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_TEXTS = re.compile(r"(?i)(licen[cs]e|copying|notice)")
_LONGEST_SUMMARY = 80


@dataclass(frozen=True, slots=True)
class Part:
    """A package or a model, the name of its licence, and whose text it is where one ships."""

    name: str
    licence: str
    text: str = ""


def packages() -> list[Part]:
    """This program and everything that is installed of what it needs, by name.

    Takes some tenths of a second: many files are read.
    """
    found: dict[str, metadata.Distribution] = {}
    _gather(paths.APP, found)
    return sorted((_part(each) for each in found.values()), key=lambda part: part.name.lower())


def models() -> list[Part]:
    """The networks of the catalogue, each origin once."""
    parts = {
        _named(spec): tr(spec.licence, meaning="model")
        for spec in catalogue.all_models()
        if spec.licence
    }
    return [Part(name, licence) for name, licence in parts.items()]


def _named(spec: ModelSpec) -> str:
    origin = tr(spec.origin, meaning="model")
    return tr("{model}, weights by {origin}", model=spec.shown_label, origin=origin)


def as_text() -> str:
    """All of it, to be read: the names first, then the texts."""
    every = packages()
    known = [*every, *models()]
    width = max(len(part.name) for part in known)
    lines = [tr("Packages"), *(f"  {part.name:{width}}  {part.licence}" for part in every)]
    lines += ["", tr("Models"), *(f"  {part.name:{width}}  {part.licence}" for part in models())]
    for part in every:
        if part.text:
            lines += ["", "-" * 72, part.name, "-" * 72, part.text.strip()]
    return "\n".join(lines)


def _gather(name: str, found: dict[str, metadata.Distribution]) -> None:
    try:
        each = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return  # an extra, or what other systems need
    key = re.sub(r"[-_.]+", "-", each.name).lower()
    if key in found:
        return
    found[key] = each
    for needed in _needed(each):
        _gather(needed, found)


def _needed(each: metadata.Distribution) -> Iterator[str]:
    """Names alone: what is not installed is passed over."""
    for line in each.requires or ():
        told, _, condition = line.partition(";")
        own_extra = each.name == paths.APP and re.search(
            r"extra == .(community|formats)", condition
        )
        if "extra" not in condition or own_extra:
            yield _NAME.match(told.strip())[0]  # type: ignore[index]


def _part(each: metadata.Distribution) -> Part:
    return Part(f"{each.name} {each.version}", _licence(each), _text(each))


def _licence(each: metadata.Distribution) -> str:
    told = each.metadata
    stated = _field(told, "License-Expression")
    if not stated:
        classes = [c for c in told.get_all("Classifier") or () if c.startswith("License ::")]
        stated = ", ".join(c.rpartition(" :: ")[2] for c in classes)
    if not stated:
        stated = _field(told, "License").partition("\n")[0]
    return stated[:_LONGEST_SUMMARY] or tr("see its text")


def _field(told: metadata.PackageMetadata, name: str) -> str:
    return told[name].strip() if name in told else ""


def _text(each: metadata.Distribution) -> str:
    texts = []
    for file in each.files or ():
        path = PurePosixPath(str(file))
        if (
            ".dist-info" in path.parts[0]
            and _TEXTS.match(path.name)
            and path.suffix in ("", ".txt", ".md", ".rst")
        ):
            try:
                texts.append(file.locate().read_text(encoding="utf-8", errors="replace"))  # type: ignore[attr-defined]
            except OSError:
                continue
    return "\n\n".join(texts)
