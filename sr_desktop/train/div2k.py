"""DIV2K, the data set of the papers, fetched into a folder as its site hands it out.

E. Agustsson, R. Timofte: NTIRE 2017 Challenge on Single Image Super-Resolution: Dataset and Study.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.filesize import decimal

from sr_desktop.catalogue import Digest
from sr_desktop.errors import CannotWrite, UsageError
from sr_desktop.imaging import formats
from sr_desktop.jobs.places import existing
from sr_desktop.train.unpacking import unpack
from sr_desktop.weights.download import Transfer, Wanted, fetch_file
from sr_desktop.weights.library import locked, part_of
from sr_desktop.weights.sources import with_mirror, without_login

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel

SITE = "https://data.vision.ee.ethz.ch/cvl/DIV2K"
TERMS = "made available for academic research purpose only"  # in the words of the site
_MOST_GROWTH = 2  # of what is unpacked over its zip; PNG files are as large in it as out of it


@dataclass(frozen=True, slots=True)
class Part:
    """One zip of it, and how many pictures it holds."""

    id: str
    bytes: int
    sha256: str
    pictures: int

    @property
    def inside(self) -> str:
        """Where its pictures lie, in the zip as in the folder: DIV2K_train_LR_bicubic/X2."""
        return re.sub(r"_(X[2-9])$", r"/\1", self.id)


# Sizes and digests: tensorflow/datasets at 64fa5464e5ccd52efa9bf2541e4b0235fc79d649,
# tensorflow_datasets/datasets/div2k/checksums.tsv.
_PARTS = (
    Part(
        "DIV2K_train_HR",
        3530603713,
        "9d0b9c463f6e35b6c62cc6a930ee2224f670b34c1df841a57670f9acf0f6c335",
        800,
    ),
    Part(
        "DIV2K_train_LR_bicubic_X2",
        925390592,
        "a53a424317575838dadce4bcd97cf7b744d6855f43740ed5f0245af3cf4bd850",
        800,
    ),
    Part(
        "DIV2K_train_LR_bicubic_X3",
        427847282,
        "ad5c8e5507e2765823d3c2c5bd0934842efcd487c5370604c224090898b3163a",
        800,
    ),
    Part(
        "DIV2K_train_LR_bicubic_X4",
        246914039,
        "f006b837f4eb52b82909aa01478e6d6d199eefce932179491d0c9dbb706dde3a",
        800,
    ),
    Part(
        "DIV2K_valid_HR",
        448993893,
        "20dd31fd84d777bc1cf5d6b7654a3f569c0aec74458ae094122ad1d0489900fc",
        100,
    ),
    Part(
        "DIV2K_valid_LR_bicubic_X2",
        117763600,
        "60eed9875c697df51204aa579e2a699e1d5215095788a097ff54dd17e2664d57",
        100,
    ),
    Part(
        "DIV2K_valid_LR_bicubic_X3",
        54513392,
        "04b9a2ed3b4a0715d3924d3ae8514830c3328fac8d30512ce716d6f419e052a3",
        100,
    ),
    Part(
        "DIV2K_valid_LR_bicubic_X4",
        31505881,
        "a50a5d1c4b88de4e8d300d8fb2b904c52fe93b2b298a4899697760d7cbb6d553",
        100,
    ),
)


@dataclass(frozen=True, slots=True)
class Transferred:
    """Some of a part's zip came; remark tells of a wait."""

    part: str
    done_bytes: int
    total_bytes: int | None
    host: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Some of a part was unpacked; with all of its bytes it is there."""

    part: str
    done_bytes: int
    total_bytes: int


OnEvent = Callable[[Transferred | Unpacked], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is still to be fetched, and from which address first."""

    parts: tuple[Part, ...]
    bytes: int
    url: str


def plan(folder: Path, scale: int, mirror: str = "") -> Plan:
    """What a training at this scale, 2 to 4, needs of it, less what is in the folder.

    Raises UsageError for a folder that holds other pictures or only some of a part, and for a bad
    mirror; CannotWrite where the disk is too small.
    """
    parts = _missing(folder, scale)
    if parts:
        _check_content(folder)
        _check_space(folder, parts)
    url = _urls(_of(scale)[0], mirror)[0]
    return Plan(parts, sum(part.bytes - _have_bytes(folder, part) for part in parts), url)


def fetch(folder: Path, scale: int, on_event: OnEvent, cancel: Cancel, mirror: str = "") -> None:
    """Bring it into the folder, which is made, each part fetched, checked and unpacked.

    What is there is left alone, and what has come of a part stays for the next time. Another
    process that does the same is waited for. Raises what plan raises, and DownloadFailed,
    CannotWrite, Cancelled.
    """
    with _alone(folder, cancel):
        for part in plan(folder, scale, mirror).parts:
            _bring(part, folder, on_event, cancel, mirror)


def _of(scale: int) -> list[Part]:
    return [part for part in _PARTS if part.id.endswith(("_HR", f"_X{scale}"))]


def _missing(folder: Path, scale: int) -> tuple[Part, ...]:
    return tuple(part for part in _of(scale) if not _is_there(folder / part.inside, part))


def _is_there(place: Path, part: Part) -> bool:
    """Raises UsageError where a person has put some of the pictures."""
    if not place.is_dir():
        return False
    count = sum(formats.looks_like_picture(path) for path in place.iterdir())
    if count < part.pictures:
        raise UsageError(
            f"{place} has {count} of its {part.pictures} pictures.",
            "Move it away, to have all fetched, or leave out --download.",
        )
    return True


def _check_content(folder: Path) -> None:
    """Pictures of another data set would not be seen beside DIV2K."""
    if not folder.is_dir() or (folder / "DIV2K_train_HR").is_dir():
        return
    for path in sorted(folder.iterdir()):
        seen = path.is_dir() or formats.looks_like_picture(path)
        if seen and not path.name.startswith((".", "DIV2K_")):
            raise UsageError(
                f"{folder} holds other things than DIV2K: {path.name}.",
                "Name a folder of its own for DIV2K with --data.",
            )


def _check_space(folder: Path, parts: Iterable[Part]) -> None:
    needed, free = _peak_bytes(folder, parts), shutil.disk_usage(existing(folder / "_")).free
    if needed > free:
        raise CannotWrite(
            f"DIV2K needs {decimal(needed)} in {folder} while it is unpacked; {decimal(free)} are "
            "free.",
            "Free some space there, or name a folder on another disk with --data.",
        )


def _peak_bytes(folder: Path, parts: Iterable[Part]) -> int:
    """The most that they take at a time beside what is there: a zip goes when it is unpacked."""
    taken = peak = 0
    for part in parts:
        to_come = part.bytes - _have_bytes(folder, part)
        peak = max(peak, taken + to_come + part.bytes)
        taken += to_come
    return peak


def _have_bytes(folder: Path, part: Part) -> int:
    path = part_of(folder, part.id)
    return path.stat().st_size if path.is_file() else 0


def _bring(part: Part, folder: Path, on_event: OnEvent, cancel: Cancel, mirror: str) -> None:
    def on_transfer(transfer: Transfer) -> None:
        done, total = transfer.done_bytes, transfer.total_bytes
        on_event(Transferred(part.id, done, total, transfer.host, transfer.remark))

    def on_unpacked(done: int, every: int) -> None:
        on_event(Unpacked(part.id, done, every))

    digest = Digest("sha256", part.sha256)
    urls, way = _urls(part, mirror), partial(_by_hand, folder=folder)
    wanted = Wanted(part.id, f"{part.id}.zip", urls, digest, way)
    archive = fetch_file(wanted, folder, on_transfer, cancel).path
    unpack(archive, folder, part.inside, _MOST_GROWTH * part.bytes, on_unpacked, cancel)
    archive.unlink(missing_ok=True)


def _urls(part: Part, mirror: str) -> tuple[str, ...]:
    return with_mirror(part.id, (f"{SITE}/{part.id}.zip",), mirror)


def _by_hand(url: str, folder: Path) -> str:
    return (
        f"By hand: download {without_login(url)} with a browser, unpack it in {folder}, and give "
        "the same command again."
    )


@contextmanager
def _alone(folder: Path, cancel: Cancel) -> Iterator[None]:
    """As `accelerate launch` starts several of us. Raises CannotWrite, Cancelled."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = locked(folder / ".div2k.lock", cancel)
    except OSError as error:
        raise CannotWrite(
            f"{folder} cannot take DIV2K: {error.strerror or error}.",
            "Name another folder with --data.",
        ) from error
    try:
        yield
    finally:
        lock.release()
