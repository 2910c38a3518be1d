"""Programs in pages that are left, reloaded, shared by a link, opened twice, or cut off from the network."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Trouble
from tests.support.trying import LESSON, LOADED, app, edit, opened, press, says, wait_for_kept, write


@pytest.fixture
def lesson(page_of_its_own: Page, address: str) -> Page:
    """A page of one's own, with a Python of its own when something is run."""
    page = page_of_its_own
    page.goto(address + LESSON)
    return opened(page)


def test_leaving_the_page_ends_the_run_and_coming_back_begins_anew(page_of_its_own: Page, address: str) -> None:
    """Material swaps the page's content; the document, and with it any worker, would live on."""
    page = page_of_its_own
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(address + LESSON)
    page.evaluate("window.stayed = true")
    opened(page)
    write(page, "while True: pass\n")
    press(page, "Run")
    says(page, "Running")
    page.locator(".cw-mode-links").get_by_role("link", name="Learn").click()
    expect(page.locator("h1")).not_to_contain_text("step by step")
    deadline = time.monotonic() + 5
    while len([one for one in page.workers if "try/worker" in one.url]) > 1 and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert len([one for one in page.workers if "try/worker" in one.url]) <= 1, "at most the one to spare"
    assert page.locator(".cw-bench").count() == 0
    page.go_back()
    expect(page.locator("h1")).to_contain_text("step by step")
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    opened(page)
    press(page, "Reset")  # what was written is kept
    press(page, "Run")
    says(page, "Your run has 6 steps")


def test_two_pages_and_a_reload(lesson: Page, address: str, trouble: Trouble) -> None:
    """Each page has its own Python, and the service worker gives each its own stream."""
    other = lesson.context.new_page()
    trouble.watch(other)
    other.goto(address + LESSON)
    opened(other)
    for page, number in [(lesson, 4), (other, 7)]:
        pause = "\n        await asyncio.sleep(0.2)"
        write(page, app(f'    for i in range({number}):\n        yield f"{{i}} of {number}\\n"{pause}'))
        press(page, "Run")
    for page, number in [(lesson, 4), (other, 7)]:
        says(page, f"Your run has {number + 3} steps")
        live = page.locator(".cw-live")
        # On a busy machine a page may find two of them when it comes to read; that they are all its own is what counts.
        expect(live).to_contain_text(f"{number} writes", timeout=LOADED)
        for piece in range(number):
            expect(live).to_contain_text(f"{piece} of {number}")
    other.close()
    lesson.reload()
    opened(lesson)
    press(lesson, "Reset")  # what was written last is kept
    press(lesson, "Run")
    says(lesson, "Your run has 6 steps")


def test_after_the_first_load_it_works_without_a_network(browser: Browser, address: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(address + LESSON)
        opened(page)
        press(page, "Run")
        says(page, "Your run has 6 steps")
        wait_for_kept(page, "chunkwise-pages", 16)
        wait_for_kept(page, "chunkwise-runtime", 7)
        page.wait_for_timeout(1_000)
        context.set_offline(True)
        asked = page.evaluate("fetch('../learn/').then(() => 'came', () => 'failed')")
        assert asked == "failed", "the service worker has no network either"
        page.reload()
        opened(page)
        edit(page, "range(3)", "range(5)")
        press(page, "Run")
        says(page, "Your run has 8 steps")
        expect(page.locator(".cw-live")).to_contain_text("The stream is complete", timeout=LOADED)


def test_a_link_carries_the_program_and_waits_for_the_reader(browser: Browser, address: str, trouble: Trouble) -> None:
    with browser.new_context(reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(address + LESSON)
        opened(page)
        edit(page, "range(3):", "range(2):  # ä \U0001f600 </script>")
        page.locator(".cw-request summary").click()
        page.get_by_label("Query").fill("a=1")
        press(page, "Copy link")
        says(page, "The link is copied.", 5_000)
        link = page.evaluate("navigator.clipboard.readText()")
        assert link.startswith(f"{address}{LESSON}#try=streaming_responses/three_chunks=main=")
        other = context.new_page()
        trouble.watch(other)
        other.goto(link)
        says(
            other, "This program came with the link. Read it before you run it: it can reach neither your data", 15_000
        )
        expect(other.get_by_role("textbox", name="Program")).to_contain_text("range(2):  # ä \U0001f600 </script>")
        assert other.get_by_label("Query").input_value() == "a=1"
        assert other.locator(".cw-result *").count() == 0
        press(other, "Run")
        says(other, "Your run has 5 steps")
    assert trouble.seen == []


HOSTILE_LINKS = ["", "x", "%", "AAAA", "%22%3E%3Cscript%3E", "=" * 50, "q1YqVbJSKlGyUqoFAA", "a" * 50_000, "\u202e"]


@pytest.mark.parametrize("text", HOSTILE_LINKS, ids=range(len(HOSTILE_LINKS)))
def test_a_broken_link_says_so_and_leaves_the_program(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}{LESSON}#try=streaming_responses/three_chunks=main={text}")
    says(page, "This link is broken", 15_000)
    expect(page.get_by_role("textbox", name="Program")).to_contain_text("range(3)")


def test_a_download_that_fails_can_be_tried_again(browser: Browser, address: str) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        context.route("**/*.wasm", lambda route: route.abort())
        page.goto(address + LESSON)
        opened(page)
        press(page, "Run")
        retry = page.get_by_role("button", name="Retry")
        expect(retry).to_be_visible(timeout=LOADED)
        assert "could not" in page.locator(".cw-state").inner_text()
        context.unroute("**/*.wasm")
        retry.click()
        says(page, "Your run has 6 steps")
        expect(retry).to_be_hidden()
        # Without a service worker, as here, the stream is read all the same.
        expect(page.locator(".cw-live")).to_contain_text("The stream is complete", timeout=LOADED)


def test_a_site_without_the_runtime_says_how_to_get_it(browser: Browser, address: str) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        context.route("**/runtime/manifest.json", lambda route: route.fulfill(status=404))
        page.goto(address + LESSON)
        opened(page)
        press(page, "Run")
        says(page, "This copy of the site was built without the browser runtime")
        says(page, "make runtime")


def test_the_bytes_are_counted_while_they_come(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + LESSON)
        opened(page)
        press(page, "Run")
        expect(page.get_by_role("progressbar", name="Python, loaded so far")).to_be_visible(timeout=LOADED)
        expect(page.locator(".cw-bytes")).to_contain_text(re.compile(r"[\d.]+ of \d+\.\d MB"))
