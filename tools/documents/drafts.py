"""What int8 costs and gains, as tools/measure_int8.py measured it."""

from __future__ import annotations

import json
from typing import Any

from documents.markdown import table
from documents.pages import DOCS


def told() -> str:
    facts = json.loads((DOCS / "int8.json").read_text("utf-8"))
    machine = facts["machine"]
    said = f"Measured on {facts['date']}, {machine['Processor']}, {machine['Packages']}."
    return "\n\n".join([said, _quality(facts["quality"]), _speed(facts["speed"])])


def _quality(rows: list[dict[str, Any]]) -> str:
    heads = ["Set5, PSNR in dB", "float32", "int8", "lost"]
    return table(
        heads,
        [
            [
                f"`{row['model']}`",
                f"{row['float32_db']:.3f}",
                f"{row['int8_db']:.3f}",
                f"{row['float32_db'] - row['int8_db']:.3f}",
            ]
            for row in rows
        ],
    )


def _speed(rows: list[dict[str, Any]]) -> str:
    heads = ["times as fast", "picture", "int8 as the plain module", "int8 as float32 here"]
    return table(
        heads,
        [
            [
                f"`{row['model']}`",
                f"{row['width']} x {row['height']}",
                f"{row['eager_seconds'] / row['int8_seconds']:.1f}",
                f"{row['float32_seconds'] / row['int8_seconds']:.1f}",
            ]
            for row in rows
        ],
    )
