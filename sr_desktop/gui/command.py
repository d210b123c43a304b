"""The command line that does what an export does. No Qt.

Raises UsageError, with the reason as its message, where no single command does the same.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.errors import UsageError
from sr_desktop.imaging import files, formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.naming import Namer, OutputRule
from sr_desktop.jobs.plan import Asked, family_of, find_pictures
from sr_desktop.jobs.settings import MATTERS
from sr_desktop.language import tr
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.jobs.types import Found

_USUAL_MODEL, _USUAL_SCALE = "pan", 4  # of the command line
_USUAL_ON_EXISTS = "rename"
_PLAIN = re.compile(r"[\w.:/\\=+-]+", re.ASCII)


def line(
    found: Iterable[Found],
    asked: Asked,
    rule: OutputRule,
    *,
    clashes: bool = False,
    platform: str = sys.platform,
) -> str:
    """The command, quoted for the shell of the platform.

    found are the pictures, each of which has a file; clashes tells that results would have had the
    same path, so that the order of the pictures matters.
    """
    first = dict.fromkeys(each.path for each in found)
    by_path = {each.path: each for each in reversed(list(found))}
    inputs, rule = _inputs([by_path[path] for path in first], asked, rule, clashes=clashes)
    return quoted(arguments(inputs, asked, rule), platform)


def arguments(inputs: Sequence[Path], asked: Asked, rule: OutputRule) -> list[str]:
    """The words of the command, the program's own first."""
    words = ["sr-desktop", "upscale", *(_text(path) for path in inputs)]
    words += ["-o", _text(rule.out)] if rule.out is not None else []
    words += _model(asked) + _engine(asked.engine) + _encoding(rule.encoding)
    words += ["--name", rule.template] if rule.template is not None else []
    words += ["--on-exists", rule.on_exists] if rule.on_exists != _USUAL_ON_EXISTS else []
    if asked.max_pixels != formats.MAX_PIXELS:
        words += ["--pixel-limit", f"{asked.max_pixels / 1e6:.12g}"]
    return words


def _text(path: Path) -> str:
    """The whole path. Raises UsageError for one that is not text."""
    text = os.path.abspath(path)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = tr("The name of {name} cannot be written as text.", name=files.shown_name(path))
        raise UsageError(message) from error
    return text


# What is named


def _inputs(
    found: list[Found], asked: Asked, rule: OutputRule, *, clashes: bool
) -> tuple[list[Path], OutputRule]:
    """Files and folders to name, and the rule by which their results come to the same paths."""
    inputs = list(dict.fromkeys(each.root or each.path for each in found))
    if not any(each.root for each in found):
        return inputs, rule
    there, _ = find_pictures(inputs)
    ours, theirs = [_place(each) for each in found], [_place(each) for each in there]
    if ours == theirs or (set(ours) == set(theirs) and not clashes):
        return inputs, rule
    return [each.path for each in found], _as_files(found, asked, rule)


def _place(found: Found) -> tuple[str, str]:
    root = "" if found.root is None else os.path.abspath(found.root)
    return os.path.abspath(found.path), root


def _as_files(found: list[Found], asked: Asked, rule: OutputRule) -> OutputRule:
    """The rule for pictures of folders that are named one by one."""
    namer = Namer(asked.spec, rule, [], asked.size)
    folders = {namer.folder(each) for each in found}
    templates = {namer.template(each) for each in found}
    if len(folders) > 1 or len(templates) > 1:
        raise UsageError(
            tr(
                "Only some pictures of a folder are to be exported, into several folders; "
                "one command takes a folder as a whole."
            )
        )
    return replace(rule, out=folders.pop(), template=templates.pop())


# The options


def _model(asked: Asked) -> list[str]:
    spec = asked.spec
    if asked.size is None:
        words = ["--model", spec.name] if spec.name != _USUAL_MODEL else []
        return [*words, "--scale", str(spec.scale)] if spec.scale != _USUAL_SCALE else words
    library = Library()
    if {each.id for each in family_of(spec, library)} != {each.id for each in asked.family}:
        raise UsageError(
            tr("The command line would use other scales of {model}.", model=spec.shown_label)
        )
    words = [] if spec.name == _USUAL_MODEL else ["--model", spec.name]
    if _usual(spec.name, library) != spec:
        words = ["--model", spec.id]  # with --scale it would keep to that one
    return [*words, "--size", str(asked.size)]


def _usual(name: str, library: Library) -> ModelSpec:
    """The checkpoint that the command line takes for a network's name alone."""
    specs = [spec for spec in library.models() if spec.name == name]
    return next((spec for spec in specs if spec.scale == _USUAL_SCALE), specs[-1])


def _engine(engine: Engine) -> list[str]:
    usual = Engine()
    words = ["--device", engine.device] if engine.device != usual.device else []
    words += ["--precision", engine.precision] if engine.precision != usual.precision else []
    words += ["--tile", str(engine.tile_px)] if engine.tile_px is not None else []
    words += [] if engine.guard else ["--guard", "no"]
    return [*words, "--self-ensemble"] if engine.self_ensemble else words


def _encoding(encoding: Encoding) -> list[str]:
    usual = Encoding()
    words = ["--format", encoding.format] if encoding.format != usual.format else []
    for name in MATTERS[encoding.format]:
        value = getattr(encoding, name)
        if name == "lossless":
            words += [] if value is None else ["--lossless" if value else "--no-lossless"]
        elif value != getattr(usual, name) and not (name == "quality" and encoding.lossless):
            words += [f"--{name.replace('_', '-')}", str(value)]
    words += [] if encoding.dpi is None else ["--dpi", f"{encoding.dpi:.12g}"]
    words += ["--strip-metadata"] if encoding.strip_metadata else []
    return words if encoding.provenance else [*words, "--no-provenance"]


# The shell


def quoted(words: Sequence[str], platform: str = sys.platform) -> str:
    """As one line for a POSIX shell, or on Windows for cmd and PowerShell alike, as far as both
    understand the same; else for PowerShell.
    """
    if platform != "win32":
        return shlex.join(words)
    return " ".join(map(_for_windows, words))


def _for_windows(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    if not any(each in word for each in '$`%"\u201c\u201d\u201e'):
        return f'"{word}"'
    return "'" + re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", word) + "'"
