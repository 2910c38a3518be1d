"""The log tail as a reader has it in the end: its page in a browser, and its program under Uvicorn in real time."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chunkwise.conditions.processes import free_port
from tests.support.accessibility import violations
from tests.support.record import EXAMPLES
from tests.support.serving import _serving

STEP = EXAMPLES / "log_tail" / "step_4_bounded"
SLOW = 30_000
"""Milliseconds within which what takes a second has to come, on a machine that is busy with other tests."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a reader: the program and its page. The program's log will lie beside them."""
    for name in ("app.py", "page.html"):
        shutil.copy(STEP / name, tmp_path)
    return tmp_path


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    port = free_port()
    trouble: list[str] = []
    with _serving(f"uvicorn app:app --port {port}", folder, port), browser.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}")
        yield page
    assert trouble == []


def write(folder: Path, text: str) -> None:
    """Be another program, which writes into the log."""
    with (folder / "shop.log").open("a") as log:
        log.write(text)


def follow(page: Page, level: str = "All", contains: str = "") -> None:
    page.get_by_label("Level").select_option(level)
    page.get_by_label("Contains").fill(contains)
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("status")).to_have_text("Following.", timeout=SLOW)


def has_lines(page: Page, *lines: str) -> None:
    expect(page.get_by_role("list", name="Lines").locator("li")).to_have_text(list(lines), timeout=SLOW)


def has_readers(page: Page, count: int) -> None:
    """Wait until the server has so many files open."""
    while page.request.get(f"{page.url}readers").json() != count:
        page.wait_for_timeout(100)


def test_the_page_shows_the_last_lines_and_what_another_program_appends(page: Page, folder: Path) -> None:
    follow(page)
    last = ["315 bytes skipped", *(f"INFO order {number} paid" for number in range(17, 21)), "ERROR disk is full"]
    has_lines(page, *last)
    write(folder, "WARNING disk at ")
    write(folder, "99 %\nINFO caf\N{LATIN SMALL LETTER E WITH ACUTE} opened\n")
    has_lines(page, *last, "WARNING disk at 99 %", "INFO caf\N{LATIN SMALL LETTER E WITH ACUTE} opened")


def test_another_filter_begins_another_stream_and_ends_the_one_before(page: Page, folder: Path) -> None:
    follow(page, level="ERROR")
    has_lines(page, "315 bytes skipped", "ERROR disk is full")
    follow(page, contains="order 2")
    has_lines(page, "315 bytes skipped", "INFO order 20 paid")
    has_readers(page, 1)
    write(folder, "ERROR till is short\nINFO order 21 paid\n")
    has_lines(page, "315 bytes skipped", "INFO order 20 paid", "INFO order 21 paid")


def test_stop_and_a_tab_that_is_closed_close_the_file(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    follow(other)
    follow(page)
    has_readers(page, 2)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("status")).to_have_text("Stopped.")
    expect(page.get_by_role("button", name="Stop")).to_be_disabled()
    has_readers(page, 1)
    other.close()
    has_readers(page, 0)


def test_a_burst_is_skipped_and_the_page_says_so(page: Page, folder: Path) -> None:
    follow(page, level="ERROR")
    has_lines(page, "315 bytes skipped", "ERROR disk is full")
    write(folder, "INFO a quiet day\n" * 1000 + "ERROR the last one\n")
    # How much of the burst is skipped depends on whether the server looks while it is written.
    expect(page.locator("li.skipped")).to_have_count(2, timeout=SLOW)
    expect(page.locator("li.skipped").last).to_have_text(re.compile(r"^\d{4,5} bytes skipped$"))
    expect(page.locator("li").last).to_have_text("ERROR the last one", timeout=SLOW)


def test_anybody_can_use_the_page(page: Page) -> None:
    assert violations(page) == []
    follow(page)
    expect(page.locator("li.ERROR")).to_have_count(1, timeout=SLOW)
    assert violations(page) == []
