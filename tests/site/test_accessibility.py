"""What looks for barriers on every page finds them, and waits for what moves: a colour is measured when it is there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.support.accessibility import violations

FADING = """() => {
  const words = document.createElement("p")
  words.textContent = "Words that come out of the white"
  words.id = "words"
  document.body.replaceChildren(words)
  document.body.style.background = "white"
  words.animate([{ color: "white" }, { color: "black" }, { color: END }], { duration: 60_000, fill: "forwards" })
}"""


@pytest.fixture
def moving(browser: Browser, address: str) -> Page:
    """A page of a reader who has not asked for less motion."""
    page = browser.new_context(reduced_motion="no-preference").new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize(("end", "found"), [("black", []), ("#ddd", ["color-contrast"])])
def test_a_colour_is_measured_when_it_has_come(moving: Page, end: str, found: list[str]) -> None:
    moving.evaluate(FADING.replace("END", f"{end!r}"))
    assert [one.partition(":")[0] for one in violations(moving, "#words")] == found
