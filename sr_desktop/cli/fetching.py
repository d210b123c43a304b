"""Downloads on the command line: asked for first, then a bar with speed and time left."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.prompt import Confirm

from sr_desktop.cli.one_job import do
from sr_desktop.errors import UsageError
from sr_desktop.jobs.types import DownloadJob, Event, WeightsProgress
from sr_desktop.weights.sources import addresses, host_of

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.weights import Library


def offer(library: Library, spec: ModelSpec) -> None:
    """Ask on a terminal whether to fetch what is not here; elsewhere leave it to the job to fail
    with the command to run.
    """
    if library.path_of(spec) is None and _has_terminal() and _ask(question(spec)):
        download(spec)


def confirm(spec: ModelSpec, mirror: str, yes: bool) -> bool:
    """State host and size, and ask. Raises UsageError where nobody can be asked."""
    return agreed(question(spec, mirror), yes)


def agreed(asked: str, yes: bool) -> bool:
    """Ask this, unless the answer is yes. Raises UsageError where nobody can be asked."""
    if yes:
        Console(stderr=True, highlight=False).print(escape(asked), soft_wrap=True)
        return True
    if not _has_terminal():
        raise UsageError(asked, "There is nobody to ask here: add --yes.")
    return _ask(asked)


def question(spec: ModelSpec, mirror: str = "") -> str:
    """What a download would bring and from where. Raises UsageError for a bad mirror."""
    host = host_of(addresses(spec, mirror)[0])
    size = f"{decimal(spec.bytes)} " if spec.bytes else ""
    return f"{spec.label} x{spec.scale}: download {size}from {host}?"


def download(spec: ModelSpec, mirror: str = "") -> None:
    """Fetch with a bar on stderr. Raises what the job raises."""
    console = Console(stderr=True, highlight=False)
    with bars(console) as shown:
        bar = shown.add_task(f"{spec.label} x{spec.scale}", total=spec.bytes)

        def on_event(event: Event) -> None:
            if not isinstance(event, WeightsProgress):
                return
            if event.remark:
                tell_remark(console, event.remark)
            else:
                shown.update(bar, completed=event.done_bytes, total=event.total_bytes)

        result = do(DownloadJob(spec, mirror), on_event)
    console.print(f"[green]done[/]     {escape(str(result.saved))}", soft_wrap=True)


def bars(console: Console) -> Progress:
    """A bar for each file, with speed and time left; none where nobody sees them."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, disable=not console.is_terminal)


def tell_remark(console: Console, remark: str) -> None:
    console.print(f"[yellow]{escape(remark)}[/]", soft_wrap=True)


def _ask(asked: str) -> bool:
    console = Console(stderr=True, highlight=False)
    console.print("It is not on this computer.")
    return Confirm.ask(escape(asked), console=console, default=True)


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
