"""The means of an evaluation as papers and model cards show them: a table of PSNR/SSIM."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields

from sr_desktop.bench.evaluate import Mean, Score, network_name
from sr_desktop.language import tr

BICUBIC = "bicubic"
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Cell:
    """PSNR in dB and SSIM as text, and whether each is the best of its row, ties included.

    remark tells where the mean leaves pictures out.
    """

    psnr: str
    ssim: str
    psnr_is_best: bool = False
    ssim_is_best: bool = False
    remark: str = ""

    def text(self, emphasize: Callable[[str], str]) -> str:
        psnr = emphasize(self.psnr) if self.psnr_is_best else self.psnr
        ssim = emphasize(self.ssim) if self.ssim_is_best else self.ssim
        return f"{psnr}/{ssim} {self.remark}".rstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """A data set at one scale; a cell is None where a network was not scored."""

    dataset: str
    scale: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """columns are bicubic, then the networks; each row has as many cells."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def arrange(means: Sequence[Mean]) -> Table:
    """Rows are data sets and their scales ascending, columns the networks, as they came."""
    label = _labels(means)
    columns = list(dict.fromkeys(label[mean.model, mean.scale] for mean in means))
    rows = []
    for dataset in dict.fromkeys(mean.dataset for mean in means):
        for scale in sorted({mean.scale for mean in means if mean.dataset == dataset}):
            here = [mean for mean in means if (mean.dataset, mean.scale) == (dataset, scale)]
            by_column = {label[mean.model, scale]: mean for mean in here}
            of_networks = [_cell(by_column[c]) if c in by_column else None for c in columns]
            rows.append(Row(dataset, scale, _with_best([_bicubic_cell(here), *of_networks])))
    return Table((BICUBIC, *columns), tuple(rows))


def as_markdown(means: Sequence[Mean]) -> str:
    """A table for a model card, the best values bold."""
    table = arrange(means)
    lines = [
        _line(["data set", "scale", *table.columns]),
        _line(["---"] * (len(table.columns) + 2)),
    ]
    for row in table.rows:
        cells = [cell.text("**{}**".format) if cell else NOTHING for cell in row.cells]
        lines.append(_line([row.dataset, f"x{row.scale}", *cells]))
    return "\n".join(lines) + "\n"


def as_csv(means: Iterable[Mean]) -> str:
    """One line for each mean, under a heading with the names of Mean's fields."""
    return _csv(Mean, means)


def scores_as_csv(scores: Iterable[Score]) -> str:
    """One line for each picture, under a heading with the names of Score's fields."""
    return _csv(Score, scores)


def _csv(kind: type[Mean | Score], rows: Iterable[Mean | Score]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(kind)], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(_as_text(row))
    return out.getvalue()


def _labels(means: Iterable[Mean]) -> dict[tuple[str, int], str]:
    """Each checkpoint's column: its network's name, or its id where two would share a column."""
    keys = dict.fromkeys((mean.model, mean.scale) for mean in means)
    short = {key: network_name(*key) for key in keys}
    columns = {(name, scale) for (_, scale), name in short.items()}
    return short if len(columns) == len(keys) else {key: key[0] for key in keys}


def _bicubic_cell(means: Sequence[Mean]) -> Cell:
    """Bicubic is the same beside every network, but for pictures left out: the fullest counts."""
    mean = max(means, key=lambda mean: mean.pictures)
    return Cell(decibels(mean.bicubic_psnr), similarity(mean.bicubic_ssim), remark=_remark(mean))


def _cell(mean: Mean) -> Cell:
    return Cell(decibels(mean.psnr), similarity(mean.ssim), remark=_remark(mean))


def _with_best(cells: Sequence[Cell | None]) -> tuple[Cell | None, ...]:
    """Best is told from what is shown: values that look the same are as good."""
    psnr = max((cell.psnr for cell in cells if cell), key=float)
    ssim = max(
        (cell.ssim for cell in cells if cell and cell.ssim != NOTHING), key=float, default=""
    )
    return tuple(
        cell and Cell(cell.psnr, cell.ssim, cell.psnr == psnr, cell.ssim == ssim, cell.remark)
        for cell in cells
    )


def _remark(mean: Mean) -> str:
    if mean.pictures == mean.of:
        return ""
    return tr("({pictures} of {all})", pictures=mean.pictures, all=mean.of)


def decibels(psnr: float) -> str:
    """38.00, inf for equal pictures."""
    return f"{psnr:.2f}"


def similarity(ssim: float | None) -> str:
    """0.9605, - where there is none."""
    return NOTHING if ssim is None else f"{ssim:.4f}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _as_text(row: Mean | Score) -> dict[str, object]:
    return {name: _text(value) for name, value in asdict(row).items()}


def _text(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.4f}"
    return " ".join(map(str, value)) if isinstance(value, tuple) else value
