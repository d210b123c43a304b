"""From what people name to jobs: which pictures, and where each result goes. Writes nothing."""

from __future__ import annotations

import itertools
import os
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import CannotWrite, NothingToDo, SRError, UnreadableImage, UsageError
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs.types import Engine, Found, UpscaleJob

ON_EXISTS = ("rename", "skip", "replace")
FILE_TEMPLATE = "{name}_{model}_x{scale}"
FOLDER_TEMPLATE = "{name}"


@dataclass(frozen=True, slots=True)
class OutputRule:
    """Where results go.

    out is a folder, one picture's path, or None: beside the source, and for a folder beside that
    folder under its name with the scale. template makes the name without extension, from {name},
    {model} and {scale}; None takes the usual one. on_exists is one of ON_EXISTS.
    """

    out: Path | None = None
    encoding: Encoding = field(default_factory=Encoding)
    template: str | None = None
    on_exists: str = "rename"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, what to leave because its result is there, and what cannot be done and why."""

    jobs: tuple[UpscaleJob, ...]
    skipped: tuple[Path, ...] = ()
    refused: tuple[tuple[Path, SRError], ...] = ()


def find_pictures(inputs: Iterable[Path]) -> tuple[list[Found], list[tuple[Path, SRError]]]:
    """Every picture of the named files and folders, each once, and the inputs that give none.

    Folders are searched to the bottom in the order of names; hidden files, "._" files of macOS
    and links to folders already seen are passed over.
    """
    found: dict[Path, Found] = {}
    refused: list[tuple[Path, SRError]] = []
    for path in inputs:
        if path.is_dir():
            inside = list(_pictures_under(path))
            if not inside:
                message = f"There is no picture in the folder {path}."
                refused.append((path, NothingToDo(message, _KINDS)))
            for picture in inside:
                found.setdefault(picture, Found(picture, root=path))
        elif path.exists():
            found.setdefault(path, Found(path))
        else:
            message = f"There is no such file or folder: {path}."
            refused.append((path, UnreadableImage(message, "Check the name.")))
    return list(found.values()), refused


_KINDS = "Pictures are files ending in " + ", ".join(sorted(files.READABLE)) + "."


def _pictures_under(folder: Path) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    for top, folders, names in os.walk(folder, followlinks=True):
        status = os.stat(top)
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(top, name)
            if not name.startswith(".") and files.looks_like_picture(path):
                yield path


def plan_jobs(
    inputs: Sequence[Path],
    spec: ModelSpec,
    rule: OutputRule,
    engine: Engine | None = None,
    compare: Path | None = None,
) -> Plan:
    """The jobs for these inputs. No two write the same file, and none writes over a source.

    compare is where one picture's comparison goes, by the rule's on_exists like its result.
    Raises UsageError when the rule itself makes no sense, CannotWrite when compare is an original.
    """
    found, refused = find_pictures(inputs)
    one = _one_picture(rule, found)
    namer = Namer(spec, rule, [item.path for item in found])
    encoding = rule.encoding if one is None else encoding_by_name(rule.encoding, one)
    jobs: list[UpscaleJob] = []
    skipped: list[Path] = []
    for item in found:
        try:
            target = namer.claim(one or namer.wanted(item, files.probe(item.path).format))
        except SRError as error:
            refused.append((item.path, error))
            continue
        if target is None:
            skipped.append(item.path)
        else:
            jobs.append(UpscaleJob(item.path, spec, target, encoding, engine or Engine()))
    if compare is not None:
        _check_comparison(compare, found)
        jobs = [replace(job, compare=namer.claim(compare)) for job in jobs]
    return Plan(tuple(jobs), tuple(skipped), tuple(refused))


def _check_comparison(compare: Path, found: Sequence[Found]) -> None:
    """Raises UsageError where a comparison makes no sense or cannot be a picture."""
    if len(found) != 1:
        raise UsageError("--compare is for one picture.", f"There are {len(found)}.")
    if compare.suffix.lower() not in files.WRITABLE:
        raise UsageError(
            f"The comparison {compare} has no ending of a picture.",
            f"Give it one of {', '.join(files.WRITABLE)}.",
        )


class Namer:
    """Gives every result of one run a path of its own, by the rule."""

    def __init__(self, spec: ModelSpec, rule: OutputRule, sources: Iterable[Path]) -> None:
        _check_template(rule.template)
        self._spec = spec
        self._rule = rule
        self._sources = {_identity(path) for path in sources}
        self._taken: set[Path] = set()

    def wanted(self, item: Found, source_format: str) -> Path:
        """Where the rule puts the result of this picture, whatever is there.

        source_format is PNG, JPEG, WEBP, TIFF or BMP: what the source is, whatever its name says.
        """
        template = self._rule.template or (FOLDER_TEMPLATE if item.root else FILE_TEMPLATE)
        stem = template.format(name=item.path.stem, model=self._spec.name, scale=self._spec.scale)
        return self._folder(item) / (stem + _suffix(item.path, self._rule.encoding, source_format))

    def claim(self, wanted: Path) -> Path | None:
        """The path to write, or None to skip it; no later call gets the same one.

        Raises CannotWrite when an original would be replaced.
        """
        target = self._free(wanted)
        if target is not None:
            self._taken.add(_identity(target))
        return target

    def _free(self, wanted: Path) -> Path | None:
        if _identity(wanted) in self._taken or self._must_number(wanted):
            numbered = (
                wanted.with_name(f"{wanted.stem} ({n}){wanted.suffix}") for n in itertools.count(2)
            )
            return next(path for path in numbered if self._is_free(path))
        if os.path.lexists(wanted) and self._rule.on_exists == "skip":
            return None
        if _identity(wanted) in self._sources:
            raise CannotWrite(
                f"{wanted} is one of the originals, which are never replaced.",
                "Choose another folder, or a name such as {name}_x{scale}.",
            )
        return wanted

    def _must_number(self, wanted: Path) -> bool:
        return self._rule.on_exists == "rename" and os.path.lexists(wanted)

    def _is_free(self, path: Path) -> bool:
        return _identity(path) not in self._taken and not os.path.lexists(path)

    def _folder(self, item: Found) -> Path:
        if item.root is None:
            return self._rule.out or item.path.parent
        root = item.root.resolve()
        out = self._rule.out or root.with_name(f"{root.name}_x{self._spec.scale}")
        return out / item.folder_in_root


def _suffix(source: Path, encoding: Encoding, source_format: str) -> str:
    """The ending the source has, if it is one of the format's, else the format's usual one."""
    fits = files.format_of(source) == files.target_format(encoding, source_format)
    return source.suffix if fits else files.extension_for(encoding, source_format)


def encoding_by_name(encoding: Encoding, target: Path) -> Encoding:
    """The same, in the format that the target's ending names.

    Raises UsageError for one that can be read but not written.
    """
    named = files.format_of(target)
    return encoding if named is None else replace(encoding, format=named.lower())


def _one_picture(rule: OutputRule, found: Sequence[Found]) -> Path | None:
    """The rule's out if it is a picture's path rather than a folder.

    Raises UsageError if several pictures would go there, or one of another format.
    """
    out = rule.out
    if out is None or out.is_dir() or (named := files.format_of(out)) is None:
        return None
    if len(found) > 1 or any(item.root for item in found):
        raise UsageError(
            f"{out} names one picture, but {len(found)} are to be written.",
            "Give a folder instead.",
        )
    if rule.encoding.format not in ("same", named.lower()):
        raise UsageError(
            f"{out.name} ends like {named}, but the format asked for is {rule.encoding.format}.",
            "Leave out --format, or give the file the ending of that format.",
        )
    return out


def _identity(path: Path) -> Path:
    """The same for every spelling of a path, whether or not it exists."""
    return Path(os.path.realpath(path))


def _check_template(template: str | None) -> None:
    """Raises UsageError for a template that cannot name files."""
    if template is None:
        return
    try:
        fields = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError as error:
        raise UsageError(f"The name {template!r} is not complete: {error}.", _FIELDS) from error
    if unknown := fields - {"name", "model", "scale"}:
        raise UsageError(f"{{{min(unknown)}}} in the name {template!r} means nothing.", _FIELDS)
    if "/" in template or "\\" in template or not template.strip():
        raise UsageError(f"The name {template!r} cannot be a file's name.", "Give folders by -o.")


_FIELDS = "It can have {name}, {model} and {scale}."
