"""What errors say, collected where they are raised, beside the next step that each tells."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.markdown import plain, table
from documents.pages import ROOT
from sr_desktop import errors

_ALIASES = {"Unsupported": "UnreadableImage"}
_TEXTS = ("tr", "mark")
_VALUE = re.compile(r"\{[^{}]*\}")
_BRANCH = re.compile(r"^[│├└─ ]*(?P<name>\w+) {2,}(?P<means>.+)$", re.MULTILINE)


_Names = dict[str, list[ast.expr]]


@dataclass(frozen=True, slots=True)
class Said:
    """A message and its hint as the code has them; … stands for what is filled in."""

    kind: str
    message: str
    hint: str


def troubles() -> str:
    """A table for each kind of error, as errors.py orders them; wrong usage, much of it, last."""
    said = collected()
    parts = []
    tree = _BRANCH.findall(inspect.getdoc(errors) or "")
    for kind, means in sorted(tree, key=lambda branch: branch[0] == "UsageError"):
        rows = [(each.message, each.hint) for each in said if each.kind == kind]
        if rows:
            shown = [(plain(message), plain(hint)) for message, hint in dict.fromkeys(rows)]
            parts += [f"### {kind}", _sentence(kind, means), table(("it says", "do"), shown)]
    return "\n\n".join(parts)


def _sentence(kind: str, means: str) -> str:
    code = getattr(errors, kind).exit_code
    return f"{means[0].upper()}{means[1:]}. Exit code {code} where nothing else could be done."


def collected() -> list[Said]:
    """Of all the program, in the order of files and lines."""
    paths = sorted((ROOT / "sr_desktop").rglob("*.py"))
    return [said for path in paths for said in _said_in(path)]


def _said_in(path: Path) -> Iterator[Said]:
    tree = ast.parse(path.read_text("utf-8"))
    everywhere = _names_in(tree.body)
    for part in tree.body:
        for function in _functions_of(part):
            names = everywhere | _names_in(list(ast.walk(function)))
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                    yield from _said_by(node.func.id, node.args, names)


def _functions_of(part: ast.stmt) -> list[ast.stmt]:
    """Those of a class, or the statement itself."""
    return part.body if isinstance(part, ast.ClassDef) else [part]


def _said_by(name: str, given: list[ast.expr], names: _Names) -> Iterator[Said]:
    kind = _ALIASES.get(name, name)
    if not _is_error(kind):
        return
    hints = dict.fromkeys(_texts(given[1], names)) if len(given) > 1 else ()
    for message in _texts(given[0], names):
        yield Said(kind, message, " Or: ".join(hints))


def _names_in(nodes: Sequence[ast.AST]) -> _Names:
    """What each name may stand for: values given to it, or what a function returns."""
    names: _Names = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    names.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.FunctionDef):
            returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
            names[node.name] = [value for value in returned if value is not None]
    return names


def _is_error(name: str) -> bool:
    kind = getattr(errors, name, None)
    return isinstance(kind, type) and issubclass(kind, errors.SRError)


def _texts(node: ast.expr, names: _Names) -> Iterator[str]:
    """What the expression can come to; nothing where that is known only when it runs."""
    match node:
        case ast.Constant(value=str(text)):
            if text:
                yield _VALUE.sub("…", text)
        case ast.JoinedStr(values=values):
            yield "".join(_piece(value) for value in values)
        case ast.Dict(values=values):
            yield from _all_texts(values, names)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, op=ast.Add(), right=other):
            yield from _all_texts([one, other], names)
        case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)):
            yield from _all_texts(names.get(name, []), _without(names, name))
        case ast.Call(func=ast.Name(id="trn"), args=[_, many, *_]):
            yield from _texts(many, names)
        case ast.Call(func=ast.Name(id="sentences"), args=parts):
            found = [next(_texts(part, names), "") for part in parts]
            yield " ".join(filter(None, found))
        case ast.Call(func=ast.Name(id=name), args=[text, *_]) if name in _TEXTS:
            yield from _texts(text, names)
        case ast.Call(func=ast.Name(id=name)):
            yield from _all_texts(names.get(name, []), _without(names, name))


def _all_texts(nodes: Sequence[ast.expr], names: _Names) -> Iterator[str]:
    for node in nodes:
        yield from _texts(node, names)


def _without(names: _Names, name: str) -> _Names:
    """So that no name is followed in a circle."""
    return {each: values for each, values in names.items() if each != name}


def _piece(value: ast.expr) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else "…"
