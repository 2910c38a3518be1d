"""Both builders make the same lessons from the same mkdocs.yml: MkDocs with Material, and Zensical, its successor.

What is compared is what our directives make, and the text around them; menus and footers are each theme's own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.support.browser import ADDRESS
from tests.support.made import ROOT

LESSONS = sorted(str(file.relative_to(ROOT / "docs").with_suffix("")) for file in (ROOT / "docs/lessons").rglob("*.md"))
NOTEBOOKS = sorted(
    str(file.relative_to(ROOT / "docs").with_suffix("")) for file in (ROOT / "docs/lessons").rglob("*.ipynb")
)
ABOUT = ("about/how-pages-stay-true", "about/write-a-lesson", "api", "use-it-in-your-own-docs")
"""The home page links the notebook, which is no page under Zensical."""


@pytest.fixture(scope="module")
def sites(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site as each builder makes it; Zensical in a copy of the project, since it writes to site/."""
    project = tmp_path_factory.mktemp("zensical")
    for name in ("docs", "examples", "chunkwise", "tests/foreign"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__", "runtime"))
    shutil.copy(ROOT / "mkdocs.yml", project)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "CHUNKWISE_SITE_URL": ADDRESS}
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=300)
    if "Watcher disconnected" in done.stderr:
        # On a busy machine Zensical loses, at times, the thread that watches files, which a build does not need.
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return {"mkdocs": site, "zensical": project / "site"}


@pytest.mark.parametrize("page", [*LESSONS, *ABOUT])
def test_both_builders_make_the_same_page(sites: dict[str, Path], page: str) -> None:
    mkdocs, zensical = (_article(site / page / "index.html") for site in sites.values())
    assert mkdocs == zensical


def test_both_builders_make_the_same_lesson_map(sites: dict[str, Path]) -> None:
    mkdocs, zensical = (_map(site / "index.html") for site in sites.values())
    assert mkdocs == zensical
    assert len(mkdocs.select("li[value]")) == 32


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_is_a_page_or_else_a_file_to_download(sites: dict[str, Path], notebook: str) -> None:
    """Zensical runs no plugin. The link in the switch then leads to the notebook itself, with its outputs in it."""
    ends = {"mkdocs": "/", "zensical": ".ipynb"}
    for builder, site in sites.items():
        for page in [page for page in LESSONS if Path(page).parent == Path(notebook).parent]:
            link = _switch(site / page / "index.html").select_one(f'a[data-mode="{Path(notebook).name}"]')
            assert link is not None
            assert link["href"] == f"../{Path(notebook).name}{ends[builder]}"
        assert (site / notebook / "index.html").is_file() == (builder == "mkdocs")
        assert (site / f"{notebook}.ipynb").is_file() == (builder == "zensical")


@pytest.mark.parametrize("page", LESSONS)
def test_a_lesson_has_no_directive_left_as_text(sites: dict[str, Path], page: str) -> None:
    for site in sites.values():
        assert not [line for line in _article(site / page / "index.html") if re.match(r"/{3,}|\[\[[^\],]", line)]


def _map(file: Path) -> Tag:
    found = BeautifulSoup(file.read_text("utf-8"), "html.parser").select_one("nav.cw-curriculum")
    assert found is not None
    _as_pages(found)
    return found


def _switch(file: Path) -> Tag:
    found = BeautifulSoup(file.read_text("utf-8"), "html.parser").select_one(".cw-modes")
    assert found is not None
    return found


def _as_pages(inside: Tag) -> None:
    """Write links to modes that are notebooks as if each were a page, which it is under one of the two builders."""
    for link in inside.select('a:is([data-mode], .cw-other)[href$=".ipynb"]'):
        link["href"] = str(link["href"]).removesuffix(".ipynb") + "/"


@cache
def _article(file: Path) -> list[str]:
    """Return the tags, the attributes and the words of a page's own content, one a line."""
    article = BeautifulSoup(file.read_text("utf-8"), "html.parser").find("article")
    assert isinstance(article, Tag)
    for theirs in article.select("#__skip, .md-content__button, .md-source-file, .md-tags, script, form"):
        theirs.decompose()
    _as_pages(article)
    lines = []
    for node in article.descendants:
        if isinstance(node, Tag):
            node.attrs.pop("data-search-exclude", None)  # Zensical's own search takes it out when it has read it
            lines.append(f"<{node.name} {sorted((name, str(value)) for name, value in node.attrs.items())}>")
        elif text := " ".join(str(node).split()):
            lines.append(text)
    return lines
