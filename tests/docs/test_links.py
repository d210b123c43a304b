"""Links of README and docs lead somewhere, and each grab of the window is shown."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import DOCS, PAGES, REPO

WRITTEN = (
    *PAGES,
    REPO / "CONTRIBUTING.md",
    REPO / "CHANGELOG.md",
    *(REPO / "weights").glob("*.md"),
)
_LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)")
_CODE = re.compile(r"```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links_of(page: Path) -> list[str]:
    return [found["to"] for found in _LINK.finditer(_CODE.sub("", page.read_text("utf-8")))]


def is_external(link: str) -> bool:
    return link.startswith(("https://", "http://", "mailto:"))


def anchors_of(page: Path) -> set[str]:
    """As both GitHub and MkDocs make them of plain words."""
    text = _CODE.sub("", page.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in _HEADING.findall(text)
    }


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(REPO)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for link in links_of(page):
        if is_external(link):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors_of(target), f"{link}: no such heading"


def test_links_to_elsewhere_are_whole_and_safe() -> None:
    """They are not fetched; `pytest -s` lists them."""
    outside = {link: page for page in WRITTEN for link in links_of(page) if is_external(link)}
    for link, page in sorted(outside.items()):
        sys.stdout.write(f"{page.relative_to(REPO)}: {link}\n")
        assert re.fullmatch(r"https://[\w.-]+\.\w+(/\S*)?", link), f"{page.name}: {link}"


def test_every_scene_that_docs_keeps_is_shown_on_a_page() -> None:
    shown = {Path(link).name for page in PAGES for link in links_of(page)}
    screens = {path.name for path in (DOCS / "screens").iterdir()}
    scenes = {name.partition("-light")[0].partition("-dark")[0] for name in screens}
    told = {name.partition("-light")[0].partition("-dark")[0] for name in shown}
    assert scenes <= told, f"no page shows {scenes - told}"


def test_pictures_have_words_for_those_who_do_not_see_them() -> None:
    for page in PAGES:
        assert "![](" not in page.read_text("utf-8"), page.name
