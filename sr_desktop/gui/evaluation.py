"""What the Evaluate window shows, as values, and how events change it. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.bench import facts, table
from sr_desktop.bench.evaluate import (
    Averaged,
    EvaluateJob,
    Event,
    Mean,
    Score,
    Scored,
    Unscored,
)
from sr_desktop.gui.outlook import left_s
from sr_desktop.jobs.types import Failed, Finished, ModelReady, Progress, Started, Stopped
from sr_desktop.language import listed, mark, tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.errors import SRError
    from sr_desktop.jobs.engine import Engine

CANCELLED = mark("cancelled")
Told = Scored | Unscored | Averaged


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be evaluated: networks by name, at these scales; save is a folder or None."""

    folders: tuple[Path, ...] = ()
    models: frozenset[str] = frozenset()
    scales: frozenset[int] = frozenset()
    save: Path | None = None

    def specs(self, here: Iterable[ModelSpec]) -> tuple[ModelSpec, ...]:
        """The checkpoints among those on this computer."""
        return tuple(s for s in here if s.name in self.models and s.scale in self.scales)

    def with_folders(self, folders: Iterable[Path]) -> Selection:
        """More data sets at the end, each once."""
        return replace(self, folders=tuple(dict.fromkeys((*self.folders, *folders))))

    def without(self, folder: Path) -> Selection:
        return replace(self, folders=tuple(each for each in self.folders if each != folder))

    def lacks(self, here: Iterable[ModelSpec]) -> str:
        """What is still to be chosen, in words; "" when it can start."""
        if not self.folders:
            return tr("Add a data set first.")
        if not self.models:
            return tr("Choose a model.")
        if not self.scales:
            return tr("Choose a scale.")
        return "" if self.specs(here) else tr("No model chosen has one of these scales.")

    def job(self, here: Iterable[ModelSpec], engine: Engine) -> EvaluateJob:
        """In float32 whatever the engine says: the published numbers are."""
        exact = replace(engine, precision="fp32")
        return EvaluateJob(self.folders, self.specs(here), exact, save=self.save)


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """A run, and how far it is. told is what will be saved, in its order; end is how it ended."""

    job_id: int = 0
    running: bool = False
    told: tuple[Told, ...] = ()
    compute: str = ""
    done_px: int = 0
    total_px: int = 0
    started_at: float = 0.0
    end: str = ""
    error: SRError | None = None
    rows: tuple[Score | Unscored, ...] = field(default=())

    @property
    def means(self) -> tuple[Mean, ...]:
        return tuple(each.mean for each in self.told if isinstance(each, Averaged))

    @property
    def fraction(self) -> float:
        return self.done_px / self.total_px if self.total_px else 0.0

    def seconds_left(self, now: float) -> float | None:
        """By the pace so far; None while too little is done to tell."""
        return left_s(now - self.started_at, self.fraction) if self.running else None

    def summary(self) -> str:
        """ "12 scored, 1 failed" """
        scored = sum(isinstance(row, Score) for row in self.rows)
        failed = len(self.rows) - scored
        parts = [tr("{count} scored", count=scored)]
        parts += [tr("{count} failed", count=failed)] if failed else []
        return listed([*parts, *([tr(self.end)] if self.end else [])])

    def as_text(self, kind: str) -> str:
        """The means as "md", the pictures as "csv", or all that was told as "json"."""
        match kind:
            case "md":
                return table.as_markdown(self.means)
            case "csv":
                return table.scores_as_csv(row for row in self.rows if isinstance(row, Score))
            case _:
                return facts.as_json(self.told)


def reduce(state: Evaluation, event: Event, now: float) -> Evaluation:
    """The state after the event. now is in seconds, on any steady clock."""
    if event.job_id != state.job_id:
        return state
    match event:
        case Started():
            return replace(state, started_at=now)
        case ModelReady(compute=compute):
            begun = state.started_at if state.done_px else now
            return replace(state, compute=compute, started_at=begun)
        case Progress(done_px=done_px, total_px=total_px):
            return replace(state, done_px=done_px, total_px=total_px)
        case Scored(score=score):
            return replace(state, told=(*state.told, event), rows=(*state.rows, score))
        case Unscored():
            return replace(state, told=(*state.told, event), rows=(*state.rows, event))
        case Averaged():
            return replace(state, told=(*state.told, event))
        case Finished():
            return replace(state, running=False)
        case Failed(error=error):
            return replace(state, running=False, error=error)
        case Stopped():
            return replace(state, running=False, end=CANCELLED)
