"""What is generated of the documentation is what the program says today."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sr_desktop import cli, errors
from tests.docs.blocks import DOCS, PAGES, REPO

TOOL = REPO / "tools" / "document.py"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REPO / "tools")


def test_no_page_is_out_of_date() -> None:
    command = [sys.executable, str(TOOL), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr


def test_a_stale_block_is_written_anew(tools: None) -> None:
    from documents.pages import written

    page = "a\n<!-- generated: x -->\nold\n<!-- end of x -->\nb\n"
    made = written(page, {"x": lambda: "new"})
    assert made == "a\n<!-- generated: x -->\n\nnew\n\n<!-- end of x -->\nb\n"
    assert written(made, {"x": lambda: "new"}) == made


def test_each_block_is_on_a_page(tools: None) -> None:
    from documents.blocks import BLOCKS
    from documents.pages import names_in

    found = [name for page in PAGES for name in names_in(page.read_text(encoding="utf-8"))]
    assert set(found) == set(BLOCKS)


def test_the_reference_has_every_command_and_option() -> None:
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")
    for name in cli.COMMANDS:
        assert f"## sr-desktop {name}\n" in text
    parser = cli.parser("upscale")
    (commands,) = (each for each in parser._actions if each.dest == "command")
    options = [
        name for each in commands.choices["upscale"]._actions for name in each.option_strings
    ]
    assert len(options) > 30
    for name in set(options) - {"-h", "--help"}:
        assert f"`{name}`" in text or f"`{name} " in text, name


def test_troubleshooting_has_an_error_of_every_kind() -> None:
    text = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
    kinds = [name for name, each in vars(errors).items() if _is_kind(each)]
    for kind in set(kinds) - {"SRError"}:
        assert f"\n### {kind}\n" in text, kind


def _is_kind(each: object) -> bool:
    return isinstance(each, type) and issubclass(each, errors.SRError)


def test_messages_and_hints_are_read_out_of_the_code(tools: None, tmp_path: Path) -> None:
    from documents.messages import Said, _said_in

    source = tmp_path / "some.py"
    source.write_text(
        'NOT = mark("{name} is {n:.1f} too many.")\n'
        "def refuse(name):\n"
        '    told = tr("One.") if name else tr("Two.")\n'
        '    raise UsageError(told, tr("Leave it."))\n'
        "def other():\n"
        "    raise Unsupported(NOT, hint())\n"
        "def hint():\n"
        '    return tr("Try {this}.", this=1)\n',
        encoding="utf-8",
    )
    assert list(_said_in(source)) == [
        Said("UsageError", "One.", "Leave it."),
        Said("UsageError", "Two.", "Leave it."),
        Said("UnreadableImage", "… is … too many.", "Try …."),
    ]


def test_what_troubleshooting_quotes_is_said_by_the_program(tools: None) -> None:
    """Above the generated tables, what stands in quotation marks is a text of the program."""
    from documents.messages import collected

    text = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
    by_hand = text.partition("<!-- generated:")[0]
    said = {part for each in collected() for part in (each.message, each.hint)}
    quoted = re.findall(r"[“\"]([^”\"]+)[”\"]", by_hand)
    assert quoted
    assert [words for words in quoted if not any(words in each for each in said)] == []
