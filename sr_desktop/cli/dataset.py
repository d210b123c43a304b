"""DIV2K for sr-desktop train: asked for first, then a bar, or JSON for programs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape

from sr_desktop.cancel import Cancelled
from sr_desktop.cli import fetching
from sr_desktop.cli.one_job import cancel_on_signals
from sr_desktop.cli.report import print_json
from sr_desktop.train import div2k
from sr_desktop.train.div2k import OnEvent, Plan, Transferred, Unpacked
from sr_desktop.weights.sources import host_of

if TYPE_CHECKING:
    from rich.progress import TaskID

_JSON_SECONDS = 0.2  # between two lines on the same


def fetched(folder: Path, scale: int, mirror: str, yes: bool, json: bool) -> bool:
    """Whether DIV2K is in the folder, fetched where it was not. False where a person said no.

    Raises what div2k.fetch raises, UsageError where nobody can be asked, KeyboardInterrupt.
    """
    planned = div2k.plan(folder, scale, mirror)
    if not planned.parts:
        return True
    if not fetching.agreed(_question(planned, folder, scale), yes):
        return False
    with cancel_on_signals() as cancel, _json() if json else _bars() as on_event:
        try:
            div2k.fetch(folder, scale, on_event, cancel, mirror)
        except Cancelled:
            _tell(f"Stopped; what has come stays in {folder}: the same command goes on.")
            raise KeyboardInterrupt from None
    return True


def _question(planned: Plan, folder: Path, scale: int) -> str:
    return (
        f"DIV2K is {div2k.TERMS}, says its site. DIV2K x{scale}: download "
        f"{decimal(planned.bytes)} from {host_of(planned.url)} into {folder}?"
    )


@contextmanager
def _bars() -> Iterator[OnEvent]:
    console = Console(stderr=True, highlight=False)
    with fetching.bars(console) as bars:
        shown: dict[str, TaskID] = {}

        def on_event(event: Transferred | Unpacked) -> None:
            if isinstance(event, Transferred) and event.remark:
                fetching.tell_remark(console, event.remark)
                return
            told = event.part if isinstance(event, Transferred) else f"{event.part}, unpacking"
            if told not in shown:
                shown[told] = bars.add_task(told, total=event.total_bytes)
            bars.update(shown[told], completed=event.done_bytes, total=event.total_bytes)

        yield on_event
    console.print("[green]done[/]     DIV2K is complete", soft_wrap=True)


@contextmanager
def _json() -> Iterator[OnEvent]:
    last: tuple[str, float] = "", 0.0

    def on_event(event: Transferred | Unpacked) -> None:
        nonlocal last
        name, now = type(event).__name__.lower(), time.monotonic()
        facts = asdict(event)
        is_news = event.done_bytes == event.total_bytes or facts.get("remark")
        if is_news or last[0] != name + event.part or now - last[1] > _JSON_SECONDS:
            last = name + event.part, now
            print_json({"event": name, **facts})

    yield on_event


def _tell(told: str) -> None:
    Console(stderr=True, highlight=False).print(escape(told), soft_wrap=True)
