"""Means as tables."""

from __future__ import annotations

import csv
import io
import math

from sr_desktop.bench import table
from sr_desktop.bench.evaluate import Mean


def mean(
    model: str,
    scale: int = 2,
    dataset: str = "Set5",
    psnr: float = 38.0,
    ssim: float | None = 0.96,
    bicubic: tuple[float, float | None] = (33.66, 0.9299),
    pictures: int = 5,
) -> Mean:
    return Mean(model, scale, dataset, psnr, ssim, *bicubic, 0.5, pictures, 5)


def lines(*means: Mean) -> list[list[str]]:
    """The cells of the Markdown table, without its rule."""
    text = table.as_markdown(means)
    assert text.endswith("|\n")
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines()]
    assert set(rows[1]) == {"---"}
    assert len({len(row) for row in rows}) == 1, text
    return [rows[0], *rows[2:]]


def test_rows_are_data_sets_by_scale_and_columns_bicubic_and_the_networks() -> None:
    head, *rows = lines(
        mean("pan-x4", 4),
        mean("pan-x2", 2),
        mean("edsr-x2", 2),
        mean("pan-x2", 2, "B100"),
    )
    assert head == ["data set", "scale", "bicubic", "pan", "edsr"]
    assert [row[:2] for row in rows] == [["Set5", "x2"], ["Set5", "x4"], ["B100", "x2"]]
    assert rows[1][3:] == ["**38.00**/**0.9600**", "-"]


def test_the_best_psnr_and_the_best_ssim_are_bold_each() -> None:
    [_, row] = lines(mean("a-x2", psnr=38.1, ssim=0.9601), mean("b-x2", psnr=37.9, ssim=0.9610))
    assert row[2:] == ["33.66/0.9299", "**38.10**/0.9601", "37.90/**0.9610**"]


def test_values_that_look_the_same_are_as_good() -> None:
    [_, row] = lines(mean("a-x2", psnr=38.001), mean("b-x2", psnr=37.999))
    assert row[3:] == ["**38.00**/**0.9600**"] * 2


def test_bicubic_may_be_the_best() -> None:
    [_, row] = lines(mean("a-x2", psnr=30, ssim=0.9))
    assert row[2:] == ["**33.66**/**0.9299**", "30.00/0.9000"]


def test_a_mean_that_leaves_pictures_out_says_over_how_many_it_is() -> None:
    whole, part = mean("a-x2"), mean("b-x2", pictures=4, bicubic=(40.0, 0.99))
    [_, row] = lines(part, whole)
    assert row[2:] == ["33.66/0.9299", "**38.00**/**0.9600** (4 of 5)", "**38.00**/**0.9600**"]


def test_no_ssim_and_no_difference_can_be_shown() -> None:
    [_, row] = lines(mean("a-x2", psnr=math.inf, ssim=None, bicubic=(30.0, None)))
    assert row[2:] == ["30.00/-", "**inf**/-"]


def test_checkpoints_whose_names_would_be_the_same_keep_their_ids() -> None:
    [head, row] = lines(mean("a-x2"), mean("a_x2", psnr=40.0))
    assert head[3:] == ["a-x2", "a_x2"]
    assert row[3:] == ["38.00/**0.9600**", "**40.00**/**0.9600**"]


def test_a_bar_in_a_name_does_not_break_the_table() -> None:
    assert "| a\\|b |" in table.as_markdown([mean("pan-x2", dataset="a|b")])


def test_csv_has_a_line_for_each_mean_that_a_program_can_read() -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(
                table.as_csv([mean("pan-x2"), mean("b,c", ssim=None, bicubic=(math.inf, None))])
            )
        )
    )
    assert [row["model"] for row in rows] == ["pan-x2", "b,c"]
    assert float(rows[0]["psnr"]) == 38.0
    assert (rows[0]["pictures"], rows[0]["of"]) == ("5", "5")
    assert (rows[1]["ssim"], float(rows[1]["bicubic_psnr"])) == ("", math.inf)
