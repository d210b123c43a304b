"""The wheel and the sdist: what is in them, and the wheel in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from sr_desktop import __version__
from tests.package.program import DIST, REPO, environment

pytestmark = pytest.mark.package


def wheel() -> Path:
    (found,) = DIST.glob("*.whl")
    return found


def in_repository() -> set[str]:
    done = subprocess.run(["git", "ls-files"], cwd=REPO, check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines())


def test_the_wheel_has_the_program_its_resources_and_weights_and_nothing_else() -> None:
    with zipfile.ZipFile(wheel()) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    tracked = in_repository()
    expected = {name for name in tracked if name.startswith("sr_desktop/")}
    expected |= {
        f"sr_desktop/_data/{name}"
        for name in tracked
        if name.startswith(("resources/", "weights/"))
    }
    assert names == expected, sorted(names ^ expected)


def test_the_wheel_tells_its_version_and_extras() -> None:
    with zipfile.ZipFile(wheel()) as archive:
        told = archive.read(f"sr_desktop-{__version__}.dist-info/METADATA").decode().splitlines()
    assert f"Version: {__version__}" in told
    assert "License-Expression: Apache-2.0" in told
    extras = {line.partition(": ")[2] for line in told if line.startswith("Provides-Extra")}
    assert {"train", "community", "formats", "dev"} <= extras


def test_the_sdist_is_what_git_has() -> None:
    (path,) = DIST.glob("sr_desktop-*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert not in_repository() - names - {".gitignore"}, sorted(in_repository() - names)
    assert names - in_repository() == {"PKG-INFO"}, sorted(names - in_repository())


def test_in_a_new_environment_the_demo_runs_with_the_weights_inside(tmp_path: Path) -> None:
    own = tmp_path / "own"
    scripts = own / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([sys.executable, "-m", "venv", own], check=True)
    words = [scripts / "python", "-m", "pip", "install", "--quiet", wheel()]
    subprocess.run([*words, "-c", REPO / "constraints.txt"], check=True)
    done = subprocess.run(
        [scripts / "sr-desktop", "demo", "-o", "out"],
        cwd=tmp_path,
        env=environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "window.png").is_file()
    assert "dB" in done.stdout
