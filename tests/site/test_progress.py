"""What a reader has finished is shown in the mode switch, and kept in the browser if the browser lets it be."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

LEARN = "lessons/streaming-responses/learn/"
VISUALIZE = "lessons/streaming-responses/visualize/"
RIGHT = {"state-after-step-3": "Yielded 1", "last-chunk-received": "Step 4", "five-chunks": "0, 1, 2, 3, 4"}


def switch(page: Page, mode: str) -> str:
    """Return what a mode's link says, without its minutes."""
    said = page.locator(f".cw-modes a[data-mode={mode}]").text_content() or ""
    return re.sub(r" \d+ min", "", said)


def test_a_page_can_be_marked_as_finished_and_stays_so(page: Page, address: str) -> None:
    page.goto(address + LEARN)
    page.get_by_label("I have finished this page").check()
    assert switch(page, "learn") == "Learn (finished)"
    page.reload()
    expect(page.get_by_label("I have finished this page")).to_be_checked()
    page.goto(address + VISUALIZE)
    expect(page.locator(".cw-modes a[data-mode=learn]")).to_have_text(re.compile(r"^Learn \d+ min \(finished\)$"))


def test_the_last_right_answer_finishes_a_page(page: Page, address: str) -> None:
    page.goto(address + VISUALIZE)
    for quiz, option in RIGHT.items():
        assert switch(page, "visualize") == "Visualize"
        question = page.locator(f"section#quiz-{quiz}")
        question.get_by_label(option, exact=True).check()
        question.get_by_role("button", name="Check").click()
    finished = re.compile(r"^Visualize \d+ min \(finished\)$")
    expect(page.locator(".cw-modes a[data-mode=visualize]")).to_have_text(finished)


@pytest.mark.parametrize(
    "broken",
    [
        "localStorage.setItem('chunkwise.progress.v1', '{')",
        # Only our key: the theme keeps its palette there too, and does not expect to be refused.
        "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) {"
        " if (key.startsWith('chunkwise.')) throw new DOMException('full', 'QuotaExceededError');"
        " set.call(this, key, value); }",
        "const get = Storage.prototype.getItem; Storage.prototype.getItem = function (key) {"
        " if (key.startsWith('chunkwise.')) throw new DOMException('no', 'SecurityError');"
        " return get.call(this, key); }",
    ],
    ids=["corrupt", "full", "forbidden"],
)
def test_storage_that_fails_is_told_of_and_breaks_nothing(page: Page, address: str, broken: str) -> None:
    page.add_init_script(f"try {{ {broken} }} catch {{}}")
    page.goto(address + LEARN)
    page.get_by_label("I have finished this page").check()
    assert switch(page, "learn") == "Learn (finished)"
    expect(page.locator(".cw-trouble")).not_to_be_empty()
