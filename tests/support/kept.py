"""A reader who has finished one page and answered a question of another, and what the pages say of that."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

LEARN = "lessons/streaming-responses/learn/"


VISUALIZE = "lessons/streaming-responses/visualize/"


KEY = "chunkwise.progress.v1"


DONE = {
    "version": 2,
    "modes": {
        "streaming-responses/learn": {"finished": True, "quizzes": {}},
        "streaming-responses/visualize": {"finished": False, "quizzes": {"five-chunks": True, "long-gone": True}},
    },
    "cards": {"streaming-responses/one-yield": {"box": 3, "due": "2026-11-26"}},
}


LESSON = "[data-lesson=streaming-responses]"


SUM = "cw-kept > p"


PROGRESS = "progress/"


@pytest.fixture
def kept_page(home: Page, address: str) -> Page:
    """The page of progress of that reader."""
    home.goto(address + PROGRESS)
    return home


@pytest.fixture
def home(page_of_its_own: Page, address: str) -> Page:
    """The home page of a reader who has finished one mode, and answered a question of another."""
    page = page_of_its_own
    page.clock.set_fixed_time("2026-11-23T12:00:00")
    page.goto(address)
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, json.dumps(DONE)])
    page.reload()
    return page


def modes(page: Page, within: str = "[data-lesson]") -> list[str]:
    """Return the names of the pages that the map links, or a lesson in it."""
    found: list[str] = page.locator(f"{within} a[data-mode]").evaluate_all(
        "links => links.map(link => `${link.closest('[data-lesson]').dataset.lesson}/${link.dataset.mode}`)"
    )
    return found


def asked(page: Page, within: str = "[data-lesson]") -> list[str]:
    """Return the names of the questions and tasks that these pages have; those of tasks have a slash."""
    found: list[str] = page.locator(f"{within} [data-quizzes]").evaluate_all(
        "links => links.flatMap(link => link.dataset.quizzes.split(' '))"
    )
    return found


def scored(page: Page, within: str, right: int) -> str:
    """Return what is said of these pages when ``right`` questions were answered right and no task is done."""
    tasks = sum("/" in name for name in asked(page, within))
    return f"{right} of {len(asked(page, within)) - tasks} questions answered right, 0 of {tasks} tasks done"


def kept(page: Page) -> str | None:
    found: str | None = page.evaluate("key => localStorage.getItem(key)", KEY)
    return found
