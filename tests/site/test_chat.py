"""The chat as a reader has it in the end: its page in a browser, and its program under Uvicorn in real time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.record import EXAMPLES
from tests.support.serving import uvicorn_of

FOLDER = EXAMPLES / "chat" / "step_4_reload"
STOPPED = re.compile(r"^model stopped after (\d+) tokens$", re.MULTILINE)
SLOW = 30_000
"""Milliseconds within which what takes some seconds has to come, on a machine that is busy with other tests."""
LONG = " ".join(f"word{number}" for number in range(40))
"""A question whose answer takes twenty seconds, so that a test is never late to stop it."""
SHORT = "one two three four five six"
WATCH = """
window.seen = []
new MutationObserver(() => {
  const text = document.querySelector("dd:last-of-type")?.textContent
  if (text && text !== window.seen.at(-1)?.text) window.seen.push({ text, at: performance.now() })
}).observe(document.querySelector("dl"), { childList: true, subtree: true, characterData: true })
"""


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    """What the program prints: it is there that a model says when it has stopped."""
    return tmp_path / "printed"


@pytest.fixture
def page(browser: Browser, printed: Path) -> Iterator[Page]:
    """The page of a program that has just been started, as its page says."""
    trouble: list[str] = []
    with printed.open("w") as output, uvicorn_of(FOLDER, output) as (address, _), browser.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(address)
        yield page
    assert trouble == []


def ask(page: Page, question: str) -> None:
    page.get_by_label("Question").fill(question)
    page.get_by_role("button", name="Ask").click()


def answers(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("dd").all_text_contents()]


def has_words(page: Page, count: int) -> None:
    """Wait until the last answer has so many words."""
    expect(page.locator("dd").last).to_have_text(re.compile(rf"^(\S+ ){{{count}}}"), timeout=SLOW)


def kept(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.request.get(f"{page.url}saved").json()
    return found


def test_the_tokens_arrive_apart_and_the_answer_is_complete(page: Page) -> None:
    page.evaluate(WATCH)
    ask(page, SHORT)
    expect(page.get_by_role("button", name="Ask")).to_be_disabled()
    expect(page.get_by_role("status")).to_have_text("The answer is complete.", timeout=SLOW)
    seen = page.evaluate("window.seen")
    words = f"You said: {SHORT}".split()
    # Two tokens may share a frame on a busy machine; all eight in one are no stream.
    assert len(seen) >= 4
    assert all(one["text"].split() == words[: len(one["text"].split())] for one in seen)
    # Eight tokens half a second apart: three and a half seconds from the first to the last.
    assert seen[-1]["at"] - seen[0]["at"] > 2000
    assert answers(page) == [f"You said: {SHORT}"]
    assert page.locator(".incomplete").count() == 0
    assert [one["complete"] for one in kept(page)] == [True]
    expect(page.get_by_role("button", name="Ask")).to_be_enabled()
    expect(page.get_by_label("Question")).to_be_focused()


def test_stop_stops_the_model_and_the_half_answer_is_kept_and_marked(page: Page, printed: Path) -> None:
    ask(page, LONG)
    has_words(page, 2)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("status")).to_have_text("Stopped. The half answer is kept.", timeout=SLOW)
    (half,) = answers(page)
    assert f"You said: {LONG}".startswith(half)
    assert 2 <= len(half.split()) < 40
    # From the server's side: the model made no token more than the page has.
    (made,) = STOPPED.findall(printed.read_text())
    assert int(made) == len(half.split())
    (one,) = kept(page)
    assert (str(one["text"]).strip(), one["complete"], one["question"]) == (half, False, LONG)
    expect(page.locator("dd.incomplete")).to_have_count(1)
    # It is kept, and still marked, in a page that is loaded afterwards; and the chat goes on.
    page.reload()
    expect(page.locator("dd.incomplete")).to_have_text(half, timeout=SLOW)
    ask(page, "hello")
    expect(page.get_by_role("status")).to_have_text("The answer is complete.", timeout=SLOW)
    assert answers(page) == [half, "You said: hello"]


def test_a_reload_goes_on_with_the_same_answer_and_loses_and_doubles_no_token(page: Page, printed: Path) -> None:
    ask(page, SHORT)
    has_words(page, 2)
    with page.expect_request(re.compile(r"/answers/1\?after=[1-9]"), timeout=SLOW):
        page.reload()
    expect(page.get_by_role("button", name="Stop")).to_be_enabled()
    expect(page.get_by_role("status")).to_have_text("The answer is complete.", timeout=SLOW)
    assert answers(page) == [f"You said: {SHORT}"]
    assert STOPPED.findall(printed.read_text()) == ["8"], "the model was asked once"
    assert [one["text"] for one in kept(page)] == [f"You said: {SHORT} "]


def test_an_answer_that_was_completed_while_the_page_was_away_is_there_when_it_is_back(page: Page) -> None:
    address = page.url
    ask(page, "hello my friend")
    has_words(page, 2)
    page.goto("about:blank")
    while not page.request.get(f"{address}saved").json():
        page.wait_for_timeout(200)
    page.goto(address)
    expect(page.get_by_role("status")).to_have_text("The answer is complete.", timeout=SLOW)
    assert answers(page) == ["You said: hello my friend"]


def test_anybody_can_use_the_page(page: Page) -> None:
    ask(page, LONG)
    has_words(page, 1)
    assert violations(page) == []
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("dd.incomplete")).to_have_count(1, timeout=SLOW)
    assert violations(page) == []
