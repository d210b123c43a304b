"""The .deb and the portable archive, as files. What becomes of the .deb on a bare system is told by
`make package-bare`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sr_desktop import __version__
from tests.package.program import DIST, FOLDER, environment

pytestmark = [
    pytest.mark.package,
    pytest.mark.skipif(sys.platform != "linux", reason="of Linux"),
]

MOST_BYTES = 300e6


def one(pattern: str) -> Path:
    (found,) = DIST.glob(pattern)
    return found


def out_of(*words: str | Path) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the .deb would lay into a system, and beside it DEBIAN."""
    folder = tmp_path_factory.mktemp("tree")
    subprocess.run(["dpkg-deb", "--raw-extract", one("*.deb"), folder], check=True)
    return folder


def test_both_are_small_enough_to_be_fetched() -> None:
    unpacked = sum(each.lstat().st_size for each in FOLDER.rglob("*"))
    sizes = {path.name: path.stat().st_size for path in (one("*.deb"), one("*.tar.xz"))}
    told = ", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in sizes.items())
    print(f"\n{told}, unpacked {unpacked / 1e6:.0f} MB")
    assert max(sizes.values()) < MOST_BYTES, told


def test_the_archive_runs_where_it_is_unpacked(tmp_path: Path) -> None:
    subprocess.run(["tar", "-xf", one("*.tar.xz"), "-C", tmp_path], check=True)
    program = tmp_path / f"sr-desktop-{__version__}" / "sr-desktop"
    assert out_of("env", "-i", program, "--version") == f"sr-desktop {__version__}\n"
    done = subprocess.run(
        [program, "upscale", tmp_path / f"sr-desktop-{__version__}/lib/resources/icons/app.png"],
        cwd=tmp_path,
        env=environment(tmp_path),
        check=False,
    )
    assert done.returncode == 0


def test_the_archive_has_nobody_as_its_owner() -> None:
    lines = out_of("tar", "--numeric-owner", "-tvf", one("*.tar.xz")).splitlines()
    assert {line.split()[1] for line in lines} == {"0/0"}
    loose = [line for line in lines if line[8] == "w" and line[0] != "l"]
    assert not loose, "writable by all"


def test_the_package_says_what_it_is(tree: Path) -> None:
    told = out_of("dpkg-deb", "--field", one("*.deb"))
    for line in ("Package: sr-desktop", f"Version: {__version__}", "Section: graphics"):
        assert line in told.splitlines()
    for needed in ("libgl1", "libegl1", "libfontconfig1", "libxcb-cursor0", "libc6 (>= 2."):
        assert needed in told
    assert not [each for each in (tree / "DEBIAN").iterdir() if each.name not in ("control",)]


def test_everything_in_it_is_where_debian_wants_it(tree: Path) -> None:
    top = {"/".join(path.relative_to(tree).parts[:3]) for path in tree.glob("usr/*/*")}
    assert top == {
        *("usr/bin/sr-desktop", "usr/lib/sr-desktop", "usr/share/applications"),
        *("usr/share/doc", "usr/share/icons", "usr/share/metainfo"),
    }
    assert (tree / "usr/bin/sr-desktop").readlink() == Path("../lib/sr-desktop/sr-desktop")


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs the tool")
def test_the_menu_entry_is_valid_and_has_its_icons(tree: Path) -> None:
    share = tree / "usr" / "share"
    assert out_of("desktop-file-validate", share / "applications" / "sr-desktop.desktop") == ""
    icons = {path.parts[-3] for path in share.glob("icons/hicolor/*/apps/sr-desktop.*")}
    assert {"16x16", "48x48", "128x128", "256x256", "512x512", "scalable"} <= icons


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs the tool")
def test_the_description_for_software_centres_is_valid(tree: Path) -> None:
    (file,) = tree.glob("usr/share/metainfo/*.xml")
    out_of("appstreamcli", "validate", "--no-net", "--pedantic", file)
    assert f'version="{__version__}"' in file.read_text(encoding="utf-8")


def test_the_digests_are_those_of_the_files() -> None:
    told = dict(
        reversed(line.split("  ")) for line in (DIST / "SHA256SUMS").read_text().splitlines()
    )
    files = {path.name: path for path in DIST.iterdir() if path.is_file()}
    assert set(told) == set(files) - {"SHA256SUMS"}
    for name, digest in told.items():
        with files[name].open("rb") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == digest, name


def test_the_bill_of_materials_names_what_is_inside_and_nothing_else() -> None:
    told = json.loads(one("*.cdx.json").read_text(encoding="utf-8"))
    assert told["bomFormat"] == "CycloneDX"
    names = {part["name"].lower().replace("_", "-") for part in told["components"]}
    inside = {
        path.stem.rpartition("-")[0].lower().replace("_", "-")
        for path in FOLDER.glob("lib/*.dist-info")
    }
    assert inside - names <= {"sr-desktop"}, inside - names
    assert "torch" in names
    assert not {"pyinstaller", "pip", "twine", "pillow-heif"} & names
