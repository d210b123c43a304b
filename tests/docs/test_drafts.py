"""What int8 gains is told where the bench had it and float32 take turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sr_desktop.bench.contest import FAILED, Contest, Record
from tests.docs.blocks import REPO

PAN, EDSR = Contest("pan-x4", 320, 240), Contest("edsr-base-x4", 320, 240)


def record(contest: Contest, runtime: str, ratio: float, rounds: float = 3.0) -> Record:
    return Record("speed", contest, runtime, numbers={"ratio": ratio, "rounds": rounds})


def test_a_row_is_of_a_contest_of_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REPO / "tools")
    from documents import drafts

    failed = replace(record(EDSR, "ours-fp32", 1.0), outcome=FAILED, numbers={})
    records = [
        record(PAN, "ours-fp32", 4.0),
        record(PAN, "ours-int8", 6.0),
        failed,
        record(EDSR, "ours-int8", 8.0),
        record(replace(PAN, width=640), "ours-int8", 5.0),
    ]
    assert drafts.speed(records).splitlines()[2:] == ["| `pan-x4` | 320 x 240 | 6.00 | 1.50 |"]
    once = [*records, record(EDSR, "ours-fp32", 2.0, 1.0), record(EDSR, "ours-int8", 8.0, 1.0)]
    assert drafts.speed(once).splitlines()[3:] == ["| `edsr-base-x4` | 320 x 240 | ~8.00 | ~4.00 |"]
