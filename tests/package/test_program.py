"""The packaged program in an empty environment: no Python, no settings, nothing but a home."""

from __future__ import annotations

import os
import re
import select
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import torch
from PIL import Image

from sr_desktop import __version__
from sr_desktop.imaging import files, metrics
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import sample
from tests.e2e import desktop
from tests.e2e.desktop import Desktop, wait_for
from tests.package import program

pytestmark = pytest.mark.package

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
STARTS = 5
MOST_TIMES_AS_LONG = 1.5


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


@pytest.fixture
def screen(home: Path) -> Iterator[Desktop]:
    if missing := desktop.missing():
        pytest.skip(f"needs {', '.join(missing)}: `make package-test` installs them on Debian")
    with Desktop(home) as started:
        yield started


def _cut(rows: int, columns: int) -> Picture:
    return Picture(sample.original().pixels[:rows, :columns].copy())


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as opened:
        return opened.size


def test_the_version_is_the_one_of_the_source(home: Path) -> None:
    answer = program.run(home, "--version")
    assert (answer.code, answer.out) == (0, f"sr-desktop {__version__}\n"), answer.err


def test_the_doctor_finds_nothing_to_complain_of(home: Path) -> None:
    answer = program.run(home, "doctor")
    assert answer.code == 0, answer.out + answer.err
    for word in ("CPU", "pan-x4.safetensors, verified", "Qt works", str(home)):
        assert word in answer.out, answer.out


def test_the_demo_shows_what_it_does(home: Path) -> None:
    answer = program.run(home, "demo", "-o", "out", **OFFSCREEN)
    assert answer.code == 0, answer.err
    assert {each.name for each in (home / "out").iterdir()} == {
        *("sample-small.png", "sample-pan-x4.png", "comparison.png", "window.png")
    }


def test_a_folder_is_upscaled_with_its_tree(home: Path) -> None:
    for name, format in (("a.jpg", "jpeg"), ("b/c.png", "png"), ("b/d.webp", "webp")):
        files.write(home / "scans" / name, _cut(48, 64), Encoding(format))
    for n, name in enumerate(("e.tif", "f.avif", "g.gif", "h.bmp")):
        Image.fromarray(_cut(32 + n, 40).pixels).save(home / "scans" / name)
    answer = program.run(home, "upscale", "scans", "-o", "large", "--scale", "2")
    assert answer.code == 0, answer.err
    made = {str(path.relative_to(home / "large")) for path in (home / "large").rglob("*.*")}
    assert made == {"a.jpg", "b/c.png", "b/d.webp", "e.tif", "f.avif", "g.png", "h.png"}
    assert _size(home / "large" / "b" / "c.png") == (128, 96)


def test_a_network_of_others_is_loaded(home: Path) -> None:
    from sr_desktop.engine.archs import community

    assert community.is_installed()  # puts the stand-in for torchvision in its place
    from spandrel.architectures.ESRGAN import ESRGAN

    torch.manual_seed(0)
    network = ESRGAN(num_filters=16, num_blocks=2, scale=4)
    torch.save(network.state_dict(), home / "other.pth")
    files.write(home / "a.png", _cut(32, 32), Encoding("png"))
    answer = program.run(home, "upscale", "a.png", "--weights", "other.pth", "-o", "b.png")
    assert answer.code == 0, answer.err
    assert _size(home / "b.png") == (128, 128)


def test_what_it_cannot_read_is_told_without_a_way_that_does_not_exist(home: Path) -> None:
    (home / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))
    answer = program.run(home, "upscale", "a.heic")
    assert answer.code == 3
    assert "JPEG or PNG" in answer.err, answer.err
    assert "Install it" not in answer.err


def test_the_licences_of_what_is_inside_are_inside(home: Path) -> None:
    folder = next(program.DIST.glob("sr-desktop*/**/licences"))
    names = {each.name.partition("-")[0].lower() for each in folder.iterdir()}
    for part in ("torch", "numpy", "pillow", "pyvips", "python", "system", "lgpl", "spandrel.txt"):
        assert part in names, sorted(names)


def test_nothing_under_a_licence_that_ours_cannot_keep_is_inside(home: Path) -> None:
    inside = [path.name.lower() for path in program.FOLDER.rglob("*")]
    for word in ("heif", "x265", "de265", "jxl", "readline", "gdbm"):
        found = [name for name in inside if word in name]
        assert not found, found


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_it_writes_into_its_home_and_the_folder_for_temporary_files_alone(
    home: Path, tmp_path: Path
) -> None:
    files.write(home / "a.png", _cut(48, 64), Encoding("png"))
    trace = tmp_path / "trace"
    calls = "trace=openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,symlink,link,unlink"
    watch = ("strace", "-f", "-qq", "-e", calls, "-o", str(trace))
    assert program.run(home, "upscale", home / "a.png", before=watch).code == 0
    written = set(re.findall(r'"(/[^"]*)"[^\n]*(?:O_WRONLY|O_RDWR|O_CREAT)', trace.read_text()))
    written |= set(re.findall(r'(?:mkdir|rename|link)\w*\([^"\n]*"(/[^"]*)"', trace.read_text()))
    mine = (str(home), "/tmp/", "/var/tmp/", "/dev/", "/proc/self/")
    elsewhere = sorted(path for path in written if not path.startswith(mine))
    assert not elsewhere
    assert any(path.startswith(str(home)) for path in written), "the result at least"


def test_a_picture_goes_from_drop_to_saved_file(screen: Desktop, home: Path) -> None:
    photo = home / "hafen säule.png"
    files.write(photo, sample.reduced(4), Encoding("png"))
    running = _open_window(screen, home)
    screen.see("Drop images or a folder here")
    screen.drop(photo)
    target = home / "result.png"
    screen.upscale_and_save(target)
    original = sample.original().pixels
    score = metrics.psnr_y(files.read(target).pixels, original, 4)  # type: ignore[arg-type]
    assert score > 27, f"{score:.2f} dB"  # bicubic has 25.5
    screen.focus(screen.window("result|hafen"))
    screen.press("ctrl+q")
    assert wait_for(lambda: running.poll() is not None, "the end of the program", 20)
    assert running.returncode == 0


def _open_window(screen: Desktop, home: Path) -> subprocess.Popen[str]:
    started = screen.launch([*program.words(), "--new-window"], _on(screen, home))
    screen.window("sr-desktop")
    return started


def _on(screen: Desktop, home: Path) -> dict[str, str]:
    shared = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    return program.environment(home, **{name: screen.environment[name] for name in shared})


def test_its_window_shows_about_as_soon_as_that_of_the_unpackaged_program(
    screen: Desktop, home: Path
) -> None:
    """Both are timed from outside until the window manager has the window, in turn."""
    ways = {"packaged": program.words(), "unpackaged": [sys.executable, "-m", "sr_desktop"]}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(STARTS + 1):
        for name, words in ways.items():
            seconds[name].append(_seconds_to_window(screen, home, words))
    median = {name: statistics.median(each[1:]) for name, each in seconds.items()}
    times = median["packaged"] / median["unpackaged"]
    told = ", ".join(f"{name} {each:.2f} s" for name, each in median.items())
    print(f"\nFrom start to window: {told}, {times:.2f} times; cold {seconds['packaged'][0]:.2f} s")
    assert times < MOST_TIMES_AS_LONG


def _seconds_to_window(screen: Desktop, home: Path, words: list[str]) -> float:
    command = ["xprop", "-root", "_NET_CLIENT_LIST"]
    # Of a property that nobody has named yet xprop tells no news.
    asked = partial(subprocess.check_output, command, env=screen.environment)
    wait_for(lambda: b"no such atom" not in asked(), "the window manager")
    watch = subprocess.Popen(
        ["stdbuf", "-oL", command[0], "-spy", *command[1:]],
        env=screen.environment,
        stdout=subprocess.PIPE,
    )
    try:
        _wait_for_line(watch, lambda line: True)
        start = time.perf_counter()
        environment = _on(screen, home) | {"PYTHONPATH": str(program.REPO)}
        started = screen.launch([*words, "--new-window"], environment)
        _wait_for_line(watch, lambda line: b"0x" in line)
        seconds = time.perf_counter() - start
        started.kill()
        started.communicate()
        _wait_for_line(watch, lambda line: b"0x" not in line)
    finally:
        watch.terminate()
        watch.communicate()
    return seconds


def _wait_for_line(watch: subprocess.Popen[bytes], is_it: Callable[[bytes], bool]) -> None:
    """Of what xprop tells whenever windows come and go."""
    assert watch.stdout is not None
    line = b""
    while not (line and is_it(line)):
        ready, _, _ = select.select([watch.stdout], [], [], desktop.PATIENCE_S)
        assert ready, "no window came or went"
        line = os.read(watch.stdout.fileno(), 4096)
