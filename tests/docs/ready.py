"""A program that is started once and then answers each call of `sr-desktop` at once.

It imports what takes seconds, waits, and for each call that a shell makes forks a process of its
own, with the caller's folder, streams and settings of Dask, which runs the command line as ever.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

HEAVY = (
    "torch",
    "pyvips",
    "sr_desktop.cli.evaluate",
    "sr_desktop.cli.upscale",
    "sr_desktop.engine.upscale",
    "sr_desktop.jobs.enlarging",
    "sr_desktop.jobs.session",
)
_MOST_BYTES = 1 << 16
# What is called sr-desktop: hands its words, folder and streams over, and ends as it is told to.
CALLER = """#!{python} -SE
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    asked = {{name: value for name, value in os.environ.items() if name.startswith("DASK_")}}
    words = json.dumps([os.getcwd(), sys.argv[1:], asked]).encode()
    socket.send_fds(line, [words], [0, 1, 2])
    sys.exit(int(line.recv(16)))
"""


def write_caller(path: Path, address: Path) -> None:
    path.write_text(CALLER.format(python=sys.executable, address=str(address)), encoding="utf-8")
    path.chmod(0o755)


def serve(address: str) -> None:
    for name in HEAVY:
        importlib.import_module(name)
    with socket.socket(socket.AF_UNIX) as ear:
        ear.bind(address)
        ear.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            line, _ = ear.accept()
            with line:
                _answer(line)


def _answer(line: socket.socket) -> None:
    words, streams, _, _ = socket.recv_fds(line, _MOST_BYTES, 3)
    child = os.fork()
    if child == 0:
        os._exit(_run(*json.loads(words), streams))
    for stream in streams:
        os.close(stream)
    _, status = os.waitpid(child, 0)
    with suppress(BrokenPipeError):
        line.sendall(str(os.waitstatus_to_exitcode(status) % 256).encode())


def _run(folder: str, arguments: list[str], variables: dict[str, str], streams: list[int]) -> int:
    from sr_desktop.__main__ import main

    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(folder)
    os.environ.update(variables)
    sys.argv = ["sr-desktop", *arguments]
    try:
        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code or 0


if __name__ == "__main__":
    serve(sys.argv[1])
