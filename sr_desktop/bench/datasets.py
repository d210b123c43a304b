"""Data sets on disk: which HR picture and which LR picture belong together, at each scale.

Known layouts, the first that a folder shows is taken (X2 stands for any scale):
1. HR/ or HR/X2/ beside LR/X2/ or LR_bicubic/X2/, the names equal or those of LR ending in x2;
   DIV2K_valid_HR/ beside DIV2K_valid_LR_bicubic/X2/ likewise; HR/ without any LR folder
2. image_SRF_2/ with img_001_SRF_2_HR.png and img_001_SRF_2_LR.png, as SelfExSR has it
3. baby_HR.png beside baby_LR.png, or the inside of an image_SRF_2/
4. 0801.png beside 0801x2.png
5. pictures, all of them HR, or X2/ with such
Where there is no LR picture, it is made from the HR one by imaging.resize.bicubic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.bench import quality
from sr_desktop.errors import NothingToDo, UnfitPair, UnreadableImage
from sr_desktop.imaging import files, formats
from sr_desktop.language import listed, mark, tr

if TYPE_CHECKING:
    from sr_desktop.imaging.picture import Picture

SCALES = (2, 3, 4)  # at which LR is made where a data set has none

_HR_AND_LR = (("HR", ("LR", "LR_bicubic")), ("DIV2K_valid_HR", ("DIV2K_valid_LR_bicubic",)))
_TO_LEARN_FROM = (("DIV2K_train_HR", ("DIV2K_train_LR_bicubic",)),)
_SCALE_FOLDER = re.compile(r"X([2-9])")
_SRF_NAME = re.compile(r"(?P<name>.+)_SRF_(?P<scale>[2-9])")
_TAGGED_NAME = re.compile(r"(?P<name>.+)x(?P<scale>[2-9])")


@dataclass(frozen=True, slots=True)
class Pair:
    """One picture of a data set; lr is None where it is to be made from hr."""

    name: str
    hr: Path
    lr: Path | None


_Pairs = Mapping[int, tuple[Pair, ...]]
_Names = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The pictures of a folder, named after it. by_scale may name LR files that are not there."""

    name: str
    folder: Path
    by_scale: _Pairs

    @property
    def scales(self) -> tuple[int, ...]:
        """Those it has pictures for, ascending."""
        return tuple(sorted(self.by_scale))

    def pairs(self, scale: int) -> tuple[Pair, ...]:
        """All pairs at this scale, in the order of names.

        Raises NothingToDo when there are none, UnfitPair when an HR picture has no LR picture.
        """
        if scale not in self.by_scale:
            there_is = listed(f"x{each}" for each in self.scales)
            raise NothingToDo(
                tr("{folder} has no pictures for x{scale}.", folder=self.folder, scale=scale),
                tr("It has {there_is}.", there_is=there_is),
            )
        alone = [pair for pair in self.by_scale[scale] if pair.lr and not pair.lr.is_file()]
        if alone:
            first, lr = alone[0].hr, alone[0].lr
            told = mark("{hr} has no LR picture for x{scale}: there is no {lr}.")
            if len(alone) > 1:
                told = mark(
                    "{hr} has no LR picture for x{scale}: there is no {lr} (and {more} more like "
                    "it)."
                )
            raise UnfitPair(
                tr(told, hr=first, scale=scale, lr=lr, more=len(alone) - 1),
                tr(
                    "Add it, or give the folder of the HR pictures alone, to have LR "
                    "made by bicubic."
                ),
            )
        return self.by_scale[scale]


def find(folder: Path, *, training: bool = False) -> Dataset:
    """What lies in the folder, by the first layout that fits; nothing but names is looked at.

    Of DIV2K the pictures for training are taken where training is asked for, else those to measure
    on. (The scale of 3. is found out from the first pair's sizes, where no name tells it.)
    Raises UnreadableImage where there is no such folder, NothingToDo where it holds no pictures.
    """
    try:
        own = _two_folders(folder, _TO_LEARN_FROM) if training else None
        by_scale = own or next(filter(None, (layout(folder) for layout in _LAYOUTS)), None)
    except OSError as error:
        raise UnreadableImage(
            tr(
                "{folder} is no folder of pictures: {reason}.", folder=folder, reason=error.strerror
            ),
            tr("Check the name."),
        ) from error
    if by_scale is None:
        raise NothingToDo(
            tr("There is no picture in the folder {folder}.", folder=folder), tr(_EXPECTED)
        )
    distinct = {scale: _with_distinct_names(pairs) for scale, pairs in by_scale.items()}
    return Dataset(folder.resolve().name, folder, distinct)


_EXPECTED = mark(
    "A data set has HR/ and LR/X2/ (or X3, X4), or a_HR.png beside a_LR.png, or a.png beside "
    "ax2.png, or HR pictures alone."
)


def read(pair: Pair, scale: int) -> tuple[Picture, Picture]:
    """HR and LR, without alpha; HR is exactly scale times as large.

    HR that is larger by less than scale px loses rows at the bottom and columns at the right, as
    the papers' modcrop does. Raises UnreadableImage, and UnfitPair for other sizes and for pictures
    of which the protocol's border of scale px leaves nothing.
    """
    hr = files.read(pair.hr)
    if not quality.fits(hr, scale):
        raise UnfitPair(
            tr(
                "{hr} is {hr_size}: without its border of {scale} px nothing is left of it.",
                hr=pair.hr,
                hr_size=_size(hr),
                scale=scale,
            )
        )
    if pair.lr is None:
        return quality.reduced(hr, scale)
    lr = files.read(pair.lr)
    cut = quality.modcrop(hr, lr.height, lr.width, scale)
    if cut is None:
        raise UnfitPair(
            tr(
                "{hr} is {hr_size} and {lr} is {lr_size}: these are not HR and LR of x{scale}.",
                hr=pair.hr,
                hr_size=_size(hr),
                lr=pair.lr,
                lr_size=_size(lr),
                scale=scale,
            )
        )
    return cut, lr.with_pixels(lr.pixels, None)


def lr_px(pair: Pair, scale: int) -> int:
    """Pixels of the LR picture, by its header; 0 where that cannot be read."""
    try:
        seen = files.probe(pair.lr or pair.hr)
    except UnreadableImage:
        return 0
    shrunk_by = 1 if pair.lr else scale
    return (seen.height // shrunk_by) * (seen.width // shrunk_by)


def _size(picture: Picture) -> str:
    return f"{picture.width} x {picture.height} px"


def _two_folders(folder: Path, names: _Names = _HR_AND_LR) -> _Pairs:
    for hr_name, lr_names in names:
        hr_root = folder / hr_name
        if hr_root.is_dir():
            lr_root = next((folder / name for name in lr_names if (folder / name).is_dir()), None)
            return _hr_beside_lr(hr_root, lr_root) if lr_root else _hr_by_scale(hr_root)
    return {}


def _hr_beside_lr(hr_root: Path, lr_root: Path) -> _Pairs:
    found = {}
    for lr_folder in sorted(lr_root.iterdir()):
        if match := _SCALE_FOLDER.fullmatch(lr_folder.name):
            scale = int(match[1])
            lr_of = _partners(lr_folder, scale)
            found[scale] = tuple(Pair(hr.stem, hr, lr_of(hr)) for hr in _hr_at(hr_root, scale))
    return {scale: pairs for scale, pairs in found.items() if pairs}


def _partners(lr_folder: Path, scale: int) -> Callable[[Path], Path]:
    """What finds the LR picture of an HR picture: the same name, perhaps with x2 at its end."""
    pictures = _pictures(lr_folder)
    known = {path.stem: path for path in pictures} | {path.name: path for path in pictures}

    def lr_of(hr: Path) -> Path:
        names = (hr.name, hr.stem, f"{hr.stem}x{scale}")
        return next((known[name] for name in names if name in known), lr_folder / hr.name)

    return lr_of


def _hr_by_scale(hr_root: Path) -> _Pairs:
    return {
        scale: tuple(Pair(hr.stem, hr, None) for hr in pictures)
        for scale in SCALES
        if (pictures := _hr_at(hr_root, scale))
    }


def _hr_at(hr_root: Path, scale: int) -> list[Path]:
    own = hr_root / f"X{scale}"
    return _pictures(own if own.is_dir() else hr_root)


def _scale_folders(folder: Path) -> _Pairs:
    found: dict[int, tuple[Pair, ...]] = {}
    for inner in sorted(folder.glob("image_SRF_[2-9]")):
        found.update(_suffixed(inner))
    return found


def _suffixed(folder: Path) -> _Pairs:
    """Files beside them that are neither HR nor LR are passed over: other methods' results."""
    pictures = _pictures(folder)
    lr_of = {path.stem: path for path in pictures if path.stem.endswith("_LR")}
    hrs = [path for path in pictures if path.stem.endswith("_HR")]
    if not hrs or not lr_of:
        return {}
    named: dict[int, list[Pair]] = {}
    unnamed = []
    for hr in hrs:
        name = hr.stem.removesuffix("_HR")
        pair = Pair(name, hr, lr_of.get(f"{name}_LR", folder / f"{name}_LR{hr.suffix}"))
        if match := _SRF_NAME.fullmatch(name):
            named.setdefault(int(match["scale"]), []).append(replace(pair, name=match["name"]))
        else:
            unnamed.append(pair)
    for scale in _scales_by_size(unnamed):
        named.setdefault(scale, []).extend(unnamed)
    return {scale: tuple(pairs) for scale, pairs in named.items()}


def _scales_by_size(pairs: list[Pair]) -> tuple[int, ...]:
    """The scale of the first pair that can be read; any, where none can: reading will say why."""
    for pair in pairs:
        try:
            hr, lr = files.probe(pair.hr), files.probe(pair.lr or pair.hr)
        except UnreadableImage:
            continue
        return (round(hr.width / lr.width),)
    return SCALES if pairs else ()


def _tagged(folder: Path) -> _Pairs:
    pictures = _pictures(folder)
    stems = {path.stem for path in pictures}
    lr_of = {
        (match["name"], int(match["scale"])): path
        for path in pictures
        if (match := _TAGGED_NAME.fullmatch(path.stem)) and match["name"] in stems
    }
    lrs = set(lr_of.values())
    hrs = [path for path in pictures if path not in lrs]
    return {
        scale: tuple(
            Pair(hr.stem, hr, lr_of.get((hr.stem, scale), folder / f"{hr.stem}x{scale}{hr.suffix}"))
            for hr in hrs
        )
        for scale in sorted({scale for _, scale in lr_of})
    }


def _hr_only(folder: Path) -> _Pairs:
    """Pictures in the folder itself, or one inside for each scale, as HR/X2/."""
    pictures = _pictures(folder)
    if not pictures:
        return _hr_by_scale(folder)
    return {scale: tuple(Pair(hr.stem, hr, None) for hr in pictures) for scale in SCALES}


_LAYOUTS = (_two_folders, _scale_folders, _suffixed, _tagged, _hr_only)


def _pictures(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if formats.looks_like_picture(path) and not path.name.startswith(".") and path.is_file()
    ]


def _with_distinct_names(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Two of the same name, as a.png and a.jpg have it, keep their endings."""
    many = Counter(pair.name for pair in pairs)
    return tuple(
        replace(pair, name=pair.hr.name) if many[pair.name] > 1 else pair for pair in pairs
    )
