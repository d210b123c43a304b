"""sr-desktop doctor: is everything here, what will be used, and does it work?"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from sr_desktop import paths
from sr_desktop.cancel import Cancel
from sr_desktop.errors import SRError
from sr_desktop.jobs import system
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.weights.library import Checked

_QT_TIMEOUT_S = 60
_WHOLE_LINES = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. good is None where there is nothing to judge."""

    what: str
    says: str
    good: bool | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--window", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """0 when all that was judged is good, else 3."""
    if args.window:
        return _try_window()
    findings = [*_system(), *_engine(), *_weights(), *_places(), _window()]
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _show(findings)
    return 0 if all(finding.good is not False for finding in findings) else 3


def _show(findings: list[Finding]) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    marks = {True: "[green]ok[/]", False: "[red]bad[/]", None: ""}
    for finding in findings:
        table.add_row(marks[finding.good], finding.what, finding.says)
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WHOLE_LINES  # a path cut in two is of no use to whoever gets the report
    console.print(table)


def _system() -> list[Finding]:
    return [Finding(what, says) for what, says in system.facts()]


def _engine() -> list[Finding]:
    from sr_desktop.engine import device

    found = [Finding("Devices", ", ".join(device.available()))]
    found.append(_judge("Will use", lambda: device.choose("auto", "auto").label))
    found.append(_judge("Engine", _try_engine))
    return found


def _try_engine() -> str:
    """Upscale a small part of the sample. Raises SRError when it does not come out right."""
    from sr_desktop.engine import device
    from sr_desktop.engine.model import load_model
    from sr_desktop.engine.upscale import upscale
    from sr_desktop.imaging import metrics
    from sr_desktop.jobs import sample

    library = Library()
    spec = library.find("pan", 4)
    model = load_model(spec, library.ensure(spec), device.choose("auto", "auto"))
    pixels = sample.reduced(spec.scale).pixels[:64, :64]
    done = upscale(model, pixels, cancel=Cancel())
    score = metrics.consistency(done.pixels, pixels)
    if done.notices or score < 30:
        raise SRError(f"{spec.label} gives a wrong picture here ({score:.1f} dB).", *done.notices)
    return f"{spec.label} x{spec.scale} works (consistency {score:.1f} dB)"


def _weights() -> list[Finding]:
    return [_told(checked) for checked in Library().verify()]


def _told(checked: Checked) -> Finding:
    says = f"{checked.path.name}, verified" if checked.error is None else str(checked.error)
    return Finding(f"Weights {checked.id}", says, good=checked.error is None)


def _places() -> list[Finding]:
    return [
        Finding("Settings", str(paths.settings_file())),
        Finding("Checkpoints", str(paths.weights_dir())),
        Finding("Log", str(paths.log_dir())),
        Finding("Scratch files", str(paths.scratch_dir())),
    ]


def _window() -> Finding:
    """What _try_window does, in a process of its own: a missing library ends Qt's."""
    done = subprocess.run(
        [*paths.program(), "doctor", "--window"],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=_QT_TIMEOUT_S,
        check=False,
    )
    if done.returncode == 0:
        return Finding("Window", "Qt works", good=True)
    reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return Finding("Window", f"Qt does not start: {reason}", good=False)


def _try_window() -> int:
    """Show a window that nobody sees."""
    from sr_desktop.gui import app, widgets

    application = app.make_application()
    shown = widgets.label("x", "muted")
    shown.show()
    application.processEvents()
    shown.close()
    return 0


def _judge(what: str, act: Callable[[], str]) -> Finding:
    try:
        return Finding(what, act(), good=True)
    except SRError as error:
        return Finding(what, str(error), good=False)
