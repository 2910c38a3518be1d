"""Every page in a browser, as readers meet it: narrow and wide, light and dark, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, expect

from chunkwise.directives.onward import PATH
from scripts.csp import KNOWN_SCRIPTS, inline
from tests.support.accessibility import violations
from tests.support.browser import Trouble, sources
from tests.support.covering import everything

WIDTHS = (320, 360, 768, 1440)
SCHEMES = {"light": "default", "dark": "slate"}
Palette = Literal["light", "dark"]

NEXT = ".cw-next"
FIRST = "lessons/streaming-responses/learn/"
LESSONS = [path for path in sources() if path.startswith("lessons/")]
ON_THE_PATH = [path for path in LESSONS if path.split("/")[2] in PATH]

BEYOND_THE_EDGE = """(article, boxes) => [...article.querySelectorAll(boxes)]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== "inline")
    .map((box) => `${box.className} ${box.textContent.trim().slice(0, 60)}`)"""
"""What a reader would have to scroll sideways, in boxes that a selector names."""

every_page = pytest.mark.parametrize("path", sources(), ids=lambda path: path or "home")


def one_of_each_mode() -> list[str]:
    """Return the first page of each mode, those of the first lesson where it has one, and the pages of no lesson."""
    found: dict[str, str] = {}
    for path in sorted(sources(), key=lambda path: not path.startswith("lessons/streaming-responses/")):
        found.setdefault(path.split("/")[-2] if path.startswith("lessons/") else path, path)
    return sorted(found.values())


def opened(context: BrowserContext, url: str, trouble: Trouble) -> Page:
    page = context.new_page()
    trouble.watch(page)
    page.goto(url)
    expect(page.locator(".cw-search-open")).to_be_visible()  # by the last script
    return page


def test_every_source_has_its_page(site: Path) -> None:
    built = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    assert built == {f"{path}index.html" for path in sources()} | {"404.html"}


def test_only_the_themes_scripts_are_inline(site: Path) -> None:
    for file in site.rglob("*.html"):
        for tag, text in inline(file.read_text("utf-8")):
            if tag == "script" and text.strip():
                assert text.lstrip().startswith(KNOWN_SCRIPTS), f"{file}: {text[:200]}"


@pytest.fixture(scope="module")
def light(browser: Browser) -> Iterator[BrowserContext]:
    """One context for every page, because a reader loads styles and scripts once as well."""
    with browser.new_context(color_scheme="light", reduced_motion="reduce") as context:
        yield context


@pytest.fixture(scope="module")
def without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(java_script_enabled=False) as context:
        yield context


@every_page
def test_page_fits_and_is_accessible(light: BrowserContext, address: str, trouble: Trouble, path: str) -> None:
    page = opened(light, address + path, trouble)
    assert page.locator("h1").count() == 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"at {width} px the page is {wide} px wide"
    assert violations(page) == []
    page.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")
    for width in (320, 360, 768):
        page.set_viewport_size({"width": width, "height": 800})
        # A wide table of values over time may be scrolled where it is a table; its shaded edge says so.
        boxes = "pre > code, .cw-wire, .cw-printed" + (", .cw-scroll, .md-typeset__scrollwrap" if width < 768 else "")
        assert page.locator("article").evaluate(BEYOND_THE_EDGE, boxes) == [], f"hidden at {width} px"
    page.close()
    assert trouble.seen == []


@pytest.mark.parametrize("path", ["", *one_of_each_mode()])
def test_a_page_fits_without_scripts_as_well(without_scripts: BrowserContext, address: str, path: str) -> None:
    page = without_scripts.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("palette", SCHEMES)
@pytest.mark.parametrize("path", one_of_each_mode())
def test_a_page_of_each_mode_is_accessible_in_both_palettes_and_at_every_width(
    browser: Browser, address: str, trouble: Trouble, path: str, palette: Palette
) -> None:
    with browser.new_context(color_scheme=palette, reduced_motion="reduce") as context:
        page = opened(context, address + path, trouble)
        assert page.locator("body").get_attribute("data-md-color-scheme") == SCHEMES[palette]
        # Every page has been looked at in the light at 1440 px.
        for width in (320, 1440) if palette == "dark" else (320,):
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == [], f"at {width} px"
        assert trouble.seen == []


@every_page
def test_page_can_be_read_without_scripts(without_scripts: BrowserContext, address: str, path: str) -> None:
    page = without_scripts.new_page()
    page.goto(address + path)
    expect(page.locator("h1")).to_be_visible()
    closed = page.locator("article details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    for table in page.locator("article table").all():
        expect(table).to_be_visible()
        table.scroll_into_view_if_needed()  # what is far from the window is not laid out, and has no inner text
        assert (table.text_content() or "").strip()
    page.close()


def test_the_ends_of_the_pages_lead_through_all_lessons_and_home(site: Path) -> None:
    def ways(here: Path) -> list[Path]:
        page = BeautifulSoup((here / "index.html").read_text("utf-8"), "html.parser")
        return [(here / str(link["href"])).resolve() for link in page.select(f"{NEXT}, .cw-other")]

    path, here = [], site / FIRST
    while here != site:
        path.append(f"{here.relative_to(site).as_posix()}/")
        here = ways(here)[0]
    assert path == sorted(ON_THE_PATH, key=path.index)
    beside = {f"{way.relative_to(site).as_posix()}/" for one in LESSONS for way in ways(site / one)}
    assert beside - {"./"} == set(LESSONS) - {FIRST}  # which is where they begin


@pytest.mark.parametrize("clicks", [12, pytest.param(len(ON_THE_PATH) - 1, marks=everything)])
def test_moving_from_page_to_page_works(browser: Browser, address: str, trouble: Trouble, clicks: int) -> None:
    """Material swaps the pages itself, which must live with the policy."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as context:
        page = opened(context, address + FIRST, trouble)
        page.evaluate("window.stayed = true")
        for _ in range(clicks):
            following = page.locator(NEXT)
            written, target = following.get_attribute("href"), following.evaluate("link => link.href")
            following.click()
            # A notebook's page weighs as much as ten others, and takes its time on a busy machine.
            expect(page.locator(f'{NEXT}[href="{written}"]')).to_have_count(0, timeout=20_000)
            expect(page).to_have_url(target)
        assert page.evaluate("window.stayed"), "a click loaded the page anew"
        assert trouble.seen == []


def test_the_palette_can_be_switched(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_title("Switch to the dark palette").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.reload()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
