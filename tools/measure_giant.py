"""Upscale a picture whose result has a gigapixel, and tell the peak of resident memory.

    python tools/measure_giant.py [--side 16000] [--format png] [--out-format same] [--model ...]

The source is the sample, repeated; everything lies in a temporary folder. Takes a quarter of an
hour with the smallest network on two cores.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pyvips

from sr_desktop import paths

MOST_MIB = 1536
_RUN = """
import json, resource, sys, time
from sr_desktop import cli
start = time.perf_counter()
code = cli.main(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
print(json.dumps({"code": code, "seconds": time.perf_counter() - start, "peak_mib": peak}))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", type=int, default=16_000, help="of the source, in px")
    parser.add_argument("--format", default="png", choices=("png", "jpg", "tif"))
    parser.add_argument("--out-format", default="same")
    parser.add_argument("--model", default="msrn-small")
    parser.add_argument("--scale", default="2")
    parser.add_argument("--bits", type=int, default=8, choices=(8, 16))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="giant-") as folder:
        source = Path(folder, f"giant.{asked.format}")
        draw(source, asked.side, asked.bits)
        out = Path(folder, "out")
        command = [
            sys.executable,
            "-c",
            _RUN,
            "upscale",
            str(source),
            "-o",
            str(out),
        ]
        command += ["--model", asked.model, "--scale", asked.scale, "--format", asked.out_format]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        facts = json.loads(done.stdout)
        (result,) = out.iterdir()
        image = pyvips.Image.new_from_file(str(result), access="sequential")
        megapixels = image.width * image.height / 1e6
        print(
            f"{source.name} {asked.side} x {asked.side} -> {result.name} {image.width} x "
            f"{image.height} ({megapixels:.0f} MP), {facts['seconds']:.0f} s, "
            f"peak {facts['peak_mib']:.0f} MiB (at most {MOST_MIB} wanted)"
        )
    return int(facts["code"] != 0 or facts["peak_mib"] > MOST_MIB)


def draw(path: Path, side_px: int, bits: int) -> None:
    """The sample, repeated to a square; written row by row."""
    sample = pyvips.Image.new_from_file(str(paths.resource("sample.png"))).extract_band(0, n=3)
    times = side_px // min(sample.width, sample.height) + 1
    image = sample.replicate(times, times).crop(0, 0, side_px, side_px)
    if bits == 16:
        image = (image * 257).cast("ushort").copy(interpretation="rgb16")
    image.write_to_file(str(path))


if __name__ == "__main__":
    sys.exit(main())
