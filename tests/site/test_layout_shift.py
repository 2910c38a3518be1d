"""Nothing that a reader looks at moves by itself: not when the font comes, not when a script builds its controls."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.shifts import WATCH

PAGES = ("", "lessons/streaming-responses/learn/", "lessons/streaming-responses/visualize/")
Palette = Literal["light", "dark"]
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"
FIGTREE = "document.fonts.check('1em Figtree')"


SEEN_AS: list[tuple[str, Palette, int]] = [
    *((path, "light", width) for path in PAGES for width in (360, 1440)),
    (PAGES[-1], "dark", 1440),
]
"""The palettes differ in colours, so one page shows that switching them moves nothing."""


@pytest.mark.parametrize(("path", "palette", "width"), SEEN_AS)
class TestNothingMoves:
    def test_while_a_page_loads(self, browser: Browser, address: str, path: str, palette: Palette, width: int) -> None:
        with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=palette) as context:
            page = _watched(context.new_page())
            page.goto(address + path, wait_until="networkidle")
            assert page.evaluate(FIGTREE)
            assert _shifts(page) == []

    def test_when_the_font_comes_too_late(
        self, browser: Browser, address: str, path: str, palette: Palette, width: int
    ) -> None:
        held: list[Route] = []
        with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=palette) as context:
            page = _watched(context.new_page())
            page.route("**/*.woff2", lambda route: held.append(route))
            page.goto(address + path, wait_until="commit")
            page.wait_for_function(PAINTED)
            page.wait_for_timeout(300)  # longer than a browser waits for a font before it takes another
            for route in held:
                route.continue_()
            page.wait_for_load_state("networkidle")
            assert held
            assert _shifts(page) == []


def test_the_watch_sees_what_moves(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = _watched(context.new_page())
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.querySelector('article').prepend(Object.assign(document.createElement('hr')))")
        assert _shifts(page) != []


def _watched(page: Page) -> Page:
    page.add_init_script(WATCH)
    return page


def _shifts(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.settled()")
    return found
