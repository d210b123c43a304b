"""What a batch does not begin once a store has failed: that of a real server."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

from sr_desktop.errors import StoreUnavailable
from sr_desktop.jobs.batch import Walls
from sr_desktop.jobs.remote import store
from sr_desktop.jobs.remote.url import named
from sr_desktop.jobs.types import UpscaleJob
from sr_desktop.weights import Library
from tests.jobs.remote import servers
from tests.jobs.remote.servers import S3

pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("s3fs", "moto")),
    reason="needs s3fs and moto, which make setup installs",
)
JOB, NEXT = (
    UpscaleJob(named(f"s3://scans/{name}"), Library().find("pan", 2), named("s3://scans/out.png"))
    for name in ("a.png", "b.png")
)


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    with pytest.MonkeyPatch.context() as patch, servers.s3() as server:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        server.client.create_bucket(Bucket="scans")
        store.forget()
        assert store.answers(named("s3://scans"))  # type: ignore[arg-type]  # starts its thread
        yield server
        store.forget()


def test_a_store_that_still_answers_is_asked_for_the_next_picture(s3: S3) -> None:
    walls = Walls()
    walls.learn(JOB, StoreUnavailable("a.png did not come.", may_pass=True))
    walls.check(NEXT)


def test_what_is_certain_holds_for_all(s3: S3) -> None:
    walls = Walls()
    walls.learn(JOB, StoreUnavailable("You may not write.", "Ask."))
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="You may not write"):
            walls.check(NEXT)


def test_a_store_that_is_gone_is_asked_once(s3: S3) -> None:
    walls = Walls()
    walls.learn(JOB, StoreUnavailable("It is silent.", may_pass=True))
    s3.go()
    try:
        with pytest.raises(StoreUnavailable, match="It is silent"):
            walls.check(NEXT)
    finally:
        s3.come_back()
    with pytest.raises(StoreUnavailable, match="It is silent"):
        walls.check(NEXT)
