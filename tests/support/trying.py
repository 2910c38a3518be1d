"""What a reader does with a program in the page, for the tests of it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from tests.support.browser import page_at

LESSON = "lessons/streaming-responses/visualize/"
LOADED = 90_000
"""Milliseconds until Python must have started, on a machine that is busy with other tests."""

GIVEN_UP = re.compile(r"^502: .*/live/|responded with a status of 502")
"""What the service worker answers for a run that gave way to the next one before its head had come."""

PASTE = """(field, text) => {
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/plain", text)
  const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true, composed: true })
  // As a property of its own: Firefox empties what a script hands to the constructor.
  Object.defineProperty(event, "clipboardData", { value: clipboardData })
  field.dispatchEvent(event)
}"""


def opened(page: Page) -> Page:
    page.get_by_role("button", name="Try it").first.click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=15_000)
    return page


def write(page: Page, text: str) -> None:
    field = page.get_by_role("textbox", name="Program")
    field.press("Control+a")
    field.evaluate(PASTE, text)


def edit(page: Page, old: str, new: str) -> None:
    """Start again from the page's program, with one change."""
    page.get_by_role("button", name="Reset").click()
    source = page.locator("cw-try").first.evaluate("one => JSON.parse(one.dataset.program).source")
    assert old in source
    write(page, source.replace(old, new))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def says(page: Page, text: str | re.Pattern[str], timeout: float = LOADED) -> None:
    expect(page.locator(".cw-bench .cw-state")).to_contain_text(text, timeout=timeout)


def wait_for_kept(page: Page, cache: str, files: int) -> None:
    """Wait until the browser's cache of that name holds at least so many files.

    Not with ``wait_for_function``: that takes a promise for true before it is kept.
    """
    count = "(name) => caches.open(name).then((cache) => cache.keys()).then((kept) => kept.length)"
    deadline = time.monotonic() + LOADED / 1000
    while (found := page.evaluate(count, cache)) < files:
        assert time.monotonic() < deadline, f"{found} files in {cache}, not {files}"
        page.wait_for_timeout(50)


def rows(page: Page) -> int:
    return page.locator(".cw-result .cw-steps tbody tr").count()


def app(body: str, answer: str = 'StreamingResponse(generate(), media_type="text/plain")') -> str:
    return (
        "import asyncio\nfrom fastapi import FastAPI\nfrom fastapi.responses import StreamingResponse\n\n"
        f"app = FastAPI()\n\n\nasync def generate():\n{body}\n\n\n"
        f'@app.get("/stream")\nasync def stream():\n    return {answer}\n'
    )


@contextmanager
def bench_of(browser: Browser) -> Iterator[Page]:
    """A page with the editor open, for many tests, because Python takes seconds to start."""
    with page_at(browser, LESSON, allowed=GIVEN_UP) as page:
        yield opened(page)
