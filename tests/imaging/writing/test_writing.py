"""A file that is written while its rows come: the same bytes, bounded memory, nothing left over."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sr_desktop.errors import CannotWrite
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.form import Form
from sr_desktop.imaging.picture import Picture
from tests.imaging.samples import exif_block, noise, smooth, srgb_profile

POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX only")
STREAMED = ("png", "jpeg", "tiff")
ALL = (*STREAMED, "webp", "avif", "gif")
SMALL = Picture(smooth(40, 60), icc=srgb_profile(), exif=exif_block(1), dpi=(300.0, 300.0))


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every picture were large: through a thread and a pipe."""
    monkeypatch.setattr("sr_desktop.imaging.writing.writing._SMALL_BYTES", 0)


def written(path: Path, picture: Picture, encoding: Encoding, rows: int) -> bytes:
    writing = files.start(path, picture, picture.form, encoding)
    for top in range(0, picture.height, rows):
        band = slice(top, top + rows)
        alpha = picture.alpha[band] if picture.alpha is not None else None
        writing.put(picture.pixels[band], alpha)
    writing.finish()
    return path.read_bytes()


def put_and_finish(writing: files.Writing, pixels: NDArray[Any]) -> None:
    for top in range(0, len(pixels), 50):
        writing.put(pixels[top : top + 50])
    writing.finish()


# --- the same bytes -------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ALL)
def test_rows_may_come_one_by_one_or_all_at_once(tmp_path: Path, format: str) -> None:
    path = tmp_path / "x"
    one, some, all_at_once = (written(path, SMALL, Encoding(format), rows) for rows in (1, 7, 40))
    assert one == some == all_at_once


@pytest.mark.parametrize("format", STREAMED)
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_what_goes_through_the_pipe_is_what_is_handed_over(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    format: str,
    alpha: bool,
    channels: int,
    dtype: type,
) -> None:
    picture = Picture(
        noise((333, 517, channels), dtype), noise((333, 517), dtype, 1) if alpha else None
    )
    at_once = written(tmp_path / "x", picture, Encoding(format), 333)
    monkeypatch.setattr("sr_desktop.imaging.writing.writing._SMALL_BYTES", 0)
    for rows in (1, 100, 333):
        assert written(tmp_path / "x", picture, Encoding(format), rows) == at_once


@pytest.mark.parametrize("format", ALL)
def test_two_runs_in_two_processes_give_the_same_file(tmp_path: Path, format: str) -> None:
    code = """
import sys
from pathlib import Path
from sr_desktop.imaging import files
from sr_desktop.imaging.picture import Picture
from tests.imaging.samples import gray_profile, smooth
picture = Picture(smooth(50, 70)[..., :1], icc=gray_profile(), dpi=(96.0, 96.0))
files.write(Path(sys.argv[1]), picture, files.Encoding(sys.argv[2]))
"""
    for name in ("a", "b"):
        run = [sys.executable, "-c", code, str(tmp_path / name), format]
        subprocess.run(run, check=True, cwd=Path(__file__).parents[3])
        time.sleep(1.1)  # another second, if anything tells the time
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["small", "piped"])
def test_rows_that_do_not_fit_are_a_defect(
    tmp_path: Path, size: str, request: pytest.FixtureRequest
) -> None:
    if size == "piped":
        request.getfixturevalue("piped")
    form = Form(10, 20)
    for wrong in (
        np.zeros((1, 21, 3), np.uint8),
        np.zeros((1, 20, 1), np.uint8),
        np.zeros((1, 20, 3), np.uint16),
        np.zeros((11, 20, 3), np.uint8),
    ):
        writing = files.start(tmp_path / "x.png", SMALL, form, Encoding("png"))
        with pytest.raises(ValueError, match="rows"):
            writing.put(wrong)
    writing = files.start(tmp_path / "x.png", SMALL, form, Encoding("png"))
    writing.put(np.zeros((9, 20, 3), np.uint8))
    with pytest.raises(ValueError, match="9 of 10 rows"):
        writing.finish()
    assert list(tmp_path.iterdir()) == []


class Full:
    """A file on a disk that takes so many bytes."""

    def __init__(self, file: object, room: int) -> None:
        self._file, self._room = file, room

    def write(self, data: bytes) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


@pytest.mark.parametrize("format", ALL)
@pytest.mark.parametrize("room", [0, 300_000])
def test_a_disk_that_fills_up_is_told_while_rows_are_put_or_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piped: None, format: str, room: int
) -> None:
    from sr_desktop.imaging import place

    create = place._create

    def on_a_full_disk(folder: Path) -> tuple[Path, object]:
        hidden, file = create(folder)
        return hidden, Full(file, room)

    monkeypatch.setattr(place, "_create", on_a_full_disk)
    (tmp_path / "x").write_bytes(b"old")
    side = 2000 if format in STREAMED else 700
    picture = Picture(noise((side, side, 3)))
    writing = files.start(tmp_path / "x", picture, picture.form, Encoding(format, quality=100))
    with pytest.raises(CannotWrite, match="the disk is full"):
        put_and_finish(writing, picture.pixels)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]
    assert (tmp_path / "x").read_bytes() == b"old"


def test_what_is_refused_is_refused_before_the_first_row(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    for path, words in (
        (tmp_path / "folder.png", "folder of that name"),
        (tmp_path / ("n" * 256 + ".png"), "too long"),
    ):
        with pytest.raises(CannotWrite, match=words):
            files.start(path, SMALL, SMALL.form, Encoding("png"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder.png"]


@POSIX
def test_a_name_of_255_bytes_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 125 + "x.png")
    assert len(os.fsencode(path.name)) == 255
    files.write(path, SMALL, Encoding("png"))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@POSIX
@pytest.mark.parametrize("format", ["png", "webp"])
def test_a_folder_that_goes_away_half_way_is_told(tmp_path: Path, piped: None, format: str) -> None:
    folder = tmp_path / "out"
    writing = files.start(folder / "x", SMALL, SMALL.form, Encoding(format))
    writing.put(SMALL.pixels[:20])
    for entry in folder.iterdir():
        entry.unlink()
    folder.rmdir()
    with pytest.raises(CannotWrite, match="x was not saved") as refusal:
        put_and_finish(writing, SMALL.pixels[20:])
    assert refusal.value.hint
    assert list(tmp_path.iterdir()) == []


# --- giving up ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ALL)
@pytest.mark.parametrize("rows", [0, 20, 40])
def test_discarded_at_any_time_nothing_is_left(
    tmp_path: Path, piped: None, format: str, rows: int
) -> None:
    (tmp_path / "x").write_bytes(b"old")
    writing = files.start(tmp_path / "x", SMALL, SMALL.form, Encoding(format))
    writing.put(SMALL.pixels[:rows])
    writing.discard()
    writing.discard()
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]
    assert (tmp_path / "x").read_bytes() == b"old"
    with pytest.raises(CannotWrite, match="given up"):
        put_and_finish(writing, SMALL.pixels[:0])


def test_discarded_after_the_end_the_file_stays(tmp_path: Path, piped: None) -> None:
    writing = files.start(tmp_path / "x.png", SMALL, SMALL.form, Encoding("png"))
    writing.put(SMALL.pixels)
    writing.finish()
    writing.discard()
    assert np.array_equal(files.read(tmp_path / "x.png").pixels, SMALL.pixels)


def test_who_waits_for_the_encoder_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piped: None
) -> None:
    """One thread puts more than fits while the encoder stands still; another gives up."""
    stands_still = threading.Event()
    monkeypatch.setattr(
        "sr_desktop.imaging.writing.vips_out.encode_from", lambda read, save: stands_still.wait(60)
    )
    writing = files.start(tmp_path / "x.png", SMALL, Form(4000, 4000), Encoding("png"))
    told: list[Exception] = []

    def put() -> None:
        try:
            writing.put(np.zeros((4000, 4000, 3), np.uint8))
        except CannotWrite as error:
            told.append(error)

    putting = threading.Thread(target=put)
    putting.start()
    time.sleep(0.2)
    assert putting.is_alive(), "it did not have to wait: this proves nothing"
    giving_up = threading.Thread(target=writing.discard)
    giving_up.start()
    time.sleep(0.1)
    stands_still.set()
    putting.join(10)
    giving_up.join(10)
    assert not putting.is_alive()
    assert not giving_up.is_alive()
    assert ["given up" in str(error) for error in told] == [True]
    assert list(tmp_path.iterdir()) == []


def test_it_may_be_finished_in_another_thread(tmp_path: Path, piped: None) -> None:
    writing = files.start(tmp_path / "x.png", SMALL, SMALL.form, Encoding("png"))
    writing.put(SMALL.pixels)
    thread = threading.Thread(target=writing.finish)
    thread.start()
    thread.join()
    assert np.array_equal(files.read(tmp_path / "x.png").pixels, SMALL.pixels)


# --- killed ---------------------------------------------------------------------------------------

_WRITER = """
import sys, time
from pathlib import Path
import numpy as np
from sr_desktop.imaging import files
from sr_desktop.imaging.form import Form
from sr_desktop.imaging.picture import Picture
like = Picture(np.zeros((1, 1, 3), np.uint8))
writing = files.start(Path(sys.argv[1]), like, Form(4000, 4000), files.Encoding("png"))
writing.put(np.zeros((1000, 4000, 3), np.uint8))
print("begun", flush=True)
time.sleep(60)
"""


def another_writer(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


@POSIX
def test_what_a_killed_process_left_goes_and_what_a_living_one_writes_stays(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"old")
    killed, living = another_writer(path), another_writer(tmp_path / "y.png")
    try:
        hidden = {entry.name for entry in tmp_path.iterdir()} - {"x.png"}
        assert len(hidden) == 2
        assert all(name.startswith(".") and name.endswith(".tmp") for name in hidden)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert path.read_bytes() == b"old"
        ours = files.start(tmp_path / "z.png", SMALL, SMALL.form, Encoding("png"))
        assert len({entry.name for entry in tmp_path.iterdir()} & hidden) == 1
        files.write(path, SMALL, Encoding("png"))
        ours.put(SMALL.pixels)
        ours.finish()
        assert len({entry.name for entry in tmp_path.iterdir()} & hidden) == 1
    finally:
        for process in (killed, living):
            process.kill()
            process.wait()
            process.stdout.close()
    assert np.array_equal(files.read(tmp_path / "z.png").pixels, SMALL.pixels)


@POSIX
def test_what_another_computer_or_another_program_left_is_not_ours(tmp_path: Path) -> None:
    names = [".0123abcd-0123456789ab.tmp", ".x.tmp", ".0123456789ab.tmp"]
    for name in names:
        (tmp_path / name).write_bytes(b"theirs")
    files.write(tmp_path / "x.png", SMALL, Encoding("png"))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted([*names, "x.png"])


@POSIX
def test_a_folder_of_many_is_not_looked_through_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    scan: Callable[[Path], object] = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: (looked.append(folder), scan(folder))[1])
    for number in range(3000):
        (tmp_path / f"{number}.png").touch()
    started = time.monotonic()
    for _ in range(40):
        files.start(tmp_path / "x.png", SMALL, SMALL.form, Encoding("png")).discard()
    assert 1 <= len(looked) < 20, f"{len(looked)} times in {time.monotonic() - started:.2f} s"


# --- memory ---------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("format", STREAMED)
def test_a_large_file_needs_little_memory(tmp_path: Path, format: str) -> None:
    """8000 x 12000 px are 275 MiB; the interpreter and libvips themselves need about 80. As many
    cores as libvips sees must not make it more.
    """
    code = """
import sys
from pathlib import Path
import numpy as np
from sr_desktop.imaging import files
from sr_desktop.imaging.form import Form
from sr_desktop.imaging.picture import Picture
like = Picture(np.zeros((1, 1, 3), np.uint8))
band = (np.arange(12000 * 3) // 200 % 256).astype(np.uint8).reshape(1, 12000, 3).repeat(480, 0)
writing = files.start(Path(sys.argv[1]), like, Form(8000, 12000), files.Encoding(sys.argv[2]))
for top in range(0, 8000, 480):
    writing.put(band[: min(480, 8000 - top)])
writing.finish()
print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024)
"""
    run = [sys.executable, "-c", code, str(tmp_path / "x"), format]
    many_cores = {**os.environ, "VIPS_CONCURRENCY": "16"}
    done = subprocess.run(run, capture_output=True, text=True, check=False, env=many_cores)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 140, f"{done.stdout.strip()} MiB"
    assert files.probe(tmp_path / "x").width == 12_000
