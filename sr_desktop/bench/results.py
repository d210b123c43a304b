"""The file of results: JSON lines, the first of them the machine, each written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from sr_desktop.bench.contest import SETTLED, Contest, Record

Machine = Mapping[str, str]


class OtherMachine(Exception):
    """The file holds what was measured elsewhere, or by other versions: ratios do not mix."""


class Results:
    """What is measured so far; without a path it is kept in memory alone.

    A line that was cut off, as by a kill, is dropped. A later record of the same thing replaces an
    earlier one. Raises OtherMachine, and OSError where path cannot be read or written.
    """

    def __init__(self, machine: Machine, path: Path | None = None) -> None:
        self.machine = dict(machine)
        self._path = path
        self._records: dict[tuple[str, Contest, str], Record] = {}
        if path is not None:
            self._resume(path)

    @property
    def records(self) -> list[Record]:
        return list(self._records.values())

    def add(self, record: Record) -> None:
        self._records[record.key] = record
        self._write(record.as_json())

    def is_settled(self, part: str, contest: Contest, runtime: str) -> bool:
        """Whether there is nothing new to learn by measuring it again."""
        record = self._records.get((part, contest, runtime))
        return record is not None and record.outcome in SETTLED

    def _resume(self, path: Path) -> None:
        lines = _whole_lines(path) if path.exists() else []
        if not lines:
            self._write({"machine": self.machine})
            return
        begun_on, records = read(lines)
        if begun_on != self.machine:
            raise OtherMachine(path)
        self._records = {record.key: record for record in records}

    def _write(self, said: Mapping[str, object]) -> None:
        if self._path is None:
            return
        with self._path.open("ab") as file:
            file.write(json.dumps(said).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def read(lines: list[str]) -> tuple[Machine, list[Record]]:
    """Machine and records of a file's lines. Raises ValueError for what is no such file."""
    try:
        first, *rest = (json.loads(line) for line in lines)
        return first["machine"], [Record.from_json(said) for said in rest]
    except (KeyError, TypeError) as error:
        raise ValueError(f"no results: {error}") from error


def _whole_lines(path: Path) -> list[str]:
    """The lines of a file, cutting a last one that has no end."""
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        os.truncate(path, len(whole))
    return whole.decode().splitlines()
