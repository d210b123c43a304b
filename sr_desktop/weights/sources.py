"""From a catalogue's sources to addresses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from sr_desktop.errors import UsageError
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec

HUB = "https://huggingface.co"
MIRROR_VARIABLE = "SR_MIRROR"
_HUB_SOURCE = "hf:"
_NO_MIRROR = mark("{url!r} is no address for the mirror.")
_NO_ENDPOINT = mark("{url!r} is no address for HF_ENDPOINT.")


def addresses(
    spec: ModelSpec, mirror: str = "", env: Mapping[str, str] = os.environ
) -> tuple[str, ...]:
    """Where to fetch the checkpoint, in the order to try.

    mirror (or $SR_MIRROR) is the address of a folder that holds checkpoints as ID.ENDING, such as
    pan-official-x4.pth; it comes first. $HF_ENDPOINT stands in for the Hugging Face hub.
    Raises UsageError for a mirror or endpoint that is no http address.
    """
    hub = env.get("HF_ENDPOINT", "") or HUB
    urls = tuple(_address(source, hub) for source in spec.remotes)
    return with_mirror(spec.id, urls, mirror, env)


def with_mirror(
    id: str, urls: tuple[str, ...], mirror: str = "", env: Mapping[str, str] = os.environ
) -> tuple[str, ...]:
    """The addresses of a file, behind the one that it has in the mirror, if any; see addresses."""
    mirror = mirror or env.get(MIRROR_VARIABLE, "")
    if not mirror or not urls:
        return urls
    ending = PurePosixPath(urlsplit(urls[0]).path).suffix
    return (f"{_web_folder(mirror, _NO_MIRROR)}/{id}{ending}", *urls)


def host_of(url: str) -> str:
    """The host in words, with its port if it has an unusual one."""
    return urlsplit(url).netloc.rpartition("@")[2]


def without_login(url: str) -> str:
    """The address as it may be shown and kept: a name and password in it are nobody's business."""
    return urlunsplit(urlsplit(url)._replace(netloc=host_of(url)))


def _address(source: str, hub: str) -> str:
    if not source.startswith(_HUB_SOURCE):
        return source
    owner, repo, revision, path = source.removeprefix(_HUB_SOURCE).split("/", 3)
    return f"{_web_folder(hub, _NO_ENDPOINT)}/{owner}/{repo}/resolve/{revision}/{path}"


def _web_folder(url: str, refusal: str) -> str:
    if urlsplit(url).scheme not in ("http", "https") or not host_of(url):
        raise UsageError(
            tr(refusal, url=url),
            tr("It looks like https://mirror.example/folder."),
        )
    return url.rstrip("/")
