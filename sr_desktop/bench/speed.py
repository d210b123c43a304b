"""Speed as a ratio within one run, and memory of a process of its own."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from sr_desktop.cancel import Cancel
from sr_desktop.engine import device
from sr_desktop.engine.archs import ARCHS
from sr_desktop.engine.model import load_model, read_state_dict
from sr_desktop.engine.upscale import upscale
from sr_desktop.imaging import files, resize
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture, Pixels
from sr_desktop.jobs import sample
from sr_desktop.weights import Library

_PAIRS = 5
_LARGE_WIDTH, _LARGE_HEIGHT = 4000, 3000


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians in seconds over alternating runs; ratio is the median of eager / ours by pairs."""

    model: str
    compute: str
    width: int
    height: int
    tile_px: int
    eager_seconds: float
    seconds: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Of a process that upscales one large picture from file to file, started for this alone."""

    model: str
    width: int
    height: int
    peak_mib: float
    seconds: float


def against_eager(name: str, scale: int, width: int = 640, height: int = 480) -> Speed:
    """Our whole upscale() against the plain module, eager, NCHW, float32, on the whole picture.

    The picture is the sample, repeated to (height, width). The two run in turn, so that a drift of
    the machine's speed meets both.
    """
    library = Library()
    spec = library.find(name, scale)
    path = library.ensure(spec)
    compute = device.choose("auto", "auto")
    model = load_model(spec, path, compute)
    plain = ARCHS[spec.arch](scale=scale, **spec.arch_args).eval()
    plain.load_state_dict(read_state_dict(path))
    pixels = _tiled_sample(width, height)
    batch = torch.from_numpy(pixels).permute(2, 0, 1)[None].float().div(255).contiguous()
    tile_px = upscale(model, pixels, cancel=Cancel()).tile_px

    def eager() -> None:
        with torch.inference_mode():
            plain(batch)

    def ours() -> None:
        upscale(model, pixels, cancel=Cancel())

    pairs = [(_seconds(eager), _seconds(ours)) for _ in range(_PAIRS)]
    return Speed(
        model=spec.id,
        compute=compute.label,
        width=width,
        height=height,
        tile_px=tile_px,
        eager_seconds=statistics.median(pair[0] for pair in pairs),
        seconds=statistics.median(pair[1] for pair in pairs),
        ratio=statistics.median(pair[0] / pair[1] for pair in pairs),
    )


def memory_of_large(name: str, scale: int) -> Memory:
    """Peak resident memory of `sr-desktop upscale` on a picture of 12 megapixels."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "large.png")
        pixels = _tiled_sample(_LARGE_WIDTH, _LARGE_HEIGHT)
        files.write(source, Picture(pixels), Encoding("png"))
        command = [sys.executable, "-c", _MEASURED_RUN, "upscale", str(source)]
        command += ["--model", name, "--scale", str(scale), "-o", str(Path(folder, "out"))]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        facts = json.loads(done.stdout)
    return Memory(
        model=f"{name}-x{scale}",
        width=_LARGE_WIDTH,
        height=_LARGE_HEIGHT,
        peak_mib=facts["peak_mib"],
        seconds=facts["seconds"],
    )


_MEASURED_RUN = """
import json, resource, sys, time
from sr_desktop import cli
start = time.perf_counter()
code = cli.main(sys.argv[1:])
unit = 2**20 if sys.platform == "darwin" else 2**10
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
print(json.dumps({"peak_mib": peak, "seconds": time.perf_counter() - start}))
sys.exit(code)
"""


def _tiled_sample(width: int, height: int) -> Pixels:
    original = sample.original().pixels
    rows, columns = -(-height // original.shape[0]), -(-width // original.shape[1])
    if rows == columns == 1:
        return resize.bicubic(original, height, width)
    return np.ascontiguousarray(np.tile(original, (rows, columns, 1))[:height, :width])


def _seconds(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
