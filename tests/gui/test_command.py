"""The command of an export against the real parser of the command line."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from sr_desktop import cli
from sr_desktop.cli import upscale
from sr_desktop.errors import UsageError
from sr_desktop.gui import command
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.export_window import ExportWindow
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.state import WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.size import Size
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.plan import Asked, OutputRule, Plan, family_of, find_pictures, plan_found
from sr_desktop.jobs.settings import settings_of
from sr_desktop.jobs.types import Found, UpscaleJob
from sr_desktop.weights import Library

Wait = Callable[[Callable[[WindowState], bool]], None]
PICTURE = Picture(np.full((6, 8, 3), 120, np.uint8))
NAMES = ("a.png", "b's 50%.jpg", "below/$c `d`.png", "below/ü ☂.png")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    top = tmp_path / "My pictures"
    for name in NAMES:
        files.write(top / name, PICTURE, Encoding("jpeg" if name.endswith("jpg") else "png"))
    return top


def asked_of(choices: Choices) -> Asked:
    """As the rail makes it."""
    spec = Library().find(choices.model, choices.scale)
    family = family_of(spec, Library()) if choices.size is not None else ()
    return Asked(spec, choices.engine, choices.size, family)


def parsed(line: str) -> Plan:
    """What the command line makes of it."""
    words = shlex.split(line)
    assert words[:2] == ["sr-desktop", "upscale"]
    parser = argparse.ArgumentParser()
    upscale.add_arguments(parser)
    return upscale._plan(parser.parse_args(words[2:]))


def told(jobs: tuple[UpscaleJob, ...]) -> dict[Path, object]:
    """All that decides on a result, by the source."""
    return {
        Path(str(job.source)): (
            job.target,
            job.spec.id,
            {spec.id for spec in job.family},
            settings_of(job),
            (job.encoding.strip_metadata, job.encoding.provenance),
            (job.engine.device, job.max_pixels),
        )
        for job in jobs
    }


def check(found: list[Found], asked: Asked, rule: OutputRule) -> str:
    """Parsed by the real parser it is the same; answers the line."""
    line = command.line(found, asked, rule, platform="linux")
    ours = plan_found(found, asked, rule)
    assert ours.jobs
    assert told(parsed(line).jobs) == told(ours.jobs), line
    return line


CHOICES = [
    Choices(),
    Choices(scale=2, self_ensemble=True),
    Choices(format="png", bit_depth="16"),
    Choices(format="jpeg", quality=80, chroma="420", strip_metadata=True),
    Choices(format="webp", quality=70),
    Choices(format="webp", quality=70, lossless=True),
    Choices(format="tiff", compression="none", dpi=299.5, provenance=False),
    Choices(format="avif", quality=61),
    Choices(quality=30, chroma="420", compression="none", bit_depth="8"),
    Choices(own_scale=False),
    Choices(scale=2, own_scale=False, size_kind="fit", sizes=(Size("fit", 20, 30),)),
    Choices(own_scale=False, size_kind="print", sizes=(Size("print", 0.2, 0.3, "cm", 300),)),
    Choices(own_scale=False, size_kind="factor", sizes=(Size("factor", 2.755),)),
    Choices(model="msrn-small", scale=2),
    Choices(model="msrn-small", scale=2, own_scale=False),
]


@pytest.mark.parametrize("choices", CHOICES, ids=range(len(CHOICES)))
@pytest.mark.parametrize("out", [None, "out put"])
def test_the_real_parser_makes_the_same_of_it(
    choices: Choices, out: str | None, source: Path, tmp_path: Path
) -> None:
    found, _ = find_pictures([source])
    rule = OutputRule(tmp_path / out if out else None, choices.encoding)
    check(found, asked_of(choices), rule)


@pytest.mark.parametrize("on_exists", ["skip", "rename", "replace"])
@pytest.mark.parametrize("template", [None, "{name} {width} x {height}", "it's {folder}_{model}"])
def test_names_and_rules_are_told(
    on_exists: str, template: str | None, source: Path, tmp_path: Path
) -> None:
    found = [Found(source / name) for name in NAMES]
    check(
        found,
        Asked(Library().find("pan", 4)),
        OutputRule(tmp_path, Encoding(), template, on_exists),
    )


def test_the_engine_and_the_limit_are_told(source: Path) -> None:
    engine = Engine("cpu", "fp32", 64, guard=False, self_ensemble=True)
    asked = Asked(Library().find("pan", 3), engine, max_pixels=7_500_000)
    line = check([Found(source / "a.png")], asked, OutputRule())
    assert line.endswith(
        "--scale 3 --device cpu --precision fp32 --tile 64 --guard no --self-ensemble "
        "--pixel-limit 7.5"
    )


def test_what_is_usual_is_left_out(source: Path) -> None:
    found = [Found(source / "a.png")]
    asked = Asked(Library().find("pan", 4))
    line = check(found, asked, OutputRule())
    assert line == f"sr-desktop upscale '{source / 'a.png'}'"
    assert command.line(found, asked, OutputRule(), platform="win32").endswith(
        ' upscale "' + str(source / "a.png") + '"'
    )


def test_one_picture_of_a_folder_goes_where_it_would_go_with_all(
    source: Path, tmp_path: Path
) -> None:
    found, _ = find_pictures([source])
    one = [each for each in found if each.path.name == "ü ☂.png"]
    asked = Asked(Library().find("pan", 4))
    check(one, asked, OutputRule())
    assert plan_found(one, asked, OutputRule()).jobs[0].target == (
        tmp_path / "My pictures_x4" / "below" / "ü ☂.png"
    )
    check(one, asked, OutputRule(tmp_path / "out", template="{name}-{scale}"))


def test_some_pictures_of_several_folders_are_no_one_command(source: Path) -> None:
    found, _ = find_pictures([source])
    with pytest.raises(UsageError, match="takes a folder as a whole"):
        command.line(found[:-1], Asked(Library().find("pan", 4)), OutputRule())


def test_another_order_matters_only_where_names_clash(source: Path, tmp_path: Path) -> None:
    found, _ = find_pictures([source])
    asked, rule = Asked(Library().find("pan", 4)), OutputRule(tmp_path / "out")
    assert command.line(found[::-1], asked, rule) == command.line(found, asked, rule)
    with pytest.raises(UsageError):
        command.line(found[::-1], asked, rule, clashes=True)


def test_other_scales_than_the_command_line_would_take_are_no_command(source: Path) -> None:
    asked = asked_of(Choices(own_scale=False))
    less = replace(asked, family=asked.family[:1])
    with pytest.raises(UsageError, match="other scales"):
        command.line([Found(source / "a.png")], less, OutputRule())


@pytest.mark.skipif("sys.platform != 'linux'", reason="names are text elsewhere")
def test_a_name_that_is_no_text_is_no_command(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written as text"):
        command.line(
            [Found(tmp_path / "\udcff.png")], Asked(Library().find("pan", 4)), OutputRule()
        )


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        (r"C:\Pictures\a.png", r"C:\Pictures\a.png"),
        (r"C:\My pictures\a.png", r'"C:\My pictures\a.png"'),
        ("{name}_x", '"{name}_x"'),
        ("50%.png", "'50%.png'"),  # cmd would look for a variable
        ("it's $5.png", "'it''s $5.png'"),
        ("“so”.png", "'“so”.png'"),  # PowerShell takes them for plain ones
    ],
)
def test_windows_shells_are_spared_what_they_would_expand(word: str, quoted: str) -> None:
    assert command.quoted([word], "win32") == quoted


# Through the window


def opened(window: MainWindow, wait: Wait, paths: list[Path], folder: Path) -> ExportWindow:
    window.add_paths(paths)
    wait(lambda state: state.opened is not None and not state.scan_jobs)
    window.exporting.into(folder)
    window.exporting.open()
    dialog = window.exporting.preparing.dialog
    assert dialog is not None
    return dialog


def copied(dialog: ExportWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(dialog.export.isEnabled)
    dialog.command.click()
    qtbot.waitUntil(lambda: dialog._told.text().startswith("Copied"))
    return QGuiApplication.clipboard().text()


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_copied_command_writes_the_same_bytes_as_the_window(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    window.rail.show_choices(Choices(scale=2, own_scale=False, size_kind="percent", format="png"))
    dialog = opened(window, wait, [source], out)
    dialog.form.name.edit.setText("{name} {width}x{height}")
    line = copied(dialog, qtbot)
    dialog.export.click()
    wait(lambda state: state.batch is not None and state.running is None)
    by_window = contents(out)
    assert len(by_window) == len(NAMES)
    assert files.provenance(out / "a 16x12.png") is not None
    for path in out.rglob("*.png"):
        path.unlink()
    assert cli.main(shlex.split(line)[1:]) == 0
    assert contents(out) == by_window


def test_a_pasted_picture_is_said_to_have_no_file(
    window: MainWindow, wait: Wait, qtbot: QtBot, source: Path, tmp_path: Path
) -> None:
    QGuiApplication.clipboard().setText("before")
    window.add_picture(PICTURE, "Pasted 1.png")
    dialog = opened(window, wait, [source], tmp_path / "out")
    dialog.command.click()
    qtbot.waitUntil(lambda: dialog._told.text().startswith("Not copied."))
    assert "Pasted 1.png has no file" in dialog._told.text()
    assert QGuiApplication.clipboard().text() == "before"
    dialog.reject()
