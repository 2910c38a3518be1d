"""The error page, as a host serves it for every address that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.written import written


def lost(page: Page, site: Path, address: str, asked: str) -> None:
    """Come to an address for which the host has the error page alone."""
    page.route(address + asked, lambda route: route.fulfill(path=site / "404.html", content_type="text/html"))
    page.goto(address + asked)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lessons/client-leafes/lern/", "lessons/client-leaves/learn/"),
        ("lessons/client-leaves/", "lessons/client-leaves/learn/"),
        ("one/more/server-sent-events/visualize", "lessons/server-sent-events/visualize/"),
    ],
)
def test_a_mistyped_address_leads_to_the_page_that_was_meant(
    page: Page, site: Path, address: str, asked: str, found: str
) -> None:
    lost(page, site, address, asked)
    page.locator(".cw-nearest a").click()
    expect(page).to_have_url(address + found)


def test_where_nothing_is_near_it_searches(page: Page, site: Path, address: str) -> None:
    lost(page, site, address, "deep/down/here/is-disconnected.php/backpressure-and-much-else")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not here")
    expect(page.locator(".cw-nearest a")).to_have_count(0)
    page.get_by_role("button", name="Search for “backpressure and much else”").click()
    expect(page.locator("dialog.cw-search input")).to_have_value("backpressure and much else")


@pytest.mark.parametrize("width", [320, 1440])
def test_it_is_styled_at_any_depth_and_accessible(page: Page, site: Path, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    lost(page, site, address, "a/b/c/d/")
    expect(page.locator(".cw-nearest button")).to_be_visible()
    page.locator("article summary").click()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Figtree")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_without_scripts_it_lists_the_lessons(browser: Browser, site: Path, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        lost(page, site, address, "x/y/")
        lessons = page.locator("article > ul a")
        expect(lessons).to_have_count(len(written()))
        lessons.first.click()
        expect(page).to_have_url(address + "lessons/streaming-responses/learn/")
