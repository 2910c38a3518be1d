"""The relay as a reader has it in the end: its page in a browser, behind a real nginx with a short time limit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.relayed import STEPS, behind_nginx

SLOW = 30_000
"""Milliseconds within which what takes some seconds has to come, on a machine that is busy with other tests."""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """What the upstream writes down of the end of each of its answers."""
    return tmp_path / "answers"


@pytest.fixture
def page(browser: Browser, tmp_path: Path, answers: Path) -> Iterator[Page]:
    trouble: list[str] = []
    with (
        behind_nginx(STEPS[-1], tmp_path) as (address, log),
        browser.new_context(ignore_https_errors=True) as context,
    ):
        assert log == answers
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(address)
        yield page
    assert trouble == []


def start(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Start").click()


def says(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_have_text(text, timeout=SLOW)


def test_a_job_is_told_of_as_it_goes_though_it_is_silent_for_longer_than_nginx_waits(page: Page) -> None:
    start(page, "report")
    # nginx waits for a second and a half, and the job is silent for four seconds between the two.
    says(page, "The job has begun.")
    expect(page.get_by_role("button", name="Leave")).to_be_focused()
    assert violations(page) == []
    says(page, "Done: 42 rows.")
    expect(page.get_by_role("button", name="Start")).to_be_focused()


def test_what_the_upstream_refuses_and_what_breaks_off_is_said(page: Page) -> None:
    start(page, "missing")
    says(page, "The server refused the job.")
    start(page, "broken")
    says(page, "The job has begun.")
    says(page, "The upstream broke off.")


def test_a_reader_who_leaves_stops_the_upstream(page: Page, answers: Path) -> None:
    start(page, "report")
    says(page, "The job has begun.")
    page.get_by_role("button", name="Leave").click()
    says(page, "You left.")
    while not answers.exists():
        page.wait_for_timeout(50)
    assert answers.read_text("utf-8") == "cut short\n"
