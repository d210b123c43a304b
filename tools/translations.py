"""Brings resources/translations up to date: texts of the code into .ts, and that into .qm.

Qt's lupdate reads Python too, but knows neither plurals in it nor our catalogue; so the texts are
collected here, into the file that Qt Linguist edits and lrelease compiles.

    translations.py              update the .ts and compile it
    translations.py --check      change nothing; 1 where something is out of date or not translated
    translations.py --todo       what is not translated, as JSON: {"English [meaning]": ""}
    translations.py --take FILE  take translations from such JSON, then as without arguments
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
CATALOGUE = ROOT / "weights" / "catalogue.toml"
CHINESE = FOLDER / "sr-desktop_zh_CN.ts"
CONTEXT = "sr-desktop"
MODEL = "model"  # the meaning of the catalogue's texts
_OF_MODEL = ("label", "purpose", "origin", "licence")


class NotCollectable(ValueError):
    """A text that is put together while the program runs, so that nobody could translate it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text to translate. one is the English singular where text is its plural, else None."""

    text: str
    meaning: str = ""
    one: str | None = None
    file: str = ""
    translation: str = ""
    is_gone: bool = False

    @property
    def key(self) -> tuple[str, str, bool]:
        return self.text, self.meaning, self.one is not None

    @property
    def label(self) -> str:
        """What tells it from others in JSON."""
        return f"{self.text} [{self.meaning}]" if self.meaning else self.text


def collect() -> list[Message]:
    """Every text of the program and of its catalogue once, by the file that has it first."""
    found: dict[tuple[str, str, bool], Message] = {}
    for path in sorted((ROOT / "sr_desktop").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for message in texts_of(path.read_text(encoding="utf-8"), name):
            found.setdefault(message.key, message)
    for message in _texts_of_catalogue():
        found.setdefault(message.key, message)
    return list(found.values())


def texts_of(source: str, name: str) -> Iterator[Message]:
    """What is given to tr, trn and mark, in the order of lines. Raises NotCollectable."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        function = call.func.id if isinstance(call.func, ast.Name) else ""
        if function not in ("tr", "trn", "mark"):
            continue
        where = f"{name}:{call.lineno}"
        meaning = next((each.value for each in call.keywords if each.arg == "meaning"), None)
        told = "" if meaning is None else _literal(meaning, where)
        if function == "trn":
            one, many = (_literal(each, where) for each in call.args[:2])
            yield Message(many, told, one, name)
        elif function == "mark" or not isinstance(
            call.args[0], ast.Name | ast.Attribute | ast.Subscript | ast.Call
        ):
            yield Message(_literal(call.args[0], where), told, None, name)


def _literal(node: ast.expr, where: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotCollectable(f"{where}: not a plain text in quotes: {ast.unparse(node)}")


def _texts_of_catalogue() -> Iterator[Message]:
    name = CATALOGUE.relative_to(ROOT).as_posix()
    for model in tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["model"]:
        for key in _OF_MODEL:
            yield Message(model[key], MODEL, None, name)


def read(ts: Path) -> list[Message]:
    """The messages of a .ts file; those that are not finished have no translation."""
    return (
        [_message(each) for each in ET.parse(ts).getroot().iter("message")] if ts.exists() else []
    )


def _message(element: ET.Element) -> Message:
    translation = element.find("translation")
    assert translation is not None
    form, place = translation.find("numerusform"), element.find("location")
    state = translation.get("type", "")
    return Message(
        element.findtext("source", ""),
        element.findtext("comment", ""),
        element.findtext("extracomment", "") if element.get("numerus") == "yes" else None,
        "" if place is None else place.get("filename", "").removeprefix("../../"),
        "" if state == "unfinished" else (translation if form is None else form).text or "",
        state in ("vanished", "obsolete"),
    )


def merge(found: list[Message], known: list[Message]) -> list[Message]:
    """The texts found, with the translations known; then what is gone, in case it comes back."""
    had = {each.key: each for each in known}
    merged = [
        replace(each, translation=had[each.key].translation) if each.key in had else each
        for each in found
    ]
    left = {each.key for each in found}
    gone = [
        replace(each, is_gone=True, file="")
        for each in known
        if each.key not in left and each.translation
    ]
    return merged + gone


def as_ts(messages: list[Message], language: str) -> str:
    """In Qt's own layout, as Linguist saves it. Places are files without lines, which move."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines += [f'<TS version="2.1" language="{language}" sourcelanguage="en">', "<context>"]
    lines += [f"    <name>{CONTEXT}</name>"]
    for each in messages:
        lines += _lines(each)
    return "\n".join([*lines, "</context>", "</TS>"]) + "\n"


def _lines(message: Message) -> Iterator[str]:
    yield "    <message>" if message.one is None else '    <message numerus="yes">'
    if message.file:
        yield f'        <location filename="../../{message.file}"/>'
    yield f"        <source>{_escaped(message.text)}</source>"
    if message.meaning:
        yield f"        <comment>{_escaped(message.meaning)}</comment>"
    if message.one is not None:
        yield f"        <extracomment>{_escaped(message.one)}</extracomment>"
    state = ' type="vanished"' if message.is_gone else ""
    state = state if message.translation else ' type="unfinished"'
    told = _escaped(message.translation)
    if message.one is None:
        yield f"        <translation{state}>{told}</translation>"
    else:
        yield f"        <translation{state}>"
        yield f"            <numerusform>{told}</numerusform>"
        yield "        </translation>"
    yield "    </message>"


def _escaped(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&apos;"})


def compiled(ts: Path) -> bytes:
    """The .qm of a .ts file, by Qt's lrelease as PySide6 brings it."""
    with tempfile.TemporaryDirectory() as folder:
        qm = Path(folder) / "out.qm"
        program = Path(sys.executable).with_name("pyside6-lrelease")
        subprocess.run([program, "-silent", ts, "-qm", qm], check=True)
        return qm.read_bytes()


def _with_taken(messages: list[Message], told: dict[str, str]) -> list[Message]:
    return [
        replace(each, translation=told.get(each.label, "") or each.translation) for each in messages
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--todo", action="store_true")
    parser.add_argument("--take", type=Path, metavar="FILE")
    args = parser.parse_args()
    known = read(CHINESE)
    messages = merge(collect(), known)
    if args.take:
        messages = _with_taken(messages, json.loads(args.take.read_text(encoding="utf-8")))
    todo = [each for each in messages if not each.translation]
    if args.todo:
        print(json.dumps({each.label: "" for each in todo}, ensure_ascii=False, indent=1))
        return 0
    text = as_ts(messages, "zh_CN")
    qm = CHINESE.with_suffix(".qm")
    if args.check:
        stale = text != CHINESE.read_text(encoding="utf-8") or compiled(CHINESE) != qm.read_bytes()
        print(
            "Out of date: run make translations" if stale else "Up to date", f"({len(todo)} to do)"
        )
        return int(stale or bool(todo))
    FOLDER.mkdir(exist_ok=True)
    CHINESE.write_text(text, encoding="utf-8")
    qm.write_bytes(compiled(CHINESE))
    print(f"{len(messages)} texts, {len(todo)} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
