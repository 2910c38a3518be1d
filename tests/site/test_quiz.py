"""The quiz: choose, check, read why, try again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

LESSON = "lessons/streaming-responses/visualize/"


@pytest.fixture
def quiz(address: str, page: Page) -> Locator:
    page.goto(address + LESSON)
    question = page.locator("section#quiz-state-after-step-3")
    expect(question.get_by_role("button", name="Check")).to_be_visible()
    return question


def test_a_wrong_option_is_answered_by_its_own_sentence_and_by_no_other(quiz: Locator) -> None:
    quiz.get_by_label("Running").check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.get_by_role("status")).to_contain_text("Not quite: Running")
    expect(quiz.get_by_role("status")).to_contain_text("Score: 0 of 3.")
    expect(quiz.locator("details.cw-answer")).to_be_hidden()


def test_a_wrong_option_can_jump_to_the_step_that_refutes_it(quiz: Locator) -> None:
    quiz.get_by_label("Completed").check()
    quiz.get_by_role("button", name="Check").click()
    quiz.get_by_role("status").get_by_role("link", name="step 5").click()
    expect(quiz.page.locator("[aria-current=step]")).to_have_id("step-5")


def test_the_right_option_scores_and_opens_the_whole_answer(quiz: Locator) -> None:
    quiz.get_by_label("Yielded 1").check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.get_by_role("status")).to_contain_text("Right: Yielded 1")
    expect(quiz.get_by_role("status")).to_contain_text("Score: 1 of 3.")
    expect(quiz.locator("details.cw-answer")).to_be_visible()


def test_one_can_try_again(quiz: Locator) -> None:
    quiz.get_by_label("Running").check()
    quiz.get_by_role("button", name="Check").click()
    quiz.get_by_role("button", name="Try again").click()
    expect(quiz.get_by_role("status")).to_be_empty()
    assert quiz.locator("input:checked").count() == 0


def test_a_check_without_a_choice_asks_for_one(quiz: Locator) -> None:
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.get_by_role("status")).to_have_text("Choose an option first.")


def test_the_keyboard_alone_is_enough(quiz: Locator) -> None:
    quiz.get_by_label("Not started").focus()
    quiz.page.keyboard.press("Space")
    quiz.page.keyboard.press("ArrowDown")
    quiz.page.keyboard.press("Enter")
    expect(quiz.get_by_role("status")).to_contain_text("Right: Yielded 1")


def test_the_hint_says_where_to_look(quiz: Locator) -> None:
    quiz.get_by_text("Hint", exact=True).click()
    expect(quiz.get_by_text("find row 3")).to_be_visible()


def test_right_and_wrong_have_colours_and_signs_of_their_own_where_they_were_chosen(quiz: Locator) -> None:
    seen = {}
    for option in ("Running", "Yielded 1"):
        quiz.get_by_label(option).check()
        quiz.get_by_role("button", name="Check").click()
        label = quiz.locator("label", has_text=option)
        look = "one => [getComputedStyle(one).borderColor, getComputedStyle(one, '::after').content]"
        seen[option] = label.evaluate(look)
    (wrong, sign), (right, other) = seen.values()
    accent = quiz.get_by_role("button", name="Check").evaluate("one => getComputedStyle(one).backgroundColor")
    assert len({wrong, right, accent}) == 3
    assert "\u2717\xa0Not quite" in sign
    assert "\u2713\xa0Right" in other
    quiz.get_by_role("button", name="Try again").click()
    assert quiz.locator("label", has_text="Yielded 1").evaluate("one => getComputedStyle(one).borderColor") != right


def test_the_last_answer_says_where_it_is_given_that_the_page_is_finished(quiz: Locator) -> None:
    page = quiz.page
    for question in page.locator("section.cw-quiz").all():
        right = question.locator("[data-right=true]").first.get_attribute("data-option")
        question.locator(f"input[value={right}]").check()
        question.get_by_role("button", name="Check").click()
    said = page.locator("section.cw-quiz [role=status]").all_inner_texts()
    assert [text.endswith("That was the last one: this page is marked as finished.") for text in said] == [
        *[False] * (len(said) - 1),
        True,
    ]
