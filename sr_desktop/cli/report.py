"""What the command line tells while it works: bars and lines for people, or JSON for programs."""

from __future__ import annotations

import json
import math
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.progress import (
    BarColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as Bars,
)
from rich.table import Table

from sr_desktop.errors import SRError
from sr_desktop.imaging import files
from sr_desktop.jobs import estimate
from sr_desktop.jobs.outcomes import OUTCOMES, Outcome, Outcomes, write_report
from sr_desktop.jobs.types import (
    Decoded,
    Event,
    Failed,
    Finished,
    ModelReady,
    Progress,
    Result,
    Started,
    Stopped,
    TileDone,
    UpscaleJob,
    WeightsProgress,
)

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.jobs.cluster.client import Worker
    from sr_desktop.jobs.plan import Plan
    from sr_desktop.jobs.preflight import Entry, Preflight

CANCELLED = 130
_MANY = 20
_REPORT_EVERY_SECONDS = 30


class Report(ABC):
    """Keeps the outcomes; what is told is up to the children. Events of pictures may mix.

    cancel is what stops the run: until then, its end waits for a place that does not answer.
    """

    def __init__(
        self, plan: Plan, report: Path | None = None, cancel: Cancel | None = None
    ) -> None:
        self.outcomes = Outcomes(plan)
        self._plan = plan
        self._jobs = {job.id: job for job in plan.jobs}
        self._total = len(plan.jobs) + len(plan.refused) + len(plan.skipped)
        self._file = report
        self._cancel = cancel
        self._written_at = time.monotonic()

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some failed, 3 none could be done, 130 cancelled."""
        if self.outcomes.count("stopped"):
            return CANCELLED
        if not self.outcomes.count("failed"):
            return 0
        return 1 if self.outcomes.count("done") or self._plan.skipped else 3

    def __enter__(self) -> Self:
        self.tell_left_out()
        return self

    def __exit__(self, *exc: object) -> None:
        self.outcomes.stop_the_rest()
        if self._file is not None:
            waits = self._cancel is not None and not self._cancel.is_set
            write_report(self._file, self.outcomes.all, self._cancel if waits else None)

    @abstractmethod
    def tell_left_out(self) -> None:
        """What the plan skips, and what it refuses."""

    @abstractmethod
    def tell_preflight(self, ahead: Preflight, each: bool = False) -> None:
        """What the run will take; each tells it of every picture too."""

    @abstractmethod
    def tell_workers(self, workers: Sequence[Worker]) -> None:
        """Who of a cluster is there to do it."""

    def on_event(self, event: Event) -> None:
        job = self._jobs.get(event.job_id)
        if job is not None:  # a batch's own beginning and end are nobody's
            ended = self.outcomes.on_event(event)
            self._tell(event, job)
            if ended is not None:
                self._keep_report()

    @abstractmethod
    def _tell(self, event: Event, job: UpscaleJob) -> None: ...

    def _keep_report(self) -> None:
        """A long run has a report of what is done so far."""
        if self._file is not None and time.monotonic() - self._written_at > _REPORT_EVERY_SECONDS:
            with suppress(SRError):  # the last time it is told
                write_report(self._file, self.outcomes.all)
            self._written_at = time.monotonic()


def _source(job: UpscaleJob) -> Path:
    assert isinstance(job.source, Path)
    return job.source


class JsonReport(Report):
    """One JSON object per event and line on stdout; the last one counts."""

    def tell_left_out(self) -> None:
        for skipped in self._plan.skipped:
            target, why = str(skipped.target), skipped.reason
            source = str(skipped.found.path)
            print_json({"event": "skipped", "source": source, "target": target, "reason": why})
        for refused in self._plan.refused:
            source = str(refused.found.path)
            print_json({"event": "failed", "source": source, **error_facts(refused.error)})

    def tell_preflight(self, ahead: Preflight, each: bool = False) -> None:
        facts = preflight_facts(ahead)
        if each:
            facts["each"] = [entry_facts(entry) for entry in ahead.entries]
        print_json({"event": "preflight", **facts})

    def tell_workers(self, workers: Sequence[Worker]) -> None:
        print_json({"event": "workers", "workers": [asdict(each) for each in workers]})

    def _tell(self, event: Event, job: UpscaleJob) -> None:
        facts = event_facts(event)
        if facts is not None:
            name = type(event).__name__.lower()
            head = {"event": name, "job": event.job_id, "source": str(_source(job))}
            print_json(head | facts)

    def __exit__(self, *exc: object) -> None:
        try:
            super().__exit__(*exc)
        finally:
            counts = {name: self.outcomes.count(name) for name in OUTCOMES}
            print_json({"event": "end", **counts, "exit_code": self.exit_code})


def tell_refusal(inputs: Sequence[Path], error: SRError) -> None:
    """The JSON of a request that never came to a plan."""
    for path in inputs:
        print_json({"event": "failed", "source": str(path), **error_facts(error)})
    counts = {"done": 0, "failed": len(inputs), "skipped": 0, "stopped": 0}
    print_json({"event": "end", **counts, "exit_code": error.exit_code})


def print_json(facts: Mapping[str, Any]) -> None:
    """One line on stdout, at once."""
    print(json.dumps(facts, ensure_ascii=True, allow_nan=False), flush=True)


def event_facts(event: Event) -> dict[str, Any] | None:
    """What an event says beside its name and job; None for those that only a window needs."""
    match event:
        case Started() | Stopped():
            return {}
        case Decoded(picture=picture):
            return {
                "width": picture.width,
                "height": picture.height,
                "bits": picture.bits,
                "gray": picture.is_gray,
                "alpha": picture.alpha is not None,
                "format": picture.format,
            }
        case ModelReady(compute=compute):
            return {"compute": compute}
        case WeightsProgress():
            told = ("done_bytes", "total_bytes", "host", "remark")
            return {name: getattr(event, name) for name in told}
        case TileDone():
            box = ("top", "left", "height", "width")
            return {name: getattr(event, name) for name in box}
        case Progress(done_px=done_px, total_px=total_px):
            return {"done_px": done_px, "total_px": total_px}
        case Finished(result=result):
            return _result(result)
        case Failed(error=error):
            return error_facts(error)
    return None


def _result(result: Result) -> dict[str, Any]:
    consistency = result.consistency_db
    if consistency is not None:  # JSON has no infinity
        consistency = round(consistency, 2) if math.isfinite(consistency) else None
    return {
        "saved": str(result.saved) if result.saved else None,
        "seconds": round(result.seconds, 3),
        "megapixels": round(result.megapixels, 3),
        "consistency_db": consistency,
        "compute": result.compute,
        "tile_px": result.tile_px,
        "steps": list(result.steps),
        "notices": list(result.notices),
    }


def error_facts(error: SRError) -> dict[str, Any]:
    """What went wrong, for programs."""
    return dict(error.facts())


def preflight_facts(ahead: Preflight) -> dict[str, Any]:
    """What a run will take, for programs."""
    return {
        "pictures": len(ahead.entries),
        "skipped": len(ahead.plan.skipped),
        "refused": len(ahead.plan.refused),
        "source_px": ahead.source_px,
        "result_px": ahead.result_px,
        "result_bytes": ahead.result_bytes,
        "bytes_are": estimate.BASIS,
        "seconds": None if ahead.seconds is None else round(ahead.seconds, 1),
        "peak_bytes": ahead.peak_bytes,
        "disks": [
            {
                "folder": str(disk.folder),
                "needed_bytes": disk.needed_bytes,
                "free_bytes": disk.free_bytes,
            }
            for disk in ahead.disks
        ],
        "clashes": [
            {
                "source": str(each.source),
                "wanted": str(each.wanted),
                "target": str(each.target),
            }
            for each in ahead.plan.clashes
        ],
    }


def entry_facts(entry: Entry) -> dict[str, Any]:
    """What one picture will come to, for programs."""
    return {
        "source": str(_source(entry.job)),
        "target": str(entry.job.target),
        "width": entry.seen.width,
        "height": entry.seen.height,
        "result_width": entry.steps.width,
        "result_height": entry.steps.height,
        "steps": [f"x{scale}" for scale in entry.steps.passes],
        "is_resized": entry.steps.is_resized,
        "result_bytes": entry.result_bytes,
    }


class PeopleReport(Report):
    """Bars on a terminal, a line for each ending, a table of them all; all on stderr."""

    def __init__(
        self, plan: Plan, report: Path | None = None, cancel: Cancel | None = None
    ) -> None:
        super().__init__(plan, report, cancel)
        self._console = Console(stderr=True, highlight=False)
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._picture = self._bars.add_task("", total=1.0)
        self._shown = 0  # the id of the job whose bar it is
        many = len(plan.jobs) > 1
        self._all = self._bars.add_task("All pictures", total=len(plan.jobs)) if many else None

    def __enter__(self) -> Self:
        super().__enter__()
        self._bars.start()
        return self

    def tell_left_out(self) -> None:
        for skipped in self._plan.skipped:
            line = f"{_shown(skipped.found.path)}: {escape(skipped.reason)}"
            self._say(f"[dim]skipped[/]  {line}")
            if skipped.hint:
                self._say(f"         {escape(skipped.hint)}")
        for refused in self._plan.refused:
            self._tell_failure(refused.found.path, refused.error)

    def __exit__(self, *exc: object) -> None:
        self._bars.stop()
        try:
            super().__exit__(*exc)
        finally:
            if self._total > 1:
                self._tell_end()

    def tell_preflight(self, ahead: Preflight, each: bool = False) -> None:
        if each and ahead.entries:
            self._console.print(preflight_table(ahead))
        for line in preflight_lines(ahead):
            self._say(line)

    def tell_workers(self, workers: Sequence[Worker]) -> None:
        counts = Counter(each.machine for each in workers)
        on = ", ".join(f"{count} on {escape(machine)}" for machine, count in counts.items())
        self._say(f"workers  {on}")

    def _tell(self, event: Event, job: UpscaleJob) -> None:
        match event:
            case Started():
                self._shown = event.job_id
                name = escape(files.shown_name(_source(job)))
                self._bars.reset(self._picture, description=name, total=1.0)
            case Progress(done_px=done_px, total_px=total_px) if event.job_id == self._shown:
                self._bars.update(self._picture, completed=done_px / total_px)
            case Finished(result=result):
                self._tell_success(result, job)
            case Failed(error=error):
                self._tell_failure(_source(job), error)
            case Stopped() if self._total <= _MANY or event.job_id == self._shown:
                self._say(f"[yellow]stopped[/]  {_shown(_source(job))}")
        if isinstance(event, Finished | Failed | Stopped) and self._all is not None:
            self._bars.advance(self._all)

    def _tell_success(self, result: Result, job: UpscaleJob) -> None:
        pace = result.megapixels / result.seconds if result.seconds else 0.0
        facts = [f"{result.megapixels:.3g} MP in {result.seconds:.2g} s ({pace:.2g} MP/s)"]
        if result.consistency_db is not None:
            facts.append(f"consistency {result.consistency_db:.1f} dB")
        facts += [result.compute] if result.compute else []
        facts += [", ".join(result.steps)] if len(result.steps) > 1 else []
        if job.engine.self_ensemble:
            facts.append("self-ensemble: 8 runs")
        self._say(f"[green]done[/]     {_shown(result.saved)}")
        self._say(f"         [dim]{escape(', '.join(facts))}[/]")
        for notice in result.notices:
            self._say(f"         [yellow]{escape(notice)}[/]")

    def _tell_failure(self, path: Path, error: SRError) -> None:
        self._say(f"[red]failed[/]   {_shown(path)}: {escape(error.message)}")
        if error.hint:
            self._say(f"         {escape(error.hint)}")

    def _tell_end(self) -> None:
        shown = [each for each in self.outcomes.all if each.outcome == "failed"]
        if shown and self._total > 2:
            self._console.print(outcome_table(shown))
        counts = ((name, self.outcomes.count(name)) for name in OUTCOMES)
        self._say(", ".join(f"{n} {name}" for name, n in counts if n or name == "done"))
        if self._file is not None:
            self._say(f"report   {_shown(self._file)}")

    def _say(self, line: str) -> None:
        self._console.print(line, soft_wrap=True)


def outcome_table(outcomes: Sequence[Outcome]) -> Table:
    """For people: which pictures ended how, and why."""
    table = Table(box=None, pad_edge=False)
    for name in ("picture", "outcome"):
        table.add_column(name, overflow="fold")
    for name in ("size", "result", "seconds"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("reason", overflow="fold")
    for each in outcomes:
        table.add_row(
            escape(files.shown_name(each.source)),
            each.outcome,
            _size(each.size_in),
            _size(each.size_out),
            f"{each.seconds:.2f}" if each.outcome == "done" else "",
            escape(each.reason),
        )
    return table


def _shown(path: Path | None) -> str:
    """A path as one line that no name can break or colour."""
    return escape(files.printable(str(path)))


def _size(size: tuple[int, int] | None) -> str:
    return "" if size is None else f"{size[0]}x{size[1]}"


def preflight_lines(ahead: Preflight) -> list[str]:
    """For people: what a run will take, and what is to be known before it."""
    pictures = "1 picture" if len(ahead.entries) == 1 else f"{len(ahead.entries)} pictures"
    where = "on disk" if ahead.disks or not ahead.entries else "to be stored"
    parts = [
        f"{pictures}, {ahead.source_px / 1e6:.3g} to {ahead.result_px / 1e6:.3g} megapixels",
        f"about {decimal(ahead.result_bytes)} {where}",
    ]
    if ahead.disks:
        free = ", ".join(decimal(disk.free_bytes) for disk in ahead.disks)
        parts[-1] += f" ({free} free)"
    if ahead.seconds is not None:
        parts.append(f"about {_duration(ahead.seconds)} to compute")
    if ahead.peak_bytes is not None:
        parts.append(f"about {decimal(ahead.peak_bytes)} of memory")
    lines = ["; ".join(parts)]
    for disk in ahead.disks:
        if not disk.is_enough:
            lines.append(
                f"[yellow]The disk of {_shown(disk.folder)} will not be enough: about "
                f"{decimal(disk.needed_bytes)} are needed ({estimate.BASIS}), "
                f"{decimal(disk.free_bytes)} are free.[/]"
            )
    for clash in ahead.plan.clashes[:_MANY]:
        name = escape(files.shown_name(clash.wanted))
        to = escape(files.shown_name(clash.target))
        lines.append(f"{_shown(clash.source)}: {name} is taken, so it goes to {to}")
    if len(ahead.plan.clashes) > _MANY:
        lines.append(f"and {len(ahead.plan.clashes) - _MANY} more names that are taken")
    return lines


def preflight_table(ahead: Preflight) -> Table:
    """For people: each picture of a run."""
    table = Table(box=None, pad_edge=False)
    table.add_column("picture", overflow="fold")
    for name in ("size", "result", "way", "bytes"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("to", overflow="fold")
    for each in ahead.entries:
        steps = each.steps
        way = " ".join(f"x{scale}" for scale in steps.passes) or "as it is"
        table.add_row(
            _shown(_source(each.job)),
            _size((each.seen.width, each.seen.height)),
            _size((steps.width, steps.height)),
            f"{way}, resized" if steps.is_resized else way,
            f"~{decimal(each.result_bytes)}",
            _shown(each.job.target),
        )
    return table


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
