"""A cluster of Dask's own programs, each a process that can be killed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.program import environment


@dataclass
class Machines:
    """A scheduler and its workers, each with its nanny in a group of its own."""

    folder: Path
    port: int = 0
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start(self, **variables: str) -> None:
        """The scheduler and a worker; the worker has these variables in its environment."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.scheduler = self._program("scheduler", "--host", self.address)
        self.start_worker(**variables)

    def start_worker(self, **variables: str) -> None:
        words = ("--host", "127.0.0.1", "--nthreads", "1", "--resources", "device=1")
        self.workers.append(self._program("worker", self.address, *words, **variables))

    def signal_scheduler(self, number: signal.Signals) -> None:
        assert self.scheduler is not None
        os.killpg(self.scheduler.pid, number)

    def kill_workers(self) -> None:
        for each in self.workers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(each.pid, signal.SIGKILL)
            each.wait(20)
        self.workers.clear()

    def end(self) -> None:
        self.kill_workers()
        if self.scheduler is not None:
            self.signal_scheduler(signal.SIGKILL)
            self.scheduler.wait(20)
            self.scheduler = None

    def _program(self, name: str, *words: str, **variables: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{name}", *words, "--no-dashboard"],
            cwd=self.folder,
            env=environment(self.folder) | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
