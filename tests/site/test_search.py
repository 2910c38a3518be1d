"""The search: nothing of it is loaded before somebody searches, little then, and the right page comes first."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.browser import ADDRESS, BARE, Trouble

SYMPTOMS = "my-stream-arrives-all-at-once/"
FIRST = {
    "SSE": ("lessons/server-sent-events/learn/", "Server-sent events", "Learn"),
    "LLM": ("lessons/tokens/learn/", "Tokens", "Learn"),
    "aclosing": ("lessons/cleanup/learn/", "Cleanup that survives", "Learn"),
    "client disconnect": ("lessons/client-leaves/learn/", "The client leaves", "Learn"),
    "nginx": ("lessons/behind-a-proxy/learn/", "Behind a proxy", "Learn"),
    "StreamingResponse": ("lessons/streaming-responses/learn/", "Streaming responses", "Learn"),
    "is_disconnected": ("lessons/client-leaves/learn/", "The client leaves", "Learn"),
    "buffering": ("lessons/whose-buffer/learn/", "Whose buffer?", "Learn"),
    "timeout": ("lessons/production/learn/", "Streams in production", "Learn"),
    "ingress": (SYMPTOMS, "My stream arrives all at once", ""),
}
PAGE = "lessons/backpressure/learn/"
FOUND = ".cw-search li a"
MANY = re.compile(r"^\d{2,3} pages$")
STATUS = ".cw-search [role=status]"
BOUND = 100_000
"""Bytes of a query, the search itself included."""
ENTRIES = "performance.getEntriesByType('resource').map((entry) => entry.name)"
Palette = Literal["light", "dark"]


def search(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search").fill(text)
    expect(page.locator(".cw-search-rest")).to_have_attribute("aria-busy", "false")
    expect(page.locator(STATUS)).not_to_be_empty()


def size(site: Path, url: str) -> int:
    """Return the bytes of an answer as a host sends it; Pagefind's own files are compressed already."""
    data = (site / url.removeprefix(ADDRESS).partition("?")[0]).read_bytes()
    return min(len(data), len(gzip.compress(data)))


def test_a_first_visit_loads_the_button_and_a_query_little_more(page_of_its_own: Page, site: Path) -> None:
    page, asked = page_of_its_own, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(ADDRESS + PAGE, wait_until="networkidle")
    expect(page.locator(".cw-search-open")).to_be_visible()
    assert [url for url in asked if "search" in url or "pagefind" in url] == [
        f"{ADDRESS}assets/chunkwise/search/search.js"
    ]
    known: set[str] = set(asked)
    for text, least in (("client disconnect", 60_000), ("buffering", 0)):
        search(page, text)
        expect(page.locator(FOUND).nth(3)).to_be_visible()
        (worker,) = page.workers
        needed = {*asked, *worker.evaluate(ENTRIES)} - known
        assert any("/pagefind/fragment/" in url for url in needed)
        assert least <= sum(size(site, url) for url in needed) <= BOUND
        known |= needed
        page.keyboard.press("Escape")


@pytest.mark.parametrize("text", FIRST)
def test_the_right_page_comes_first_with_its_lesson_and_mode(page: Page, address: str, text: str) -> None:
    path, lesson, mode = FIRST[text]
    page.goto(address + PAGE)
    search(page, text)
    first = page.locator(FOUND).first
    expect(first.locator("strong")).to_have_text(lesson)
    expect(first.locator(".cw-found-mode")).to_have_count(1 if mode else 0)
    if mode:
        expect(first.locator(".cw-found-mode")).to_have_text(mode)
    assert first.evaluate("link => link.href").partition("#")[0] == address + path
    expect(first.locator("mark").first).to_be_visible()


def test_a_hit_leads_to_its_section_without_a_reload(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("window.stayed = true")
    search(page, "heartbeat")
    link = page.locator(FOUND).filter(has=page.locator(".cw-found-section")).first
    target, section = link.evaluate("link => link.href"), link.locator(".cw-found-section").inner_text()
    link.click()
    expect(page).to_have_url(target)
    expect(page.locator("dialog.cw-search")).not_to_be_visible()
    heading = page.locator(f"[id='{target.partition('#')[2]}']")
    expect(heading).to_contain_text(section)
    expect(heading).to_be_in_viewport()
    assert page.evaluate("window.stayed")


def test_the_keyboard_does_all_of_it(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    field = page.get_by_role("searchbox", name="Search")
    for key in ("s", "f", "/"):
        expect(page.locator(".cw-search-open")).to_be_visible()
        page.keyboard.press(key)
        expect(field).to_be_focused()
        expect(field).to_have_value("")
        page.keyboard.press("Escape")
        expect(field).not_to_be_visible()
    page.locator(".cw-search-open").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("stream")
    expect(page.locator(STATUS)).to_have_text(MANY)
    links = page.locator(FOUND)
    expect(links).to_have_count(5)
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.get_by_role("button", name="Show more pages").press("Enter")
    expect(links).to_have_count(10)
    expect(links.nth(5)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".cw-search-open")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("StreamingResponse")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}lessons/streaming-responses/learn/")


def test_who_finds_nothing_is_led_to_the_symptoms(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    search(page, "xylophone")
    expect(page.locator(STATUS)).to_have_text("No page contains “xylophone”.")
    expect(page.locator(FOUND)).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address + SYMPTOMS)


def test_letters_that_a_reader_types_elsewhere_stay_there(page: Page, address: str) -> None:
    page.goto(f"{address}lessons/streaming-responses/try/")
    page.locator("cw-try button").first.click()
    editor = page.locator(".cm-content").first
    editor.click()
    page.keyboard.type("sf/")
    expect(editor).to_contain_text("sf/")
    expect(page.locator("dialog.cw-search")).to_have_count(0)


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_open_dialog_is_accessible_and_fits(browser: Browser, address: str, palette: Palette) -> None:
    trouble = Trouble(address)
    with browser.new_context(color_scheme=palette, reduced_motion="reduce") as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(address + PAGE)
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            search(page, "stream")
            expect(page.locator(FOUND)).to_have_count(5)
            assert violations(page) == [], f"at {width} px"
            wide = page.evaluate("document.querySelector('.cw-search-rest').scrollWidth")
            assert wide <= width
            page.keyboard.press("Escape")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert trouble.seen == []


def test_without_scripts_there_is_no_field_that_does_nothing(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PAGE)
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("[class*=search], input[type=search], [role=search]").count() == 0


def test_a_host_without_a_policy_has_the_search_too(browser: Browser, port: int) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(BARE + PAGE)
        search(page, "SSE")
        expect(page.locator(FOUND).first).to_be_visible()


def test_a_build_without_an_index_says_so(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.context.route("**/pagefind/**", lambda route: route.fulfill(status=404))
        page.goto(address + PAGE)
        page.keyboard.press("/")
        page.keyboard.type("SSE")
        expect(page.locator(STATUS)).to_have_text(
            "This copy of the site has no search. make build and make serve add it."
        )
