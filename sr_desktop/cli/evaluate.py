"""sr-desktop evaluate: PSNR and SSIM of networks on data sets."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.bench import datasets
from sr_desktop.bench.evaluate import EvaluateJob, Evaluator
from sr_desktop.cli import fetching
from sr_desktop.cli.choice import USUAL_MODEL, USUAL_SCALE, add_facts, refuse_facts, stated_of
from sr_desktop.cli.one_job import cancel_on_signals
from sr_desktop.cli.report import tell_refusal
from sr_desktop.cli.score_report import FORMATS, JsonReport, PeopleReport, Report
from sr_desktop.cli.upscale import add_engine, engine_of
from sr_desktop.errors import SRError, UsageError, WeightsMismatch
from sr_desktop.jobs.plan import ON_EXISTS
from sr_desktop.weights import Library
from sr_desktop.weights.library import stated_in

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec

_Refused = list[tuple[str, SRError]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "datasets",
        nargs="+",
        type=Path,
        metavar="DATASET",
        help="folder with HR/ and LR/X2/ (X3, X4), with a_HR.png and a_LR.png, with a.png and "
        "ax2.png, or with HR pictures alone, of which LR is made by bicubic",
    )
    _add_model(parser.add_argument_group("model"))
    engine = parser.add_argument_group(
        "engine", "Evaluation computes in fp32 if nothing is said: published numbers are float32."
    )
    add_engine(engine)
    parser.set_defaults(precision="fp32")
    _add_output(parser.add_argument_group("output"))


def _add_model(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--model",
        type=_names,
        action="extend",
        metavar="NAME[,NAME]",
        help=f"may be repeated (default {USUAL_MODEL})",
    )
    group.add_argument(
        "--scale",
        type=_scales,
        action="extend",
        metavar="N[,N]",
        help="2, 3 or 4; may be repeated (default: all that model and data set have)",
    )
    group.add_argument(
        "--weights",
        type=Path,
        action="append",
        metavar="FILE",
        help="a checkpoint of your own, may be repeated; its scale is found out from it",
    )
    add_facts(group, "with --weights: ")


def _add_output(group: argparse._ArgumentGroup) -> None:
    told = group.add_mutually_exclusive_group()
    told.add_argument(
        "--format", default="table", choices=FORMATS, help="of the means on stdout (default table)"
    )
    told.add_argument(
        "--json", action="store_true", help="print one JSON object per picture and mean on stdout"
    )
    group.add_argument(
        "--save", type=Path, metavar="DIR", help="keep the pictures: DIR/DATASET/MODEL_x2/NAME.png"
    )
    group.add_argument(
        "--on-exists",
        default="rename",
        choices=ON_EXISTS,
        help="with --save, when a file is there (default rename: a new name, nothing is lost)",
    )


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def _scales(text: str) -> list[int]:
    parts = _names(text)
    if parts and all(part.isdecimal() for part in parts):
        return [int(part) for part in parts]
    raise argparse.ArgumentTypeError(f"{text!r} is neither a scale nor several, such as 2,3,4")


def run(args: argparse.Namespace) -> int:
    try:
        specs, refused = _choose(args)
        jobs = _jobs(args, specs)
    except SRError as error:
        if args.json:
            tell_refusal(args.datasets, error)
        raise
    report: Report = JsonReport(refused) if args.json else PeopleReport(refused, args.format)
    evaluator = Evaluator()
    with cancel_on_signals() as cancel, report:
        for job in jobs:
            evaluator.run(job, report.on_event, cancel)
    return report.exit_code


def _choose(args: argparse.Namespace) -> tuple[list[ModelSpec], _Refused]:
    """The checkpoints asked for, and what of them is not to be had, with the reason.

    Raises UsageError for options that contradict each other and for a model that nobody knows;
    when no checkpoint remains, what is wrong with the first one.
    """
    if args.weights is not None:
        specs, refused = _of_files(args)
    else:
        refuse_facts(args)
        specs, refused = _of_library(args)
    if not specs:
        raise refused[0][1]
    return specs, refused


def _of_library(args: argparse.Namespace) -> tuple[list[ModelSpec], _Refused]:
    library = Library()
    specs: list[ModelSpec] = []
    refused: _Refused = []
    for name in dict.fromkeys(args.model or [USUAL_MODEL]):
        for spec in _named(library, name.lower(), args.scale):
            try:
                fetching.offer(library, spec)
            except SRError as error:
                refused.append((spec.id, error))
            else:
                specs.append(spec)
    return specs, refused


def _named(library: Library, name: str, scales: list[int] | None) -> list[ModelSpec]:
    """A network at the scales asked for, or at all it has; or one checkpoint by its id.

    Raises UnknownModel.
    """
    if scales:
        return [library.find(name, scale) for scale in sorted(set(scales))]
    fitting = [spec for spec in library.models() if name in (spec.name, spec.id)]
    return fitting or [library.find(name, USUAL_SCALE)]


def _of_files(args: argparse.Namespace) -> tuple[list[ModelSpec], _Refused]:
    if args.model is not None:
        raise UsageError("--model and --weights exclude each other.")
    specs: list[ModelSpec] = []
    refused: _Refused = []
    for path in dict.fromkeys(args.weights):
        try:
            specs.append(_spec_of_file(path, args))
        except UsageError:
            raise
        except SRError as error:
            refused.append((str(path), error))
    return _distinct(specs), refused


def _spec_of_file(path: Path, args: argparse.Namespace) -> ModelSpec:
    from sr_desktop.engine.model import spec_of_file

    one = args.scale[0] if args.scale and len(args.scale) == 1 else None
    spec = spec_of_file(path, stated_in(path, stated_of(args, one)))
    if args.scale and spec.scale not in args.scale:
        raise WeightsMismatch(
            f"{path.name} is {spec.network} for x{spec.scale}, which --scale leaves out.",
            "Leave out --scale.",
        )
    return spec


def _distinct(specs: list[ModelSpec]) -> list[ModelSpec]:
    """Files of the same name and scale are told apart by a number."""
    seen: Counter[tuple[str, int]] = Counter()
    named = []
    for spec in specs:
        seen[spec.id, spec.scale] += 1
        n = seen[spec.id, spec.scale]
        named.append(spec if n == 1 else replace(spec, id=f"{spec.id} ({n})"))
    return named


def _jobs(args: argparse.Namespace, specs: list[ModelSpec]) -> list[EvaluateJob]:
    """One job, but where nobody named a scale one for all the data sets that have the same ones."""
    groups: dict[frozenset[int], list[Path]] = {}
    scales = frozenset(spec.scale for spec in specs)
    for folder in args.datasets:
        here = scales if args.scale or args.weights else scales & _scales_of(folder)
        groups.setdefault(here or scales, []).append(folder)
    return [
        EvaluateJob(
            tuple(folders),
            tuple(spec for spec in specs if spec.scale in here),
            engine_of(args),
            args.save,
            args.on_exists,
        )
        for here, folders in groups.items()
    ]


def _scales_of(folder: Path) -> frozenset[int]:
    """Empty where the folder is no data set: the evaluation will tell why."""
    try:
        return frozenset(datasets.find(folder).scales)
    except SRError:
        return frozenset()
