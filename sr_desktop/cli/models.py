"""sr-desktop models: what there is, what is here, and how it comes and goes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.table import Table

from sr_desktop.catalogue import NOTHING_STATED, ModelSpec
from sr_desktop.cli import fetching
from sr_desktop.cli.choice import add_facts, stated_of
from sr_desktop.cli.one_job import do
from sr_desktop.cli.report import error_facts, event_facts, print_json
from sr_desktop.errors import SRError, UsageError
from sr_desktop.jobs.types import (
    DownloadJob,
    Event,
    Failed,
    ImportJob,
    PackJob,
    Verified,
    VerifyJob,
)
from sr_desktop.weights import Library
from sr_desktop.weights.library import stated_in
from sr_desktop.weights.sources import addresses

_Action = Callable[[argparse.Namespace], int]
_WHOLE_LINES = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="what there is, and what is on this computer (the default)")
    download = actions.add_parser("download", help="fetch models; host and size are stated first")
    download.add_argument(
        "ids", nargs="+", metavar="ID", help="such as msrn-x2; msrn for all its scales"
    )
    download.add_argument("--yes", action="store_true", help="do not ask")
    download.add_argument(
        "--mirror",
        default="",
        metavar="URL",
        help="a folder on the web to try first, with files named ID.pt or ID.pth "
        "(or set SR_MIRROR; HF_ENDPOINT stands in for the Hugging Face hub)",
    )
    verify = actions.add_parser("verify", help="compare files with their digests")
    verify.add_argument("ids", nargs="*", metavar="ID", help="only these")
    remove = actions.add_parser("remove", help="delete models that were downloaded or imported")
    remove.add_argument("ids", nargs="+", metavar="ID")
    add = actions.add_parser("import", help="take a checkpoint, or a pack made by export")
    add.add_argument("file", type=Path, metavar="FILE", help=".safetensors, .pt, .pth or pack .zip")
    add.add_argument(
        "--as", dest="as_id", metavar="ID", help="the model of the list that this file is"
    )
    add.add_argument(
        "--scale", type=int, metavar="N", help="of a PAN for x2 or x3, whose weights do not tell"
    )
    add_facts(add)
    export = actions.add_parser("export", help="all that was downloaded and imported, in one zip")
    export.add_argument("file", type=Path, metavar="PACK.zip")
    info = actions.add_parser("info", help="what a checkpoint is")
    info.add_argument("file", metavar="FILE|ID")
    for each in (parser, *actions.choices.values()):
        # Not set here where it is set already: both "models --json list" and "models list --json".
        each.add_argument(
            "--json",
            action="store_true",
            default=False if each is parser else argparse.SUPPRESS,
            help="print JSON, one object per line",
        )


def run(args: argparse.Namespace) -> int:
    actions: dict[str | None, _Action] = {
        None: _list,
        "list": _list,
        "download": _download,
        "verify": _verify,
        "remove": _remove,
        "import": _import,
        "export": _export,
        "info": _info,
    }
    try:
        return actions[args.action](args)
    except SRError as error:
        if args.json:
            print_json({"event": "failed", **error_facts(error)})
        raise


def _list(args: argparse.Namespace) -> int:
    library = Library()
    if args.json:
        for spec in library.models():
            print_json(facts_of(spec, library))
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("id", "what", "size", "Set5", "here", "licence", "from"):
        table.add_column(heading, overflow="fold", no_wrap=heading in ("id", "size"))
    for spec in library.models():
        table.add_row(*_row(spec, library))
    console = _console()
    console.print(table)
    console.print("\nSet5: PSNR-Y measured by this project; in brackets, as the origin states it.")
    console.print("Get one with: sr-desktop models download ID")
    return 0


def _row(spec: ModelSpec, library: Library) -> tuple[str, ...]:
    score, published = spec.scores.get("Set5"), spec.published.get("Set5")
    set5 = f"{score:.2f} dB" if score else f"({published:.2f} dB)" if published else ""
    origin = spec.origin.partition(" (sha256:")[0]
    here = _here(spec, library)
    return spec.id, spec.label, _size(spec), set5, here, spec.licence, origin


def _download(args: argparse.Namespace) -> int:
    library = Library()
    for spec in _specs(library, args.ids):
        if (path := library.path_of(spec)) is not None:
            _tell(
                args,
                {"event": "here", "id": spec.id, "path": str(path)},
                f"{spec.id} is here: {path}",
            )
        elif not fetching.confirm(spec, args.mirror, args.yes):
            return 0
        elif args.json:
            result = do(DownloadJob(spec, args.mirror), _print_event)
            print_json({"event": "downloaded", "id": spec.id, "path": str(result.saved)})
        else:
            fetching.download(spec, args.mirror)
    return 0


def _specs(library: Library, names: Iterable[str]) -> list[ModelSpec]:
    """The models of these ids, and all scales of these names. Raises UnknownModel."""
    specs: list[ModelSpec] = []
    for name in names:
        of_name = [spec for spec in library.models() if spec.name == name.lower()]
        specs += of_name or [library.by_id(name)]
    return list({spec.id: spec for spec in specs}.values())


def _verify(args: argparse.Namespace) -> int:
    """0 when all are whole, 1 when some are not, 3 when none is."""
    library = Library()
    ids = tuple(spec.id for spec in _specs(library, args.ids))
    console = Console(highlight=False)
    outcomes: list[bool] = []

    def on_event(event: Event) -> None:
        if not isinstance(event, Verified):
            return
        outcomes.append(event.error is None)
        if args.json:
            print_json(_verified(event))
        else:
            mark = "[green]ok[/] " if event.error is None else "[red]bad[/]"
            console.print(f"{mark} {event.id}  {escape(str(event.path))}", soft_wrap=True)
            if event.error is not None:
                console.print(f"    {event.error}", soft_wrap=True, markup=False)

    do(VerifyJob(ids), on_event)
    if not outcomes:
        raise SRError("None of these is on this computer.", "See sr-desktop models list.")
    return 0 if all(outcomes) else 1 if any(outcomes) else 3


def _verified(event: Verified) -> dict[str, Any]:
    facts = {"event": "verified", "id": event.id, "path": str(event.path)}
    trouble = error_facts(event.error) if event.error else {}
    return {**facts, "good": event.error is None, **trouble}


def _remove(args: argparse.Namespace) -> int:
    library = Library()
    for id in args.ids:
        library.remove(id)
        _tell(args, {"event": "removed", "id": id}, f"{id} is removed.")
    return 0


def _import(args: argparse.Namespace) -> int:
    stated = stated_of(args, args.scale)
    if args.as_id and stated != NOTHING_STATED:
        raise UsageError("--as names a model whose facts are known.", "Leave them out.")
    job = ImportJob(args.file, args.as_id, stated)
    library = Library()
    for spec in do(job).models:
        _tell(
            args, {"event": "imported", **facts_of(spec, library)}, f"{spec.id}: {describe(spec)}"
        )
    return 0


def _export(args: argparse.Namespace) -> int:
    saved = do(PackJob(args.file)).saved
    _tell(args, {"event": "exported", "path": str(saved)}, f"Written: {saved}")
    return 0


def _info(args: argparse.Namespace) -> int:
    library = Library()
    path = Path(args.file)
    if path.is_file():
        from sr_desktop.engine.model import spec_of_file

        spec = spec_of_file(path, stated_in(path))
    else:
        spec = library.by_id(args.file)
    facts = facts_of(spec, library)
    if args.json:
        print_json(facts)
        return 0
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if value not in (None, "", [], {}):
            table.add_row(name.replace("_", " "), _in_words(value))
    _console().print(table)
    return 0


def describe(spec: ModelSpec) -> str:
    """One line about a checkpoint's network and facts."""
    sizes = ", ".join(f"{name} {value}" for name, value in spec.arch_args.items())
    shift = "with" if spec.mean_shift else "without"
    network = f"{spec.network} x{spec.scale} ({sizes})"
    return f"{network}, range {spec.input_range:.0f}, {shift} mean shift"


def facts_of(spec: ModelSpec, library: Library) -> dict[str, Any]:
    """All that is known of a checkpoint, for programs."""
    path = library.path_of(spec)
    return {
        "id": spec.id,
        "label": spec.label,
        "arch": spec.arch,
        "scale": spec.scale,
        "arch_args": dict(spec.arch_args),
        "input_range": spec.input_range,
        "mean_shift": spec.mean_shift,
        "installed": path is not None,
        "path": str(path) if path else None,
        "bytes": spec.bytes,
        "digest": str(spec.digest) if spec.digest else None,
        "origin": spec.origin,
        "came_from": library.came_from(spec),
        "sources": list(addresses(spec)),
        "licence": spec.licence,
        "paper": spec.paper,
        "scores": dict(spec.scores),
        "published": dict(spec.published),
    }


def _in_words(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _here(spec: ModelSpec, library: Library) -> str:
    if spec.bundled is not None:
        return "ships"
    return "no" if library.path_of(spec) is None else "yes"


def _size(spec: ModelSpec) -> str:
    return decimal(spec.bytes) if spec.bytes else ""


def _tell(args: argparse.Namespace, facts: Mapping[str, Any], words: str) -> None:
    if args.json:
        print_json(facts)
    else:
        Console(highlight=False).print(words, soft_wrap=True, markup=False)


def _print_event(event: Event) -> None:
    if isinstance(event, Failed):
        return  # told by run, as every other failure
    if (facts := event_facts(event)) is not None:
        print_json({"event": type(event).__name__.lower(), **facts})


def _console() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WHOLE_LINES  # what is cut in two is of no use to whoever reads the file
    return console
