"""The site is built without a warning, and asks nobody for anything when it is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import DOCS, REPO

pytest.importorskip("material", reason="needs the extra docs; make test installs it")

_FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|link(?![^>]*rel="?(?:canonical|prev|next)))\b[^>]*?\b(?:src|href)="?(?P<url>(?:https?:)?//[^"\s>]+)"""
)
_IN_STYLE = re.compile(r"""(?:url\(|@import\s*)["']?(?P<url>(?:https?:)?//[^"')]+)""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=REPO,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_each_page_is_in_it_and_no_note_for_developers(site: Path) -> None:
    pages = {path.stem for path in site.glob("*.html")}
    assert pages - {"404"} == {path.stem for path in DOCS.glob("*.md")}
    assert not (site / "design").exists()


def test_nothing_is_fetched_from_elsewhere_when_a_page_is_read(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert _FETCHED.findall(page.read_text("utf-8")) == [], page.name
    for style in site.rglob("*.css"):
        assert _IN_STYLE.findall(style.read_text("utf-8")) == [], style.name


def test_the_search_works_on_pages_opened_as_files(site: Path) -> None:
    assert (site / "search" / "search_index.js").is_file()
    assert "assets/iframe-worker.js" in (site / "index.html").read_text("utf-8")
