"""How every picture of a run ended, as a report that people and programs can read again."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sr_desktop.errors import CannotWrite, NothingToDo, UsageError
from sr_desktop.imaging.place import write_whole
from sr_desktop.jobs.places import check_writable_place, whole
from sr_desktop.jobs.remote.url import Url, named
from sr_desktop.jobs.types import (
    Decoded,
    Event,
    Failed,
    Finished,
    Found,
    Result,
    Stopped,
    UpscaleJob,
)
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.jobs.plan import Plan

OUTCOMES = ("done", "failed", "skipped", "stopped")
TO_RETRY = ("failed", "stopped")
ENDINGS = (".csv", ".json")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one picture.

    source, target and root, the folder it was found under, are whole paths; outcome is one of
    OUTCOMES, reason and hint say why where it is not done. seconds are the network's. The sizes are
    (width, height), None where nobody came to know them.
    """

    source: Path
    outcome: str
    target: Path | None = None
    root: Path | None = None
    reason: str = ""
    hint: str = ""
    seconds: float = 0.0
    size_in: tuple[int, int] | None = None
    size_out: tuple[int, int] | None = None
    consistency_db: float | None = None
    notices: tuple[str, ...] = ()

    @property
    def found(self) -> Found:
        return Found(self.source, self.root)

    def facts(self) -> dict[str, Any]:
        """For JSON: paths as text, sizes apart, and None for what is infinite."""
        wide, high = self.size_in or (None, None)
        result_wide, result_high = self.size_out or (None, None)
        consistency = self.consistency_db
        if consistency is not None:
            consistency = round(consistency, 2) if math.isfinite(consistency) else None
        return {
            "source": str(self.source),
            "outcome": self.outcome,
            "target": _text(self.target),
            "root": _text(self.root),
            "reason": self.reason,
            "hint": self.hint,
            "seconds": round(self.seconds, 3),
            "width": wide,
            "height": high,
            "result_width": result_wide,
            "result_height": result_high,
            "consistency_db": consistency,
            "notices": list(self.notices),
        }

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Self:
        """What is needed to do it again. Raises KeyError, ValueError and TypeError."""
        if facts["outcome"] not in OUTCOMES:
            raise ValueError(f"no outcome: {facts['outcome']!r}")
        return cls(
            named(facts["source"]),
            facts["outcome"],
            named(facts["target"]) if facts["target"] else None,
            named(facts["root"]) if facts["root"] else None,
            facts["reason"],
            facts["hint"],
        )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


COLUMNS = tuple(Outcome(Path(), "done").facts())


class Outcomes:
    """The outcomes of a plan: what it left out, then each picture as its end is told."""

    def __init__(self, plan: Plan) -> None:
        self._jobs = {job.id: job for job in plan.jobs}
        self._roots = plan.roots
        self._sizes = {id: (seen.width, seen.height) for id, seen in plan.seen.items()}
        self.all: list[Outcome] = [
            _outcome(each.found, "skipped", each.target, each.reason, each.hint)
            for each in plan.skipped
        ]
        self.all += [
            _outcome(each.found, "failed", each.target, each.error.message, each.error.hint)
            for each in plan.refused
        ]

    def on_event(self, event: Event) -> Outcome | None:
        """Take note of an event; the outcome of the picture that has ended by it, if one has."""
        job = self._jobs.get(event.job_id)
        if job is None:
            return None
        if isinstance(event, Decoded):
            self._sizes[job.id] = (event.picture.width, event.picture.height)
        ended = self._ended(job, event)
        if ended is not None:
            del self._jobs[job.id]
            self.all.append(ended)
        return ended

    def stop_the_rest(self) -> None:
        """What has not ended is stopped."""
        for job in list(self._jobs.values()):
            self.on_event(Stopped(job.id))

    def count(self, outcome: str) -> int:
        return sum(each.outcome == outcome for each in self.all)

    def _ended(self, job: UpscaleJob, event: Event) -> Outcome | None:
        assert isinstance(job.source, Path)
        found = Found(job.source, self._roots.get(job.id))
        size = self._sizes.get(job.id)
        match event:
            case Finished(result=result):
                return _done(found, job, size, result)
            case Failed(error=error):
                return _outcome(found, "failed", job.target, error.message, error.hint, size)
            case Stopped():
                return _outcome(
                    found, "stopped", job.target, tr("stopped before its end"), "", size
                )
        return None


def _done(found: Found, job: UpscaleJob, size: tuple[int, int] | None, result: Result) -> Outcome:
    steps = None if size is None else job.steps(*size)
    return Outcome(
        _whole(found.path),
        "done",
        _whole(result.saved or job.target),
        _whole(found.root),
        seconds=result.seconds,
        size_in=size,
        size_out=None if steps is None else (steps.width, steps.height),
        consistency_db=result.consistency_db,
        notices=result.notices,
    )


def _outcome(
    found: Found,
    outcome: str,
    target: Path | None,
    reason: str,
    hint: str = "",
    size: tuple[int, int] | None = None,
) -> Outcome:
    source, root = _whole(found.path), _whole(found.root)
    return Outcome(source, outcome, _whole(target), root, reason, hint, size_in=size)


def _whole(path: Path | None) -> Any:
    return None if path is None else whole(path)


def check_report(path: Path) -> None:
    """Raise UsageError for a report that cannot be written, before anything is done, and for that
    at an address what check_writable_place raises.
    """
    _check_ending(path)
    if isinstance(path, Url):
        check_writable_place(path)
    elif path.is_dir():
        raise UsageError(
            tr("The report {path} is a folder.", path=path), tr("Give the name of a file.")
        )


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(
            tr("The report {path} ends neither in .csv nor in .json.", path=path),
            tr("Give it one of these."),
        )


def write_report(path: Path, outcomes: Iterable[Outcome], cancel: Cancel | None = None) -> None:
    """Write them as .csv or .json, whole or not at all. Raises CannotWrite, StoreUnavailable.

    With cancel, a store that does not answer is asked again for a while.
    """
    encode = _as_csv if path.suffix.lower() == ".csv" else _as_json
    content = encode([each.facts() for each in outcomes])
    if isinstance(path, Url):
        from sr_desktop.jobs.remote import store  # late: few need it

        store.write(content, path, cancel)
        return
    try:
        write_whole(path, content)
    except OSError as error:
        raise CannotWrite(
            tr(
                "The report {path} was not written: {reason}.",
                path=path,
                reason=error.strerror or error,
            ),
            tr("Give another place with --report."),
        ) from error


def _as_csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    for row in rows:
        table.writerow(row | {"notices": " ".join(row["notices"])})
    return text.getvalue().encode("utf-8", "surrogateescape")


def _as_json(rows: list[dict[str, Any]]) -> bytes:
    facts = {"sr-desktop-report": _VERSION, "outcomes": rows}
    return json.dumps(facts, indent=1, allow_nan=False).encode()


def read_report(path: Path) -> list[Outcome]:
    """The outcomes of a report; only what is needed to do them again. Raises UsageError."""
    _check_ending(path)
    content = _content_of(path)
    decode: Callable[[bytes], list[Mapping[str, Any]]]
    decode = _from_csv if path.suffix.lower() == ".csv" else _from_json
    try:
        return [Outcome.of_facts(row) for row in decode(content)]
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise UsageError(
            tr("{path} is no report of sr-desktop.", path=path),
            tr("Give the file that --report wrote."),
        ) from error


def _content_of(path: Path) -> bytes:
    """Raises UsageError, and for an address UnreadableImage and StoreUnavailable."""
    if isinstance(path, Url):
        from sr_desktop.jobs.remote import store

        return store.read(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            tr("The report {path} cannot be read: {reason}.", path=path, reason=error.strerror),
            tr("Check the name."),
        ) from error


def _from_csv(content: bytes) -> list[Mapping[str, Any]]:
    text = content.decode("utf-8-sig", "surrogateescape")  # a spreadsheet may have added a mark
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        raise ValueError("other columns")
    return list(rows)


def _from_json(content: bytes) -> list[Mapping[str, Any]]:
    rows = json.loads(content)["outcomes"]
    if not isinstance(rows, list):
        raise ValueError("no list")
    return rows


def to_retry(outcomes: Iterable[Outcome]) -> tuple[list[Found], dict[Path, Path]]:
    """What of an earlier run is to be done again, and where each is to go.

    Raises NothingToDo where all was done.
    """
    again = [each for each in outcomes if each.outcome in TO_RETRY]
    if not again:
        raise NothingToDo(tr("Nothing failed in that run, and nothing was stopped."))
    targets = {each.source: each.target for each in again if each.target is not None}
    return [each.found for each in again], targets
