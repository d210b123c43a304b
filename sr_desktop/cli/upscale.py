"""sr-desktop upscale: pictures and folders, through the same Session as the window."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from sr_desktop.cli.choice import add_model, chosen
from sr_desktop.cli.one_job import cancel_on_signals
from sr_desktop.cli.report import JsonReport, PeopleReport, Report, tell_refusal
from sr_desktop.errors import SRError
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs.plan import ON_EXISTS, OutputRule, Plan, plan_jobs
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.types import Engine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="picture or folder")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="folder for the results (made if absent), or the result's name for one picture; "
        "without it beside the source, a folder FOLDER to FOLDER_x{scale}",
    )
    add_model(parser.add_argument_group("model"))
    add_engine(parser.add_argument_group("engine"))
    _add_output(parser.add_argument_group("output"))
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object per event on stdout"
    )


def add_engine(group: argparse._ArgumentGroup) -> None:
    """The options of how to compute, the same for every command that computes."""
    group.add_argument(
        "--device",
        type=_device,
        default="auto",
        metavar="auto|cpu|cuda[:N]|mps|xpu",
        help="default auto",
    )
    group.add_argument(
        "--precision",
        default="auto",
        choices=("auto", "fp32", "bf16", "fp16"),
        help="default %(default)s",
    )
    group.add_argument(
        "--tile",
        type=_tile,
        default=None,
        metavar="auto|N",
        help="side of a tile in pixels of the source (default auto)",
    )
    group.add_argument(
        "--guard",
        choices=("yes", "no"),
        default="yes",
        help="replace parts where the network runs away (default yes)",
    )
    group.add_argument(
        "--self-ensemble",
        action="store_true",
        help="the mean of eight turned and mirrored runs: a little better, 8 times the time",
    )


def _add_output(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--format", default="same", choices=("same", "png", "jpeg", "webp", "tiff"))
    group.add_argument(
        "--quality", type=_quality, default=95, metavar="N", help="JPEG and WebP, 1-100, default 95"
    )
    group.add_argument(
        "--name",
        metavar="TEMPLATE",
        help="name of results, from {name}, {model} and {scale}; "
        "default {name}_{model}_x{scale}, inside folders {name}",
    )
    group.add_argument(
        "--on-exists",
        default="rename",
        choices=ON_EXISTS,
        help="when the result's file is there (default rename: a new name, nothing is lost)",
    )
    group.add_argument(
        "--strip-metadata", action="store_true", help="leave out EXIF and XMP (camera, place, date)"
    )
    group.add_argument(
        "--compare",
        type=Path,
        metavar="FILE",
        help="for one picture: also write bicubic beside the result to this file",
    )


def _device(text: str) -> str:
    if re.fullmatch(r"auto|cpu|mps|(cuda|xpu)(:\d+)?", text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not one of auto, cpu, cuda, cuda:N, mps, xpu")


def _tile(text: str) -> int | None:
    if text == "auto":
        return None
    if text.isdecimal() and int(text) >= 16:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither auto nor a number from 16 on")


def _quality(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 100:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 100")


def run(args: argparse.Namespace) -> int:
    try:
        plan = _plan(args)
    except SRError as error:
        if args.json:
            tell_refusal(args.inputs, error)
        raise
    report: Report = JsonReport(plan) if args.json else PeopleReport(plan)
    session = Session()
    with cancel_on_signals() as cancel, report:
        for job in plan.jobs:
            report.begin(job)
            session.run(job, report.on_event, cancel)  # one that never starts is told as stopped
    return report.exit_code


def _plan(args: argparse.Namespace) -> Plan:
    encoding = Encoding(args.format, args.quality, strip_metadata=args.strip_metadata)
    rule = OutputRule(args.output, encoding, args.name, args.on_exists)
    return plan_jobs(args.inputs, chosen(args), rule, engine_of(args), args.compare)


def engine_of(args: argparse.Namespace) -> Engine:
    return Engine(args.device, args.precision, args.tile, args.guard == "yes", args.self_ensemble)
