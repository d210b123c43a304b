"""What is seen of a cluster before a picture is sent, with a real scheduler and worker here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sr_desktop.errors import ClusterUnavailable, WeightsMismatch, WeightsMissing
from sr_desktop.jobs.cluster import RESOURCE, client, work
from sr_desktop.jobs.cluster.client import Cluster, connected, need_of
from sr_desktop.jobs.cluster.parcel import pack
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.plan import OutputRule, Plan, plan_jobs
from sr_desktop.weights import Library
from tests.cli.program import save

distributed = pytest.importorskip(
    "distributed", reason="needs the extra [cluster], which make setup installs"
)
SPEC = Library().find("pan", 2)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with one worker that takes pictures and one that does not, in this process."""
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # else a port that another run of the tests may have
        scheduler_kwargs={"dashboard": False},
        resources={RESOURCE: 1},
    ) as cluster:
        with distributed.Client(cluster) as first:  # its threads outlive it
            first.submit(int, 1).result()
        yield cluster.scheduler_address


@pytest.fixture
def cluster(address: str) -> Iterator[Cluster]:
    with connected(address, Engine()) as connection:
        yield connection


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    save(tmp_path, "in/a.png", "in/b.png")
    return plan_jobs([tmp_path / "in"], SPEC, OutputRule(tmp_path / "out"))


def test_a_cluster_that_fits_is_told(cluster: Cluster, plan: Plan, tmp_path: Path) -> None:
    cluster.check(plan)
    assert len(cluster.fit) == 1
    assert not list(tmp_path.glob(".*")), "the file to be seen is left"


def test_another_version_is_refused(
    cluster: Cluster, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "__version__", "99.1")
    with pytest.raises(ClusterUnavailable, match=r"has sr-desktop .+, and this is 99\.1\."):
        cluster.check(plan)


def test_a_worker_without_the_program_is_refused(
    cluster: Cluster, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("sr_desktop.__version__")
    with pytest.raises(ClusterUnavailable, match=r"has no sr-desktop, and this is"):
        cluster.check(plan)


def test_without_the_resource_there_is_no_worker(
    cluster: Cluster, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "RESOURCE", "other")
    monkeypatch.setattr(client, "_WORKER_SECONDS", 0.3)
    with pytest.raises(ClusterUnavailable, match="offers the resource other") as refused:
        cluster.check(plan)
    assert "--resources other=1" in refused.value.hint


def test_a_folder_that_is_not_shared_is_noticed(
    cluster: Cluster, plan: Plan, tmp_path: Path
) -> None:
    need = replace(need_of(plan), seen=(tmp_path / "elsewhere",))
    (answer,) = cluster.ask(work.check, pack(need)).values()
    assert isinstance(answer, ClusterUnavailable)
    assert "does not see" in answer.message


def test_other_weights_are_noticed(cluster: Cluster, plan: Plan) -> None:
    ((spec, digest),) = need_of(plan).weights
    need = replace(need_of(plan), weights=((spec, digest[::-1]),))
    (answer,) = cluster.ask(work.check, pack(need)).values()
    assert isinstance(answer, WeightsMismatch)


def test_weights_that_are_missing_there_are_told_with_the_machine(
    cluster: Cluster, plan: Plan, tmp_path: Path
) -> None:
    ((spec, digest),) = need_of(plan).weights
    need = replace(need_of(plan), weights=((replace(spec, file=tmp_path / "no.pth"), digest),))
    (answer,) = cluster.ask(work.check, pack(need)).values()
    assert isinstance(answer, WeightsMissing)
    assert answer.message.startswith("On ")


def test_without_the_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ClusterUnavailable, match="needs packages") as refused,
        connected("tcp://127.0.0.1:9", Engine()),
    ):
        pass
    assert "pip install 'sr-desktop[cluster]'" in refused.value.hint
