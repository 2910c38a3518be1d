"""The notification hub as a reader has it in the end: its page in a browser, two workers and a real Redis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from socket import socket

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.accessibility import violations
from tests.support.record import EXAMPLES
from tests.support.redis import redis_server
from tests.support.workers import listening, workers_of

FOLDER = EXAMPLES / "hub" / "step_4_workers"
SLOW = 30_000
"""Milliseconds within which what takes some seconds has to come, on a machine that is busy with other tests."""


@pytest.fixture
def listener() -> Iterator[socket]:
    with listening() as found:
        yield found


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    with redis_server(tmp_path) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Pages of one reader, none of which may meet an exception."""
    trouble: list[str] = []
    with browser.new_context() as context:
        context.on("weberror", lambda error: trouble.append(str(error.error)))
        yield context
    assert trouble == []


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    says(page, "Connected.")
    return page


def says(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_have_text(text, timeout=SLOW)


def shows(page: Page, *texts: str) -> None:
    expect(page.get_by_role("listitem")).to_have_text([*texts], timeout=SLOW)


def send(page: Page, text: str) -> None:
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Text")).to_have_value("", timeout=SLOW)


def test_all_pages_show_each_notification_whichever_worker_they_are_connected_to(
    context: BrowserContext, listener: socket, redis: str
) -> None:
    with workers_of(FOLDER, listener, 2, REDIS=redis) as address:
        pages = [opened(context, address) for _ in range(3)]
        send(pages[0], "The kettle is sold")
        send(pages[1], "<b>A cup</b> is sold")
        for page in [*pages, opened(context, address)]:
            shows(page, "The kettle is sold", "<b>A cup</b> is sold")
        assert violations(pages[0]) == []


def test_a_page_that_lost_its_worker_gets_what_another_one_was_told_meanwhile(
    context: BrowserContext, listener: socket, redis: str
) -> None:
    with ExitStack() as first:
        page = opened(context, first.enter_context(workers_of(FOLDER, listener, 2, REDIS=redis)))
        send(page, "The kettle is sold")
        shows(page, "The kettle is sold")
    says(page, "The connection broke. Connecting again.")
    with listening() as elsewhere, workers_of(FOLDER, elsewhere, REDIS=redis) as address:
        send(opened(context, address), "A cup is sold")
    with workers_of(FOLDER, listener, 2, REDIS=redis):
        says(page, "Connected.")
        shows(page, "The kettle is sold", "A cup is sold")
        send(page, "A pot is sold")
        shows(page, "The kettle is sold", "A cup is sold", "A pot is sold")


def test_a_page_whose_log_is_gone_is_told_so(context: BrowserContext, listener: socket) -> None:
    """Without Redis the log ends with its process."""
    with ExitStack() as first:
        page = opened(context, first.enter_context(workers_of(FOLDER, listener)))
        for text in ("One", "Two"):
            send(page, text)
        shows(page, "One", "Two")
    with workers_of(FOLDER, listener):
        says(page, "Connected. Notifications from before are missing.")
        shows(page)
        send(page, "Three")
        shows(page, "Three")


def test_a_server_that_ends_it_for_good_is_said_so(context: BrowserContext) -> None:
    page = context.new_page()
    page.route("**/notifications", lambda route: route.fulfill(status=204))
    page.route("**/", lambda route: route.fulfill(path=FOLDER / "page.html"))
    page.goto("http://hub.test/")
    says(page, "The server has ended the stream. Load this page again.")
