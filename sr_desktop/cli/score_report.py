"""What sr-desktop evaluate tells: a table of the means for people, or JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Table

from sr_desktop.bench import facts, table
from sr_desktop.bench.evaluate import Averaged, Event, Mean, Scored, Unscored
from sr_desktop.cli.report import CANCELLED, error_facts, print_json
from sr_desktop.jobs.types import Failed, Progress, Stopped

if TYPE_CHECKING:
    from sr_desktop.errors import SRError

FORMATS = ("table", "markdown", "csv")


class Report:
    """Counts what was scored and what was not; what is told is up to the children.

    refused are checkpoints that are not to be had, and why.
    """

    def __init__(self, refused: Sequence[tuple[str, SRError]]) -> None:
        self._refused = refused
        self._done = 0
        self._failed = len(refused)
        self._stopped = 0

    @property
    def exit_code(self) -> int:
        """0 all scored, 1 some not, 3 nothing could be scored, 130 cancelled."""
        if self._stopped:
            return CANCELLED
        if not self._failed:
            return 0
        return 1 if self._done else 3

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def on_event(self, event: Event) -> None:
        self._done += isinstance(event, Scored)
        self._failed += isinstance(event, Unscored | Failed)
        self._stopped += isinstance(event, Stopped)


class JsonReport(Report):
    """One JSON object per line on stdout; the last one counts."""

    def __enter__(self) -> Self:
        for source, error in self._refused:
            print_json({"event": "failed", "source": source, **error_facts(error)})
        return self

    def on_event(self, event: Event) -> None:
        super().on_event(event)
        if told := facts.of_event(event):
            name, said = told
            print_json({"event": name, "job": event.job_id, **said})

    def __exit__(self, *exc: object) -> None:
        counts = {"done": self._done, "failed": self._failed, "stopped": self._stopped}
        print_json({"event": "end", **counts, "exit_code": self.exit_code})


class PeopleReport(Report):
    """A bar on a terminal and what went wrong on stderr; at the end the means on stdout."""

    def __init__(self, refused: Sequence[tuple[str, SRError]], format: str) -> None:
        super().__init__(refused)
        self._format = format
        self._means: list[Mean] = []
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
        self._task = self._bars.add_task("", total=None)

    def __enter__(self) -> Self:
        for source, error in self._refused:
            self._tell_failure(source, error)
        self._bars.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._bars.stop()
        if self._failed or self._stopped:
            parts = [f"{self._done} scored"]
            parts += [f"{self._failed} failed"] if self._failed else []
            parts += ["stopped"] if self._stopped else []
            self._say(", ".join(parts))
        if self._means:
            self._tell_means()

    def on_event(self, event: Event) -> None:
        super().on_event(event)
        match event:
            case Progress(done_px=done_px, total_px=total_px):
                self._bars.update(self._task, completed=done_px, total=total_px)
            case Scored(score=score):
                where = f"{score.model} {score.dataset} {score.picture}"
                self._bars.update(self._task, description=escape(where))
                for notice in score.notices:
                    self._say(f"[yellow]notice[/]   {escape(f'{where}: {notice}')}")
            case Averaged(mean=mean):
                self._means.append(mean)
            case Unscored(error=error):
                self._tell_failure(_where(event), error)
            case Failed(error=error):
                self._tell_failure("", error)
            case Stopped():
                self._say("[yellow]stopped[/]")

    def _tell_failure(self, where: str, error: SRError) -> None:
        place = f"{where}: " if where else ""
        self._say(f"[red]failed[/]   {escape(place + error.message)}")
        if error.hint:
            self._say(f"         {escape(error.hint)}")

    def _say(self, line: str) -> None:
        self._console.print(line, soft_wrap=True)

    def _tell_means(self) -> None:
        match self._format:
            case "markdown":
                sys.stdout.write(table.as_markdown(self._means))
            case "csv":
                sys.stdout.write(table.as_csv(self._means))
            case _:
                Console(highlight=False).print(_rich_table(self._means))


def _where(event: Unscored) -> str:
    scale = f"x{event.scale}" if event.scale else None
    parts = (event.dataset, event.model or scale, event.picture)
    return ", ".join(part for part in parts if part)


def _rich_table(means: list[Mean]) -> Table:
    arranged = table.arrange(means)
    shown = Table(title="PSNR in dB / SSIM on Y, a border of scale px cut", title_justify="left")
    for heading in ("data set", "scale"):
        shown.add_column(heading, overflow="fold")
    for column in arranged.columns:
        shown.add_column(escape(column), justify="right", overflow="fold")
    for row in arranged.rows:
        cells = [cell.text("[bold]{}[/]".format) if cell else table.NOTHING for cell in row.cells]
        shown.add_row(escape(row.dataset), f"x{row.scale}", *cells)
    return shown
