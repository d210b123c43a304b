from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sr_desktop.catalogue import all_models
from sr_desktop.gui.model_state import Download, Models
from sr_desktop.gui.model_words import facts, place, told
from sr_desktop.gui.outlook import Outlook
from sr_desktop.gui.shelf import Kept, Shelf

MODELS = all_models()
BY_ID = {spec.id: spec for spec in MODELS}
BASE = BY_ID["edsr-base-x2"]


def models(*here: str) -> Models:
    return Models(Shelf(MODELS, {id: Kept(Path("x"), 5, ships=False) for id in here}))


def values(id: str) -> dict[str, str]:
    return {fact.name: fact.value for fact in facts(BY_ID[id])}


def test_it_says_where_the_model_is() -> None:
    assert place(BASE, models(BASE.id)) == "Installed"
    assert place(BASE, models()) == "Download 5.5 MB"
    on_its_way = models().with_download(Download(BASE, 1, "", True, 43, 100))
    assert place(BASE, on_its_way) == "Downloading 43%"
    assert place(BASE, replace(models(BASE.id), damaged=frozenset({BASE.id}))) == "Damaged"


def test_measured_and_published_scores_are_told_apart() -> None:
    ours, bicubic = (each["Set5"] for each in (BY_ID["pan-x4"].scores, BY_ID["pan-x4"].bicubic))
    assert values("pan-x4")["Set5"] == f"{ours:.2f} dB (+{ours - bicubic:.2f})"
    assert "Set5, published" not in values("pan-x4")
    assert values("edsr-base-x2")["Set5, published"] == "38.02 dB"
    assert "Set5" not in values("edsr-base-x2")
    both = values("pan-official-x4")
    assert (both["Set5"], both["Set5, published"]) == ("32.13 dB (+3.70)", "32.13 dB")


def test_every_model_of_the_catalogue_tells_its_parameters_and_its_size() -> None:
    assert values("edsr-x4")["Parameters"] == "43 million"
    assert values("pan-x2")["Parameters"] == "0.26 million"
    for spec in MODELS:
        assert {"Parameters", "File"} <= values(spec.id).keys()


def test_an_imported_model_without_facts_tells_only_what_is_known() -> None:
    own = replace(BASE, id="own", sources=(), scores={}, published={}, bytes=None, parameters=None)
    assert facts(own) == ()
    now = told(own, models("own"), Outlook(3.0))
    assert [fact.name for fact in now.facts] == ["This picture"]


def test_the_host_is_told_where_something_is_to_be_downloaded() -> None:
    assert told(BASE, models(), host="hub.example").place == "Download 5.5 MB from hub.example"
    assert told(BASE, models(BASE.id), host="hub.example").place == "Installed"


def test_a_damaged_model_promises_nothing() -> None:
    damaged = replace(models(BASE.id), damaged=frozenset({BASE.id}))
    now = told(BASE, damaged, Outlook(3.0, 10**9))
    assert now.brief == "Damaged"
    assert not now.is_here
    assert not {"This picture", "Memory"} & {fact.name for fact in now.facts}


def test_each_fact_is_explained() -> None:
    now = told(BY_ID["pan-official-x2"], models("pan-official-x2"), Outlook(3.0, 10**9))
    assert all(fact.tip for fact in now.facts)
    assert now.brief == "Installed, ≈ 3 s"
