"""A file is what its digest says, or it is not."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from sr_desktop.catalogue import Digest
from sr_desktop.weights.digest import git_sha1_of, matches, sha256_of


@pytest.fixture(params=[0, 1, (1 << 20) - 1, (1 << 20) + 1], ids=lambda size: f"{size} bytes")
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(random.Random(5).randbytes(request.param))
    return path


def test_the_git_digest_is_the_one_git_gives(file: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("needs git")
    told = subprocess.run(
        ["git", "hash-object", "--no-filters", file], capture_output=True, text=True, check=True
    )
    assert git_sha1_of(file) == told.stdout.strip()
    assert matches(file, Digest("git-sha1", told.stdout.strip()))


def test_a_sha256_is_met_whole_and_by_its_first_digits(file: Path) -> None:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert sha256_of(file) == digest
    assert matches(file, Digest("sha256", digest))
    for digits in (8, 16, 63):
        assert matches(file, Digest("sha256-prefix", digest[:digits]))


@pytest.mark.parametrize("kind", ["sha256", "sha256-prefix", "git-sha1"])
def test_another_file_is_refused(file: Path, kind: str) -> None:
    value = sha256_of(file) if kind != "git-sha1" else git_sha1_of(file)
    value = value[:8] if kind == "sha256-prefix" else value
    file.write_bytes(file.read_bytes() + b"x")
    assert not matches(file, Digest(kind, value))


def test_a_digest_that_only_the_hub_knows_cannot_be_checked(file: Path) -> None:
    with pytest.raises(ValueError, match="asked for"):
        matches(file, Digest("hub"))
