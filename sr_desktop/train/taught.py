"""What a network makes of pictures with self-ensemble, to be learnt from by one of its kind.

The mean of eight turned and mirrored runs is nearer to the photo than one run is (PAN x4: 0.18 dB
on Set5), and has nothing of what no LR picture tells: less is left to chance in each step than with
the photo's own pixels. It is the data distillation of

Radosavovic, Dollár, Girshick, Gkioxari, He, Data Distillation: Towards Omni-Supervised Learning,
CVPR 2018,

whose ensemble of one model's answers to transformed pictures teaches that model anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.bench import datasets, quality
from sr_desktop.cancel import Cancel
from sr_desktop.engine.upscale import upscale
from sr_desktop.errors import UnfitPair
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.train.data import made_smaller

if TYPE_CHECKING:
    from sr_desktop.engine.model import LoadedModel


def write_taught(
    parent: Path, teacher: LoadedModel, digest: str, photos: Sequence[Path], shrink: Sequence[float]
) -> Path:
    """A data set of LR pictures and the teacher's enlargements, in a folder of its own.

    photos are HR pictures; each also comes made smaller by every factor of shrink that is not 1.
    digest is that of the teacher's file: the same one and the same photos give the same folder,
    and pairs that lie there stay. 481 x 321 px of HR at x4 take a third of a second of two cores.
    Raises UnreadableImage, UnfitPair for a photo that is too small, and CannotWrite.
    """
    about = [digest, *shrink, *((photo.name, photo.stat().st_size) for photo in photos)]
    folder = parent / f"taught-{sha256(repr(about).encode()).hexdigest()[:12]}"
    for number, photo in enumerate(photos):  # two of one name are two
        for factor in shrink:
            _write_pair(folder, f"{number:04}-{factor:g}.png", teacher, photo, factor)
    return folder


def _write_pair(folder: Path, name: str, teacher: LoadedModel, photo: Path, shrink: float) -> None:
    lr, hr = (folder / kind / f"X{teacher.scale}" / name for kind in ("LR", "HR"))
    if hr.exists():
        return
    picture, _ = datasets.read(datasets.Pair(name, photo, None), teacher.scale)
    smaller = made_smaller(picture, shrink)
    if not quality.fits(smaller, teacher.scale):
        raise UnfitPair(
            f"{photo} is too small at {shrink:g} of its size to be enlarged by {teacher.scale}.",
            "Take it out of the folder.",
        )
    _, small = quality.reduced(smaller, teacher.scale)
    enlarged = upscale(teacher, small.pixels, self_ensemble=True, cancel=Cancel()).pixels
    for place, pixels in ((lr, small.pixels), (hr, enlarged)):  # HR last: it tells that both are
        place.parent.mkdir(parents=True, exist_ok=True)
        files.write(place, small.with_pixels(pixels, None), Encoding("png", provenance=False))
