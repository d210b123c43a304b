"""Measures what int8 costs and gains with each network, into docs/int8.json: minutes.

    python tools/measure_int8.py [--shared FOLDER] [--only quality|speed] [--size 640x480]

Decibels are lost on Set5, by the checkpoints that ship and by the authors' PAN; FOLDER has both the
pictures and the authors' ($SR_SHARED). Networks whose weights are not here are timed with drawn
ones: speed does not depend on them. Seconds are medians of runs in turn: plain module, our float32,
our int8, tiles included. `make docs` makes the table of docs/measuring.md of them.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sr_desktop.bench import datasets
from sr_desktop.cancel import Cancel
from sr_desktop.catalogue import ModelSpec, all_models
from sr_desktop.engine import device
from sr_desktop.engine.model import LoadedModel, load_model, new_network, spec_of_file
from sr_desktop.engine.upscale import upscale
from sr_desktop.imaging import resize
from sr_desktop.imaging.metrics import psnr_y
from sr_desktop.jobs import sample, system
from sr_desktop.weights import Library

MEASURED = Path(__file__).resolve().parent.parent / "docs" / "int8.json"
_TIMED = ("pan-x2", "pan-x3", "pan-x4", "msrn-small-x2", "edsr-base-x2", "edsr-base-x4", "msrn-x4")
_TOLD = ("Program", "Packages", "Processor")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    usual = os.environ.get("SR_SHARED", str(MEASURED.parents[2] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(usual))
    parser.add_argument("--only", choices=("quality", "speed"))
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--networks", nargs="*", default=_TIMED)
    args = parser.parse_args()
    facts: dict[str, Any] = json.loads(MEASURED.read_text("utf-8")) if MEASURED.exists() else {}
    facts["date"] = datetime.date.today().isoformat()
    facts["machine"] = {what: says for what, says in system.facts() if what in _TOLD}
    if args.only != "speed":
        facts["quality"] = [_quality(model, args.shared) for model in _with_weights(args.shared)]
    if args.only != "quality":
        width, height = map(int, args.size.split("x"))
        timed = [_speed(_spec(name), width, height, args.rounds) for name in args.networks]
        kept = [row for row in facts.get("speed", []) if row["model"] not in args.networks]
        facts["speed"] = [*kept, *timed]
    MEASURED.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def _with_weights(shared: Path) -> Iterator[LoadedModel]:
    """In float32: what ships, and the authors' PAN."""
    float32, library = device.cpu_in_float32(), Library()
    for spec in all_models():
        if spec.bundled:
            yield load_model(spec, library.ensure(spec), float32)
    for path in sorted((shared / "weights" / "official").glob("PANx*_DF2K.pth")):
        yield load_model(spec_of_file(path), path, float32)


def _quality(model: LoadedModel, shared: Path) -> dict[str, Any]:
    in_int8 = model.on(device.choose("cpu", "int8"))
    float32_db, int8_db = (_set5_db(each, shared) for each in (model, in_int8))
    print(f"{model.spec.id}: {float32_db:.3f} dB, int8 {int8_db:.3f} dB", flush=True)
    return {"model": model.spec.id, "float32_db": float32_db, "int8_db": int8_db}


def _set5_db(model: LoadedModel, shared: Path) -> float:
    scores = []
    for pair in datasets.find(shared / "data" / "benchmarks" / "Set5").by_scale[model.scale]:
        hr, lr = datasets.read(pair, model.scale)
        enlarged = upscale(model, lr.pixels, cancel=Cancel()).pixels
        ours, real = (each.astype(np.uint8, copy=False) for each in (enlarged, hr.pixels))
        scores.append(psnr_y(ours, real, model.scale))
    return round(statistics.mean(scores), 3)


def _spec(id: str) -> ModelSpec:
    return next(spec for spec in all_models() if spec.id == id)


def _speed(spec: ModelSpec, width: int, height: int, rounds: int) -> dict[str, Any]:
    torch.manual_seed(0)
    network = new_network(spec).eval().requires_grad_(False)
    float32 = LoadedModel.build(spec, network, device.cpu_in_float32())
    in_int8 = float32.on(device.choose("cpu", "int8"))
    pixels = resize.bicubic(sample.original().pixels, height, width)
    batch = torch.from_numpy(np.array(pixels)).permute(2, 0, 1)[None].float().div(255).contiguous()

    def eager() -> None:
        with torch.inference_mode():
            network(batch * spec.input_range)

    runs: list[Callable[[], object]] = [
        eager,
        lambda: upscale(float32, pixels, guard=False, cancel=Cancel()),
        lambda: upscale(in_int8, pixels, guard=False, cancel=Cancel()),
    ]
    runs[1](), runs[2]()
    taken = [[_seconds(run) for run in runs] for _ in range(rounds)]
    eager_s, float32_s, int8_s = (statistics.median(each) for each in zip(*taken, strict=True))
    row = {
        "model": spec.id,
        "width": width,
        "height": height,
        "eager_seconds": round(eager_s, 3),
        "float32_seconds": round(float32_s, 3),
        "int8_seconds": round(int8_s, 3),
    }
    print(f"{spec.id}: {eager_s / int8_s:.2f} x plain, {float32_s / int8_s:.2f} x ours", flush=True)
    return row


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
