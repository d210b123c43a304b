"""A small file is its new content, or what it was."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sr_desktop.imaging.place import write_whole

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for files")


@contextmanager
def no_file_longer_than(limit_bytes: int) -> Iterator[None]:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_folders_are_made_and_what_was_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "note.txt"
    for content in (b"first", b""):
        write_whole(path, content)
        assert path.read_bytes() == content
        assert os.listdir(path.parent) == ["note.txt"]


@POSIX
def test_what_the_disk_does_not_take_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"old")
    with no_file_longer_than(100), pytest.raises(OSError, match="File too large"):
        write_whole(path, bytes(101))
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["note.txt"]


def test_a_folder_is_not_replaced_and_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "folder", tmp_path / "file" / "note.txt"):
        with pytest.raises(OSError, match=r"folder|File exists|Not a directory"):
            write_whole(path, b"new")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]
    assert os.listdir(tmp_path / "folder") == []
