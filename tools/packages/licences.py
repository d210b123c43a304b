"""Gathers the licences of what PyInstaller has put together, into a folder:

NAME-VERSION/   of each Python package, from its own metadata
python/         the interpreter's
system/         of libraries that came from the building computer, as Debian tells them
*.txt           ours, and those that packages do not carry themselves
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packages import REPO

_OWN = REPO / "installers" / "licences"
_NAMES = ("licen", "copying", "notice", "copyright", "authors", "third")
_TOOLS = ("pyinstaller",)  # whose start program is a part of ours


def gather(folder: Path, packages: Iterable[str], libraries: Iterable[Path]) -> None:
    """Into an empty folder. libraries are where the binary files came from.

    Raises LookupError for a package without any text, and on Debian for a library of no package.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_OWN, folder)
    shutil.copyfile(REPO / "LICENSE", folder / "LICENSE.txt")
    for name in (*packages, *_TOOLS):
        _of_package(metadata.distribution(name), folder)
    _of_python(folder / "python")
    _of_system([path for path in libraries if is_of_system(path)], folder / "system")


def _of_package(package: metadata.Distribution, folder: Path) -> None:
    texts = [
        file
        for file in package.files or ()
        if ".dist-info" in file.parts[0] and any(word in file.name.lower() for word in _NAMES)
    ]
    for file in texts:
        target = folder / f"{package.name}-{package.version}" / "/".join(file.parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(str(package.locate_file(file)), target)
    if not texts and package.name not in _ELSEWHERE:
        raise LookupError(f"{package.name} {package.version} carries no licence: find its text")


_ELSEWHERE = {  # who carries none: the file of ours that has it
    "PySide6_Essentials": "LGPL-3.0.txt",
    "shiboken6": "LGPL-3.0.txt",
    "spandrel": "spandrel.txt",
}


def _of_python(folder: Path) -> None:
    folder.mkdir()
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    text = next(place / "LICENSE.txt" for place in places if (place / "LICENSE.txt").is_file())
    shutil.copyfile(text, folder / "LICENSE.txt")


def is_of_system(path: Path) -> bool:
    """Whether it is a library of the building computer, a Linux, and of no Python there."""
    python = Path(sysconfig.get_path("stdlib"))
    ours = [Path(sys.prefix), python]
    if sys.base_prefix != "/usr":
        ours.append(Path(sys.base_prefix))
    return sys.platform == "linux" and not any(path.is_relative_to(each) for each in ours)


def _of_system(libraries: list[Path], folder: Path) -> None:
    folder.mkdir()
    for path in libraries:
        package = _debian_package(path)
        text = Path("/usr/share/doc", package, "copyright")
        if not text.is_file():
            raise LookupError(f"{path} is of {package}, which tells no licence")
        shutil.copyfile(text, folder / f"{package}.txt")


def _debian_package(path: Path) -> str:
    for each in (path, path.resolve(), Path("/usr", *path.resolve().parts[1:])):
        done = subprocess.run(
            ["dpkg-query", "-S", str(each)], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return done.stdout.partition(":")[0]
    raise LookupError(f"{path} is of no package: its licence is not known")
