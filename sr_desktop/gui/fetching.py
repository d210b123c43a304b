"""Pictures that come without a file of this computer: fetched from an address because the user
dropped or pasted one, or as bytes of the clipboard. No Qt.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from sr_desktop import paths
from sr_desktop.errors import CannotWrite, UnreadableImage
from sr_desktop.imaging import formats
from sr_desktop.jobs.ending import attempt
from sr_desktop.jobs.types import Failed, Stopped, next_id
from sr_desktop.language import tr

if TYPE_CHECKING:
    import httpx

    from sr_desktop.cancel import Cancel
    from sr_desktop.imaging.picture import Picture

MOST_BYTES = 512_000_000
_DATA = "data:"
_TELL_BYTES = 1 << 18
_LONGEST_NAME = 160  # in bytes: most systems allow 255
_ENDINGS = {"JPEG": ".jpg", "TIFF": ".tif"}  # others are named as their format is


@dataclass(frozen=True, slots=True)
class FetchJob:
    """Download a picture. url is http, https or data; max_pixels is the most that it may have.

    proxy is the address to go through, "none", or "" for the system's.
    """

    url: str
    max_pixels: int = formats.MAX_PIXELS
    proxy: str = ""
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class UnpackJob:
    """Read a picture from the bytes of a file; name has no ending, or any."""

    data: bytes
    name: str
    max_pixels: int = formats.MAX_PIXELS
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class Coming:
    """total_bytes is None where the host does not say."""

    job_id: int
    done_bytes: int
    total_bytes: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """name is a file's, with the ending of its format."""

    job_id: int
    picture: Picture
    name: str


Event = Coming | Arrived | Failed | Stopped
Emit = Callable[[Event], None]


def can_fetch(url: str) -> bool:
    """Whether it is an address of the web, or a whole picture written as one."""
    parts = urlsplit(url) if len(url) < 1 << 16 else None
    return url.startswith(f"{_DATA}image/") or (
        parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)
    )


def host_of(url: str) -> str:
    """ "images.example"; empty for a picture that is in the address itself."""
    return "" if url.startswith(_DATA) else urlsplit(url).netloc.rpartition("@")[2]


def name_of(url: str) -> str:
    """What to call the picture before anything is known of it: "cat.png"."""
    if url.startswith(_DATA):
        return tr("Picture")
    name = unquote(PurePosixPath(urlsplit(url).path).name)
    return _clean(name) or tr("Picture")


def run(job: FetchJob | UnpackJob, emit: Emit, cancel: Cancel) -> None:
    """What a Worker calls. Ends with Arrived, Failed or Stopped."""
    work = (
        (lambda: _fetch(job, emit, cancel)) if isinstance(job, FetchJob) else (lambda: _unpack(job))
    )
    emit(attempt(job.id, work))


def _unpack(job: UnpackJob) -> Arrived:
    with _scratch() as folder:
        file = folder / (_clean(job.name) or tr("Picture"))
        _keep(file, job.data)
        return _read(job.id, file, job.max_pixels)


def _fetch(job: FetchJob, emit: Emit, cancel: Cancel) -> Arrived:
    with _scratch() as folder:
        file = folder / name_of(job.url)
        if job.url.startswith(_DATA):
            _keep(file, _inline(job.url))
        else:
            name = _download(job, file, emit, cancel)
            file = file.rename(folder / name)
        return _read(job.id, file, job.max_pixels)


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder that is deleted at the end: what goes wrong with the file in it has its name."""
    import tempfile  # late: the window shows sooner without it

    with tempfile.TemporaryDirectory(dir=paths.scratch_dir(), prefix="fetched-") as folder:
        yield Path(folder)


def _keep(file: Path, data: bytes) -> None:
    """At the end of the file."""
    try:
        with file.open("ab") as opened:
            opened.write(data)
    except OSError as error:
        raise CannotWrite(
            tr(
                "{name} cannot be kept in {folder}: {reason}.",
                name=file.name,
                folder=paths.scratch_dir(),
                reason=error.strerror or error,
            ),
            tr("Free some space and try again."),
        ) from error


def _read(job_id: int, file: Path, max_pixels: int) -> Arrived:
    from sr_desktop.imaging import files  # late: the window shows sooner without it

    picture = files.read(file, max_pixels)
    name = file.name
    if formats.format_of(file) != picture.format:
        ending = _ENDINGS.get(picture.format, f".{picture.format.lower()}")
        name = f"{file.stem if formats.looks_like_picture(file) else name}{ending}"
    return Arrived(job_id, picture, name)


def _download(job: FetchJob, file: Path, emit: Emit, cancel: Cancel) -> str:
    """The body goes into the file; answers its name. Raises UnreadableImage, CannotWrite."""
    import httpx

    from sr_desktop.weights.download import Wires, http_client, in_words, mistrust

    host, wires = host_of(job.url), Wires(cancel)
    try:
        with (
            http_client(job.proxy) as client,
            wires.cut_when_cancelled(),
            client.stream(
                "GET",
                job.url,
                headers={"Accept": "image/*,*/*;q=0.5"},
                extensions={"trace": wires.note},
            ) as response,
        ):
            _check(response, job.url)
            total = _length(response)
            done = told = 0
            for chunk in response.iter_bytes():
                cancel.check()
                _keep(file, chunk)
                done += len(chunk)
                if done > MOST_BYTES:
                    raise _too_large(job.url)
                if done - told >= _TELL_BYTES:
                    told = done
                    emit(Coming(job.id, done, total))
            cancel.check()  # a connection that was cut may look like one that has ended
            return _stated_name(response) or name_of(job.url)
    except httpx.UnsupportedProtocol as error:
        raise UnreadableImage(
            tr("{host} sends on to an address that is not of the web.", host=host)
        ) from error
    except httpx.TransportError as error:
        cancel.check()  # cancelling cuts the connection
        reason = mistrust(host, error) or in_words(host, error)
        raise UnreadableImage(
            tr("{name} could not be downloaded: {reason}.", name=name_of(job.url), reason=reason),
            tr("Try again, or save it with the browser and drop the file."),
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreadableImage(
            tr("The address cannot be used: {reason}.", reason=str(error).rstrip("."))
        ) from error


def _check(response: httpx.Response, url: str) -> None:
    host, name = host_of(url), name_of(url)
    if not response.is_success:
        told = f"{response.status_code} {response.reason_phrase}".strip()
        raise UnreadableImage(
            tr(
                "{name} could not be downloaded: {host} answers {answer}.",
                name=name,
                host=host,
                answer=told,
            ),
            tr("Some pages give their pictures to browsers only: save it there and drop the file."),
        )
    if response.headers.get("Content-Type", "").startswith("text/html"):
        raise UnreadableImage(
            tr("The address at {host} is a web page, not a picture.", host=host),
            tr("Drag the picture itself, or save it with the browser and drop the file."),
        )
    if (_length(response) or 0) > MOST_BYTES:
        raise _too_large(url)


def _too_large(url: str) -> UnreadableImage:
    return UnreadableImage(
        tr(
            "{name} from {host} is larger than {most} MB.",
            name=name_of(url),
            host=host_of(url),
            most=MOST_BYTES // 1_000_000,
        ),
        tr("Save it with the browser and drop the file."),
    )


def _length(response: httpx.Response) -> int | None:
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else None


def _stated_name(response: httpx.Response) -> str:
    """The name that the host gives the file, as browsers take it."""
    stated = response.headers.get("Content-Disposition")
    if not stated:
        return ""
    from email.message import Message

    header = Message()
    header["Content-Disposition"] = stated
    return _clean(PurePosixPath(header.get_filename() or "").name)


def _inline(url: str) -> bytes:
    """The bytes of a data: address. Raises UnreadableImage."""
    head, _, body = url.removeprefix(_DATA).partition(",")
    data = unquote_to_bytes(body)
    if not head.endswith(";base64"):
        return data
    try:
        return base64.b64decode(data)
    except binascii.Error as error:
        raise UnreadableImage(tr("The picture in the address is broken.")) from error


def _clean(name: str) -> str:
    """As a file may be called on every system."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*\x7f]', " ", name).strip(" .")
    stem, ending = Path(name).stem, Path(name).suffix[:16]
    short = stem.encode()[: _LONGEST_NAME - len(ending.encode())].decode(errors="ignore")
    return f"{short}{ending}" if name else ""
