"""Sites of other people: other folders, other themes, other builders, and none of our lessons.

Each is a project of its own, with recordings that `chunkwise record` made there. The package is the wheel's.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Literal

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from scripts.loopback import LoopbackServer
from tests.support import engine
from tests.support.accessibility import violations
from tests.support.browser import ADDRESS, KeptBrowser, Trouble
from tests.support.foreign import HERE, MARKDOWN, MATERIAL, PLAIN, SITES, Site
from tests.support.packed_wheel import ran

TOGETHER = ("example", "steps", "lanes", "exchange", "output")
"""Directives that each site has on its first page, by the class of what they become."""
WIDTHS = (360, 1440)
PALETTES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


BUILT = {
    (PLAIN, "mkdocs"): ("-m", "mkdocs", "build", "--strict", "-d", "site"),
    (PLAIN, "properdocs"): ("-m", "properdocs", "build", "--strict", "-d", "site"),
    (MATERIAL, "mkdocs"): ("-m", "mkdocs", "build", "--strict", "-d", "site"),
    (MATERIAL, "properdocs"): ("-m", "properdocs", "build", "--strict", "-d", "site"),
    (MATERIAL, "zensical"): ("-m", "zensical", "build", "--strict", "--clean"),
    (MARKDOWN, "make.py"): ("make.py", "site"),
}
"""Zensical has its own theme, which is Material's; it cannot draw the plain one of MkDocs."""
THEMES = [(site, builder) for site, builder in BUILT if builder != "properdocs"]
"""ProperDocs draws the themes of MkDocs."""

NONE: dict[str, str] = dict.fromkeys(("example", "steps", "variables", "lanes", "exchange", "output", "stage"), "")
ALONE = {
    **NONE,
    "compare": "    variant: leaves\n    caption: A client that leaves\n",
    "quiz": """    recording: tour/countdown
    answer: count("yield")
    hint: Count the rows in which something is yielded.

How many numbers does the program yield?

/// right | 3
One in each turn of the loop.
///

/// option | 4
The last turn yields nothing.
///
""",
}
"""Each directive with what it has to say, for a page on which it is alone."""

EACH = pytest.mark.parametrize(("site", "builder"), BUILT, ids=[f"{site.name}-{builder}" for site, builder in BUILT])


@pytest.fixture(scope="module")
def served(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build all of them at once, and return the folder that has each below its name and its builder's."""
    root = tmp_path_factory.mktemp("foreign")
    environment = {**os.environ, "PYTHONPATH": str(installed), "NO_MKDOCS_2_WARNING": "1"}
    for site in SITES:
        shutil.copytree(HERE / site.name, root / site.name)
        copied = "-m", "chunkwise", "assets", site.docs, "--rem", str(site.rem)
        ran(sys.executable, *copied, cwd=root / site.name, PYTHONPATH=str(installed))
    projects = {
        root / "projects" / f"{site.name}-{builder}": (site, command) for (site, builder), command in BUILT.items()
    }
    projects[root / "projects" / "alone"] = PLAIN, BUILT[PLAIN, "mkdocs"]
    running = {}
    for project, (site, command) in projects.items():
        shutil.copytree(root / site.name, project)
        if project.name == "alone":
            _each_alone(project / site.docs)
        running[project] = subprocess.Popen(
            [sys.executable, *command],
            cwd=project,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    for project, process in running.items():
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, f"{project.name}:\n{said[-3000:]}"
        (root / "served" / "chunkwise").mkdir(parents=True, exist_ok=True)
        (project / "site").rename(root / "served" / "chunkwise" / project.name)
    return root / "served"


def _each_alone(docs: Path) -> None:
    """Put a page for each directive in the place of the site's pages."""
    for page in docs.glob("*.md"):
        page.unlink()
    (docs / "index.md").write_text("# A framework of ours\n", "utf-8")
    for name, said in ALONE.items():
        title = "how-many" if name == "quiz" else "tour/countdown"
        (docs / f"{name}.md").write_text(f"# One of ours\n\n/// {name} | {title}\n{said}///\n", "utf-8")


@pytest.fixture(scope="module")
def kept(served: Path) -> Iterator[KeptBrowser]:
    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = LoopbackServer(functools.partial(Handler, directory=str(served)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    kept = KeptBrowser(engine.executable(), server.server_port)
    yield kept
    kept.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(kept: KeptBrowser) -> Iterator[Page]:
    yield from kept.lend("foreign", Trouble(ADDRESS))


def address(site: Site, builder: str, page: str) -> str:
    return f"{ADDRESS}{site.name}-{builder}/{page}"


OURS = ":is([class^='cw-'], cw-player):not(html, body)"
"""The elements that are ours: a theme answers for the rest of a page itself."""
INK = {"light": "rgb(30, 37, 48)", "dark": "rgb(226, 230, 236)"}


def in_palette(page: Page, site: Site, palette: Literal["light", "dark"]) -> None:
    """Show a page as in a palette of its theme."""
    page.emulate_media(color_scheme=palette)
    if site is PLAIN:  # as its own setting does, whose script raises where highlight.js is left out
        page.evaluate("(palette) => { document.documentElement.dataset.bsTheme = palette }", palette)
    if site is MARKDOWN:  # the browser's own ground, which axe takes for white
        page.add_style_tag(content="html { background: Canvas }")
    ours = page.locator(OURS).first
    ours.evaluate("one => { one.style.color = 'var(--cw-ink)' }")
    expect(ours).to_have_css("color", INK[palette])


def file(served: Path, site: Site, builder: str, page: str) -> Path:
    found = served / "chunkwise" / f"{site.name}-{builder}" / page
    return found / "index.html" if page.endswith("/") else found


def test_it_is_the_wheel_that_is_used(installed: Path, tmp_path: Path) -> None:
    where = ran(
        sys.executable, "-c", "import chunkwise; print(chunkwise.__file__)", cwd=tmp_path, PYTHONPATH=str(installed)
    )
    assert Path(where.strip()).is_relative_to(installed)


@EACH
def test_every_directive_is_there_and_none_is_left_as_text(served: Path, site: Site, builder: str) -> None:
    for name in (site.page, site.stage):
        soup = BeautifulSoup(file(served, site, builder, name).read_text("utf-8"), "html.parser")
        assert not soup.select(".cw-mistake")
        for code in soup.select("pre, code, template"):
            code.decompose()
        assert not re.findall(r"/{3,}|\[\[", soup.get_text())
    soup = BeautifulSoup(file(served, site, builder, site.page).read_text("utf-8"), "html.parser")
    for directive in TOGETHER:
        assert soup.select(f".cw-{directive}"), directive
    assert soup.select("cw-player, .cw-player")
    assert soup.select("section.cw-quiz cw-quiz")
    assert BeautifulSoup(file(served, site, builder, site.stage).read_text("utf-8"), "html.parser").select(".cw-stage")


@EACH
def test_what_a_page_links_is_there(served: Path, site: Site, builder: str) -> None:
    for name in (site.page, site.stage):
        page = file(served, site, builder, name)
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        linked = [str(one.get("href") or one.get("src")) for one in soup.select("link[rel=stylesheet], script[src]")]
        ours = [one for one in linked if "chunkwise/" in one]
        assert len(ours) >= 6
        assert [one for one in ours if not (page.parent / one).resolve().is_file()] == []


@EACH
def test_the_player_steps_and_a_question_is_answered(page: Page, site: Site, builder: str) -> None:
    page.goto(address(site, builder, site.page))
    for _ in range(2):
        page.locator("cw-player, .cw-player").get_by_role("button", name=re.compile("next", re.I)).click()
    expect(page.locator('.cw-steps tr[aria-current="step"] > th')).to_have_text("3")
    expect(page.locator(".cw-says")).to_contain_text("Step 3 of")
    quiz = page.locator("section.cw-quiz")
    quiz.get_by_role("radio").last.check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.locator(".cw-feedback")).to_have_attribute("data-right", "true")
    assert page.locator(":is(.cw-try, .cw-recorded):visible").count() == 0


@EACH
def test_the_stage_steps(page: Page, site: Site, builder: str) -> None:
    page.goto(address(site, builder, site.stage))
    page.locator(".cw-stage").get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".cw-stage-says")).to_contain_text("Step 2 of")
    assert page.locator(".cw-stage-edit:visible").count() == 0


@EACH
def test_no_page_is_wider_than_the_window_and_text_is_large_enough(page: Page, site: Site, builder: str) -> None:
    for name in (site.page, site.stage):
        page.goto(address(site, builder, name))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        shown = page.locator(".cw-steps td, .cw-stage-says").first
        assert shown.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 13


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("site", "builder"), THEMES, ids=[f"{site.name}-{builder}" for site, builder in THEMES])
def test_our_elements_have_contrast_and_names_in_both_palettes(
    page: Page, site: Site, builder: str, palette: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=palette)
    for name in (site.page, site.stage):
        page.goto(address(site, builder, name))
        in_palette(page, site, palette)
        assert violations(page, OURS) == []


@pytest.mark.parametrize("name", ALONE)
def test_a_directive_works_alone_on_a_page_of_the_plain_theme(page: Page, name: str) -> None:
    page.goto(f"{ADDRESS}alone/{name}.html")
    shown = page.locator(f".cw-{name}")
    expect(shown).to_have_count(1)
    expect(shown).to_be_visible()
    assert page.locator(".cw-mistake").count() == 0
    if name == "stage":
        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.locator(".cw-stage-says")).to_contain_text("Step 2 of")
    if name == "quiz":
        shown.get_by_role("radio").first.check()
        shown.get_by_role("button", name="Check").click()
        expect(shown.locator(".cw-feedback")).to_have_attribute("data-right", "true")
    in_palette(page, PLAIN, "dark")
    assert violations(page, OURS) == []
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[0]
