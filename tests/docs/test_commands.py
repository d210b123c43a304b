"""What the documentation tells people to type does what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from sr_desktop.engine.archs import ARCHS
from tests.cli.program import environment, picture, save
from tests.docs import ready
from tests.docs.blocks import LANGUAGES, PAGES, REPO, SHELL, Block, blocks_of

RUN = {page: [block for block in blocks_of(page) if block.is_run] for page in PAGES}
TIMEOUT_S = 280


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for PATH, with sr-desktop in it."""
    folder = tmp_path_factory.mktemp("bin")
    address = tmp_path_factory.mktemp("ready") / "line"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.docs.ready", str(address)],
        cwd=REPO,
        env=environment(folder) | {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        ready.write_caller(folder / "sr-desktop", address)
        (folder / "dask").write_text(f'#!/bin/sh\nexec {sys.executable} -m dask "$@"\n')
        (folder / "dask").chmod(0o755)
        yield folder
        program.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the commands speak of."""
    made = tmp_path / "work"
    save(made, "photo.jpg", "photo.png", "scan.tif", "scans/a.tif", "scans/old/b.png")
    for name in ("Set5/baby.png", "B100/bear.png", "photos/coast.png"):
        (made / name).parent.mkdir()
        picture(48, 36).save(made / name)
    network = ARCHS["edsr"](scale=4, n_feats=8, n_blocks=1, res_scale=1.0)
    torch.save(network.state_dict(), made / "EDSR_x4.pt")
    return made


def run(code: str, folder: Path, programs: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=folder,
        env=os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )


@pytest.mark.parametrize("page", [page for page in PAGES if RUN[page]], ids=lambda page: page.name)
def test_every_command_of_a_page_works(page: Path, folder: Path, programs: Path) -> None:
    """In their order, in one folder, as a reader would type them."""
    for block in RUN[page]:
        done = run(block.code, folder, programs)
        assert done.returncode == 0, f"{block}\n{block.code}\n{done.stdout}\n{done.stderr}"
        missing = [name for name in block.promises if not (folder / name).is_file()]
        assert not missing, f"{block} says that it writes {missing}"


def test_a_command_that_fails_is_noticed_wherever_it_stands(folder: Path, programs: Path) -> None:
    code = "sr-desktop upscale nowhere.jpg\nsr-desktop --version\n"
    done = run(code, folder, programs)
    assert done.returncode != 0
    assert "nowhere.jpg" in done.stderr
    assert "sr-desktop " not in done.stdout, "it went on"


def every_block() -> list[Block]:
    return [block for page in PAGES for block in blocks_of(page)]


def test_each_fence_of_each_page_is_seen() -> None:
    fences = sum(page.read_text(encoding="utf-8").count("\n```") for page in PAGES)
    assert fences == 2 * len(every_block()), "one is indented, or never closed"


def test_each_block_says_what_it_is() -> None:
    odd = [str(block) for block in every_block() if block.language not in LANGUAGES]
    assert not odd, f"commands are fenced as sh, all else as one of {LANGUAGES}: {odd}"


def test_who_calls_the_program_is_a_command() -> None:
    """So that no command hides from being run."""
    hidden = [
        str(block)
        for block in every_block()
        if block.language != SHELL and "\nsr-desktop " in f"\n{block.code}"
    ]
    assert not hidden


def test_an_excuse_stands_before_a_command_and_gives_a_reason() -> None:
    told = sum(page.read_text(encoding="utf-8").count("<!-- not run:") for page in PAGES)
    excused = [block for block in every_block() if block.reason]
    examples = sum(block.code.count("<!-- not run:") for block in every_block())
    assert told - examples == len(excused), "one of them excuses no block"
    assert all(block.language == SHELL and len(block.reason) > 10 for block in excused)


def test_most_commands_are_run() -> None:
    told = sum(f"\n{block.code}".count("\nsr-desktop ") for block in every_block() if block.is_run)
    assert told >= 30, "the excuses have eaten the commands"
