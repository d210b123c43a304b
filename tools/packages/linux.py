"""dist/sr-desktop as a .deb and as a portable archive.

    python -m packages.linux

Times and owners in both are fixed, SOURCE_DATE_EPOCH decides: the same folder gives the same files.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
import textwrap
from datetime import UTC, datetime
from pathlib import Path

from packages import REPO, icons
from sr_desktop import __version__

NAME = "sr-desktop"
DIST = REPO / "dist"
FOLDER = DIST / NAME
PARTS = REPO / "installers" / "linux"
METAINFO = "io.github.sr_desktop.sr_desktop.metainfo.xml"
VARIANT = os.environ.get("VARIANT", "")  # -cu130 for CUDA
# Levels tell the size: 1 saves a developer's time, a release takes 6. Two threads wherever it runs,
# for the number of threads changes the bytes.
_XZ_LEVEL, _XZ_THREADS = int(os.environ.get("XZ_LEVEL", "1")), 2
# Names of older and newer Debian and Ubuntu.
_ALSO = {"libglib2.0-0": "libglib2.0-0t64 | libglib2.0-0"}


def main() -> None:
    os.umask(0o022)
    for path in (FOLDER, *FOLDER.rglob("*")):
        os.utime(path, (_epoch(), _epoch()), follow_symlinks=False)
    for path in (archive(), debian_package()):
        print(f"{path.relative_to(REPO)}: {path.stat().st_size / 1e6:.0f} MB")


def archive() -> Path:
    """A .tar.xz that is unpacked anywhere."""
    target = DIST / f"{NAME}-{__version__}-linux-{platform.machine()}{VARIANT}.tar.xz"
    words: list[str | Path] = [
        "tar",
        "--create",
        "--file",
        target,
        *_fixed(),
        "--directory",
        DIST,
        NAME,
    ]
    words += [f"--transform=s,^{NAME},{NAME}-{__version__},", "--use-compress-program"]
    _run([*words, f"xz -{_XZ_LEVEL} -T{_XZ_THREADS}"])
    return target


def debian_package() -> Path:
    target = DIST / f"{NAME}_{__version__}_{_architecture()}.deb"
    with tempfile.TemporaryDirectory(dir=DIST) as staging:
        tree = Path(staging, "tree")
        _lay_out(tree)
        control = tree / "DEBIAN"
        control.mkdir()
        (control / "control").write_text(_control(tree), encoding="utf-8")
        words = ["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{_XZ_LEVEL}"]
        _run([*words, f"--threads-max={_XZ_THREADS}", "--build", tree, target])
    return target


def _lay_out(tree: Path) -> None:
    """What lies where once it is installed."""
    program = tree / "usr" / "lib" / NAME
    shutil.copytree(FOLDER, program, symlinks=True, copy_function=os.link)
    command = tree / "usr" / "bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(f"../lib/{NAME}/{NAME}")
    share = tree / "usr" / "share"
    _put(PARTS / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _put(PARTS / "copyright", share / "doc" / NAME / "copyright")
    _write(share / "metainfo" / METAINFO, metainfo())
    _put_icons(share / "icons" / "hicolor")


def _put_icons(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as drawn:
        icons.draw(Path(drawn))
        for side in icons.SIDES:
            _put(Path(drawn, f"{side}.png"), folder / f"{side}x{side}" / "apps" / f"{NAME}.png")
    _put(icons.DRAWING, folder / "scalable" / "apps" / f"{NAME}.svg")


def metainfo() -> str:
    """For software centres, with the version there is and the day it was made."""
    text = (PARTS / METAINFO).read_text(encoding="utf-8")
    day = datetime.fromtimestamp(_epoch(), UTC).date().isoformat()
    return text.replace("@VERSION@", __version__).replace("@DATE@", day)


def _control(tree: Path) -> str:
    size = sum(path.stat().st_size for path in tree.rglob("*") if not path.is_symlink())
    about = """
        Enlarges photos and scans 2, 3 or 4 times with small neural networks that were trained for
        fidelity. Runs on this computer alone; brings its own Python, Qt, PyTorch and models.
    """
    lines = textwrap.wrap(" ".join(about.split()), 76)
    return "\n".join(
        [
            f"Package: {NAME}",
            f"Version: {__version__}",
            f"Architecture: {_architecture()}",
            "Maintainer: The sr-desktop authors <sr-desktop@localhost>",
            "Section: graphics",
            "Priority: optional",
            f"Installed-Size: {size // 1024}",
            f"Depends: {', '.join(_needed())}",
            "Recommends: hicolor-icon-theme, ca-certificates, libwayland-cursor0, libwayland-egl1",
            "Description: faithful image super-resolution",
            *(f" {line}" for line in lines),
            "",
        ]
    )


def _needed() -> list[str]:
    """The C library that it was built with or a newer one, and what Qt wants of the system."""
    listed: list[str | Path] = ["sh", REPO / "tools" / "system_packages.sh", "--list", "window"]
    done = subprocess.run(listed, check=True, capture_output=True, text=True)
    _, version = platform.libc_ver()
    return [
        f"libc6 (>= {version})",
        "libgcc-s1",
        "libstdc++6",
        *(_ALSO.get(name, name) for name in done.stdout.split()),
    ]


def _architecture() -> str:
    done = subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def _fixed() -> list[str]:
    return ["--sort=name", "--format=gnu", "--owner=0", "--group=0", "--numeric-owner"]


def _epoch() -> int:
    return int(os.environ["SOURCE_DATE_EPOCH"])


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _run(words: list[str | Path]) -> None:
    subprocess.run(words, check=True)


if __name__ == "__main__":
    main()
