"""What lies at addresses, by fsspec: listed, looked into, fetched whole, and put whole.

Nobody sees a half file: an object store takes it as a whole or not at all, and anywhere else it
comes under a hidden name and is renamed. Who may do what, and where a store is, fsspec finds out as
its own tools do, from the environment and their files: AWS_PROFILE, AWS_ENDPOINT_URL.

While a run goes on, what does not answer is asked again for PATIENCE_SECONDS. Errors are
StoreUnavailable, and for single files UnreadableImage and CannotWrite.
"""

from __future__ import annotations

import atexit
import errno
import importlib
import io
import logging
import secrets
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, TypeVar

from sr_desktop import paths
from sr_desktop.errors import CannotWrite, SRError, StoreUnavailable, UnreadableImage, UsageError
from sr_desktop.imaging.place import printable, shown_name
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.jobs.remote.url import Url

PATIENCE_SECONDS = 60.0
_MOST_WAIT_SECONDS = 10.0
_HEADER_BYTES = 64 << 10
_READ_ONLY = ("http", "https")
# Those that show a file only once all of it is there.
_BUCKETS = ("s3", "s3a", "gs", "gcs", "abfs", "az", "adl", "oci", "ocilake", "oss", "tos")
# What no second try mends.
_FINAL = (
    FileNotFoundError,
    PermissionError,
    IsADirectoryError,
    NotADirectoryError,
    ImportError,
    NotImplementedError,
    TypeError,
    ValueError,
    SRError,
)

Answer = TypeVar("Answer")


def kind(url: Url) -> Literal["file", "folder"] | None:
    """What lies there, None for nothing. Raises StoreUnavailable where its bucket is not there."""

    def act(store: _Store) -> dict[str, Any] | None:
        found = store.info(url)
        if found is None:
            store.check()
        return found

    found = _reading(url, act)
    return None if found is None else "file" if found["type"] == "file" else "folder"


def names_below(folder: Url) -> list[str]:
    """The files there and in all folders below, each by its path from there; in no order."""
    return _reading(folder, lambda store: store.names_below(folder))


def names_in(folder: Url) -> frozenset[str]:
    """The names in this folder alone; none where it is not there.

    Raises StoreUnavailable, also where its bucket is not there.
    """
    return _writing(folder, lambda store: store.names_in(folder))


def opened(url: Url) -> IO[bytes]:
    """To look at a little of a file, such as its header: parts are fetched as they are read.

    Raises UnreadableImage where there is none.
    """
    found = _reading(url, lambda store: store.info(url))
    if found is None:
        raise _nothing(url)
    if found["size"] is None:  # of some web servers
        return io.BytesIO(read(url))
    return io.BufferedReader(_Parts(url, found["size"]), _HEADER_BYTES)


def fetch(url: Url, file: Path, cancel: Cancel) -> None:
    """The whole of it into this file of this computer."""

    def act(store: _Store) -> None:
        found = store.info(url)
        if found is None:
            raise FileNotFoundError
        store.fetch(url, file)
        if found["size"] is not None and file.stat().st_size != found["size"]:
            raise ConnectionError(tr("only part of it came"))

    try:
        _reading(url, act, cancel)
    except OSError as error:  # of this computer's disk
        raise CannotWrite(
            tr(
                "{name} was not fetched: {folder}: {reason}.",
                name=shown_name(url),
                folder=file.parent,
                reason=error.strerror or error,
            ),
            tr("Free some space there, or set XDG_CACHE_HOME to another folder."),
        ) from error


def put(file: Path, url: Url, cancel: Cancel) -> None:
    """This file of this computer, whole, replacing what is there."""
    size_bytes = file.stat().st_size
    _writing(url, lambda store: store.put(url, str(file), size_bytes), cancel)


def read(url: Url) -> bytes:
    """All of a small file. Raises UnreadableImage where it is not there."""
    return _reading(url, lambda store: bytes(store.system.cat_file(store.path_of(url))))


def write(content: bytes, url: Url, cancel: Cancel | None = None) -> None:
    """A small file, whole, replacing what is there; without cancel in one try."""
    _writing(url, lambda store: store.put(url, content, len(content)), cancel)


def answers(place: Url) -> bool:
    """Whether this bucket or host says anything, be it no."""
    try:
        _reading(place, lambda store: store.info(place))
    except SRError as error:
        return not isinstance(error, StoreUnavailable)
    return True


def check_writable(url: Url) -> None:
    """Raise where nothing can be put, as far as can be told without trying."""
    if url.scheme in _READ_ONLY:
        raise CannotWrite(
            tr("{scheme}:// can only be read.", scheme=url.scheme),
            tr("Choose another place for the results, with -o."),
        )
    if url.scheme == "memory":
        raise CannotWrite(
            tr("What is written to memory:// is gone with the program."),
            tr("Choose another place for the results, with -o."),
        )
    _writing(url, lambda store: store.check())


class _Store:
    """One bucket or host."""

    def __init__(self, place: Url) -> None:
        self._place = place
        self._is_whole = place.scheme in _BUCKETS
        self._connect()

    def _connect(self) -> None:
        fsspec = importlib.import_module("fsspec")
        kind = fsspec.get_filesystem_class(self._place.scheme)
        options = kind._get_kwargs_from_urls(f"{self._place}/x")
        self.system = fsspec.filesystem(self._place.scheme, skip_instance_cache=True, **options)
        # Of a path, all before what is inside: "bucket/", "/" or "https://host/".
        self._base = str(kind._strip_protocol(f"{self._place}/x")).removesuffix("x")
        self._lock: AbstractContextManager[object]
        if self._is_async:  # may be asked by several threads, and mends its connections by itself
            self._lock = nullcontext()
            # What failed is raised; that a task of its own heard of it too is nobody's matter.
            logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        else:
            self._lock = threading.RLock()

    @property
    def _is_async(self) -> bool:
        return bool(getattr(self.system, "async_impl", False))

    def renew(self) -> None:
        """Connect again, where a connection may have been lost and is not mended by itself."""
        if not self._is_async:
            self._connect()

    def path_of(self, url: Url) -> str:
        """As the file system of fsspec knows it."""
        if not url.inside:
            return self._base.rstrip("/") or self._base
        return self._base + "/".join(url.inside)

    def asked(self) -> AbstractContextManager[object]:
        """To be held while it is asked; nothing is taken from what it said before."""
        self.system.invalidate_cache()
        return self._lock

    def info(self, url: Url) -> dict[str, Any] | None:
        try:
            return dict(self.system.info(self.path_of(url)))
        except FileNotFoundError:
            return None

    def check(self) -> None:
        """Raises StoreUnavailable where the bucket is not there, if one may know."""
        with suppress(PermissionError):
            if self._place.scheme in _BUCKETS and self.info(self._place) is None:
                raise _no_place(self._place)

    def names_below(self, folder: Url) -> list[str]:
        top = self.path_of(folder).rstrip("/") + "/"
        found = self.system.find(top)
        return [name.removeprefix(top) for name in found if name.startswith(top)]

    def names_in(self, folder: Url) -> frozenset[str]:
        path = self.path_of(folder)
        try:
            found = self.system.ls(path, detail=False)
        except FileNotFoundError:
            self.check()
            return frozenset()
        return frozenset(name.rstrip("/").rpartition("/")[2] for name in found)

    def fetch(self, url: Url, file: Path) -> None:
        self.system.get_file(self.path_of(url), str(file))

    def part(self, url: Url, start: int, end: int) -> bytes:
        content = bytes(self.system.cat_file(self.path_of(url), start=start, end=end))
        return content[start:end] if len(content) > end - start else content  # all was sent

    def put(self, url: Url, content: str | bytes, size_bytes: int) -> None:
        """content is a file's name, or all of its bytes."""
        path = self.path_of(url)
        if self._is_whole:
            self._send(content, path)
            return
        folder = path.rpartition("/")[0]
        if folder:
            self.system.makedirs(folder, exist_ok=True)
        hidden = f"{folder}/.{secrets.token_hex(6)}.tmp"
        try:
            self._send(content, hidden)
            self.system.invalidate_cache()
            if self.system.info(hidden)["size"] != size_bytes:
                raise ConnectionError(tr("only part of it arrived"))
            self.system.mv(hidden, path)
        except BaseException:
            with suppress(Exception):
                self.system.rm_file(hidden)
            raise

    def _send(self, content: str | bytes, path: str) -> None:
        if isinstance(content, bytes):
            self.system.pipe_file(path, content)
        else:
            self.system.put_file(content, path)


@atexit.register  # while Python still can close connections
def forget() -> None:
    """Connect anew from now on."""
    _store.cache_clear()


@lru_cache(maxsize=64)
def _store(place: Url) -> _Store:
    return _Store(place)


class _Parts(io.RawIOBase):
    """A file whose parts are fetched when they are read."""

    def __init__(self, url: Url, size: int) -> None:
        self._url = url
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        if self._at < 0:
            raise OSError(errno.EINVAL, "before the beginning")
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        start, end = self._at, min(self._at + len(buffer), self._size)
        if start >= end:
            return 0
        content = _reading(self._url, lambda store: store.part(self._url, start, end))
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)


def _reading(url: Url, act: Callable[[_Store], Answer], cancel: Cancel | None = None) -> Answer:
    """What the store answers. With a cancel token, who is silent is asked for a while."""
    try:
        return _asked(url, act, cancel, UnreadableImage)
    except FileNotFoundError as error:
        raise _nothing(url) from error


def _writing(url: Url, act: Callable[[_Store], Answer], cancel: Cancel | None = None) -> Answer:
    try:
        return _asked(url, act, cancel, StoreUnavailable)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _no_place(url) from error


def _asked(
    url: Url, act: Callable[[_Store], Answer], cancel: Cancel | None, no_access: type[SRError]
) -> Answer:
    """Raises SRError, and OSError for what is not there or of this computer's disk."""
    try:
        store = _store(url.place)

        def ask() -> Answer:
            with store.asked():
                return act(store)

        return ask() if cancel is None else _patiently(store, ask, cancel)
    except (SRError, FileNotFoundError, NotADirectoryError):
        raise
    except Exception as error:  # whatever a network or fsspec raises
        if _is_of_this_disk(error):
            raise
        raise _told(url, error, no_access) from error


def _patiently(store: _Store, ask: Callable[[], Answer], cancel: Cancel) -> Answer:
    import tenacity

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception(_may_pass),
        stop=tenacity.stop_after_delay(PATIENCE_SECONDS),
        wait=tenacity.wait_random_exponential(1, _MOST_WAIT_SECONDS),
        sleep=cancel.sleep,
        before_sleep=lambda state: store.renew(),
        reraise=True,
    )(ask)


def _may_pass(error: BaseException) -> bool:
    if not isinstance(error, Exception) or isinstance(error, _FINAL):
        return False
    return not (_is_about_credentials(error) or _is_of_this_disk(error))


def _is_of_this_disk(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _is_about_credentials(error: Exception) -> bool:
    """botocore has errors of its own for those that are not there."""
    return isinstance(error, PermissionError) or "Credential" in type(error).__name__


def _told(url: Url, error: Exception, no_access: type[SRError]) -> SRError:
    scheme, place = url.scheme, printable(str(url.place))
    if isinstance(error, ImportError):
        return StoreUnavailable(
            tr(
                "{scheme}:// needs packages that are not here: {error}.",
                scheme=scheme,
                error=_of(error),
            ),
            _how_to_install(scheme),
        )
    if isinstance(error, ValueError) and not _has(scheme):
        return UsageError(
            tr("{scheme}:// is nothing that can be read.", scheme=scheme),
            tr("Those of fsspec are, such as s3://, gs://, abfs://, sftp:// and https://."),
        )
    if _is_about_credentials(error):
        return no_access(
            tr(
                "{place} gives no access to {name}: {error}.",
                place=place,
                name=shown_name(url),
                error=_of(error),
            ),
            tr(
                "Give your credentials as its own tools take them, for s3:// by AWS_PROFILE or "
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
            ),
        )
    if isinstance(error, NotImplementedError):
        return CannotWrite(
            tr("{scheme}:// can only be read.", scheme=scheme),
            tr("Choose another place for the results, with -o."),
        )
    return StoreUnavailable(
        tr("{place} does not answer as it should: {error}.", place=place, error=_of(error)),
        tr(
            "Check the network and the address (for s3:// AWS_ENDPOINT_URL); then do the rest with "
            "--on-exists skip."
        ),
        may_pass=True,
    )


def _of(error: Exception) -> str:
    """What it says, as one line, or at least what it is."""
    return printable(" ".join(str(error).split())).rstrip(".") or type(error).__name__


def _no_place(url: Url) -> StoreUnavailable:
    return StoreUnavailable(
        tr("There is no {place}.", place=printable(str(url.place))),
        tr("Check the name and AWS_ENDPOINT_URL, or make it first: this program makes none.")
        if url.scheme.startswith("s3")
        else tr("Check the name, or make it first: this program makes none."),
    )


def _nothing(url: Url) -> UnreadableImage:
    return UnreadableImage(
        tr("There is nothing at {url}.", url=printable(str(url))), tr("Check the name.")
    )


def _has(scheme: str) -> bool:
    return scheme in importlib.import_module("fsspec").available_protocols()


# What a scheme needs beside fsspec, which comes with torch; of others fsspec tells.
_PACKAGES = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "abfs": "adlfs",
    "az": "adlfs",
    "http": "aiohttp",
    "https": "aiohttp",
    "sftp": "paramiko",
    "ssh": "paramiko",
    "smb": "smbprotocol",
}


def _how_to_install(scheme: str) -> str:
    package = _PACKAGES.get(scheme, "fsspec")
    if paths.is_frozen():
        return tr("It needs the program from pip, and then: pip install {name}", name=package)
    return tr("Install it: pip install {name}", name=package)
