"""Draw resources/sample.png, the picture a new user sees upscaled: a canal at dusk.

    python tools/draw_sample.py [OUT]

The scene is a small world in metres. Flat drawings (Sheet) hang in it; a painter's algorithm puts
them on a canvas (Stage) of SUPER times the final size. Everything beyond the water is painted
twice, upright and mirrored; the mirrored one is what the water reflects.

numpy and Pillow only, no font but Pillow's own, one seed for each thing drawn: the picture is the
same at every run, and one thing may be changed without disturbing the others.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from canal.bank import paint_right_quay, right_bank
from canal.boats import boats
from canal.noise import Floats, smoothstep
from canal.quay import bridge, church, left_quay, quay_things
from canal.sky import gulls, paint_sky, sky
from canal.stage import HEIGHT, LAMP, SUPER, WIDTH, Part, Stage
from canal.street import Plot, built, rows
from canal.water import paint_water

LENS_PX = 0.42  # a lens is never as sharp as its sensor; also keeps the file small
GRAIN = 0.14  # grey levels; enough to keep the sky from banding


def bloom(glow: Image.Image) -> Floats:
    """The light that lamps spill into the lens, (HEIGHT, WIDTH, 3) in 0..1."""
    small = np.asarray(glow.resize((WIDTH, HEIGHT), Image.Resampling.BOX)).astype(np.float32) / 255
    strong = Image.fromarray((255 * small**4).astype(np.uint8))
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    for radius, share in ((2, 0.14), (8, 0.30), (26, 0.75), (80, 1.3)):
        total += share * np.asarray(strong.filter(ImageFilter.GaussianBlur(radius)), np.float32)
    return np.clip(total[..., None] * (LAMP / 255**2).astype(np.float32), 0, 1)


def develop(stage: Stage) -> Image.Image:
    """From the large canvas to the finished photograph: lens, tone, vignette, a breath of grain."""
    sharp = stage.image.filter(ImageFilter.GaussianBlur(LENS_PX * SUPER)).reduce(SUPER)
    rgb = np.asarray(sharp).astype(np.float32) / 255
    rgb = 1 - (1 - rgb) ** 1.14
    rgb = 1 - (1 - rgb) * (1 - bloom(stage.glow))
    rgb += 0.22 * (rgb * rgb * (3 - 2 * rgb) - rgb)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    corner = np.hypot((x / WIDTH - 0.5) * 1.1, y / HEIGHT - 0.5)
    rgb *= (1 - 0.34 * smoothstep(0.36, 0.90, corner))[..., None]
    rgb = 255 * rgb + np.random.default_rng(111).normal(0, GRAIN, (HEIGHT, WIDTH, 1))
    return Image.fromarray(np.clip(np.rint(rgb), 0, 255).astype(np.uint8))


def across(left: Sequence[Plot]) -> list[Part]:
    """All that stands beyond the water and is reflected in it, far to near."""
    houses = [part for plot in reversed(left) for part in built(plot)]
    return [church(), gulls(), *houses, *left_quay(left), bridge(), *quay_things(left), *boats()]


def near(right: Sequence[Plot]) -> list[Part]:
    """All that stands on our side of the water, far to near."""
    houses = [part for plot in right for part in built(plot)]
    return [*houses, paint_right_quay, *right_bank()]


def paint(stage: Stage, parts: Sequence[Part]) -> None:
    for part in parts:
        part(stage)


def draw_sample() -> Image.Image:
    """The whole picture, RGB."""
    left, right = rows()
    heaven = sky(np.random.default_rng(9))
    beyond = across(left)
    reflection = Stage(mirrored=True)
    paint_sky(reflection, heaven)
    paint(reflection, beyond)
    stage = Stage()
    paint_sky(stage, heaven)
    paint_water(stage, reflection)
    paint(stage, [*beyond, *near(right)])
    return develop(stage)


def main(arguments: Sequence[str]) -> None:
    """Write the picture to the path given, or to its place in resources/."""
    home = Path(__file__).resolve().parent.parent / "resources" / "sample.png"
    target = Path(arguments[0]) if arguments else home
    draw_sample().save(target, optimize=True)
    print(f"{target}: {WIDTH}x{HEIGHT}, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
