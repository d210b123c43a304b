"""Trains the checkpoints that ship, anew or further, and puts them into weights/ with their cards.

    python tools/make_weights.py [ID...] [--data FOLDER] [--runs FOLDER] [--taught] [--take] [FLAGS]

It goes on where it was stopped: call it again. x3 and x4 begin with the trunk of x2. What comes out
is copied into weights/, its size, digest and scores go into catalogue.toml, and what the model card
says below its mark is written again. --taught learns from what the checkpoint of --start makes of
the pictures, in place of their own pixels. --take trains nothing and takes the runs as they are.
Other flags, written as --epochs=32, go to sr-desktop train; those that decide what is learnt stand
on the card.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import math
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import tomlkit
from safetensors import safe_open

from sr_desktop.bench import datasets
from sr_desktop.engine import device
from sr_desktop.engine.model import load_model, spec_of_file
from sr_desktop.imaging.place import write_whole
from sr_desktop.jobs.system import facts
from sr_desktop.train import config
from sr_desktop.train.leaves import write_leaves
from sr_desktop.train.patterns import write_pairs
from sr_desktop.train.taught import write_taught
from sr_desktop.weights.digest import sha256_of

REPO = Path(__file__).resolve().parent.parent
WEIGHTS = REPO / "weights"
SHARED = Path(os.environ.get("SR_SHARED", REPO.parent / "shared"))
SETS = ("Set5", "B100-first25")
MARK = "<!-- From here on `make weights` writes. -->"
LEAVES = 200, 480  # pictures, px a side
_RUNS = "runs.json"
_START = "--start="
_TAUGHT = "--taught"
# Flags of sr-desktop train that leave what is learnt as it is.
_OF_OUTPUT = ("-o", "--output", "--resume", "--checkpoint", "--evaluate", "--no-tensorboard")
_OF_MACHINE = ("--json", "--cpu", "--threads", "--mirror", "--yes")
_COLOURS = {2: "#2f6fde", 3: "#2f8f4e", 4: "#c2541b"}


@dataclass(frozen=True)
class Shipped:
    """A checkpoint that ships, the preset that makes it, and the one whose trunk it begins with.

    patterns: how often each drawn pattern comes in a pass over the photos; from photos alone it ran
    away on them, and the more of them the less it learns of photos. leaves: how often each picture
    of dead leaves, without which it is worse on pictures that are sharper than those photos.
    """

    network: str
    scale: int
    preset: str
    start: str = ""
    patterns: float = 0.0
    leaves: float = 0.0

    @property
    def id(self) -> str:
        return f"{self.network}-x{self.scale}"


SHIPPED = (
    Shipped("pan", 2, "pan-ship"),
    Shipped("pan", 3, "pan-ship", "pan-x2", patterns=0.1),
    Shipped("pan", 4, "pan-ship", "pan-x2", patterns=0.1, leaves=1.0),
    Shipped("msrn-small", 2, "msrn-small-ship", patterns=1.0),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="such as pan-x2 (default: all)")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "train" / "BSDS500")
    parser.add_argument("--benchmarks", type=Path, default=SHARED / "data" / "benchmarks")
    parser.add_argument("--runs", type=Path, default=REPO / "runs")
    parser.add_argument(_TAUGHT, action="store_true", help="learn from that of --start=FILE")
    parser.add_argument("--take", action="store_true", help="train nothing")
    args, more = parser.parse_known_args()
    known = {each.id: each for each in SHIPPED}
    for id in args.ids or known:
        if id not in known:
            parser.error(f"{id} does not ship; these do: {', '.join(known)}")
        run = args.runs / id
        if not args.take:
            teacher = _start_in(more) if args.taught else None
            if args.taught and teacher is None:
                parser.error(f"{_TAUGHT} needs --start=FILE, the checkpoint that teaches")
            train(known[id], args.data, args.benchmarks, args.runs, more, teacher)
        take(known[id], run, args.benchmarks)


def train(
    shipped: Shipped,
    data: Path,
    benchmarks: Path,
    runs: Path,
    more: Sequence[str] = (),
    teacher: Path | None = None,
) -> None:
    """Until it is finished. Its origin is noted where it begins."""
    run = runs / shipped.id
    command = [sys.executable, "-m", "sr_desktop", "train", shipped.preset]
    command += ["--scale", str(shipped.scale), "-o", str(run)]
    command += ["--evaluate", str(benchmarks / "Set5")]
    photos = [each.hr for each in datasets.find(data, training=True).pairs(shipped.scale)]
    learnt = [(data.name, data, photos, 1.0)]
    if shipped.leaves:
        pictures = write_leaves(runs, photos, *LEAVES)
        drawn = f"dead leaves (weight {shipped.leaves:g})"
        learnt.append((drawn, pictures, sorted(pictures.iterdir()), shipped.leaves))
    named = [name for name, *_ in learnt]
    if teacher is not None:
        enlarged = _enlarging(shipped, runs, teacher)
        learnt = [(name, enlarged(paths), paths, weight) for name, _, paths, weight in learnt]
        named = [f"{' and '.join(named)}, as the self-ensemble of its start enlarges them"]
        command += ["--set", "data.shrink=[1.0]"]  # they lie there smaller, too
    folders = [f"{folder}={weight:g}" for _, folder, _, weight in learnt]
    if shipped.patterns:
        pairs = write_pairs(runs / "hard-patterns", shipped.scale)
        folders.append(f"{pairs}={shipped.patterns:g}")
        named.append(f"drawn patterns (weight {shipped.patterns:g})")
    for folder in folders:
        command += ["--data", folder]
    if shipped.start:
        command += ["--start", str(runs / shipped.start / f"{shipped.start}.safetensors")]
    if (run / "state.pt").exists():
        command.append("--resume")
    else:
        run.mkdir(parents=True, exist_ok=True)
        machine = dict(facts())["Processor"]
        flags = [_TAUGHT] * (teacher is not None) + noted(more)
        note = {"commit": _commit(), "machine": machine, "data": ", ".join(named), "flags": flags}
        (run / "origin.json").write_text(json.dumps(note), encoding="utf-8")
    done = subprocess.run([*command, *more])
    if done.returncode:  # it has said why
        sys.exit(done.returncode)


def _enlarging(shipped: Shipped, runs: Path, teacher: Path) -> Callable[[Sequence[Path]], Path]:
    """Writes what the teacher makes of pictures, at all sizes that the preset has them in."""
    model = load_model(spec_of_file(teacher), teacher, device.choose())
    shrink = config.read(shipped.preset)["data"]["shrink"]
    digest = sha256_of(teacher)
    return lambda pictures: write_taught(runs, model, digest, pictures, shrink)


def noted(flags: Sequence[str]) -> list[str]:
    """Those that decide what is learnt, without where this computer keeps its files.

    A checkpoint to start with is noted by its name; one that ships by its place in the repository,
    where the commit of the run's origin has it.
    """
    decisive = [each for each in flags if each.partition("=")[0] not in (*_OF_OUTPUT, *_OF_MACHINE)]
    return [_noted_start(each) if each.startswith(_START) else each for each in decisive]


def _start_in(flags: Sequence[str]) -> Path | None:
    """The checkpoint to begin with: the last --start counts, as for sr-desktop train."""
    given = [Path(each.removeprefix(_START)) for each in flags if each.startswith(_START)]
    return given[-1] if given else None


def _noted_start(flag: str) -> str:
    file = Path(flag.removeprefix(_START))
    for ships in WEIGHTS.glob("*.safetensors"):
        if file.exists() and filecmp.cmp(file, ships, shallow=False):
            return f"{_START}weights/{ships.name}"
    return f"{_START}{file.name}"


def take(shipped: Shipped, run: Path, benchmarks: Path) -> None:
    """Into weights/, with what is true of it."""
    made = run / f"{shipped.id}.safetensors"
    shutil.copyfile(made, WEIGHTS / made.name)
    scores = evaluate(WEIGHTS / made.name, shipped.scale, benchmarks)
    note_in_catalogue(shipped, WEIGHTS / made.name, scores)
    history = json.loads((run / "history.json").read_text(encoding="utf-8"))
    origin = json.loads((run / "origin.json").read_text(encoding="utf-8"))
    keep_run(shipped, history, origin)
    write_card(shipped.network)
    print(f"{shipped.id}: {scores}")


def evaluate(path: Path, scale: int, benchmarks: Path) -> dict[str, dict[str, float]]:
    """PSNR by data set, the network's and bicubic's, by sr-desktop evaluate."""
    folders = [str(benchmarks / name) for name in SETS]
    command = [sys.executable, "-m", "sr_desktop", "evaluate", *folders, "--weights", str(path)]
    command += ["--scale", str(scale), "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    means = [each for each in map(json.loads, done.stdout.splitlines()) if "pictures" in each]
    return {
        "scores": {each["dataset"]: round(each["psnr"], 3) for each in means},
        "bicubic": {each["dataset"]: round(each["bicubic_psnr"], 3) for each in means},
    }


def note_in_catalogue(shipped: Shipped, path: Path, scores: dict[str, dict[str, float]]) -> None:
    """Size, digest and scores, in the rows that are there."""
    catalogue = WEIGHTS / "catalogue.toml"
    tables: Any = tomlkit.parse(catalogue.read_text(encoding="utf-8"))
    model = next(each for each in tables["model"] if each["name"] == shipped.network)
    row = next(each for each in model["checkpoint"] if each["scale"] == shipped.scale)
    content = path.read_bytes()
    row["bytes"] = len(content)
    row["digest"] = f"sha256:{sha256(content).hexdigest()}"
    with safe_open(path, framework="np") as file:
        shapes = [file.get_slice(key).get_shape() for key in file.keys()]  # noqa: SIM118
    row["parameters"] = sum(map(math.prod, shapes))
    for name, values in scores.items():
        table = tomlkit.inline_table()
        table.update(values)
        row[name] = table
    write_whole(catalogue, tomlkit.dumps(tables).encode())


# The model card


def keep_run(shipped: Shipped, history: list[dict[str, Any]], origin: dict[str, Any]) -> None:
    """What the card tells of a run, for when the run's folder is gone."""
    told = {
        "origin": origin,
        "start": shipped.start,
        "preset": shipped.preset,
        "hours": round(history[-1]["seconds"] / 3600, 2),
        "steps": history[-1]["step"],
        "of": history[-1]["steps"],
        "curve": [[each["step"], round(each["psnr"]["Set5"], 3)] for each in history],
    }
    runs = _runs()
    runs[shipped.id] = told
    lines = ",\n".join(f" {json.dumps(id)}: {json.dumps(runs[id])}" for id in sorted(runs))
    write_whole(WEIGHTS / _RUNS, f"{{\n{lines}\n}}\n".encode())


def _runs() -> dict[str, Any]:
    path = WEIGHTS / _RUNS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write_card(network: str) -> None:
    """All below the mark, from catalogue.toml and runs.json."""
    path = WEIGHTS / f"{network}.md"
    above = path.read_text(encoding="utf-8").partition(MARK)[0]
    runs = _runs()
    tables: Any = tomlkit.parse((WEIGHTS / "catalogue.toml").read_text(encoding="utf-8"))
    rows = next(each for each in tables["model"] if each["name"] == network)["checkpoint"]
    told = [MARK, "", "## How it was trained", ""]
    told += [_recipe(f"{network}-x{row['scale']}", runs) for row in rows]
    told += ["", "## What it scores", "", "PSNR in dB on Y, borders of `scale` px cut, float32."]
    told += ["", *_score_table(rows), ""]
    curves = {
        row["scale"]: runs[f"{network}-x{row['scale']}"]["curve"]
        for row in rows
        if f"{network}-x{row['scale']}" in runs
    }
    if curves:
        write_whole(WEIGHTS / f"{network}.svg", plot(curves).encode())
        told += [f"![PSNR on Set5 over the steps of the training]({network}.svg)", ""]
    write_whole(path, (above + "\n".join(told)).encode())


def _recipe(id: str, runs: dict[str, Any]) -> str:
    run = runs.get(id)
    if run is None:
        return f"- {id}: starter weights, of a script that is not kept."
    origin = run["origin"]
    flags = origin.get("flags", [])  # runs from before they were noted have none
    command = ["tools/make_weights.py", id, *flags]
    return (
        f"- {id}: `{shlex.join(command)}` (preset {run['preset']}), on {origin['data']}, "
        f"{run['steps']:,} of {run['of']:,} steps{_begun(run['start'], flags)}, "
        f"{run['hours']:.1f} hours of {origin['machine']}, at commit {origin['commit'][:12]}."
    )


def _begun(start: str, flags: Sequence[str]) -> str:
    """What it began with."""
    given = _start_in(flags)
    if given is None:
        return f", from the trunk of {start}" if start else ""
    shipped = given.parent == Path("weights")
    return f", from the {given.stem} that shipped before" if shipped else ""


def _score_table(rows: Sequence[Any]) -> list[str]:
    heads = [head for name in SETS for head in (name, "bicubic")]
    lines = [f"| | {' | '.join(heads)} |", f"|{'---|' * (len(heads) + 1)}"]
    for row in rows:
        values = [f"{row[kind][name]:.3f}" for name in SETS for kind in ("scores", "bicubic")]
        lines.append(f"| x{row['scale']} | {' | '.join(values)} |")
    return lines


def plot(curves: dict[int, list[list[float]]]) -> str:
    """PSNR over steps as a small SVG: one line and one word for each scale."""
    wide, high, left, low = 480, 240, 48, 28
    steps = max(step for curve in curves.values() for step, _ in curve)
    values = [value for curve in curves.values() for _, value in _shown(curve)]
    least, most = min(values) - 0.1, max(values) + 0.1

    def at(step: float, value: float) -> str:
        x = left + (wide - left - 40) * step / steps
        y = 8 + (high - low - 8) * (most - value) / (most - least)
        return f"{x:.1f},{y:.1f}"

    parts = []
    for tick in range(5):
        value = least + (most - least) * tick / 4
        x, y = at(0, value).split(",")
        end = at(steps, value).split(",")[0]
        parts.append(f'<path d="M{x},{y}H{end}" stroke="#8884" fill="none"/>')
        parts.append(_text(float(x) - 6, float(y) + 4, f"{value:.1f}", "end"))
    parts.append(_text(left, high - 8, "0", "start"))
    parts.append(_text(wide - 40, high - 8, f"{steps:,} steps", "end"))
    for scale, curve in curves.items():
        points = " ".join(at(*point) for point in _shown(curve))
        colour = _COLOURS[scale]
        parts.append(
            f'<polyline points="{points}" stroke="{colour}" fill="none" stroke-width="2"/>'
        )
        x, y = points.split(" ")[-1].split(",")
        parts.append(_text(float(x) + 6, float(y) + 4, f"x{scale}", "start", colour))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}">'
    return "\n".join([head, *parts, "</svg>", ""])


def _shown(curve: list[list[float]]) -> list[list[float]]:
    """Without the steep start."""
    best = max(value for _, value in curve)
    return [point for point in curve if point[1] > best - 1.5]


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#777") -> str:
    font = 'font-family="sans-serif" font-size="11"'
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" {font} text-anchor="{anchor}" fill="{colour}">{text}</text>'
    )


def _commit() -> str:
    command = ["git", "-C", str(REPO), "rev-parse", "HEAD"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
