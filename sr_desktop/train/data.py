"""Pictures to learn from, unpacked once, and the patches of each step.

Decoding takes longer than learning from what is decoded, so each data set is written once as the
plain bytes of its LR and HR pictures, which are mapped into memory: patches are cut from there.
"""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sr_desktop import paths
from sr_desktop.bench import datasets, quality
from sr_desktop.errors import CannotWrite, NothingToDo, SRError, UnfitPair
from sr_desktop.imaging import resize
from sr_desktop.imaging.compare import displayable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sr_desktop.bench.datasets import Pair
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.train.config import Data

    Bytes = NDArray[np.uint8]

_FORM = 1  # of the packed files; another number makes old ones be made anew
_MOST_NAMED = 10  # of the bad pictures
_WAYS = 8  # how a square can lie

OnPacked = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Pictures of one data set at one size: lr (h, w, 3) and hr (h * scale, w * scale, 3) uint8."""

    name: str
    scale: int
    lr: tuple[Bytes, ...]
    hr: tuple[Bytes, ...]


class _Entry(NamedTuple):
    """One LR picture of a packed file, and where its bytes and those of its HR picture begin."""

    name: str
    height: int
    width: int
    lr_at: int
    hr_at: int


def load(
    data: Data, scale: int, on_packed: OnPacked = lambda done, all: None, folder: Path | None = None
) -> list[tuple[Pack, float]]:
    """Every data set with its weight, packed the first time; folder is the cache's.

    on_packed gets done and all pictures. Raises NothingToDo without pictures, UnfitPair and
    UnreadableImage for those that are of no use (all of them are named), CannotWrite.
    """
    if not data.folders:
        raise NothingToDo("There are no pictures to learn from.", "Name a folder with --data.")
    found = [(each, datasets.find(each.path, training=True).pairs(scale)) for each in data.folders]
    every = len(data.shrink) * sum(len(pairs) for _, pairs in found)
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        on_packed(done, every)

    least_px = data.patch_px * (2 if data.crops == "five" else 1)
    packs = []
    for each, pairs in found:
        for shrink in data.shrink:
            maker = _Maker(pairs, scale, shrink, least_px, folder or paths.training_dir())
            packs.append((maker.pack(each.path.name, tell), each.weight))
    return packs


class _Maker:
    """Packs one data set at one size."""

    def __init__(
        self, pairs: Sequence[Pair], scale: int, shrink: float, least_px: int, folder: Path
    ) -> None:
        self._pairs = pairs
        self._scale = scale
        self._shrink = shrink
        self._least_px = least_px
        self._folder = folder / self._key()

    def pack(self, name: str, tell: Callable[[], None]) -> Pack:
        if not (self._folder / "index.json").is_file():
            self._make(tell)
        else:
            for _ in self._pairs:
                tell()
        index = json.loads((self._folder / "index.json").read_text(encoding="utf-8"))
        entries = [_Entry(*each) for each in index]
        small = [e.name for e in entries if min(e.height, e.width) < self._least_px]
        if small:
            raise self._refused([self._too_small(each) for each in small])
        lr, hr = (np.memmap(self._folder / f"{part}.u8", np.uint8, "r") for part in ("lr", "hr"))
        scale = self._scale
        return Pack(
            name,
            scale,
            tuple(_cut(lr, e.lr_at, e.height, e.width) for e in entries),
            tuple(_cut(hr, e.hr_at, e.height * scale, e.width * scale) for e in entries),
        )

    def _key(self) -> str:
        """Of these very files, as they are now."""
        about: list[object] = [_FORM, self._scale, self._shrink]
        for pair in self._pairs:
            for path in (pair.hr, pair.lr):
                if path is not None:
                    facts = path.stat()
                    about += [str(path.resolve()), facts.st_size, facts.st_mtime_ns]
        return sha256(json.dumps(about).encode()).hexdigest()[:24]

    def _make(self, tell: Callable[[], None]) -> None:
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            growing = Path(tempfile.mkdtemp(prefix=".", dir=self._folder.parent))
            try:
                self._write(growing, tell)
                growing.rename(self._folder)
            finally:
                shutil.rmtree(growing, ignore_errors=True)
        except FileExistsError:
            pass  # another process was as quick
        except OSError as error:
            if self._folder.is_dir():
                return
            raise CannotWrite(
                f"{self._folder.parent} cannot take the unpacked pictures: {error.strerror}.",
                "They take 3 bytes for each pixel. Free some space there.",
            ) from error

    def _write(self, growing: Path, tell: Callable[[], None]) -> None:
        entries: list[_Entry] = []
        bad: list[SRError] = []
        with (growing / "lr.u8").open("wb") as lr_file, (growing / "hr.u8").open("wb") as hr_file:
            for pair in self._pairs:
                try:
                    lr, hr = (_rgb(picture) for picture in self._read(pair))
                except SRError as error:
                    bad.append(error)
                else:
                    at = lr_file.tell(), hr_file.tell()
                    height, width = lr.shape[:2]
                    entries.append(_Entry(pair.name, height, width, *at))
                    lr_file.write(lr.tobytes())
                    hr_file.write(hr.tobytes())
                tell()
        if bad:
            raise self._refused(bad)
        (growing / "index.json").write_text(json.dumps(entries), encoding="utf-8")

    def _read(self, pair: Pair) -> tuple[Picture, Picture]:
        """LR and HR, made smaller where that is asked for."""
        hr, lr = datasets.read(pair, self._scale)
        if self._shrink == 1:
            return lr, hr
        shrunk = made_smaller(hr, self._shrink)
        if not quality.fits(shrunk, self._scale):
            raise self._too_small(pair.name)
        cut, reduced = quality.reduced(shrunk, self._scale)
        return reduced, cut

    def _too_small(self, name: str) -> UnfitPair:
        path = next(pair.hr for pair in self._pairs if pair.name == name)
        side = self._least_px * self._scale
        at = f" at {self._shrink:g} of its size" if self._shrink != 1 else ""
        return UnfitPair(
            f"{path} is too small{at} for patches of {self._least_px} px at x{self._scale}: both "
            f"sides must have {side} px."
        )

    def _refused(self, bad: Sequence[SRError]) -> SRError:
        """All in one, so that they can be put right at once."""
        told = [error.message for error in bad[:_MOST_NAMED]]
        if len(bad) > _MOST_NAMED:
            told.append(f"And {len(bad) - _MOST_NAMED} more.")
        return type(bad[0])("\n".join(told), "Take them out of the folder, or put them right.")


def made_smaller(picture: Picture, factor: float) -> Picture:
    """By bicubic; 1 leaves it as it is."""
    if factor == 1:
        return picture
    height, width = (math.floor(side * factor) for side in (picture.height, picture.width))
    return picture.with_pixels(resize.bicubic(picture.pixels, height, width), None)


def _cut(bytes: Bytes, at: int, height: int, width: int) -> Bytes:
    return bytes[at : at + height * width * 3].reshape(height, width, 3)


def _rgb(picture: Picture) -> Bytes:
    pixels = displayable(picture.pixels)
    return np.ascontiguousarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3)))


class _Spot(NamedTuple):
    """A picture, and the part of it that patches are cut from: LR top, left, height, width."""

    pack: int
    picture: int
    area: tuple[int, int, int, int]


class Patches:
    """The batches of a training, by the number of the step: the same ones whoever asks, and when.

    In a pass every picture (of "five", every crop) comes once, or as its weight says, in an order
    of that pass's own. per_pass is how many patches that makes.
    """

    def __init__(self, packs: Iterable[tuple[Pack, float]], data: Data, seed: int) -> None:
        weighted = list(packs)
        self._packs = [pack for pack, _ in weighted]
        self._data = data
        self._seed = seed
        self._spots = [
            (list(_spots(number, pack, data)), weight)
            for number, (pack, weight) in enumerate(weighted)
        ]
        self._pass: tuple[int, list[_Spot]] = -1, []
        self.per_pass = len(self._order(0))

    def batch(self, step: int, part: slice = slice(None)) -> tuple[Bytes, Bytes]:
        """The LR and HR patches of a step, or a part of them: (n, 3, side, side) uint8."""
        first = step * self._data.batch
        lots = np.random.Generator(np.random.Philox(key=self._seed, counter=[0, 0, 0, step]))
        draws = lots.random((self._data.batch, 3))
        pairs = [
            self._patch(self._spot(first + number), draws[number])
            for number in range(self._data.batch)[part]
        ]
        lr, hr = (np.stack(each) for each in zip(*pairs, strict=True))
        return lr, hr

    def _spot(self, number: int) -> _Spot:
        """That of the so-manieth patch since the start."""
        number_of_pass, at = divmod(number, self.per_pass)
        return self._order(number_of_pass)[at]

    def _order(self, number: int) -> list[_Spot]:
        """All spots of a pass, shuffled."""
        if self._pass[0] != number:
            lots = np.random.Generator(np.random.Philox(key=self._seed, counter=[1, 0, 0, number]))
            spots = []
            for each, weight in self._spots:
                times, rest = divmod(weight, 1.0)
                spots += each * int(times)
                more = math.ceil(rest * len(each))
                spots += [each[at] for at in lots.permutation(len(each))[:more]]
            self._pass = number, [spots[at] for at in lots.permutation(len(spots))]
        return self._pass[1]

    def _patch(self, spot: _Spot, draws: NDArray[np.float64]) -> tuple[Bytes, Bytes]:
        pack, side = self._packs[spot.pack], self._data.patch_px
        top, left, height, width = spot.area
        y = top + int(draws[0] * (height - side + 1))
        x = left + int(draws[1] * (width - side + 1))
        way = int(draws[2] * _WAYS)
        scale = pack.scale
        lr = pack.lr[spot.picture][y : y + side, x : x + side]
        hr = pack.hr[spot.picture][y * scale : (y + side) * scale, x * scale : (x + side) * scale]
        return self._laid(lr, way), self._laid(hr, way)

    def _laid(self, patch: Bytes, way: int) -> Bytes:
        """Turned and mirrored in one of eight ways, channels first."""
        if self._data.turns:
            patch = np.rot90(patch, way // 2)
        if self._data.flips and way % 2:
            patch = patch[:, ::-1]
        return patch.transpose(2, 0, 1)


def _spots(number: int, pack: Pack, data: Data) -> Iterator[_Spot]:
    for picture, lr in enumerate(pack.lr):
        height, width = lr.shape[:2]
        if data.crops == "whole":
            yield _Spot(number, picture, (0, 0, height, width))
            continue
        half = height // 2, width // 2
        below, right = height - half[0], width - half[1]
        corners = ((0, 0), (0, right), (below, 0), (below, right), (below // 2, right // 2))
        for corner in corners:
            yield _Spot(number, picture, (*corner, *half))
