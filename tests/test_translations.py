"""That every text for people is collected, and translated as it should be."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from sr_desktop import errors
from tools import translations
from tools.translations import Message, NotCollectable

REPO = Path(__file__).resolve().parent.parent
PACKAGE = REPO / "sr_desktop"
MESSAGES = [each for each in translations.read(translations.CHINESE) if not each.is_gone]

# The command line speaks English always: scripts read it. Trainings have no other way in.
ENGLISH = {
    "__main__.py",
    *(f"{room}/{path.name}" for room in ("cli", "train") for path in (PACKAGE / room).glob("*.py")),
}
# Words that are no texts of the window, by the beginning of the module's path and of the text.
DATA = (
    ("bench/", "data set"),  # a heading of the table for model cards, which are English
    ("bench/speed.py", "\nimport json"),  # a program
    ("engine/device.py", "MPS backend out of memory"),  # what torch says
    ("engine/device.py", "posix_memalign failed"),
    ("engine/device.py", "CUDA error: out of memory"),
    ("engine/device.py", "was unable to find an engine"),
    ("gui/", "Esc"),  # a key
    ("gui/", "Del"),  # a key
    ("gui/", "leave out"),  # a choice's key
    ("gui/app.py", "%(asctime)s"),
    ("gui/canvas/drawing.py", "canvas checkers"),  # a key of Qt's cache
    ("gui/licences.py", "Classifier"),  # fields of a package's metadata
    ("gui/licences.py", "License"),
    ("gui/notification.py", "Notify"),  # a call of the bus
    ("gui/shortcuts.py", "Return"),  # keys
    ("gui/shortcuts.py", "Enter"),
    ("gui/appearance.py", "English"),  # each language in its own words
    ("gui/crash.py", "Screen: Qt platform"),  # of the report to us, which is English
    ("gui/fetching.py", "Accept"),  # a header
    ("gui/instance.py", "nobody listens"),  # seen by no one
    ("gui/instance.py", "somebody listens"),
    ("gui/taskbar.py", "Update"),  # a signal's name
    ("gui/theme.py", "Fusion"),  # a style's name
    ("gui/translation.py", "English"),  # each language in its own words
    ("imaging/", "Raw profile type"),  # names of parts of files
    ("imaging/", "\nRaw profile type"),
    ("imaging/writing/writing.py", "encoder of"),  # a thread
    ("imaging/xmp.py", "<"),
    ("imaging/xmp.py", "\n"),
    ("jobs/enlarging.py", "x{}"),  # steps in a result's provenance, which programs read
    ("jobs/enlarging.py", "to {}"),
    ("jobs/system.py", "{} of {} GB free"),  # of the report to us
    ("jobs/estimate.py", "as photographs"),  # told by the command line
    ("jobs/checkpoints.py", "imported from"),  # an origin, kept in a file
    ("engine/model.py", "{}, through spandrel"),  # a purpose, kept in a file
    ("weights/pack.py", "Checkpoints for sr-desktop."),  # the README in a pack
)
WRAPPERS = {"tr", "trn", "mark"}
# What is raised for programmers, looked up or logged; our own errors are for people.
UNSEEN = re.compile(r"(?:\w+\.)*(?:log|re|logging)\.\w+|\w+Error|EncodingFailed|TypeVar")
OURS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
WORDS = re.compile(r"[A-Za-z]{2,}[,;:.]? +[A-Za-z]{2,}")
LABEL = re.compile(r"[A-Z][a-z]{2,}…?")


def test_the_translations_are_up_to_date_and_complete() -> None:
    script = [sys.executable, "tools/translations.py", "--check"]
    done = subprocess.run(script, capture_output=True, text=True, cwd=REPO)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def test_a_translation_has_the_same_placeholders() -> None:
    for message in MESSAGES:
        assert fields(message.translation) == fields(message.text), message
        assert message.one is None or fields(message.one) == fields(message.text), message


def fields(template: str) -> list[tuple[str, str, str]]:
    """Name, format and conversion of each placeholder."""
    parts = Formatter().parse(template)
    return sorted({(name, spec or "", to or "") for _, name, spec, to in parts if name is not None})


def test_a_translation_is_punctuated_as_chinese() -> None:
    """A sentence ends as one; no half-wide mark stands after a Chinese character."""
    ends = {".": "。", "…": "…", ":": "："}
    for message in MESSAGES:
        text, last = message.translation, message.text[-1]
        if last in ends and re.search(r"[一-鿿]", text):
            assert text.endswith((ends[last], "}")), text
        assert not re.search(r"[一-鿿][,;:!?]", text), text
        assert text == text.strip(), text


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


CONVERTED = [path for path in modules() if name_of(path) not in ENGLISH]


def test_no_text_goes_past_the_translation() -> None:
    bare = [
        f"{name_of(path)} {each}"
        for path in CONVERTED
        for each in bare_texts(path.read_text(encoding="utf-8"), name_of(path))
    ]
    assert not bare, "give these to tr, trn or mark, or tell in DATA why not:\n" + "\n".join(bare)


def bare_texts(source: str, name: str) -> Iterator[str]:
    """Literals with words in them that reach nobody through the translation."""
    tree = ast.parse(source)
    passed = {id(node) for root in _passed_over(tree) for node in ast.walk(root)}
    for node in ast.walk(tree):
        text = _text(node)
        if text is None or id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            passed.update(id(part) for part in ast.walk(node))
        is_label = name.startswith("gui/") and LABEL.fullmatch(text)
        known = any(name.startswith(where) and text.startswith(begin) for where, begin in DATA)
        if (WORDS.search(text) or is_label) and not known:
            yield f"line {node.lineno}: {text!r}"  # type: ignore[attr-defined]


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
    return None


def _is_unseen(function: str) -> bool:
    return function not in OURS and UNSEEN.fullmatch(function) is not None


def _passed_over(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, annotations, and the arguments of what is unseen or translates."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield node
            case ast.Call():
                function = ast.unparse(node.func)
                if function in WRAPPERS or _is_unseen(function):
                    yield from (*node.args, *node.keywords)
            case ast.AnnAssign():
                yield node.annotation
            case ast.arg() if node.annotation is not None:
                yield node.annotation
            case ast.FunctionDef() if node.returns is not None:
                yield node.returns
            case ast.match_case():
                yield node.pattern
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                yield node


def test_nothing_is_translated_at_import() -> None:
    """Then no language would be chosen yet: tables take mark, and tr when they are shown."""
    early = [
        f"{name_of(path)} line {node.lineno}"
        for path in CONVERTED
        for node in _outside_functions(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("tr", "trn", "listed")
    ]
    assert not early


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _outside_functions(child)


@pytest.mark.parametrize(
    "source",
    [
        'label("Save the results", "muted")',
        'raise UsageError(f"There is no {name} here.")',
        'reason = "the disk is full"',
        'box.setText("Start")',
    ],
)
def test_a_text_that_goes_past_is_found(source: str) -> None:
    assert list(bare_texts(source, "gui/made_up.py"))


def test_what_cannot_be_collected_is_refused() -> None:
    for source in ('tr(f"Saved {name}.")', 'tr("Saved " + name)', 'trn("a", many, 2)'):
        with pytest.raises(NotCollectable):
            list(translations.texts_of(source, "made_up.py"))


def test_texts_are_collected_with_meaning_and_singular() -> None:
    source = 'tr("Open", meaning="verb")\ntrn("{count} file", "{count} files", n)\ntr(text)'
    open_, files = translations.texts_of(source, "a.py")
    assert (open_.text, open_.meaning, open_.one) == ("Open", "verb", None)
    assert (files.text, files.one) == ("{count} files", "{count} file")


def test_a_text_that_is_gone_keeps_its_translation_in_case_it_comes_back(tmp_path: Path) -> None:
    known = [Message("Save", translation="保存"), Message("Open", translation="打开")]
    merged = translations.merge([Message("Save", file="a.py")], known)
    ts = tmp_path / "some.ts"
    ts.write_text(translations.as_ts(merged, "zh_CN"), encoding="utf-8")
    again = translations.merge([Message("Open")], translations.read(ts))
    assert [(each.text, each.translation, each.is_gone) for each in again] == [
        ("Open", "打开", False),
        ("Save", "保存", True),
    ]
