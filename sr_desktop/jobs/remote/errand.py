"""One picture's files on this computer while it is done: fetched before, put in place after.

They lie in a folder of their own, whose lock goes with the process: what a killed one left, the
next one removes.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from filelock import FileLock, Timeout

from sr_desktop import paths
from sr_desktop.imaging.place import cannot_write, tag_of_computer
from sr_desktop.jobs.remote import store
from sr_desktop.jobs.remote.url import Url

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.jobs.types import Result, UpscaleJob

_MOST_NAME_BYTES = 200
_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]') if os.name == "nt" else re.compile("[\0/]")


def has_address(job: UpscaleJob) -> bool:
    """Whether any of its files lies at an address."""
    return any(isinstance(path, Url) for path in (job.source, job.target, job.compare))


class Errands:
    """Those of one run. Each picture's is begun and ended in whichever thread, one at a time."""

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._scratch: _Scratch | None = None
        self._begun: dict[int, UpscaleJob] = {}

    def begin(self, job: UpscaleJob) -> UpscaleJob:
        """The same job on files of this computer; the source is fetched the first time.

        Raises UnreadableImage, CannotWrite and StoreUnavailable; then nothing is left.
        """
        if not has_address(job):
            return job
        if job.id not in self._begun:
            try:
                self._begun[job.id] = self._fetched(job)
            except BaseException:
                self.end(job)
                raise
        return self._begun[job.id]

    def deliver(self, job: UpscaleJob) -> None:
        """Put in their places what was made for it. Raises StoreUnavailable and CannotWrite."""
        here = self.begin(job)
        for made, to in ((here.compare, job.compare), (here.target, job.target)):
            if isinstance(to, Url):
                assert made is not None
                store.put(made, to, self._cancel)

    def end(self, job: UpscaleJob) -> None:
        """Remove its files from this computer, if there are any. May be called twice."""
        self._begun.pop(job.id, None)
        if self._scratch is not None:
            shutil.rmtree(self._scratch.folder / str(job.id), ignore_errors=True)

    def close(self) -> None:
        """Remove all of them."""
        self._begun.clear()
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None

    def _fetched(self, job: UpscaleJob) -> UpscaleJob:
        here = replace(
            job,
            source=self._place(job, "source", job.source),
            target=self._place(job, "target", job.target),
            compare=self._place(job, "compare", job.compare),
        )
        if isinstance(job.source, Url):
            assert isinstance(here.source, Path)
            store.fetch(job.source, here.source, self._cancel)
        return here

    def _place(self, job: UpscaleJob, role: str, path: object) -> Any:
        """Where the file of an address lies here, under its own name: messages tell that."""
        if not isinstance(path, Url):
            return path
        file = self._folder() / str(job.id) / role / _name(path)
        try:
            file.parent.mkdir(parents=True)
        except OSError as error:
            raise cannot_write(file, error) from error
        return file

    def _folder(self) -> Path:
        if self._scratch is None:
            self._scratch = _Scratch(paths.fetched_dir())
        return self._scratch.folder


def _name(url: Url) -> str:
    name = _NO_NAME.sub("_", url.name)
    if len(os.fsencode(name)) <= _MOST_NAME_BYTES:
        return name
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:16] + url.suffix[:16]


class Pending(Protocol):
    """A result whose file is still being written."""

    def finish(self) -> Result: ...

    def discard(self) -> None: ...


class Delivery:
    """A result that goes to its address once its file is whole."""

    def __init__(self, pending: Pending, job: UpscaleJob, errands: Errands) -> None:
        self._pending = pending
        self._job = job
        self._errands = errands

    def finish(self) -> Result:
        """Raises CannotWrite and StoreUnavailable; then nothing is left."""
        try:
            result = self._pending.finish()
            self._errands.deliver(self._job)
        finally:
            self._errands.end(self._job)
        return replace(result, saved=self._job.target)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._pending.discard()
        self._errands.end(self._job)


class _Scratch:
    """A folder that is removed in the end, or by the next process, which finds it unlocked."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _remove_left_behind(folder)
            self.folder = folder / f"{tag_of_computer()}-{secrets.token_hex(6)}"
            self._lock = FileLock(_lock_of(self.folder), thread_local=False)
            self._lock.acquire()
            self.folder.mkdir(mode=0o700)
        except OSError as error:
            raise cannot_write(folder, error) from error

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()
        with suppress(OSError):
            _lock_of(self.folder).unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _remove_left_behind(folder: Path) -> None:
    """What killed processes of this computer left: each has a lock, made before it."""
    for path in folder.glob(f"{tag_of_computer()}-*.lock"):
        with suppress(Timeout, OSError), FileLock(path, timeout=0):
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            path.unlink(missing_ok=True)
