"""The tables of a bench, from measured rows."""

from __future__ import annotations

from dataclasses import replace

from sr_desktop.bench.contest import Contest, Record
from sr_desktop.cli.bench_table import tables

SMALL, LARGE = Contest("pan-x4", 320, 240), Contest("msrn-x4", 1280, 960)
NUMBERS = {
    "seconds": 0.4321,
    "rounds": 5.0,
    "ratio": 3.456,
    "megapixels_per_second": 0.17774,
    "matmul_share": 0.815,
    "difference": 6.1e-08,
}
OURS = Record("speed", SMALL, "ours-fp32", version="2.13.0", numbers=NUMBERS)


def test_a_row_tells_speed_and_memory_of_a_runtime() -> None:
    memory = Record("memory", SMALL, "ours-fp32", numbers={"base_mib": 200.0, "run_mib": 1536.0})
    (table,) = tables([memory, OURS])
    assert [list(row) for row in table.rows] == [
        [
            *("pan-x4", "320 x 240", "sr-desktop, float32", "3.46"),
            *("0.178", "0.432", "82 %", "1.5 GiB", "6e-08"),
        ]
    ]


def test_rows_of_a_network_and_size_stay_together_in_the_order_they_came() -> None:
    eager = replace(OURS, runtime="eager")
    records = [
        OURS,
        replace(OURS, contest=LARGE),
        replace(eager, contest=LARGE),
        eager,
        Record("memory", SMALL, "ncnn", "absent", why="ncnn"),
    ]
    (table,) = tables(records)
    assert [(row[0], row[2]) for row in table.rows] == [
        ("pan-x4", "sr-desktop, float32"),
        ("pan-x4", "plain module, eager"),
        ("pan-x4", "ncnn"),
        ("msrn-x4", "sr-desktop, float32"),
        ("msrn-x4", "plain module, eager"),
    ]


def test_what_was_not_measured_says_why() -> None:
    told = {
        "absent": "not installed: onnx",
        "elsewhere": "not on this device",
        "too-large": "does not fit",
        "differs": "differs by onnx: not timed",
        "failed": "failed: onnx",
    }
    for outcome, words in told.items():
        (table,) = tables([Record("speed", SMALL, "onnxruntime", outcome, why="onnx")])
        assert table.rows[0][3] == words


def test_what_does_not_fit_tells_what_it_would_take() -> None:
    numbers = {"needed_mib": 38000.0}
    (table,) = tables([Record("memory", SMALL, "eager", "too-large", numbers=numbers)])
    assert table.rows[0][7] == "about 37.1 GiB"


def test_random_weights_a_single_turn_and_a_missing_ratio_are_marked() -> None:
    numbers = {**NUMBERS, "rounds": 1.0}
    (table,) = tables([replace(OURS, random_weights=True, numbers=numbers)])
    assert (table.rows[0][0], table.rows[0][3]) == ("pan-x4*", "~3.46")
    alone = {name: each for name, each in NUMBERS.items() if name != "ratio"}
    (table,) = tables([replace(OURS, numbers=alone)])
    assert table.rows[0][3] == "-"


def test_a_version_stands_with_what_the_machine_does_not_tell() -> None:
    onnx = replace(OURS, runtime="onnxruntime", version="1.31.1")
    (table,) = tables([OURS, onnx, replace(OURS, runtime="compile")])
    assert [row[2] for row in table.rows] == [
        "sr-desktop, float32",
        "ONNX Runtime 1.31.1",
        "torch.compile",
    ]


def test_tiles_and_whole_commands_have_tables_of_their_own() -> None:
    numbers = {"tile_px": 240.0, "tiled_seconds": 11.5, "whole_seconds": 10.0, "overhead": 1.15}
    tiles = Record("tiles", LARGE, "ours-bf16", numbers=numbers)
    whole = Record("file", LARGE, "upscale", numbers={"peak_mib": 627.2, "seconds": 61.0})
    first, second = tables([tiles, whole])
    assert list(first.rows[0]) == [
        *("msrn-x4", "1280 x 960", "bfloat16", "240 px"),
        *("11.5 s", "10 s", "1.15"),
    ]
    assert list(second.rows[0]) == ["msrn-x4", "1280 x 960", "627 MiB", "61 s"]
