"""The door to picture files: names, refusals, and that a file is complete or not there."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_desktop.cancel import Cancelled
from sr_desktop.errors import CannotWrite, ImageTooLarge, UnreadableImage
from sr_desktop.imaging import files, formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.files import Probe
from sr_desktop.imaging.picture import Picture
from tests.imaging.samples import encoded, noise, save, smooth

POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX only")
PICTURE = Picture(noise((40, 60, 3)))
PNG = Encoding("png")


# --- names ----------------------------------------------------------------------------------------


def test_extensions_are_known_in_any_case() -> None:
    for name, format in (
        ("a.png", "PNG"),
        ("a.JPG", "JPEG"),
        ("a.b.jpeg", "JPEG"),
        ("a.Jfif", "JPEG"),
        ("a.webp", "WEBP"),
        ("a.tif", "TIFF"),
        ("a.TIFF", "TIFF"),
        ("a.bmp", "BMP"),
        ("a.GIF", "GIF"),
        ("a.heic", "HEIF"),
        ("a.hif", "HEIF"),
        ("a.jxl", "JXL"),
        ("a.avif", "AVIF"),
        ("a.mpo", "JPEG"),
        ("a.apng", "PNG"),
        ("a.pgm", "PPM"),
        ("a.dib", "BMP"),
    ):
        assert formats.format_of(Path(name)) == format
        assert formats.looks_like_picture(Path(name))
    for name in ("a.svg", "a", ".png", "png", "a.png.txt", "a.pdf"):
        assert not formats.looks_like_picture(Path(name)), name


def test_what_is_offered_to_dialogs() -> None:
    assert set(formats.WRITABLE) < set(formats.READABLE)
    assert ".bmp" in formats.READABLE
    assert ".bmp" not in formats.WRITABLE


@pytest.mark.parametrize(
    "name",
    ["100%.png", "é ü.png", "🦜.png", "a  b.png", 'it\'s "q".png', "#1;&|$(x).png", "-r.png"],
)
def test_names_are_only_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / "ordner ä" / name
    files.write(path, PICTURE, PNG)
    assert [entry.name for entry in path.parent.iterdir()] == [name]
    assert np.array_equal(files.read(path).pixels, PICTURE.pixels)
    files.write(path, PICTURE, Encoding("tiff"))
    assert files.probe(path).format == "TIFF"
    assert files.shown_name(path) == name


@POSIX
@pytest.mark.parametrize("name", [b"\xff\xfe.png", b"two\nlines.png", b"tab\t\x1b[31m.png"])
def test_odd_bytes_in_a_name_do_no_harm(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))
    files.write(path, PICTURE, PNG)
    assert files.read(path).width == 60
    path.write_bytes(b"no picture")
    with pytest.raises(UnreadableImage) as refusal:
        files.read(path)
    assert refusal.value.message.encode().decode().isprintable(), refusal.value.message


# --- probing --------------------------------------------------------------------------------------


def test_probe_tells_the_header_without_decoding(tmp_path: Path) -> None:
    for format in ("PNG", "JPEG", "WEBP", "TIFF", "BMP"):
        path = save(tmp_path / "x", Image.fromarray(smooth(20, 30)), format)
        assert files.probe(path) == Probe(30, 20, format, 8, 1)
    half = encoded(Image.fromarray(noise((300, 300, 3))), "PNG")[:2000]
    (tmp_path / "half").write_bytes(half)
    assert files.probe(tmp_path / "half") == Probe(300, 300, "PNG", 8, 1)


def test_the_first_bytes_decide_not_the_extension(tmp_path: Path) -> None:
    path = save(tmp_path / "really-a.png", Image.fromarray(smooth(20, 30)), "JPEG")
    assert files.probe(path).format == "JPEG"
    assert files.read(path).format == "JPEG"


# --- what cannot be read --------------------------------------------------------------------------


@pytest.mark.parametrize("look", [files.probe, files.read, lambda path: files.thumbnail(path, 32)])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.png", b"", "0 bytes"),
        ("note.txt", b"hello", "not a picture"),
        ("film.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(40), "not a picture"),
        ("fake.png", b"\x89PNG\r\n\x1a\n" + b"junk" * 9, "fake.png"),
        ("page.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_next_step(
    tmp_path: Path, look: object, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert_refused(look, tmp_path / name, words)


def assert_refused(look: object, path: Path, words: str) -> None:
    with pytest.raises(UnreadableImage) as refusal:
        look(path)
    error = refusal.value
    assert words in error.message
    assert files.shown_name(path) in error.message
    assert error.hint.endswith(".")
    for jargon in ("Error", "Exception", "PIL", "vips", "None", "0x"):
        assert jargon not in str(error).replace(path.name, ""), str(error)


@pytest.mark.parametrize("look", [files.probe, files.read, lambda path: files.thumbnail(path, 32)])
def test_places_that_hold_no_file_are_refused(tmp_path: Path, look: object) -> None:
    assert_refused(look, tmp_path / "gone.png", "There is no file")
    (tmp_path / "a.png").mkdir()
    assert_refused(look, tmp_path / "a.png", "is a folder")
    (tmp_path / "plain").write_bytes(b"x")
    assert_refused(look, tmp_path / "plain" / "x.png", "There is no file")
    assert_refused(look, tmp_path / ("n" * 300 + ".png"), "cannot be read")


@POSIX
def test_a_file_one_may_not_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "x.png", Image.fromarray(smooth(4, 4)))
    path.chmod(0)
    if (
        os.geteuid() == 0
    ):  # permissions do not bind root, so let open() answer as it would to others

        def denied(self: Path, mode: str) -> None:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", denied)
    assert_refused(files.read, path, "may not read")


def test_the_pixel_limit_names_both_sizes_and_decodes_nothing(tmp_path: Path) -> None:
    path = save(tmp_path / "x.png", Image.fromarray(smooth(100, 200)))
    assert files.read(path, max_pixels=20_000).width == 200
    path.write_bytes(path.read_bytes()[:100])  # no pixels to decode
    with pytest.raises(ImageTooLarge, match=r"x\.png has 0\.0 megapixels; the limit is 0\.0"):
        files.read(path, max_pixels=19_999)


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
def test_a_bomb_is_refused_by_its_header(tmp_path: Path, format: str) -> None:
    data = bytearray(encoded(Image.new("L", (9, 9)), format))
    state_size(data, 60_000)
    (tmp_path / "bomb").write_bytes(data)
    assert files.probe(tmp_path / "bomb").width == 60_000
    for look in (files.read, lambda path: files.thumbnail(path, 64)):
        with pytest.raises(ImageTooLarge, match=r"3600\.0 megapixels; the limit is 500\.0"):
            look(tmp_path / "bomb")


def state_size(data: bytearray, side: int) -> None:
    """Let the header of a PNG or of a TIFF tell this width and height."""
    if data[:4] == b"\x89PNG":
        struct.pack_into(">II", data, 16, side, side)
        struct.pack_into(">I", data, 29, zlib.crc32(data[12:29]))
        return
    (at,) = struct.unpack_from("<I", data, 4)
    for entry in range(at + 2, at + 2 + 12 * data[at], 12):
        if struct.unpack_from("<H", data, entry)[0] in (256, 257):
            struct.pack_into("<HII", data, entry + 2, 4, 1, side)


def test_too_little_memory_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "x.png", Image.fromarray(smooth(4, 4)))

    def exhausted(source: object) -> None:
        raise MemoryError

    monkeypatch.setattr("sr_desktop.imaging.reading.decoder.decode", exhausted)
    with pytest.raises(ImageTooLarge, match=r"x\.png needs more memory"):
        files.read(path)


# --- complete or not there ------------------------------------------------------------------------


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.png"
    files.write(path, PICTURE, PNG)
    assert files.probe(path).width == 60


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"old" * 100_000)
    files.write(path, PICTURE, PNG)
    assert np.array_equal(files.read(path).pixels, PICTURE.pixels)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, Cancelled, OSError, MemoryError])
@pytest.mark.parametrize(
    "moment", ["os.fsync", "os.replace", "sr_desktop.imaging.writing.encoder.plan"]
)
def test_an_interrupted_save_leaves_everything_as_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    interruption: type[BaseException],
    moment: str,
) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"old")
    present = []

    def interrupt(*args: object) -> None:
        present.extend(entry.name for entry in tmp_path.iterdir() if entry != path)
        raise interruption

    monkeypatch.setattr(moment, interrupt)
    expected = CannotWrite if interruption is OSError and "os." in moment else interruption
    with pytest.raises(expected):
        files.write(path, PICTURE, PNG)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    if "os." in moment:
        assert len(present) == 1, "no temporary file to clean up: this proves nothing"
        assert present[0].startswith("."), "a folder scan would find it"
        assert not formats.looks_like_picture(Path(present[0]))


@POSIX
def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        files.write(tmp_path / "x.png", PICTURE, PNG)
    finally:
        os.umask(before)
    assert (tmp_path / "x.png").stat().st_mode & 0o777 == 0o644


def test_saving_starts_no_thread_that_stays(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    for format in ("png", "tiff", "jpeg", "webp"):
        files.write(tmp_path / "x", PICTURE, Encoding(format))
    assert set(threading.enumerate()) == before


# --- what cannot be written -----------------------------------------------------------------------


def assert_not_saved(path: Path, words: str) -> None:
    with pytest.raises(CannotWrite) as refusal:
        files.write(path, PICTURE, PNG)
    error = refusal.value
    assert words in error.message
    assert files.shown_name(path) in error.message
    assert error.hint.endswith(".")
    assert "Errno" not in str(error)


def test_places_that_cannot_hold_the_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"x")
    assert_not_saved(tmp_path / "plain" / "x.png", "is not a folder")
    (tmp_path / "a.png").mkdir()
    assert_not_saved(tmp_path / "a.png", "there is a folder of that name")
    assert_not_saved(tmp_path / ("n" * 300 + ".png"), "too long")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.png", "plain"]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 KiB, or a reason to skip."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=16k", "none", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a file system here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_named_and_keeps_the_old_file(mounted: Path) -> None:
    path = mounted / "x.png"
    path.write_bytes(b"old")
    large = Picture(noise((100, 100, 3)))
    for format in ("png", "tiff", "jpeg"):
        with pytest.raises(CannotWrite, match="the disk is full") as refusal:
            files.write(path, large, Encoding(format, quality=100))
        assert "Free some space" in refusal.value.hint
        assert [entry.name for entry in mounted.iterdir()] == ["x.png"]
    assert path.read_bytes() == b"old"


def test_a_read_only_folder_is_named(mounted: Path) -> None:
    (mounted / "x.png").write_bytes(b"old")
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    assert_not_saved(mounted / "x.png", "you may not write in")
    assert_not_saved(mounted / "new" / "y.png", "you may not write in")
    assert (mounted / "x.png").read_bytes() == b"old"


@POSIX
def test_a_file_larger_than_allowed_leaves_nothing_half_done(tmp_path: Path) -> None:
    """The same without a mount: the process may write files of 5,000 bytes at most."""
    code = """
import resource, sys
from pathlib import Path
import numpy as np
from sr_desktop.errors import CannotWrite
from sr_desktop.imaging import files
from sr_desktop.imaging.picture import Picture
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
noise = np.random.default_rng(0).integers(0, 256, (90, 90, 3), dtype=np.uint8)
try:
    files.write(Path(sys.argv[1]), Picture(noise), files.Encoding("png"))
except CannotWrite as error:
    print(error)
"""
    path = tmp_path / "x.png"
    path.write_bytes(b"old")
    run = [sys.executable, "-W", "error", "-c", code, str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "x.png was not saved: the disk does not take files of this size." in done.stdout
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


# --- cost -----------------------------------------------------------------------------------------


def test_importing_costs_no_libvips_and_changes_nothing_in_pillow() -> None:
    code = """
import sys, warnings
import numpy  # which adds filters of its own
from PIL import Image
before = Image.MAX_IMAGE_PIXELS, list(warnings.filters)
import sr_desktop.imaging.files
assert (Image.MAX_IMAGE_PIXELS, list(warnings.filters)) == before
print(sorted({"pyvips", "torch", "PySide6", "PIL.ImageCms"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("format", "copies"), [("png", 0.7), ("tiff", 0.7), ("jpeg", 1.6)])
def test_saving_needs_less_than_a_second_copy_of_the_pixels(
    tmp_path: Path, format: str, copies: float
) -> None:
    """Pillow holds RGB in four bytes; libvips reads our pixels in place."""
    code = """
import sys
from pathlib import Path
import numpy as np
from sr_desktop.imaging import files
from sr_desktop.imaging.picture import Picture
target, format = Path(sys.argv[1]), sys.argv[2]
files.write(target, Picture(np.zeros((64, 64, 3), np.uint8)), files.Encoding(format))
y, x = np.mgrid[0:3000, 0:4000].astype(np.uint16)
pixels = np.stack([plane.astype(np.uint8) for plane in (x // 16, y // 12, x + y)], axis=2)
del x, y
held = int(open("/proc/self/statm").read().split()[1]) * 4096
Path("/proc/self/clear_refs").write_text("5")
files.write(target, Picture(pixels), files.Encoding(format))
status = Path("/proc/self/status").read_text()
top = int(status.split("VmHWM:")[1].split()[0]) * 1024
print((top - held) / pixels.nbytes)
"""
    run = [sys.executable, "-c", code, str(tmp_path / "x"), format]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    if "clear_refs" in done.stderr:
        pytest.skip("may not reset the peak of memory here")
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < copies, f"{done.stdout.strip()} copies of the pixels"


def test_a_header_that_tells_no_size_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "header.tiff"
    Image.new("RGB", (50, 40)).save(path)
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(UnreadableImage, match=r"header\.tiff is damaged or incomplete"):
        files.probe(path)
