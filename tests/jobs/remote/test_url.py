"""What is named as an address, and how it is reckoned with."""

from __future__ import annotations

import os
import pickle
from pathlib import Path, PurePath

import pytest

from sr_desktop.errors import UsageError
from sr_desktop.jobs.remote.url import Url, named

ODD = "s3://bucket/in/a b%20c#?ä::x.png"


def test_an_address_is_known_by_its_scheme() -> None:
    for text in ("s3://bucket/in", "https://host/a.png", "sftp://me@host:22/x", "S3://bucket"):
        assert isinstance(named(text), Url), text
    for text in ("in/a.png", "/in", "a::b.png", "C:/in", "s3:/bucket", "a:b"):
        assert named(text) == Path(text), text
        assert not isinstance(named(text), Url), text


@pytest.mark.parametrize("scheme", ["file", "local"])
def test_an_address_of_this_computer_is_a_path(scheme: str) -> None:
    assert named(f"{scheme}:///in/a%20b.png") == Path("/in/a%20b.png")


def test_names_stay_as_they_are() -> None:
    url = named(ODD)
    assert isinstance(url, Url)
    assert str(url) == ODD
    assert (url.name, url.suffix, url.scheme) == ("a b%20c#?ä::x.png", ".png", "s3")
    assert str(url.parent / "b.png") == "s3://bucket/in/b.png"
    assert str(url.with_name("c.png")) == "s3://bucket/in/c.png"
    assert str(url.place) == "s3://bucket"
    assert url.inside == ("in", "a b%20c#?ä::x.png")
    assert pickle.loads(pickle.dumps(url)) == url
    assert str(named("s3://bucket/in/")) == "s3://bucket/in"


def test_below_a_folder_it_is_a_path_for_any_system() -> None:
    below = named("s3://bucket/in/sub/a.png").relative_to(named("s3://bucket/in"))
    assert below.parts == ("sub", "a.png")
    assert str(Path("/out") / PurePath(*below.parts)) == os.path.join("/out", "sub", "a.png")


@pytest.mark.parametrize(
    "text",
    [
        "s3://",
        "s3:///in",
        "s3://bucket//in",
        "s3://bucket/in/../../x",
        "s3://bucket/./x",
        "zip://a.png::s3://bucket/a.zip",
        "simplecache::s3://bucket/a.png",
        "ftp://me:secret@host/in",
    ],
)
def test_what_cannot_be_followed_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        named(text)
    assert refused.value.hint
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("ask", [os.stat, os.path.abspath, Path.exists, Path.is_dir, Path.resolve])
def test_this_computer_is_not_asked_for_it(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError, match="no file of this computer"):
        ask(named(ODD))
