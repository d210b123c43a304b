"""sr-desktop demo: the sample through the engine and the window, with numbers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from sr_desktop.cli.one_job import do
from sr_desktop.imaging import compare, files, metrics, resize
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample
from sr_desktop.jobs.types import UpscaleJob
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.imaging.picture import Picture

MODEL, SCALE = "pan", 4
_PNG = Encoding("png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("out"), metavar="DIR", help="default: out"
    )


def run(args: argparse.Namespace) -> int:
    console = Console(highlight=False)
    spec = Library().find(MODEL, SCALE)
    original, reduced = sample.original(), sample.reduced(SCALE)
    label = f"{spec.label} x{spec.scale}"
    console.print(
        f"The sample, {reduced.width} x {reduced.height}, with {label} "
        f"to {original.width} x {original.height}."
    )
    result = do(UpscaleJob(reduced, spec))
    assert result.picture is not None

    small = args.output / "sample-small.png"
    large = args.output / f"sample-{spec.id}.png"
    side_by_side = args.output / "comparison.png"
    grab = args.output / "window.png"
    files.write(small, reduced, _PNG)
    files.write(large, result.picture, _PNG)
    files.write(
        side_by_side, compare.side_by_side(reduced, result.picture, ("Bicubic", label)), _PNG
    )
    console.print(_scores(original, reduced, result.picture, label))
    console.print(
        f"{result.megapixels:.2f} megapixels in {result.seconds:.2f} s: "
        f"{result.megapixels / result.seconds:.1f} MP/s on {result.compute}."
    )

    from sr_desktop.gui import demo

    code = demo.show(small, grab)
    for path in (large, side_by_side, grab):
        console.print(f"Written: {path}", soft_wrap=True)
    return code


def _scores(original: Picture, reduced: Picture, result: Picture, label: str) -> Table:
    bicubic = resize.bicubic(reduced.pixels, original.height, original.width)
    table = Table(title="Against the original", title_justify="left")
    table.add_column("")
    table.add_column("PSNR-Y", justify="right")
    table.add_column("SSIM-Y", justify="right")
    for name, pixels in (("Bicubic", bicubic), (label, result.pixels)):
        pair = compare.displayable(pixels), compare.displayable(original.pixels)
        psnr, ssim = metrics.psnr_y(*pair, SCALE), metrics.ssim_y(*pair, SCALE)
        table.add_row(name, f"{psnr:.2f} dB", f"{ssim:.4f}")
    return table
