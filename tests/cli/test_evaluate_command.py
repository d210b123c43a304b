"""`sr-desktop evaluate` from outside: the published numbers, tables, events, exit codes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.program import Answer, command, digests, environment, one_line, picture, run, save

PUBLISHED = {2: (38.00, 0.9605), 3: (34.40, 0.9271), 4: (32.13, 0.8948)}
PUBLISHED_BICUBIC = {2: 33.66, 3: 30.39, 4: 28.42}
NUMBERS = {"psnr", "ssim", "bicubic_psnr", "bicubic_ssim", "seconds"}
REPO_WEIGHTS = Path(__file__).resolve().parent.parent.parent / "weights"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place to work in, with a data set of two HR pictures."""
    made = tmp_path / "work"
    save(made, "Two/a.png", "Two/b.png")
    picture(40, 36).save(made / "Two" / "a.png")
    picture(50, 37).save(made / "Two" / "b.png")
    return made


def told(answer: Answer, kind: str) -> list[dict[str, Any]]:
    return [event for event in answer.events if event["event"] == kind]


# The published numbers


@pytest.fixture(scope="module")
def set5(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    """The means of the authors' PAN on Set5, by scale."""
    folder = tmp_path_factory.mktemp("run") / "work"
    folder.mkdir()
    words: list[str | Path] = ["evaluate", shared / "data" / "benchmarks" / "Set5", "--json"]
    for scale in PUBLISHED:
        words += ["--weights", shared / "weights" / "official" / f"PANx{scale}_DF2K.pth"]
    answer = run(folder, *words)
    assert answer.code == 0, answer.out
    return {mean["scale"]: mean for mean in told(answer, "mean")}


@pytest.mark.parametrize("scale", PUBLISHED)
def test_the_authors_weights_reach_their_published_numbers(
    set5: dict[int, dict[str, Any]], scale: int
) -> None:
    psnr, ssim = PUBLISHED[scale]
    assert set5[scale]["pictures"] == set5[scale]["of"] == 5
    assert set5[scale]["psnr"] == pytest.approx(psnr, abs=0.01), set5[scale]
    assert set5[scale]["ssim"] == pytest.approx(ssim, abs=0.0003), set5[scale]


@pytest.mark.parametrize("scale", PUBLISHED)
def test_bicubic_beside_them_reaches_its_published_numbers(
    set5: dict[int, dict[str, Any]], scale: int
) -> None:
    assert set5[scale]["bicubic_psnr"] == pytest.approx(PUBLISHED_BICUBIC[scale], abs=0.05)


# What is told


def test_without_a_word_more_it_is_pan_at_all_scales_in_a_table(folder: Path) -> None:
    answer = run(folder, "evaluate", "Two")
    assert (answer.code, answer.err, answer.made) == (0, "", set())
    rows = [line for line in answer.out.splitlines() if "Two" in line]
    assert [row.split()[3] for row in rows] == ["x2", "x3", "x4"], answer.out
    head = next(line for line in answer.out.splitlines() if "bicubic" in line)
    assert "pan" in head
    assert "…" not in answer.out


def test_json_is_a_line_for_each_picture_and_for_the_mean_and_counts_at_last(
    folder: Path,
) -> None:
    answer = run(folder, "evaluate", "Two", "--scale", "2", "--json")
    assert (answer.code, answer.err) == (0, "")
    pictures, [mean] = told(answer, "scored"), told(answer, "mean")
    assert [each["picture"] for each in pictures] == ["a", "b"]
    for each in (*pictures, mean):
        assert (each["model"], each["scale"], each["dataset"]) == ("pan-x2", 2, "Two")
        assert each.keys() >= NUMBERS
        assert 20 < each["psnr"] < 80
    assert (mean["pictures"], mean["of"]) == (2, 2)
    assert mean["psnr"] == pytest.approx(sum(each["psnr"] for each in pictures) / 2, abs=1e-3)
    assert answer.events[-1] == {
        "event": "end",
        "done": 2,
        "failed": 0,
        "stopped": 0,
        "exit_code": 0,
    }


def test_markdown_is_a_table_for_a_model_card(folder: Path) -> None:
    answer = run(folder, "evaluate", "Two", "--scale", "2,4", "--format", "markdown")
    lines = answer.out.splitlines()
    assert lines[0] == "| data set | scale | bicubic | pan |"
    assert [line[:13] for line in lines[2:]] == ["| Two | x2 | ", "| Two | x4 | "]
    assert all("**" in line for line in lines[2:])


def test_csv_can_be_read(folder: Path) -> None:
    answer = run(folder, "evaluate", "Two", "--scale", "2", "--scale", "3", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [(row["model"], row["dataset"], row["of"]) for row in rows] == [
        ("pan-x2", "Two", "2"),
        ("pan-x3", "Two", "2"),
    ]


def test_no_difference_at_all_is_null(folder: Path) -> None:
    (folder / "Flat").mkdir()
    Image.new("RGB", (40, 40), (91, 91, 91)).save(folder / "Flat" / "a.png")
    answer = run(folder, "evaluate", "Flat", "--scale", "2", "--json")
    assert told(answer, "scored")[0]["bicubic_psnr"] is None
    assert told(answer, "mean")[0]["bicubic_psnr"] is None


def test_float32_is_the_usual_precision_and_another_can_be_asked_for(folder: Path) -> None:
    answer = run(folder, "evaluate", "Two", "--scale", "2", "--json")
    assert "float32" in told(answer, "modelready")[0]["compute"]
    assert "float32" in one_line(run(folder, "evaluate", "--help").out)


def test_several_networks_and_data_sets_stand_in_one_table(folder: Path) -> None:
    save(folder, "One/a.png")
    for name in ("first", "second"):
        (folder / f"{name}-x2.safetensors").write_bytes(
            (REPO_WEIGHTS / "pan-x2.safetensors").read_bytes()
        )
    answer = run(
        folder,
        *["evaluate", "Two", "One", "--format", "markdown"],
        *["--weights", "first-x2.safetensors", "--weights", "second-x2.safetensors"],
    )
    assert answer.code == 0, answer.err
    head, _, *rows = answer.out.splitlines()
    assert head == "| data set | scale | bicubic | first | second |"
    assert [row.split(" | ")[0] for row in rows] == ["| Two", "| One"]


def test_checkpoints_of_one_name_are_told_apart(folder: Path) -> None:
    for name in ("run1", "run2"):
        (folder / name).mkdir()
        (folder / name / "best.safetensors").write_bytes(
            (REPO_WEIGHTS / "pan-x2.safetensors").read_bytes()
        )
    answer = run(
        folder,
        *["evaluate", "Two", "--json"],
        *["--weights", "run1/best.safetensors", "--weights", "run2/best.safetensors"],
    )
    assert [mean["model"] for mean in told(answer, "mean")] == ["best", "best (2)"]


# Scales


def _lr_files(folder: Path, scale: int) -> None:
    """A data set Half that has one scale."""
    for name, side in (("HR", 24), (f"LR/X{scale}", 24 // scale)):
        (folder / "Half" / name).mkdir(parents=True)
        picture(side, side).save(folder / "Half" / name / "a.png")


def test_nothing_said_every_data_set_is_done_at_the_scales_it_has(folder: Path) -> None:
    _lr_files(folder, 3)
    answer = run(folder, "evaluate", "Half", "Two", "--json")
    assert answer.code == 0, answer.out
    done = [(mean["dataset"], mean["scale"]) for mean in told(answer, "mean")]
    assert done == [("Half", 3), ("Two", 2), ("Two", 3), ("Two", 4)]


def test_a_scale_asked_for_that_is_not_there_is_a_failure(folder: Path) -> None:
    _lr_files(folder, 3)
    answer = run(folder, "evaluate", "Half", "Two", "--scale", "2", "--json")
    assert answer.code == 1
    [failed] = told(answer, "failed")
    assert (failed["dataset"], failed["scale"], failed["error"]) == ("Half", 2, "NothingToDo")
    assert "x3" in failed["hint"]
    assert len(told(answer, "scored")) == 2


# What goes wrong


def test_a_bad_picture_is_named_and_the_mean_says_over_how_many_it_is(folder: Path) -> None:
    (folder / "Two" / "bad.png").write_text("no picture")
    answer = run(folder, "evaluate", "Two", "--scale", "2", "--format", "markdown")
    assert answer.code == 1
    assert "bad.png" in answer.err
    assert "2 scored, 1 failed" in answer.err
    assert answer.out.count("(2 of 3)") == 2, answer.out


def test_weights_that_are_missing_do_not_lose_the_rest(folder: Path) -> None:
    weights = REPO_WEIGHTS / "pan-x2.safetensors"
    words = ["evaluate", "Two", "--weights", "lost.pth", "--weights", str(weights), "--json"]
    answer = run(folder, *words)
    assert answer.code == 1
    [failed] = told(answer, "failed")
    assert (failed["source"], failed["error"]) == ("lost.pth", "WeightsMissing")
    assert len(told(answer, "scored")) == 2
    assert answer.events[-1]["failed"] == 1


def test_a_model_that_is_not_here_does_not_lose_the_rest_and_says_how_to_get_it(
    folder: Path,
) -> None:
    answer = run(folder, "evaluate", "Two", "--model", "pan-official,pan", "--scale", "2")
    assert answer.code == 1
    assert "sr-desktop models download pan-official-x2" in one_line(answer.err)
    assert "Two" in answer.out


@pytest.mark.parametrize(
    "words",
    [["Nowhere"], ["Empty"], ["Two", "--weights", "lost.pth"], ["Bad"]],
    ids=["no folder", "no pictures", "no weights", "only bad pictures"],
)
@pytest.mark.parametrize("json_too", [False, True])
def test_where_nothing_can_be_done_the_reason_is_told(
    folder: Path, words: list[str], json_too: bool
) -> None:
    (folder / "Empty").mkdir()
    (folder / "Bad").mkdir()
    (folder / "Bad" / "a.png").write_text("no picture")
    answer = run(folder, "evaluate", *words, *(["--json"] if json_too else []))
    assert answer.code == 3, answer.err
    if json_too:
        assert told(answer, "failed")
        end = answer.events[-1]
        assert (end["event"], end["done"], end["exit_code"]) == ("end", 0, 3)
    else:
        assert answer.out == ""
        name = "lost.pth" if "lost.pth" in words else words[0]
        assert name in answer.err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["Two", "--model", "nan"],
        ["Two", "--model", "pan", "--scale", "7"],
        ["Two", "--scale", "two"],
        ["Two", "--weights", "a.pth", "--model", "pan"],
        ["Two", "--input-range", "1"],
        ["Two", "--json", "--format", "csv"],
        ["Two", "--format", "html"],
    ],
)
def test_wrong_usage_is_2(folder: Path, words: list[str]) -> None:
    answer = run(folder, "evaluate", *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err != ""


def test_wrong_usage_is_told_to_programs_too(folder: Path) -> None:
    answer = run(folder, "evaluate", "Two", "--model", "nan", "--json")
    assert answer.code == 2
    assert [event["event"] for event in answer.events] == ["failed", "end"]
    assert answer.events[-1]["exit_code"] == 2


# What is written


def test_the_pictures_are_kept_if_asked_and_nothing_is_lost_the_second_time(folder: Path) -> None:
    words = ["evaluate", "Two", "--scale", "2", "--save", "out"]
    first = run(folder, *words)
    assert (first.code, first.made) == (0, {"out/Two/pan_x2/a.png", "out/Two/pan_x2/b.png"})
    with Image.open(folder / "out/Two/pan_x2/b.png") as made:
        assert (made.format, made.size) == ("PNG", (50, 36))
    again = run(folder, *words)
    assert again.made == {"out/Two/pan_x2/a (2).png", "out/Two/pan_x2/b (2).png"}
    skipped = run(folder, *words, "--on-exists", "skip")
    assert (skipped.code, skipped.made) == (0, set())


# Cancelling


def test_an_interrupt_ends_it_with_130_and_the_counts(folder: Path) -> None:
    picture(1600, 1200).save(folder / "Two" / "large.png")
    were = digests(folder)
    words = ["evaluate", "Two", "--scale", "2", "--save", "out", "--tile", "64", "--json"]
    program = subprocess.Popen(
        command(*words),
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=_hear_interrupts,
    )
    guard = threading.Timer(120, program.kill)
    guard.start()
    try:
        assert program.stdout is not None
        lines = []
        for line in program.stdout:
            lines.append(line)
            if json.loads(line).get("picture") == "b":
                break
        program.send_signal(signal.SIGINT)
        rest, err = program.communicate(timeout=60)
    finally:
        guard.cancel()
        guard.join()
        with contextlib.suppress(ProcessLookupError):
            program.kill()
    assert program.returncode == 130, err
    assert "Traceback" not in err
    answer = Answer(130, "".join(lines) + rest, err, set())
    assert told(answer, "mean") == []
    assert [event["event"] for event in answer.events[-2:]] == ["stopped", "end"]
    assert answer.events[-1]["done"] == 2
    assert set(digests(folder)) - set(were) == {"out/Two/pan_x2/a.png", "out/Two/pan_x2/b.png"}


def _hear_interrupts() -> None:
    """A shell may start tests in the background deaf to interrupts, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
