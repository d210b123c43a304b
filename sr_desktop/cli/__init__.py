"""The command line. Each command has a module, imported when it is called.

Exit codes: 0 done; 1 some inputs failed, the rest is done; 2 wrong usage; 3 nothing could be done;
130 cancelled. Text for people goes to stderr, results asked for (--json, reports) to stdout.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sr_desktop import __version__, paths
from sr_desktop.errors import SRError, UsageError

COMMANDS = {
    "upscale": "upscale pictures and folders",
    "models": "list, download, verify, remove and import models",
    "demo": "upscale the sample and show what the program does",
    "evaluate": "measure PSNR and SSIM on data sets, by the papers' protocol",
    "doctor": "check this installation and say what it can use",
    "train": "train networks of your own",
    "bench": "measure speed and memory on this computer",
}
NEW_WINDOW = "--new-window"
CANCELLED = 130
READER_GONE = 141  # as a shell says of a program ended by SIGPIPE


def main(argv: Sequence[str]) -> int:
    """Run the command, or the window where there is none. Answers the exit code."""
    try:
        if argv and argv[0] != NEW_WINDOW and (argv[0] in COMMANDS or argv[0].startswith("-")):
            return _command(argv)
        return _window(argv)
    except SRError as error:
        print(f"sr-desktop: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return CANCELLED
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE


def parser(*names: str) -> argparse.ArgumentParser:
    """The program's own, with the options of these commands."""
    made = argparse.ArgumentParser(
        prog="sr-desktop",
        description="Faithful image super-resolution. Without a command, the window opens.",
        epilog="sr-desktop [FILES...] opens the window with these files, or gives them to the one "
        "that is open; with --new-window it opens another one.",
    )
    made.add_argument("--version", action="version", version=f"sr-desktop {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND")
    for name, summary in COMMANDS.items():
        description = summary[0].upper() + summary[1:] + "."
        each = commands.add_parser(name, help=summary, description=description)
        if name in names:
            importlib.import_module(f"sr_desktop.cli.{name}").add_arguments(each)
    return made


def _command(argv: Sequence[str]) -> int:
    ours = parser(argv[0])
    args = ours.parse_args(argv)
    if args.command is None:
        ours.error("a command is missing")
    answer = importlib.import_module(f"sr_desktop.cli.{args.command}").run(args)
    return int(answer)


def _window(argv: Sequence[str]) -> int:
    gc.disable()  # nothing of a start is garbage; later the window collects, see gui.collecting
    try:
        return _open_window(argv)
    finally:
        gc.enable()


def _open_window(argv: Sequence[str]) -> int:
    inputs = [Path(arg) for arg in argv if arg != NEW_WINDOW]
    for path in inputs:
        if not path.exists():
            near = difflib.get_close_matches(str(path), COMMANDS, n=1)
            hint = f"Did you mean sr-desktop {near[0]}?" if near else "Check the name."
            raise UsageError(f"There is no such file, folder or command: {path}.", hint)
    from sr_desktop.gui import instance

    name = paths.instance_name()
    if NEW_WINDOW not in argv and instance.hand_over(name, inputs) is instance.Answer.TAKEN:
        return 0
    from sr_desktop.gui import app
    from sr_desktop.gui.program import Program

    app.keep_a_log()
    platform_is_chosen = "QT_QPA_PLATFORM" in os.environ
    app.make_application(sheet=False)
    if not (platform_is_chosen or app.is_seen()):
        raise UsageError(
            "There is no display to open the window on.",
            "Use sr-desktop upscale FILES, or sr-desktop --help.",
        )
    return app.run(inputs, program=Program(name))
