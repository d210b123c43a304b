"""Where an export goes, under which names, and what happens to files that are there. No Qt."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.errors import UsageError
from sr_desktop.imaging import formats
from sr_desktop.jobs.naming import ON_EXISTS, Namer, OutputRule
from sr_desktop.jobs.types import Found, UpscaleJob

if TYPE_CHECKING:
    from sr_desktop.gui.settings import Settings
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.size import Steps
    from sr_desktop.jobs.plan import Asked

_PLACE, _FOLDER = "export/place", "export/folder"
_NAME, _RULE = "export/name", "export/on_exists"


@dataclass(frozen=True, slots=True)
class Destination:
    """folder is the one last chosen; beside tells that results lie next to their originals instead,
    but for pictures that have no file. template is as in OutputRule, "" for the usual name.
    """

    folder: Path
    beside: bool = False
    template: str = ""
    on_exists: str = "skip"

    def rule(self, encoding: Encoding) -> OutputRule:
        out = None if self.beside else self.folder
        return OutputRule(out, encoding, self.template or None, self.on_exists)


def kept(settings: Settings) -> Destination:
    """What was chosen last."""
    folder = Path(_first(settings, _FOLDER) or settings.folder("export"))
    is_near = folder.is_dir() or folder.parent.is_dir()  # it may be made, but not a whole tree
    return Destination(
        folder if is_near else settings.folder("export"),
        _first(settings, _PLACE) != "folder",
        _first(settings, _NAME),
        rule if (rule := _first(settings, _RULE)) in ON_EXISTS else "skip",
    )


def keep(settings: Settings, chosen: Destination) -> None:
    settings.keep_folder("export", chosen.folder)
    settings.keep_texts(_FOLDER, [str(chosen.folder)])
    settings.keep_texts(_PLACE, ["beside" if chosen.beside else "folder"])
    settings.keep_texts(_NAME, [chosen.template])
    settings.keep_texts(_RULE, [chosen.on_exists])


def _first(settings: Settings, key: str) -> str:
    return next(iter(settings.texts(key)), "")


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture whose result's name is shown as an example; size is (width, height) if known."""

    found: Found
    has_file: bool = True
    size: tuple[int, int] | None = None
    format: str = ""
    frames: int = 1


def path_of(sample: Sample, asked: Asked, rule: OutputRule, drawn_to: Path) -> Path | None:
    """Where the rule puts its result, whatever is there; None where only its size could tell.

    drawn_to is for a picture without a file. Raises UsageError for a template that means nothing,
    CannotWrite for a name that is too long.
    """
    if not sample.has_file:
        rule = OutputRule(rule.out or drawn_to, rule.encoding, rule.template, rule.on_exists)
    namer = Namer(asked.spec, rule, [], asked.size)
    steps = _steps(sample, asked)
    if steps is None and (asked.size is not None or namer.tells_size(sample.found)):
        return None
    format = sample.format or formats.format_of(sample.found.path) or "PNG"
    return namer.wanted(sample.found, format, steps, sample.frames)


def _steps(sample: Sample, asked: Asked) -> Steps | None:
    """How it comes to its size; None where that is not known or cannot be."""
    if sample.size is None:
        return None
    job = UpscaleJob(Path(), asked.spec, size=asked.size, family=asked.family, id=0)
    with suppress(UsageError):
        return job.steps(*sample.size)
    return None
