"""The project as a reader has it in the end: its page in a browser, and its program under Uvicorn in real time."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chunkwise.event_stream import read
from tests.support.accessibility import violations
from tests.support.record import EXAMPLES
from tests.support.serving import uvicorn_of

FOLDER = EXAMPLES / "csv_export" / "step_4_goodbye"
SLOW = 30_000
"""Milliseconds within which what takes some seconds has to come, on a machine that is busy with other tests."""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The project's program, served as its page says, and the address that it is served at."""
    with uvicorn_of(FOLDER) as served:
        yield served


@pytest.fixture
def page(browser: Browser, server: tuple[str, subprocess.Popen[str]]) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        trouble: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(server[0])
        yield page
        assert trouble == []


def start(page: Page, rows: int) -> str:
    """Start an export of so many orders, and return the path of its feed, below the application's address."""
    page.get_by_label("Rows", exact=True).fill(str(rows))
    with page.expect_request(re.compile("/progress$"), timeout=SLOW) as asked:
        page.get_by_role("button", name="Start").click()
    return asked.value.url


def last_event(page: Page, feed: str) -> dict[str, object]:
    """Return what the feed says, which ends at once when the export has."""
    text = page.request.get(feed, timeout=SLOW).text()
    *_, (_, name, data) = read([text])
    assert name == "progress"
    told: dict[str, object] = json.loads(data)
    return told


def test_the_page_shows_progress_and_the_heartbeat_and_saves_every_row(page: Page) -> None:
    with page.expect_download(timeout=SLOW) as saved:
        feed = start(page, 6)
        says = page.get_by_role("status")
        expect(page.get_by_role("button", name="Start")).to_be_disabled()
        expect(page.get_by_text("4 of 6 rows")).to_be_visible(timeout=SLOW)
        expect(says).to_have_text("The server is there, and has nothing new.", timeout=SLOW)
        expect(page.get_by_role("progressbar")).to_have_js_property("value", 4)
    expect(says).to_have_text("Export finished, connection released.", timeout=SLOW)
    expect(page.get_by_text("6 of 6 rows")).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_be_enabled()
    number = feed.split("/")[-2]
    assert saved.value.suggested_filename == f"orders-{number}.csv"
    with Path(saved.value.path()).open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["order", "customer", "total"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5", "6"]
    assert rows[6] == ["6", "Customer 6, Ltd", "75.0"]


def test_cancel_stops_the_work_on_the_server(page: Page) -> None:
    feed = start(page, 50)
    expect(page.get_by_text(re.compile("^[1-9].* of 50 rows"))).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status")).to_have_text("Export stopped, connection released.", timeout=SLOW)
    expect(page.get_by_role("button", name="Cancel")).to_be_disabled()
    told = last_event(page, feed)
    assert (told["state"], told["released"], told["total"]) == ("stopped", True, 50)
    assert isinstance(told["rows"], int)
    assert 0 < told["rows"] < 50
    expect(page.get_by_text(f"{told['rows']} of 50 rows")).to_be_visible()


def test_a_tab_that_is_closed_cancels_as_well(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    feed = start(other, 50)
    expect(other.get_by_text(re.compile("^[1-9].* of 50 rows"))).to_be_visible(timeout=SLOW)
    other.close()
    told = last_event(page, feed)
    assert (told["state"], told["released"]) == ("stopped", True)


def test_a_server_that_falls_silent_is_noticed(page: Page, server: tuple[str, subprocess.Popen[str]]) -> None:
    start(page, 50)
    says = page.get_by_role("status")
    expect(says).to_have_text("The rows are coming.", timeout=SLOW)
    server[1].send_signal(signal.SIGSTOP)  # it keeps its connections, and does nothing more
    try:
        expect(says).to_have_text("Nothing for three seconds.", timeout=SLOW)
    finally:
        server[1].send_signal(signal.SIGCONT)
    expect(says).not_to_have_text("Nothing for three seconds.", timeout=SLOW)


def test_anybody_can_use_the_page(page: Page) -> None:
    assert violations(page) == []
