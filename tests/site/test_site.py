"""Every page in a browser, as readers meet it: narrow and wide, light and dark, with scripts and without."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.support.accessibility import violations

from tests.support.browser import Trouble, sources
from scripts.csp import KNOWN_SCRIPTS, inline

WIDTHS = (320, 360, 768, 1440)
SCHEMES = {"light": "default", "dark": "slate"}
Palette = Literal["light", "dark"]

every_page = pytest.mark.parametrize("path", sources(), ids=lambda path: path or "home")
both_palettes = pytest.mark.parametrize("palette", ["light", "dark"])


def test_every_source_has_its_page(site: Path) -> None:
    built = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    assert built == {f"{path}index.html" for path in sources()} | {"404.html"}


def test_only_the_themes_scripts_are_inline(site: Path) -> None:
    for file in site.rglob("*.html"):
        for tag, text in inline(file.read_text("utf-8")):
            if tag == "script" and text.strip():
                assert text.lstrip().startswith(KNOWN_SCRIPTS), f"{file}: {text[:200]}"


@both_palettes
@every_page
def test_page_fits_and_is_accessible(
    browser: Browser, address: str, trouble: Trouble, path: str, palette: Palette
) -> None:
    with browser.new_context(color_scheme=palette, reduced_motion="reduce") as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(address + path, wait_until="networkidle")
        expect(page.locator(".md-search")).to_have_attribute("aria-label", "Search")  # by the last script
        assert (
            page.locator("body").get_attribute("data-md-color-scheme") == {"light": "default", "dark": "slate"}[palette]
        )
        assert page.locator("h1").count() == 1
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"at {width} px the page is {wide} px wide"
            # The palettes differ in their colours, which are the same at every width.
            if width == 1440 or (width == 320 and palette == "light"):
                assert violations(page) == [], f"at {width} px"
        assert trouble.seen == []


@every_page
def test_page_can_be_read_without_scripts(browser: Browser, address: str, path: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + path)
        expect(page.locator("h1")).to_be_visible()
        closed = page.locator("article details:not([open]) > summary")
        while closed.count():
            closed.first.click()
        for table in page.locator("article table").all():
            expect(table).to_be_visible()
            table.scroll_into_view_if_needed()  # what is far from the window is not laid out, and has no inner text
            assert table.inner_text().strip()


def test_moving_from_page_to_page_and_searching_work(browser: Browser, address: str, trouble: Trouble) -> None:
    """Material swaps the pages itself and searches in a worker. Both must live with the policy."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(address, wait_until="networkidle")
        page.evaluate("window.stayed = true")
        seen = [page.url]
        following = page.locator(".md-footer__link--next")
        while following.count():
            written, target = following.get_attribute("href"), following.evaluate("link => link.href")
            following.click()
            # A notebook's page weighs as much as ten others, and takes its time on a busy machine.
            expect(page.locator(f'.md-footer__link--next[href="{written}"]')).to_have_count(0, timeout=20_000)
            expect(page).to_have_url(target)
            seen.append(page.url)
        assert sorted(seen) == [address + path for path in sources()]
        assert page.evaluate("window.stayed"), "a click loaded the page anew"
        page.locator(".md-search__input").click()
        page.locator(".md-search__input").press_sequentially("recording")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
        assert trouble.seen == []


def test_the_palette_can_be_switched(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        page.get_by_title("Switch to the dark palette").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.reload()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
