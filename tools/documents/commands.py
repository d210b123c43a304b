"""The reference of the command line, from the parsers themselves."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from sr_desktop import cli

_TEMPLATE = re.compile(r"[\w{}]*\{\w+\}[\w{}]*")
_USUAL = ("positional arguments", "options")


def reference() -> str:
    """Every command, its groups of options, and what each of them does."""
    return "\n\n".join(_of_commands(cli.parser(*cli.COMMANDS), level=2))


def _of_commands(parser: argparse.ArgumentParser, level: int) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            means = {each.dest: each.help for each in action._choices_actions}
            for name, each in action.choices.items():
                yield f"{'#' * level} {each.prog}"
                yield each.description or _sentence(means[name] or "")
                yield from _told(each)
                yield from _of_commands(each, level + 1)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _told(parser: argparse.ArgumentParser) -> Iterator[str]:
    usual = [each for each in parser._action_groups if each.title in _USUAL]
    yield "\n".join(line for group in usual for line in _lines(group))
    for group in parser._action_groups:
        if group not in usual and (lines := _lines(group)):
            remark = f" {group.description}" if group.description else ""
            yield f"**{(group.title or '').capitalize()}.**{remark}"
            yield "\n".join(lines)
    if parser.epilog:
        yield " ".join(parser.epilog.split())


def _lines(group: argparse._ArgumentGroup) -> list[str]:
    return [_line(each) for each in group._group_actions if _is_shown(each)]


def _is_shown(action: argparse.Action) -> bool:
    ours = not isinstance(action, (argparse._HelpAction, argparse._SubParsersAction))
    return ours and action.help != argparse.SUPPRESS


def _line(action: argparse.Action) -> str:
    help = (action.help or "") % {**vars(action), "prog": "sr-desktop"}
    names = ", ".join(_names(action))
    return f"- {names}: {_TEMPLATE.sub(_as_code, help)}" if help else f"- {names}"


def _as_code(template: re.Match[str]) -> str:
    return f"`{template[0]}`"


def _names(action: argparse.Action) -> Iterator[str]:
    value = _value(action)
    if not action.option_strings:
        yield f"`{value}`"
    for name in action.option_strings:
        yield f"`{name} {value}`" if value and name.startswith("--") else f"`{name}`"


def _value(action: argparse.Action) -> str:
    """What stands behind the name: a metavar, the choices, or nothing."""
    if action.nargs == 0:
        return ""
    value = action.metavar if isinstance(action.metavar, str) else None
    if value is None:
        value = "|".join(map(str, action.choices)) if action.choices else action.dest.upper()
    return f"{value}..." if action.nargs in ("*", "+") else value
