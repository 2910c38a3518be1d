"""The challenge: five problems, a score that stays, and a clock for nobody who has not asked for one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

CHALLENGE = "lessons/streaming-responses/challenge/"
LEARN = "lessons/streaming-responses/learn/"
RIGHT = {"head-runs": "c", "uneven-pieces": "c", "one-for-all": "c", "what-leaves-first": "b", "where-to-check": "d"}


@pytest.fixture
def challenge(address: str, page: Page) -> Locator:
    return opened(page, address)


@pytest.fixture
def timed(address: str, page_of_its_own: Page) -> Locator:
    """The challenge of a reader whose time the test makes pass."""
    page_of_its_own.clock.install()
    return opened(page_of_its_own, address)


def opened(page: Page, address: str) -> Locator:
    page.goto(address + CHALLENGE)
    found = page.locator(".cw-challenge")
    expect(found.get_by_role("heading", name="Your score")).to_be_visible()
    return found


def answer(challenge: Locator, quiz: str, option: str) -> None:
    question = challenge.locator(f"section#quiz-{quiz}")
    question.locator(f"input[value={option}]").check()
    question.get_by_role("button", name="Check").click()


def answer_all(challenge: Locator) -> None:
    for quiz, option in RIGHT.items():
        answer(challenge, quiz, option)


def test_each_problem_says_what_kind_it_is(challenge: Locator) -> None:
    assert [heading.split(".")[0] for heading in challenge.locator("section h2").all_text_contents()] == list("12345")
    for kind in (
        "Predict the behaviour",
        "Predict the output",
        "Find the bug",
        "Order the events",
        "Choose the design",
    ):
        expect(challenge.get_by_role("heading", name=re.compile(rf"^\d\. {kind}"))).to_be_visible()


def test_the_score_tells_first_tries_from_later_ones(challenge: Locator) -> None:
    score = challenge.locator(".cw-outcome")
    expect(score).to_contain_text("Solved: 0 of 5. Right at the first try: 0 of 5.")
    answer(challenge, "head-runs", "c")
    answer(challenge, "uneven-pieces", "a")
    expect(score).to_contain_text("Solved: 1 of 5. Right at the first try: 1 of 5.")
    expect(score.get_by_role("listitem").nth(1)).to_have_text("Predict the output: not yet")
    answer(challenge, "uneven-pieces", "c")
    expect(score).to_contain_text("Solved: 2 of 5. Right at the first try: 1 of 5.")


def test_the_score_stays(challenge: Locator) -> None:
    answer(challenge, "head-runs", "a")
    answer(challenge, "head-runs", "c")
    challenge.page.reload()
    expect(challenge.locator(".cw-outcome")).to_contain_text("Solved: 1 of 5. Right at the first try: 0 of 5.")
    answer(challenge, "uneven-pieces", "c")
    feedback = challenge.locator("#quiz-uneven-pieces").get_by_role("status")
    expect(feedback).to_contain_text("Score: 2 of 5.")


def test_who_has_solved_all_has_finished_the_page_and_can_try_all_again(challenge: Locator) -> None:
    page = challenge.page
    answer_all(challenge)
    expect(challenge.locator(".cw-outcome")).to_contain_text("All 5 solved. Right at the first try: 5 of 5.")
    expect(challenge.locator(".cw-outcome").get_by_role("status")).to_have_text("That was the last one.")
    expect(page.locator(".cw-modes a[data-mode=challenge]")).to_have_text(
        re.compile(r"^Challenge \d+ min \(finished\)$")
    )
    challenge.get_by_role("button", name="Try all again").click()
    expect(challenge.locator(".cw-outcome")).to_contain_text("Solved: 0 of 5.")
    assert challenge.locator("input:checked").count() == 0
    expect(challenge.locator("details.cw-answer:visible")).to_have_count(0)
    expect(challenge.locator("section input").first).to_be_focused()
    expect(page.locator(".cw-modes a[data-mode=challenge]")).to_have_text(
        re.compile(r"^Challenge \d+ min \(finished\)$")
    )


def test_there_is_no_clock_unless_one_asks_for_it(timed: Locator) -> None:
    clock, wish = timed.get_by_role("timer"), timed.get_by_label("Time myself")
    expect(wish).not_to_be_checked()
    timed.page.clock.run_for(5000)
    expect(clock).to_be_empty()
    wish.check()
    timed.page.clock.run_for(65_000)
    expect(clock).to_have_text("1:05")
    assert clock.get_attribute("aria-live") is None, "a timer is not read out by itself, and is not to be"
    wish.uncheck()
    expect(clock).to_be_empty()


def test_the_wish_for_a_clock_is_kept_and_the_last_answer_stops_it(timed: Locator) -> None:
    page, clock = timed.page, timed.get_by_role("timer")
    timed.get_by_label("Time myself").check()
    page.reload()
    expect(timed.get_by_label("Time myself")).to_be_checked()
    page.clock.run_for(7000)
    answer_all(timed)
    expect(timed.locator(".cw-outcome").get_by_role("status")).to_contain_text(re.compile(r"Time: 0:\d\d\.$"))
    stopped = clock.inner_text()
    page.clock.run_for(60_000)
    expect(clock).to_have_text(stopped)


def test_the_clock_stands_while_the_reader_is_elsewhere(timed: Locator) -> None:
    page, clock = timed.page, timed.get_by_role("timer")
    timed.get_by_label("Time myself").check()
    page.clock.run_for(3000)
    hide = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
    page.evaluate(f"{hide} document.dispatchEvent(new Event('visibilitychange')); }}", True)
    before = clock.inner_text()
    page.clock.run_for(60_000)
    expect(clock).to_have_text(before)
    page.evaluate(f"{hide} document.dispatchEvent(new Event('visibilitychange')); }}", False)
    page.clock.run_for(60_000)
    expect(clock).to_have_text(re.compile(r"^1:0\d$"))


def test_the_keyboard_alone_is_enough(challenge: Locator) -> None:
    page = challenge.page
    challenge.get_by_label("Time myself").focus()
    page.keyboard.press("Space")
    expect(challenge.get_by_label("Time myself")).to_be_checked()
    for quiz, option in RIGHT.items():
        question = challenge.locator(f"section#quiz-{quiz}")
        question.locator("input").first.focus()
        page.keyboard.press("Space")
        for _ in range("abcd".index(option)):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(question.get_by_role("status")).to_contain_text("Right:")
    again = challenge.get_by_role("button", name="Try all again")
    again.focus()
    page.keyboard.press("Enter")
    expect(challenge.locator(".cw-outcome")).to_contain_text("Solved: 0 of 5.")


def test_enter_on_the_button_that_copies_a_program_is_no_answer(challenge: Locator) -> None:
    question = challenge.locator("section#quiz-head-runs")
    copy = question.locator(".cw-program button").first
    copy.focus()
    challenge.page.keyboard.press("Enter")
    expect(question.locator("cw-quiz").get_by_role("status")).to_be_empty()


def test_what_was_recorded_is_shown_with_the_right_answer_only(challenge: Locator) -> None:
    question = challenge.locator("section#quiz-head-runs")
    expect(question.locator(".cw-proof")).to_be_hidden()
    answer(challenge, "head-runs", "a")
    expect(question.locator("details.cw-answer")).to_be_hidden()
    answer(challenge, "head-runs", "c")
    question.get_by_role("status").get_by_role("link", name="step 4").click()
    expect(question.locator("tr#step-4")).to_be_in_viewport()
    challenge.page.keyboard.press("Tab")
    expect(question.locator("tr#step-4 a")).to_be_focused()
    expect(question.get_by_role("status")).to_contain_text("Right:")


def test_without_scripts_all_can_be_read_and_there_is_no_clock(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + CHALLENGE)
        for quiz in RIGHT:
            question = page.locator(f"section#quiz-{quiz}")
            expect(question.locator("legend")).to_be_visible()
            assert question.locator(".cw-options li").count() == 4
            for details in (".cw-hint", ".cw-answer"):
                question.locator(f"details{details} > summary").click()
            for said in question.locator(".cw-hint > p, .cw-reasons > li, .cw-proof").all():
                expect(said).to_be_visible()
        assert page.get_by_role("timer").count() == 0


def test_it_cleans_up_behind_itself(challenge: Locator, address: str) -> None:
    """Material swaps the pages without a load."""
    page = challenge.page
    page.evaluate("window.stayed = true")
    page.locator(".cw-modes").get_by_role("link", name="Learn").click()
    expect(page).to_have_url(address + LEARN)
    page.go_back()
    expect(page.get_by_role("heading", name="Your score")).to_have_count(1)
    assert page.evaluate("window.stayed")
    expect(page.get_by_label("Time myself")).to_have_count(1)


def test_on_paper_there_is_neither_clock_nor_score_and_the_answers_come_last(challenge: Locator) -> None:
    challenge.page.emulate_media(media="print")
    for gone in ("cw-challenge", ".cw-outcome", ".cw-proof"):
        for one in challenge.locator(gone).all():
            expect(one).to_be_hidden()
    assert challenge.page.locator(".cw-appendix > ol > li").count() == len(RIGHT)
    for program in challenge.locator(".cw-program").all():
        expect(program).to_be_visible()
