"""sr-desktop upscale: pictures and folders, through the same Session as the window."""

from __future__ import annotations

import argparse
import math
import os
import re
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from sr_desktop.cli.choice import add_model, chosen
from sr_desktop.cli.one_job import cancel_on_signals
from sr_desktop.cli.report import JsonReport, PeopleReport, Report, print_json, tell_refusal
from sr_desktop.errors import SRError, UsageError
from sr_desktop.imaging import formats
from sr_desktop.imaging.encoding import (
    BIT_DEPTHS,
    CHROMAS,
    COMPRESSIONS,
    FORMATS,
    LEAST_DPI,
    MOST_DPI,
    Encoding,
)
from sr_desktop.imaging.size import FORMS, Size
from sr_desktop.jobs.cluster import LOCAL
from sr_desktop.jobs.computing import load_torch_ahead
from sr_desktop.jobs.engine import DEVICE, DRAFT_LOSS_DB, LEAST_MEMORY_GIB, PRECISIONS, Engine
from sr_desktop.jobs.outcomes import check_report, read_report, to_retry
from sr_desktop.jobs.places import is_folder
from sr_desktop.jobs.plan import (
    FILE_TEMPLATE,
    FOLDER_TEMPLATE,
    ON_EXISTS,
    PLACEHOLDERS,
    Asked,
    OutputRule,
    Plan,
    family_of,
    plan_found,
    plan_jobs,
)
from sr_desktop.jobs.preflight import Preflight, preflight
from sr_desktop.jobs.remote.url import named
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.settings import MATTERS
from sr_desktop.jobs.shards import Shard
from sr_desktop.jobs.types import BatchJob
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.jobs.cluster.client import Cluster

_ADDRESS = re.compile(r"(tcp|tls)://[^/\s]+:[0-9]+")
_EPILOG = """\
Ctrl-C stops; a second one at once. Ctrl-Z pauses on Linux and macOS, and fg goes on. After a stop,
a crash or a power cut nothing is half written: the same command with --on-exists skip does what is
missing, --retry REPORT what failed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EPILOG
    parser.add_argument(
        "inputs",
        nargs="*",
        type=named,
        metavar="INPUT",
        help="picture or folder, also at an address such as s3://scans/2024, which needs what "
        "fsspec takes for it, such as the package s3fs",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=named,
        metavar="OUT",
        help="folder or address for the results (made if absent), or the result's name for one "
        "picture; without it beside the source, a folder FOLDER to FOLDER_x{scale}",
    )
    add_model(parser.add_argument_group("model"))
    parser.add_argument(
        "--size",
        type=Size.parse,
        metavar="SIZE",
        help=f"what to come to: {FORMS.replace('%', '%%')}; with the scales that the model has "
        "here, or with --scale only by that one",
    )
    add_engine(parser.add_argument_group("engine"))
    _add_encoding(parser.add_argument_group("format"))
    _add_output(parser.add_argument_group("output"))
    _add_run(parser.add_argument_group("run"))


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
        choices=PRECISIONS,
        help="default %(default)s; int8 is a draft, for CPUs: quick, and up to "
        f"{DRAFT_LOSS_DB:g} dB worse",
    )
    group.add_argument(
        "--tile",
        type=_tile,
        default=None,
        metavar="auto|N",
        help="side of a tile in pixels of the source (default auto)",
    )
    group.add_argument(
        "--memory-limit",
        type=_memory,
        default=None,
        metavar="auto|GIB",
        help="most memory for tiles and pixels, besides the program's own; smaller tiles and "
        "scratch files keep to it (default auto: what is free)",
    )
    group.add_argument(
        "--threads",
        type=_threads,
        default=None,
        metavar="auto|N",
        help="of the CPU, to compute with (default auto)",
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


def _add_encoding(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--format",
        default="same",
        choices=("same", *(name.lower() for name in FORMATS)),
        help="default same: as the source, PNG where that cannot be written",
    )
    group.add_argument(
        "--quality", type=_quality, metavar="N", help="JPEG, AVIF and lossy WebP: 1-100, default 95"
    )
    group.add_argument(
        "--lossless",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="WebP without loss (default: as the source)",
    )
    group.add_argument(
        "--chroma",
        choices=CHROMAS,
        help="JPEG and AVIF: colours in full (444) or half (default 444)",
    )
    group.add_argument("--compression", choices=COMPRESSIONS, help="TIFF (default deflate)")
    group.add_argument(
        "--bit-depth", choices=BIT_DEPTHS, help="PNG and TIFF, per channel (default same)"
    )
    group.add_argument(
        "--dpi",
        type=_dpi,
        metavar="N",
        help="to write into the file (default: what keeps the size in print)",
    )
    group.add_argument(
        "--strip-metadata",
        action="store_true",
        help="leave out EXIF, XMP, IPTC and text (camera, place, date); the colour profile stays",
    )
    group.add_argument(
        "--no-provenance",
        action="store_true",
        help="do not write into the file how it was made",
    )


def _add_output(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--name",
        metavar="TEMPLATE",
        help=f"name of results, from {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}; "
        f"default {FILE_TEMPLATE}, inside folders {FOLDER_TEMPLATE}",
    )
    group.add_argument(
        "--on-exists",
        choices=ON_EXISTS,
        help="when the result's file is there (default rename: a new name, nothing is lost; with "
        "--shard skip); skip tells which were made with other settings",
    )
    group.add_argument(
        "--overwrite-originals",
        action="store_true",
        help="put each result in the place of its source, once it is whole; there is no way back",
    )
    group.add_argument(
        "--compare",
        type=named,
        metavar="FILE",
        help="for one picture: also write bicubic beside the result to this file",
    )


def _add_run(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--dry-run",
        action="store_true",
        help="tell what would be done, how large it gets and how long it takes, measured anew; "
        "write no picture",
    )
    group.add_argument(
        "--report",
        type=named,
        metavar="FILE",
        help="write how each picture ended to this .csv or .json",
    )
    group.add_argument(
        "--retry",
        type=named,
        metavar="REPORT",
        help="instead of INPUT: what failed or was stopped in an earlier run, to the same places",
    )
    group.add_argument(
        "--shard",
        type=Shard.parse,
        metavar="I/N",
        help="do only share I of N, so that N machines, each with its own I, do every picture once",
    )
    group.add_argument(
        "--cluster",
        type=_cluster,
        metavar="ADDRESS|local",
        help="do it on the workers of a Dask cluster, tcp://HOST:PORT or tls://HOST:PORT, or on "
        "several processes of this computer; needs the extra [cluster]",
    )
    group.add_argument(
        "--pixel-limit",
        type=_megapixels,
        default=formats.MAX_PIXELS,
        metavar="MEGAPIXELS",
        help=f"refuse larger pictures, which may be traps (default {formats.MAX_PIXELS // 10**6})",
    )
    group.add_argument(
        "--json", action="store_true", help="print one JSON object per event on stdout"
    )


def _device(text: str) -> str:
    if DEVICE.fullmatch(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not one of auto, cpu, cuda, cuda:N, mps, xpu")


def _tile(text: str) -> int | None:
    if text == "auto":
        return None
    if text.isdecimal() and int(text) >= 16:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither auto nor a number from 16 on")


def _memory(text: str) -> int | None:
    """In bytes."""
    if text == "auto":
        return None
    with suppress(ValueError, OverflowError):
        if LEAST_MEMORY_GIB <= float(text) < math.inf:
            return int(float(text) * 2**30)
    raise argparse.ArgumentTypeError(
        f"{text!r} is neither auto nor a number of GiB from {LEAST_MEMORY_GIB:g} on"
    )


def _threads(text: str) -> int | None:
    if text == "auto":
        return None
    most = os.cpu_count() or 1
    if text.isdecimal() and 1 <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"{text!r} is neither auto nor a number from 1 to {most}, the cores of this computer"
    )


def _quality(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 100:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 100")


def _dpi(text: str) -> float:
    with suppress(ValueError):
        if LEAST_DPI <= float(text) <= MOST_DPI:
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from {LEAST_DPI} to {MOST_DPI}")


def _cluster(text: str) -> str:
    if text == LOCAL or _ADDRESS.fullmatch(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is neither local nor tcp://HOST:PORT or tls://...")


def _megapixels(text: str) -> int:
    with suppress(ValueError, OverflowError):
        if (pixels := int(float(text) * 1e6)) > 0:
            return pixels
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of megapixels")


def run(args: argparse.Namespace) -> int:
    with ExitStack() as stack:
        try:
            plan = _plan(args)
            if args.report is not None:
                check_report(args.report)
            cluster = None
            if args.cluster is not None and plan.jobs:
                cluster = _connected(args, plan, stack)
        except SRError as error:
            if args.json:
                tell_refusal(args.inputs, error)
            raise
        kind = JsonReport if args.json else PeopleReport
        if args.dry_run:
            return _tell_only(plan, kind(plan), args.json, cluster)
        with cancel_on_signals() as cancel, kind(plan, args.report, cancel) as report:
            if cluster is None:
                _do(plan, report, cancel)
            else:
                _do_on_cluster(plan, cluster, report, cancel)
        return report.exit_code


def _connected(args: argparse.Namespace, plan: Plan, stack: ExitStack) -> Cluster:
    """The cluster, with workers that fit the plan; on a terminal it is told what is waited for.

    Raises as connected() and Cluster.check() do.
    """
    from sr_desktop.jobs.cluster.client import connected  # late: few need it

    where = "this computer" if args.cluster == LOCAL else args.cluster
    with Console(stderr=True, highlight=False).status(f"Waiting for workers of {escape(where)}."):
        cluster = stack.enter_context(connected(args.cluster, engine_of(args)))
        cluster.check(plan)
    return cluster


def _do_on_cluster(plan: Plan, cluster: Cluster, report: Report, cancel: Cancel) -> None:
    report.tell_workers(cluster.fit)
    if len(plan.jobs) > 1:
        report.tell_preflight(preflight(plan))
    cluster.run(BatchJob(plan.jobs), plan, report.on_event, cancel)


def _do(plan: Plan, report: Report, cancel: Cancel) -> None:
    if plan.jobs:
        load_torch_ahead()
    session = Session()
    if len(plan.jobs) > 1:
        report.tell_preflight(_look_ahead(plan, session))
        session.run(BatchJob(plan.jobs), report.on_event, cancel)
    for job in plan.jobs if len(plan.jobs) == 1 else ():
        session.run(job, report.on_event, cancel)


def _tell_only(plan: Plan, report: Report, as_json: bool, cluster: Cluster | None) -> int:
    """What a run would do and how it would begin; not how long a cluster takes."""
    ahead = _look_ahead(plan, Session(), anew=True) if cluster is None else preflight(plan)
    report.tell_left_out()
    if cluster is not None:
        report.tell_workers(cluster.fit)
    report.tell_preflight(ahead, each=True)
    code = 0 if not plan.refused else 1 if plan.jobs or plan.skipped else 3
    if as_json:
        counts = {"done": 0, "failed": len(plan.refused), "skipped": len(plan.skipped)}
        print_json({"event": "end", **counts, "stopped": 0, "exit_code": code})
    return code


def _look_ahead(plan: Plan, session: Session, *, anew: bool = False) -> Preflight:
    try:
        return preflight(plan, partial(session.known_or_measured, anew=anew))
    except (SRError, RuntimeError):  # out of memory too; the run will tell it for each picture
        return preflight(plan)


def _plan(args: argparse.Namespace) -> Plan:
    _refuse_contradictions(args)
    encoding = _encoding(args)
    on_exists = args.on_exists or ("rename" if args.shard is None else "skip")
    rule = OutputRule(args.output, encoding, args.name, on_exists, args.overwrite_originals)
    spec = chosen(args)
    several = args.size is not None and args.scale is None
    library = Library()
    family = family_of(spec, library) if several else ()
    if args.retry is None:
        return plan_jobs(
            args.inputs,
            spec,
            rule,
            engine_of(args),
            args.compare,
            size=args.size,
            family=family,
            max_pixels=args.pixel_limit,
            library=library,
            shard=args.shard,
        )
    found, targets = to_retry(read_report(args.retry))
    asked = Asked(spec, engine_of(args), args.size, family, args.pixel_limit)
    return plan_found(found, asked, rule, targets=targets, library=library, shard=args.shard)


def _refuse_contradictions(args: argparse.Namespace) -> None:
    """Raises UsageError."""
    if not args.inputs and args.retry is None:
        raise UsageError("Nothing is named to upscale.", "Name pictures or folders.")
    given = {"-o": args.output, "--name": args.name, "--compare": args.compare}
    named = [option for option, value in given.items() if value is not None]
    if args.retry is not None and (args.inputs or named):
        other = named[0] if named else "INPUT"
        raise UsageError(
            f"--retry and {other} exclude each other.", "The report tells what goes where."
        )
    if args.overwrite_originals and named:
        raise UsageError(
            f"--overwrite-originals and {named[0]} exclude each other.",
            "Each result takes the place and the name of its source.",
        )
    if args.cluster is not None and args.overwrite_originals:
        raise UsageError(
            "--cluster and --overwrite-originals exclude each other.",
            "A picture that is done again after a machine was lost needs its original.",
        )
    if args.shard is not None:
        _refuse_what_cannot_be_shared(args)


def _refuse_what_cannot_be_shared(args: argparse.Namespace) -> None:
    """Raises UsageError for what would depend on how far the other shares are."""
    if args.on_exists == "rename":
        raise UsageError(
            "--shard and --on-exists rename exclude each other.",
            "Shares would take each other's names. Use skip, as if nothing is said, or replace.",
        )
    if args.overwrite_originals:
        raise UsageError(
            "--shard and --overwrite-originals exclude each other.",
            "Every share is planned from all originals. Give a folder with -o.",
        )
    if args.compare is not None:
        raise UsageError("--shard and --compare exclude each other.", "One picture has no shares.")


def _encoding(args: argparse.Namespace) -> Encoding:
    """Raises UsageError for options that do not matter for the format."""
    options = {name: getattr(args, name) for name in MATTERS["same"]}
    given = {name: value for name, value in options.items() if value is not None}
    format, out = args.format, args.output
    if format == "same" and out is not None and (ending := formats.format_of(out)):
        format = "same" if is_folder(out) else ending.lower()
    for name in given:
        if name not in MATTERS.get(format, MATTERS["same"]):
            fits = [each for each in MATTERS if name in MATTERS[each] and each != "same"]
            raise UsageError(
                f"--{name.replace('_', '-')} does not matter for {format.upper()}.",
                f"It is for {', '.join(each.upper() for each in fits)}.",
            )
    if format == "webp" and given.get("lossless") and "quality" in given:
        raise UsageError("--lossless and --quality exclude each other.")
    return Encoding(
        args.format,
        dpi=args.dpi,
        strip_metadata=args.strip_metadata,
        provenance=not args.no_provenance,
        **given,
    )


def engine_of(args: argparse.Namespace) -> Engine:
    return Engine(
        args.device,
        args.precision,
        args.tile,
        args.guard == "yes",
        args.self_ensemble,
        args.memory_limit,
        args.threads,
    )
