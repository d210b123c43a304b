"""What the command line tells while it works: bars and lines for people, or JSON for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from rich.console import Console
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

from sr_desktop.errors import SRError
from sr_desktop.jobs.plan import Plan
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

CANCELLED = 130


class Report:
    """Counts endings; what is told is up to the children."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._done = 0
        self._failed = len(plan.refused)
        self._stopped = 0
        self._job: UpscaleJob | None = None

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some failed, 3 none could be done, 130 cancelled."""
        if self._stopped:
            return CANCELLED
        if not self._failed:
            return 0
        return 1 if self._done or self._plan.skipped else 3

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def begin(self, job: UpscaleJob) -> None:
        self._job = job

    def on_event(self, event: Event) -> None:
        self._done += isinstance(event, Finished)
        self._failed += isinstance(event, Failed)
        self._stopped += isinstance(event, Stopped)

    @property
    def _source(self) -> Path:
        assert self._job is not None
        assert isinstance(self._job.source, Path)
        return self._job.source


class JsonReport(Report):
    """One JSON object per event and line on stdout; the last one counts."""

    def __enter__(self) -> Self:
        for path in self._plan.skipped:
            print_json({"event": "skipped", "source": str(path)})
        for path, error in self._plan.refused:
            print_json({"event": "failed", "source": str(path), **error_facts(error)})
        return self

    def on_event(self, event: Event) -> None:
        super().on_event(event)
        facts = event_facts(event)
        if facts is not None:
            name = type(event).__name__.lower()
            head = {"event": name, "job": event.job_id, "source": str(self._source)}
            print_json(head | facts)

    def __exit__(self, *exc: object) -> None:
        counts = {
            "done": self._done,
            "failed": self._failed,
            "skipped": len(self._plan.skipped),
            "stopped": self._stopped,
        }
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
        "notices": list(result.notices),
    }


def error_facts(error: SRError) -> dict[str, Any]:
    """What went wrong, for programs."""
    return dict(error.facts())


class PeopleReport(Report):
    """Bars on a terminal, a line for each ending; all on stderr."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
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
        many = len(plan.jobs) > 1
        self._all = self._bars.add_task("All pictures", total=len(plan.jobs)) if many else None

    def __enter__(self) -> Self:
        for path in self._plan.skipped:
            self._say(f"[dim]skipped[/]  {escape(str(path))}: its result is there already")
        for path, error in self._plan.refused:
            self._tell_failure(path, error)
        self._bars.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._bars.stop()
        skipped = len(self._plan.skipped)
        if len(self._plan.jobs) + len(self._plan.refused) + skipped > 1:
            parts = [f"{self._done} done"]
            parts += [f"{skipped} skipped"] if skipped else []
            parts += [f"{self._failed} failed"] if self._failed else []
            parts += [f"{self._stopped} stopped"] if self._stopped else []
            self._say(", ".join(parts))

    def begin(self, job: UpscaleJob) -> None:
        super().begin(job)
        self._bars.reset(self._picture, description=escape(self._source.name), total=1.0)

    def on_event(self, event: Event) -> None:
        super().on_event(event)
        match event:
            case Progress(done_px=done_px, total_px=total_px):
                self._bars.update(self._picture, completed=done_px / total_px)
            case Finished(result=result):
                self._tell_success(result)
            case Failed(error=error):
                self._tell_failure(self._source, error)
            case Stopped():
                self._say(f"[yellow]stopped[/]  {escape(str(self._source))}")
        if isinstance(event, Finished | Failed | Stopped) and self._all is not None:
            self._bars.advance(self._all)

    def _tell_success(self, result: Result) -> None:
        pace = result.megapixels / result.seconds if result.seconds else 0.0
        facts = [f"{result.megapixels:.3g} MP in {result.seconds:.2g} s ({pace:.2g} MP/s)"]
        if result.consistency_db is not None:
            facts.append(f"consistency {result.consistency_db:.1f} dB")
        facts.append(result.compute)
        if self._job is not None and self._job.engine.self_ensemble:
            facts.append("self-ensemble: 8 runs")
        self._say(f"[green]done[/]     {escape(str(result.saved))}")
        self._say(f"         [dim]{escape(', '.join(facts))}[/]")
        for notice in result.notices:
            self._say(f"         [yellow]{escape(notice)}[/]")

    def _tell_failure(self, path: Path, error: SRError) -> None:
        self._say(f"[red]failed[/]   {escape(str(path))}: {escape(error.message)}")
        if error.hint:
            self._say(f"         {escape(error.hint)}")

    def _say(self, line: str) -> None:
        self._console.print(line, soft_wrap=True)
