"""From what people name to jobs: which pictures, and where each result goes. Writes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.errors import (
    ImageTooLarge,
    NothingToDo,
    SRError,
    StoreUnavailable,
    UnreadableImage,
    UsageError,
    WeightsError,
)
from sr_desktop.imaging import formats
from sr_desktop.imaging.place import shown_name
from sr_desktop.jobs import places
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.naming import (
    FILE_TEMPLATE,
    FOLDER_TEMPLATE,
    ON_EXISTS,
    PLACEHOLDERS,
    Namer,
    OutputRule,
)
from sr_desktop.jobs.remote.url import Url
from sr_desktop.jobs.settings import differences, settings_of, sha256_of, weights_of
from sr_desktop.jobs.shards import Shard, check_apart
from sr_desktop.jobs.types import Found, UpscaleJob
from sr_desktop.language import listed, tr
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.files import Probe
    from sr_desktop.imaging.size import Size, Steps

__all__ = [
    "FILE_TEMPLATE",
    "FOLDER_TEMPLATE",
    "ON_EXISTS",
    "PLACEHOLDERS",
    "Asked",
    "Clash",
    "Namer",
    "OutputRule",
    "Own",
    "Plan",
    "Refused",
    "Skipped",
    "encoding_by_name",
    "family_of",
    "find_pictures",
    "plan_found",
    "plan_jobs",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What every picture of a run is to come to. family, size and max_pixels as in UpscaleJob."""

    spec: ModelSpec
    engine: Engine = field(default_factory=Engine)
    size: Size | None = None
    family: tuple[ModelSpec, ...] = ()
    max_pixels: int = formats.MAX_PIXELS


@dataclass(frozen=True, slots=True)
class Own:
    """What one picture is to come to, and how it is written, unlike the others of its run."""

    asked: Asked
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class Skipped:
    """A picture to leave, because the file at its target is there.

    is_same tells whether that file says it was made with the same weights and settings; differs
    are, of one that we made otherwise, the differences: "quality 90 instead of 95".
    """

    found: Found
    target: Path
    is_same: bool = False
    differs: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        if self.is_same:
            return tr("its result is there already, made with the same settings")
        if self.differs:
            return tr(
                "there is a result made with other settings: {differences}",
                differences=listed(self.differs),
            )
        return tr("its result is there already")

    @property
    def hint(self) -> str:
        return tr("To make it anew: --on-exists replace.") if self.differs else ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A picture, or a thing named, that cannot be done. target is where its result would go."""

    found: Found
    error: SRError
    target: Path | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Another result had the wanted path already, so this one goes to target."""

    source: Path
    wanted: Path
    target: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, what to leave because its result is there, and what cannot be done and why.

    Of the jobs, seen are the headers and roots the folders that they were found under, both by the
    job's id.
    """

    jobs: tuple[UpscaleJob, ...]
    skipped: tuple[Skipped, ...] = ()
    refused: tuple[Refused, ...] = ()
    clashes: tuple[Clash, ...] = ()
    seen: Mapping[int, Probe] = field(default_factory=dict)
    roots: Mapping[int, Path | None] = field(default_factory=dict)


def find_pictures(inputs: Iterable[Path]) -> tuple[list[Found], list[tuple[Path, SRError]]]:
    """Every picture of the named files and folders, each once, and the inputs that give none.

    Folders are searched to the bottom in the order of names; hidden files, "._" files of macOS
    and links to folders already seen are passed over.
    """
    found: dict[Path, Found] = {}
    refused: list[tuple[Path, SRError]] = []
    for path in inputs:
        try:
            kind = _kind_of(path)
            inside = list(_pictures_under(path, refused)) if kind == "folder" else []
        except SRError as error:  # of an address
            refused.append((path, error))
            continue
        if kind == "folder":
            if not inside and not any(path in (each, *each.parents) for each, _ in refused):
                message = tr("There is no picture in the folder {folder}.", folder=path)
                refused.append((path, NothingToDo(message, _kinds())))
            for picture in inside:
                found.setdefault(picture, Found(picture, root=path))
        elif kind == "file":
            found.setdefault(path, Found(path))
        else:
            message = tr("There is no such file or folder: {path}.", path=path)
            refused.append((path, UnreadableImage(message, tr("Check the name."))))
    return list(found.values()), refused


def _kind_of(path: Path) -> str | None:
    """ "folder", or "file" for all else that is there. Raises SRError where an address fails."""
    if isinstance(path, Url):
        from sr_desktop.jobs.remote import store  # late: few need it

        return store.kind(path)
    return "folder" if path.is_dir() else "file" if path.exists() else None


def _kinds() -> str:
    return tr("Pictures are files ending in {endings}.", endings=listed(sorted(formats.READABLE)))


def _pictures_under(folder: Path, refused: list[tuple[Path, SRError]]) -> Iterator[Path]:
    """The pictures; folders that may not be read go to refused."""
    if isinstance(folder, Url):
        from sr_desktop.jobs.remote import search

        yield from search.pictures_under(folder, refused)
        return

    def refuse(error: OSError) -> None:
        shut = Path(os.fsdecode(error.filename))
        message = tr(
            "The folder {folder} cannot be read: {reason}.", folder=shut, reason=error.strerror
        )
        refused.append((shut, UnreadableImage(message, tr("Change its permissions, or copy it."))))

    seen: set[tuple[int, int]] = set()
    for top, folders, names in os.walk(folder, followlinks=True, onerror=refuse):
        status = os.stat(top)
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(top, name)
            if not name.startswith(".") and formats.looks_like_picture(path):
                yield path


def family_of(spec: ModelSpec, library: Library) -> tuple[ModelSpec, ...]:
    """All scales of the same network that are on this computer, spec first."""
    others = [
        each
        for each in library.models()
        if each.name == spec.name and each.id != spec.id and library.path_of(each) is not None
    ]
    return (spec, *others) if spec.file is None else (spec,)


def plan_jobs(
    inputs: Sequence[Path],
    spec: ModelSpec,
    rule: OutputRule,
    engine: Engine | None = None,
    compare: Path | None = None,
    *,
    size: Size | None = None,
    family: tuple[ModelSpec, ...] = (),
    max_pixels: int = formats.MAX_PIXELS,
    library: Library | None = None,
    shard: Shard | None = None,
) -> Plan:
    """The jobs for these inputs. No two write the same file, and none writes over a source.

    compare is where one picture's comparison goes, by the rule's on_exists like its result. The
    library is asked for the digest of the weights, where results are to be skipped. shard as in
    plan_found; inputs that give no picture are told in every share.
    Raises UsageError when the rule itself makes no sense, CannotWrite when compare is an original,
    StoreUnavailable when the address of results does not answer.
    """
    found, refused = find_pictures(inputs)
    asked = Asked(spec, engine or Engine(), size, family, max_pixels)
    plan = plan_found(found, asked, rule, library=library, compare=compare, shard=shard)
    return replace(plan, refused=(*_named(refused), *plan.refused))


def _named(refused: Iterable[tuple[Path, SRError]]) -> Iterator[Refused]:
    return (Refused(Found(path), error) for path, error in refused)


def plan_found(
    found: Sequence[Found],
    asked: Asked,
    rule: OutputRule,
    *,
    targets: Mapping[Path, Path] | None = None,
    library: Library | None = None,
    compare: Path | None = None,
    own: Mapping[Path, Own] | None = None,
    probe: Callable[[Path], Probe] | None = None,
    shard: Shard | None = None,
) -> Plan:
    """As plan_jobs, for these pictures; targets are paths that some of them are to have, own what
    some are to come to instead.

    probe is asked for headers in the place of files.probe, by one who knows some of them. Of a
    shard's plan only its own pictures are part, with the names that they have in the whole; where
    the rule is "rename", those depend on what other shares have written meanwhile.
    """
    one = _one_picture(rule, found)
    if one is not None:
        targets = {found[0].path: one} if found else {}
    planner = _Planner(
        found,
        Own(asked, rule.encoding),
        rule,
        targets or {},
        library or Library(),
        probe or places.probe,
    )
    planner.own = own or {}
    planner.shard = shard
    if one is not None:
        encoding_by_name(rule.encoding, one)
    _check_addresses(rule, found, bool(targets))
    with planner.looking_ahead():
        for item in found:
            planner.add(item)
    planner.judge_addresses()
    if shard is not None:
        check_apart(planner.targets, found)
    jobs = tuple(planner.jobs)
    if compare is not None:
        _check_comparison(compare, found)
        jobs = tuple(replace(job, compare=planner.namer.claim(compare)) for job in jobs)
    return Plan(
        jobs,
        tuple(planner.skipped),
        tuple(planner.refused),
        tuple(planner.clashes),
        planner.seen,
        planner.roots,
    )


@dataclass(frozen=True, slots=True)
class _There:
    """A picture to do, unless the file at its target says that it is done."""

    item: Found
    job: UpscaleJob
    target: Path
    seen: Probe
    steps: Steps


class _Planner:
    """Decides on one picture after the other."""

    def __init__(
        self,
        found: Sequence[Found],
        usual: Own,
        rule: OutputRule,
        targets: Mapping[Path, Path],
        library: Library,
        probe: Callable[[Path], Probe],
    ) -> None:
        asked = usual.asked
        self._found = found
        self.namer = Namer(asked.spec, rule, [item.path for item in found], asked.size)
        self.jobs: list[UpscaleJob] = []
        self.skipped: list[Skipped] = []
        self.refused: list[Refused] = []
        self.clashes: list[Clash] = []
        self.seen: dict[int, Probe] = {}
        self.roots: dict[int, Path | None] = {}
        self.own: Mapping[Path, Own] = {}
        self.shard: Shard | None = None
        self.targets: list[Path] = []
        self._usual = usual
        self._rule = rule
        self._targets = targets
        self._library = library
        self._probe = probe
        self._ahead: dict[Path, Callable[[], Probe]] = {}
        self._unjudged: list[_There] = []

    @contextmanager
    def looking_ahead(self) -> Iterator[None]:
        """While inside, headers of addresses are fetched, several at once; what comes of each is
        told at its turn.
        """
        urls = [item.path for item in self._found if isinstance(item.path, Url)]
        with places.several(self._probe, urls) as answers:
            self._ahead = dict(zip(urls, answers, strict=True))
            yield

    def judge_addresses(self) -> None:
        """Look at the results at addresses that are there, several at once."""
        with places.several(self._judge, self._unjudged) as answers:
            for there, answer in zip(self._unjudged, answers, strict=True):
                try:
                    self._settle(there, answer())
                except StoreUnavailable:  # so would all others
                    raise
                except SRError as error:
                    self.refused.append(Refused(there.item, error, there.target))

    def add(self, item: Found) -> None:
        is_ours = self.shard is None or self.shard.has(item)
        target: Path | None = None
        try:
            try:
                seen, steps = self._look(item)
            except SRError:
                # Its name stays its own, so that the others have theirs also when it is mended.
                target = self._target(item, formats.format_of(item.path) or "PNG")
                raise
            target = self._target(item, seen.format, steps, seen.frames)
            assert target is not None
            self.targets.append(target)
            if not is_ours:
                return
            job = self._job(item, target, seen)
            there = _There(item, job, target, seen, steps)
            if self._rule.on_exists != "skip" or not self.namer.is_there(target):
                self._take(there)
            elif isinstance(target, Url):
                self._unjudged.append(there)
            else:
                self._settle(there, self._judge(there))
        except StoreUnavailable:  # so would all others
            raise
        except SRError as error:
            if is_ours:
                self.refused.append(Refused(item, error, target))

    def _look(self, item: Found) -> tuple[Probe, Steps]:
        """Its header, and how it comes to its size. Raises UnreadableImage, UsageError."""
        ahead = self._ahead.get(item.path)
        seen = self._probe(item.path) if ahead is None else ahead()
        asked = self._own(item).asked
        pixels, most = seen.width * seen.height, asked.max_pixels
        if pixels > most:
            raise ImageTooLarge(
                tr(
                    "{name} has {pixels_mp:.1f} megapixels; the limit is {limit_mp:.1f}.",
                    name=shown_name(item.path),
                    pixels_mp=pixels / 1e6,
                    limit_mp=most / 1e6,
                ),
                tr(
                    "If you trust the file: --pixel-limit {wanted_mp}.",
                    wanted_mp=pixels // 1_000_000 + 1,
                ),
            )
        job = UpscaleJob(item.path, asked.spec, size=asked.size, family=asked.family, id=0)
        return seen, job.steps(seen.width, seen.height)

    def _own(self, item: Found) -> Own:
        """What this picture is to come to."""
        return self.own.get(item.path, self._usual)

    def _namer(self, item: Found) -> Namer:
        """Names its result; no two pictures get the same name."""
        own = self._own(item)
        if own is self._usual:
            return self.namer
        return self.namer.by(own.asked.spec, own.encoding, own.asked.size)

    def _target(
        self, item: Found, format: str, steps: Steps | None = None, frames: int = 1
    ) -> Path | None:
        wanted = self._targets.get(item.path)
        if wanted is None:
            namer = self._namer(item)
            if steps is None and namer.tells_size(item):
                return None
            wanted = namer.wanted(item, format, steps, frames)
        target = self.namer.name(wanted, item.path)
        if target != wanted and (self.shard is None or self.shard.has(item)):
            self.clashes.append(Clash(item.path, wanted, target))
        return target

    def _job(self, item: Found, target: Path, seen: Probe) -> UpscaleJob:
        asked, encoding = self._own(item).asked, self._own(item).encoding
        if item.path in self._targets and formats.format_of(target) is not None:
            same = formats.target_format(encoding, seen.format, seen.frames) == formats.format_of(
                target
            )
            encoding = encoding if same else encoding_by_name(encoding, target)
        return UpscaleJob(
            item.path,
            asked.spec,
            target,
            encoding,
            asked.engine,
            asked.size,
            asked.family,
            asked.max_pixels,
        )

    def _take(self, there: _There) -> None:
        """Raises CannotWrite."""
        job = there.job
        self._check(job, there.target, there.seen, there.steps)
        self.jobs.append(job)
        self.seen[job.id], self.roots[job.id] = there.seen, there.item.root

    def _settle(self, there: _There, judged: Skipped) -> None:
        is_source = places.real(there.target) == places.real(there.item.path)
        if is_source and not judged.is_same:
            self._take(there)  # to be overwritten, as asked
        else:
            self.skipped.append(judged)

    def _judge(self, there: _There) -> Skipped:
        item, job, target = there.item, there.job, there.target
        made = places.provenance(target)
        if made is None:
            return Skipped(item, target)
        settings = settings_of(job)
        try:
            used = job.used(there.steps)
            weights = weights_of(used, lambda spec: sha256_of(spec, self._library))
        except WeightsError:
            weights = made.weights
        if made.is_of(weights, settings):
            return Skipped(item, target, is_same=True)
        other = (tr("other weights"),) if made.weights != weights else ()
        return Skipped(item, target, differs=other + differences(made.settings, settings))

    def _check(self, job: UpscaleJob, target: Path, seen: Probe, steps: Steps) -> None:
        """Raises CannotWrite for what its format or its folder cannot take."""
        places.check_writable_place(target)
        format = formats.target_format(job.encoding, seen.format, seen.frames)
        formats.check_writable_size(format, steps.width, steps.height)


def _check_addresses(rule: OutputRule, found: Sequence[Found], has_places: bool) -> None:
    """Raise once what every picture would fail with."""
    if isinstance(rule.out, Url):
        places.check_writable_place(rule.out)
    if rule.out is not None or rule.overwrite_originals or has_places:
        return
    for root in {item.root for item in found}:
        if isinstance(root, Url) and not root.inside:
            raise UsageError(
                tr("There is no room beside {place} for results.", place=root),
                tr("Say with -o where they are to go."),
            )


def _check_comparison(compare: Path, found: Sequence[Found]) -> None:
    """Raises UsageError where a comparison makes no sense or cannot be a picture."""
    if len(found) != 1:
        raise UsageError(
            tr("--compare is for one picture."), tr("There are {count}.", count=len(found))
        )
    if compare.suffix.lower() not in formats.WRITABLE:
        raise UsageError(
            tr("The comparison {compare} has no ending of a picture.", compare=compare),
            tr("Give it one of {endings}.", endings=listed(formats.WRITABLE)),
        )


def encoding_by_name(encoding: Encoding, target: Path) -> Encoding:
    """The same, in the format that the target's ending names.

    Raises UsageError for one that can be read but not written.
    """
    named = formats.format_of(target)
    return encoding if named is None else replace(encoding, format=named.lower())


def _one_picture(rule: OutputRule, found: Sequence[Found]) -> Path | None:
    """The rule's out if it is a picture's path rather than a folder.

    Raises UsageError if several pictures would go there, or one of another format.
    """
    out = rule.out
    if out is None or (named := formats.format_of(out)) is None or places.is_folder(out):
        return None
    if len(found) > 1 or any(item.root for item in found):
        raise UsageError(
            tr(
                "{out} names one picture, but {count} are to be written.", out=out, count=len(found)
            ),
            tr("Give a folder instead."),
        )
    if rule.encoding.format not in ("same", named.lower()):
        raise UsageError(
            tr(
                "{name} ends like {named}, but the format asked for is {wanted}.",
                name=out.name,
                named=named,
                wanted=rule.encoding.format,
            ),
            tr("Leave out --format, or give the file the ending of that format."),
        )
    return out
