"""The folder of checkpoints: moved whole or not at all, and rid of what nobody uses."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sr_desktop import paths
from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.errors import CannotWrite
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.session import Session
from sr_desktop.weights import Library, housekeeping
from tests.weights import checkpoints

DAY = 86400


@pytest.fixture
def library() -> Library:
    """The user's own, with one checkpoint and a download that was begun."""
    library = Library()
    checkpoints.install(library)
    (library.folder / "other-x2.part").write_bytes(b"begun")
    return library


@pytest.fixture(params=["same disk", "another disk"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    if request.param == "another disk":
        monkeypatch.setattr(os, "link", refuse)
    return str(request.param)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def test_all_is_moved_and_found_there_by_every_library(
    library: Library, disk: str, tmp_path: Path
) -> None:
    before, there = library.folder, tmp_path / "there"
    had = names(before)
    housekeeping.move(library, there, carry=True, cancel=Cancel())
    assert library.folder == Library().folder == paths.weights_dir() == there
    assert names(there) == had
    assert names(before) == set()
    assert library.ensure(library.by_id("mine-x2")).parent == there
    housekeeping.move(library, None, carry=True, cancel=Cancel())
    assert paths.weights_dir() == paths.usual_weights_dir() == before
    assert names(before) == had


def test_a_move_that_is_cancelled_or_fails_changes_nothing(
    library: Library, disk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, there, had = library.folder, tmp_path / "there", names(library.folder)
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        housekeeping.move(library, there, carry=True, cancel=cancel)
    bring = housekeeping._bring

    def fill_the_disk(path: Path, target: Path) -> None:
        if path.suffix == ".part":
            raise OSError(28, "No space left on device")
        bring(path, target)

    monkeypatch.setattr(housekeeping, "_bring", fill_the_disk)
    with pytest.raises(CannotWrite, match="No space left"):
        housekeeping.move(library, there, carry=True, cancel=Cancel())
    assert library.folder == before
    assert names(before) == had
    assert names(there) == set()


def test_a_place_that_cannot_be_noted_is_not_moved_to(library: Library, tmp_path: Path) -> None:
    before, there, had = library.folder, tmp_path / "there", names(library.folder)
    paths.weights_note().mkdir(parents=True)
    with pytest.raises(CannotWrite, match="cannot be moved to"):
        housekeeping.move(library, there, carry=True, cancel=Cancel())
    assert library.folder == before
    assert names(before) == had
    assert names(there) == set()


def test_a_damaged_copy_is_not_taken_for_the_model(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = library.own_files()[0]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(18, "no")))
    with pytest.raises(CannotWrite, match="damaged"):
        housekeeping.move(library, tmp_path / "there", carry=True, cancel=Cancel())
    assert path.exists()


def test_a_folder_may_be_left_as_it_is(library: Library, tmp_path: Path) -> None:
    before, had = library.folder, names(library.folder)
    housekeeping.move(library, tmp_path / "there", carry=False, cancel=Cancel())
    assert library.own_files() == ()
    assert names(before) == had


def test_unused_is_what_was_not_loaded_for_long(library: Library) -> None:
    now = time.time()
    path, begun = library.own_files()[0], library.folder / "other-x2.part"
    assert housekeeping.unused(library, now).files == ()
    later = now + (housekeeping.UNUSED_DAYS + 1) * DAY
    found = housekeeping.unused(library, later)
    assert found.models == (("mine-x2", path),)
    assert found.leftovers == (begun,)
    assert found.bytes == path.stat().st_size + 5
    assert housekeeping.unused(library, later, frozenset({"mine-x2", "other-x2"})).files == ()
    housekeeping.remove(found.files)
    assert names(library.folder) == set()


def test_a_model_that_is_loaded_counts_as_used_and_keeps_its_date(library: Library) -> None:
    path = library.own_files()[0]
    os.utime(path, (1000, 2000))
    assert housekeeping.unused(library, time.time()).models
    Session().load(library.by_id("mine-x2"), Engine("cpu", "fp32"))
    assert not housekeeping.unused(library, time.time()).models
    assert path.stat().st_mtime == 2000
