"""sr-desktop train: networks of your own."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sr_desktop import paths
from sr_desktop.cancel import Cancelled
from sr_desktop.cli import CANCELLED
from sr_desktop.cli.one_job import cancel_on_signals
from sr_desktop.errors import UsageError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from sr_desktop.train.checkpoint import Scores
    from sr_desktop.train.config import Config
    from sr_desktop.train.loop import Event

_WITHOUT_PIP = (
    "The program from the installer has no trainer: pip install 'sr-desktop[train]' has it."
)

# Flags over the settings that are changed most, by their keys.
_NUMBERS = {
    "--epochs": ("length.epochs", int, "how often is measured and kept"),
    "--epoch-steps": ("length.epoch_steps", int, "steps of an epoch; 0: once over all pictures"),
    "--batch": ("data.batch", int, "patches of a step"),
    "--patch": ("data.patch_px", int, "side of an LR patch, in pixels"),
    "--blocks": ("network.args.n_blocks", int, "residual blocks of the network"),
    "--features": ("network.args.n_feats", int, "features of the network"),
    "--rate": ("optimizer.rate", float, "learning rate"),
    "--seed": ("seed", int, "decides all that is drawn by lot"),
    "--threads": ("machine.threads", int, "of the CPU; 0: all"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "preset", nargs="?", metavar="PRESET", help="a preset that ships, or a TOML file of yours"
    )
    parser.add_argument("--list", action="store_true", help="list the presets")
    parser.add_argument(
        "--show", action="store_true", help="print the preset as TOML, to be edited, and end"
    )
    _add_data(parser.add_argument_group("data"))
    _add_settings(parser.add_argument_group("settings", "Over those of the preset."))
    _add_run(parser.add_argument_group("run"))


def _add_data(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--data",
        type=_folder,
        action="append",
        metavar="FOLDER[=WEIGHT]",
        help="pictures to learn from; may be repeated; with =2 each comes twice as often",
    )
    group.add_argument(
        "--download",
        choices=("div2k",),
        help="fetch what is missing of DIV2K (4.3 to 5.0 GB) into the one folder of --data, else "
        "into DIV2K beside what else is learnt from; says host and size, and asks",
    )
    group.add_argument("--yes", action="store_true", help="with --download: do not ask")
    group.add_argument(
        "--mirror",
        default="",
        metavar="URL",
        help="with --download: a folder on the web to try first, with files named as "
        "DIV2K_train_HR.zip (or set SR_MIRROR)",
    )
    group.add_argument(
        "--evaluate",
        type=Path,
        action="append",
        metavar="DATASET",
        help="what is measured after epochs, as for sr-desktop evaluate; may be repeated",
    )


def _add_settings(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--scale", type=int, choices=(2, 3, 4), metavar="N", help="2, 3 or 4")
    group.add_argument("--start", type=Path, metavar="FILE", help="a checkpoint to begin with")
    group.add_argument("--loss", choices=("l1", "l2"), help="mean absolute or squared error")
    for flag, (_, kind, told) in _NUMBERS.items():
        group.add_argument(flag, type=kind, metavar="N", help=told)
    group.add_argument(
        "--precision",
        choices=("fp32", "bf16", "fp16"),
        help="what is calculated in; the weights stay float32",
    )
    group.add_argument("--cpu", action="store_true", help="take no GPU even where there is one")
    group.add_argument(
        "--set",
        type=_setting,
        action="append",
        metavar="KEY=VALUE",
        help="any other setting, as optimizer.clip_norm=0.5; may be repeated",
    )


def _add_run(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="of the run (default training/NAME)"
    )
    group.add_argument("--resume", action="store_true", help="go on with the run of that folder")
    group.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="with --resume: from this state of it"
    )
    group.add_argument(
        "--no-tensorboard", action="store_true", help="write no curves for TensorBoard"
    )
    group.add_argument("--json", action="store_true", help="print one JSON object per event")


def _folder(text: str) -> dict[str, Any]:
    path, equals, weight = text.rpartition("=")
    if equals and not Path(text).exists():
        try:
            return {"path": path, "weight": float(weight)}
        except ValueError:
            pass
    return {"path": text}


def _setting(text: str) -> tuple[str, Any]:
    """A value as TOML writes it, or a word."""
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    try:
        return key, tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return key, value


def run(args: argparse.Namespace) -> int:
    config = _config_module()
    if args.list:
        for name in config.presets():
            print(f"{name:18}{config.read(name).get('summary', '')}")
        return 0
    if args.preset is None:
        raise UsageError("Which preset?", f"There is {', '.join(config.presets())}.")
    if args.show:
        if _changes(args):
            raise UsageError(
                "--show prints a preset as it is.",
                "Leave settings out, and edit what it prints.",
            )
        path = config.presets().get(args.preset, Path(args.preset))
        config.read(args.preset)
        print(path.read_text(encoding="utf-8"), end="")
        return 0
    if args.checkpoint and not args.resume:
        raise UsageError("--checkpoint goes with --resume.", "Add --resume, or begin with --start.")
    tables = config.altered(config.read(args.preset), _changes(args))
    checked = config.Config.checked(tables, args.preset)
    if args.download:
        if not _is_fetched(checked, args):
            return CANCELLED
        checked = _with_div2k(checked, args)
    return _train(checked, args)


def _config_module() -> Any:
    """Raises UsageError where the extra is missing."""
    try:
        import accelerate  # noqa: F401

        from sr_desktop.train import config
    except ImportError as error:
        raise UsageError(
            f"Training needs packages that are not here: {error.name}.",
            _WITHOUT_PIP if paths.is_frozen() else "Install them: pip install 'sr-desktop[train]'",
        ) from error
    return config


def _changes(args: argparse.Namespace) -> list[tuple[str, Any]]:
    given = {
        "data.folders": args.data,
        "evaluation.folders": args.evaluate,
        "network.scale": args.scale,
        "network.start": args.start,
        "optimizer.loss": args.loss,
        "machine.precision": args.precision,
        "machine.cpu": args.cpu or None,
        "keeping.tensorboard": False if args.no_tensorboard else None,
    }
    for flag, (key, _, _) in _NUMBERS.items():
        given[key] = getattr(args, flag.removeprefix("--").replace("-", "_"))
    changes = [(key, value) for key, value in given.items() if value is not None]
    return [*changes, *(args.set or [])]


def _div2k_folder(args: argparse.Namespace) -> Path:
    return Path(args.data[0]["path"] if args.data and len(args.data) == 1 else "DIV2K")


def _with_div2k(config: Config, args: argparse.Namespace) -> Config:
    from sr_desktop.train.config import Folder

    own, folder = config.data.folders, _div2k_folder(args)
    if any(each.path == folder for each in own):
        return config
    data = config.data.model_copy(update={"folders": (*own, Folder(path=folder))})
    return config.model_copy(update={"data": data})


def _is_fetched(config: Config, args: argparse.Namespace) -> bool:
    from sr_desktop.cli.dataset import fetched

    scale = config.network.scale
    return fetched(_div2k_folder(args), scale, args.mirror, args.yes, args.json)


def _train(config: Config, args: argparse.Namespace) -> int:
    from sr_desktop.train import loop

    report = _JsonReport() if args.json else _PeopleReport()
    with cancel_on_signals() as cancel, report:
        try:
            made = loop.train(
                config,
                args.output,
                resume=args.resume,
                state=args.checkpoint,
                on_event=report.on_event,
                cancel=cancel,
            )
        except Cancelled:
            report.tell_stopped()
            raise KeyboardInterrupt from None
    report.tell_made(made)
    return 0


class _JsonReport(AbstractContextManager[None]):
    """One object for each event, named after its kind."""

    def on_event(self, event: Event) -> None:
        self._print(type(event).__name__.lower(), **asdict(event))

    def tell_stopped(self) -> None:
        self._print("stopped")

    def tell_made(self, path: Path) -> None:
        self._print("made", path=path)

    def _print(self, kind: str, **facts: Any) -> None:
        print(json.dumps({"event": kind, **facts}, default=str), flush=True)

    def __exit__(self, *error: object) -> None:
        pass


class _PeopleReport(AbstractContextManager[None]):
    """A bar with the time left, and a line for each measurement."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._console = Console(stderr=True, highlight=False)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:.0f} %"),
            TimeRemainingColumn(),
            console=self._console,
        )
        self._task: TaskID | None = None
        self._saved: Path | None = None

    def __enter__(self) -> None:
        self._bar.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def on_event(self, event: Event) -> None:
        from sr_desktop.train import loop

        match event:
            case loop.Packed(done=done, all=every):
                self._show("Unpacking pictures", done, every)
            case loop.Began():
                self._begin(event)
            case loop.Stepped(step=step, steps=steps, loss=loss, per_second=pace):
                self._show(f"loss {loss:.5f}, {pace:.2f} steps/s", step, steps)
            case loop.Saved(path=path):
                self._saved = path
            case _:
                self._tell_scores(event)

    def _begin(self, event: Any) -> None:
        self._console.print(
            f"{event.parameters:,} parameters on {event.compute}; "
            f"{event.patches:,} patches a pass, {event.epoch_steps:,} steps an epoch"
        )
        if self._task is not None:
            self._bar.remove_task(self._task)
            self._task = None
        self._show("Learning", event.step, event.steps)

    def _show(self, told: str, done: int, every: int) -> None:
        if self._task is None:
            self._task = self._bar.add_task(told, total=every)
        self._bar.update(self._task, description=told, completed=done, total=every)

    def _tell_scores(self, scores: Scores) -> None:
        told = ", ".join(
            f"{name} {value:.3f} dB ({value - scores.bicubic[name]:+.3f})"
            for name, value in scores.psnr.items()
        )
        self._console.print(f"epoch {scores.epoch}, step {scores.step:,}: {told}")

    def tell_stopped(self) -> None:
        if self._saved is not None:
            self._console.print(f"Stopped; {self._saved} is kept: go on with --resume.")

    def tell_made(self, path: Path) -> None:
        self._bar.stop()
        print(path, file=sys.stdout)
        self._console.print(f"Import it: sr-desktop models import {path}")
