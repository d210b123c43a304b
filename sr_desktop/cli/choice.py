"""The options that choose a model, the same for every command that computes."""

from __future__ import annotations

import argparse

from sr_desktop.catalogue import NOTHING_STATED, ModelSpec, Stated
from sr_desktop.cli import fetching
from sr_desktop.errors import UsageError
from sr_desktop.jobs.remote.url import here
from sr_desktop.weights import Library
from sr_desktop.weights.library import stated_in

USUAL_MODEL, USUAL_SCALE = "pan", 4


def add_model(group: argparse._ArgumentGroup) -> None:
    names = list(dict.fromkeys(spec.name for spec in Library().models()))
    group.add_argument(
        "--model",
        metavar="NAME",
        help=f"one of: {', '.join(names)} (default {USUAL_MODEL}; see sr-desktop models list)",
    )
    group.add_argument("--scale", type=int, metavar="N", help=f"2, 3 or 4 (default {USUAL_SCALE})")
    group.add_argument(
        "--weights",
        type=here,
        metavar="FILE",
        help="a checkpoint of your own (.safetensors, .pt, .pth): PAN, EDSR or MSRN, with the "
        "extra [community] others; its sizes and scale are found out from it",
    )
    add_facts(group, "with --weights: ")


def add_facts(parser: argparse._ActionsContainer, when: str = "") -> None:
    """What a checkpoint does not tell of itself."""
    parser.add_argument(
        "--input-range",
        type=float,
        choices=(1, 255),
        help=f"{when}what the network was trained on (default: found out by trying)",
    )
    parser.add_argument(
        "--mean-shift",
        choices=("yes", "no"),
        help=f"{when}subtract the DIV2K mean (default: found out by trying)",
    )
    parser.add_argument(
        "--res-scale",
        type=float,
        metavar="N",
        help=f"{when}what EDSR's residuals are multiplied by "
        "(default: 1, from 256 features on 0.1, or found out by trying)",
    )


def stated_of(args: argparse.Namespace, scale: int | None = None) -> Stated:
    """What the options of add_facts say."""
    shift = None if args.mean_shift is None else args.mean_shift == "yes"
    return Stated(scale, args.input_range, shift, args.res_scale)


def chosen(args: argparse.Namespace) -> ModelSpec:
    """The model to use; one that is not on this computer is offered to be downloaded.

    Raises UsageError for options that contradict each other, WeightsError for a bad file or a
    model that is not here.
    """
    if args.weights is not None:
        return _of_file(args)
    refuse_facts(args)
    library = Library()
    spec = named(library, args.model or USUAL_MODEL, args.scale)
    fetching.offer(library, spec)
    return spec


def refuse_facts(args: argparse.Namespace) -> None:
    """Raises UsageError for options of add_facts where there is no --weights."""
    if stated_of(args) != NOTHING_STATED:
        raise UsageError("--input-range, --mean-shift and --res-scale belong to --weights FILE.")


def named(library: Library, name: str, scale: int | None) -> ModelSpec:
    """The model of this name, or of an id such as pan-x2. Not given, the scale is 4, or the
    model's largest. Raises UnknownModel.
    """
    specs = [spec for spec in library.models() if spec.name == name.lower()]
    if scale is not None:
        return library.find(name, scale)
    if not specs:
        ids = [spec for spec in library.models() if spec.id == name.lower()]
        return ids[0] if ids else library.find(name, USUAL_SCALE)
    usual = [spec for spec in specs if spec.scale == USUAL_SCALE]
    return usual[0] if usual else specs[-1]


def _of_file(args: argparse.Namespace) -> ModelSpec:
    if args.model is not None:
        raise UsageError("--model and --weights exclude each other.")
    from sr_desktop.engine.model import check_scale, spec_of_file

    stated = stated_in(args.weights, stated_of(args, args.scale))
    spec = spec_of_file(args.weights, stated)
    check_scale(spec, args.weights, args.scale)
    return spec
