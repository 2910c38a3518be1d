"""The stage of the first lesson, for a reader who has met all questions before a step."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import ROOT

LESSON = "lessons/streaming-responses/visualize/"


PAGES = sorted(
    f"{file.parent.relative_to(ROOT / 'docs')}/visualize/" for file in (ROOT / "docs/lessons").rglob("visualize.md")
)


PREDICTED = {f"predict main {step}": True for step in range(2, 60)}


MET = {
    "version": 2,
    "modes": {page.removeprefix("lessons/").rstrip("/"): {"finished": False, "quizzes": PREDICTED} for page in PAGES},
    "cards": {},
}


KEEP = f"location.host && localStorage.setItem('chunkwise.progress.v1', JSON.stringify({json.dumps(MET)}))"


"""Makes a page that of a reader who has met all questions before a step."""


def stage(page: Page) -> Locator:
    return page.get_by_role("region", name="Stage: ")


def says(page: Page) -> Locator:
    return stage(page).get_by_role("status")


def ready(page: Page) -> None:
    expect(stage(page).get_by_role("button", name="Next", exact=True)).to_be_attached()


@pytest.fixture
def lesson(address: str, page: Page) -> Page:
    page.add_init_script(KEEP)
    page.goto(address + LESSON)
    ready(page)
    return page
