"""Review pages: cards that flip and come back when they are due."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import KeptBrowser, Trouble

REVIEW = "lessons/streaming-responses/review/"
LEARN = "lessons/streaming-responses/learn/"
KEY = "chunkwise.progress.v1"
STATUS = "cw-deck [role=status]"
MONDAY = datetime.datetime(2026, 11, 23, 12, 0)


@pytest.fixture
def page(kept_browser: KeptBrowser, browser: Browser, trouble: Trouble) -> Iterator[Page]:
    """A page in a context that the tests here have for themselves, because each sets its clock."""
    yield from kept_browser.lend("review", trouble)


def opened(page: Page, address: str, days: int = 0) -> Page:
    """Open the Review page on a Monday or so many days after it, as far as the page knows."""
    page.clock.set_fixed_time(MONDAY + datetime.timedelta(days=days))
    page.goto(address + REVIEW)
    expect(page.locator("cw-deck button").first).to_be_visible()
    return page


@pytest.fixture
def review(page: Page, address: str) -> Page:
    return opened(page, address)


def total(page: Page) -> int:
    return page.locator("details.cw-card").count()


def kept(page: Page) -> dict[str, dict[str, object]]:
    """Return the places of the cards that the browser keeps."""
    text = page.evaluate("key => localStorage.getItem(key)", KEY)
    found: dict[str, dict[str, object]] = json.loads(text)["cards"] if text else {}
    return found


def grade(page: Page, *names: str) -> None:
    """Flip one card after another, and press the buttons with these names."""
    for name in names:
        page.get_by_role("button", name="Show the answer").click()
        page.get_by_role("button", name=name).click()


def grade_all(page: Page) -> None:
    grade(page, *["I knew it"] * total(page))


def test_the_answer_is_not_there_before_the_flip_and_has_the_focus_after_it(review: Page) -> None:
    deck = review.locator("cw-deck")
    first = review.locator("details.cw-card").first
    answer = first.locator("p").first.text_content() or ""
    assert answer
    expect(deck).to_contain_text(first.locator("summary").text_content() or "")
    expect(deck).not_to_contain_text(answer)
    expect(review.locator(".cw-all-cards")).to_be_hidden()
    for name in ("I knew it", "Not yet"):
        expect(review.get_by_role("button", name=name)).to_have_count(0)
    review.get_by_role("button", name="Show the answer").click()
    shown = review.get_by_role("group", name="Answer")
    expect(shown).to_contain_text(answer)
    expect(shown).to_be_focused()


def test_the_button_that_flips_is_described_by_the_question(review: Page) -> None:
    question = review.locator("details.cw-card summary").first.text_content() or ""
    expect(review.get_by_role("button", name="Show the answer")).to_have_accessible_description(question)


def test_a_known_card_moves_up_and_its_day_is_kept(review: Page) -> None:
    cards = total(review)
    expect(review.locator(STATUS)).to_have_text(f"{cards} cards are due now.")
    grade(review, "I knew it")
    said = f"Known: it comes back tomorrow. {cards - 1} cards are due now. The next one comes back tomorrow."
    expect(review.locator(STATUS)).to_have_text(said)
    card = review.locator("details.cw-card").first.get_attribute("data-card")
    assert kept(review) == {card: {"box": 2, "due": "2026-11-24"}}
    expect(review.get_by_role("list", name="Boxes").locator("strong")).to_have_text(
        [f"{cards - 1}", "1", "0", "0", "0"]
    )


def test_cards_come_back_on_their_days_and_rest_longer_each_time(review: Page, address: str) -> None:
    cards = total(review)
    grade_all(review)
    expect(review.locator(".cw-turned")).to_contain_text("That is all for today.")
    opened(review, address, days=1)
    expect(review.locator(STATUS)).to_have_text(f"{cards} cards are due now.")
    grade_all(review)
    opened(review, address, days=3)
    said = "No card is due now. The next one comes back tomorrow."
    expect(review.locator(STATUS)).to_have_text(said)
    opened(review, address, days=4)
    expect(review.locator(STATUS)).to_have_text(f"{cards} cards are due now.")
    assert {(place["box"], place["due"]) for place in kept(review).values()} == {(3, "2026-11-27")}


def test_a_card_that_is_not_known_comes_again_at_the_end_of_the_round(review: Page) -> None:
    first = review.locator(".cw-question").text_content() or ""
    grade(review, "Not yet")
    expect(review.locator(STATUS)).to_contain_text("Not yet known: it comes again in this round.")
    expect(review.locator(".cw-question")).not_to_have_text(first)
    grade(review, *["I knew it"] * (total(review) - 1))
    expect(review.locator(".cw-question")).to_have_text(first)


def test_when_nothing_is_due_all_cards_can_be_gone_through_and_none_moves_up(review: Page) -> None:
    grade_all(review)
    before = kept(review)
    review.get_by_role("button", name="Go through all cards").click()
    grade(review, "I knew it")
    assert kept(review) == before
    grade(review, "Not yet")
    assert {"box": 1, "due": "2026-11-23"} in kept(review).values()


def test_the_keyboard_is_enough(review: Page) -> None:
    review.get_by_role("button", name="Show the answer").focus()
    for flip, key, box in (("Enter", "1", 2), ("Space", "2", 1)):
        card = review.locator(".cw-question").text_content()
        review.keyboard.press(flip)
        expect(review.get_by_role("group", name="Answer")).to_be_focused()
        review.keyboard.press(key)
        expect(review.locator(".cw-question")).not_to_have_text(card or "")
        expect(review.get_by_role("button", name="Show the answer")).to_be_focused()
        assert list(kept(review).values())[-1]["box"] == box
    review.keyboard.press("Enter")
    review.keyboard.press("Tab")
    while review.evaluate("document.activeElement.tagName") == "A":  # a reference to a step, in the answer
        review.keyboard.press("Tab")
    expect(review.get_by_role("button", name="I knew it")).to_be_focused()


def test_a_key_grades_nothing_that_was_not_seen(review: Page) -> None:
    review.get_by_role("button", name="Show the answer").focus()
    review.keyboard.press("1")
    assert kept(review) == {}


def test_the_list_of_all_cards_can_be_shown_again(review: Page) -> None:
    button = review.get_by_role("button", name="Show all cards as a list")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(review.locator("details.cw-card summary").last).to_be_visible()
    review.get_by_role("button", name="Hide the list").click()
    expect(review.locator(".cw-all-cards")).to_be_hidden()


def test_a_link_to_a_level_or_a_card_shows_the_list(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, address)
    page.locator(".md-nav--secondary").get_by_role("link", name="Level 3: apply").click()
    expect(page.locator("#cards-level-3")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Hide the list")).to_have_attribute("aria-expanded", "true")
    page.goto("about:blank")
    page.goto(f"{address}{REVIEW}#card-suspended")
    expect(page.get_by_role("button", name="Hide the list")).to_be_attached()
    expect(page.locator("#card-suspended")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_the_deck_is_built(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{address}{REVIEW}#flip-cards", wait_until="networkidle")
    expect(page.get_by_role("button", name="Show the answer")).to_be_in_viewport()
    assert page.evaluate("window.shifts.length") == 0


def test_a_day_that_begins_while_the_page_is_open_is_noticed(review: Page) -> None:
    grade_all(review)
    review.clock.set_fixed_time(MONDAY + datetime.timedelta(days=1))
    review.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(review.locator(STATUS)).to_contain_text(f"{total(review)} cards are due now.")
    expect(review.get_by_role("button", name="Show the answer")).to_be_visible()


def test_another_tab_is_noticed_and_does_not_turn_a_card_back(review: Page) -> None:
    review.get_by_role("button", name="Show the answer").click()
    other = review.context.new_page()
    other.goto(review.url)
    other.get_by_label("I have finished this page").check()
    expect(review.get_by_label("I have finished this page")).to_be_checked()
    expect(review.get_by_role("group", name="Answer")).to_be_visible()
    grade(other, "I knew it")
    expect(review.locator(STATUS)).to_contain_text(f"{total(review) - 1} cards are due now.")


def test_the_day_is_the_readers_own(browser: Browser, address: str) -> None:
    """At noon in London it is the day after on Kiritimati."""
    with browser.new_context(timezone_id="Pacific/Kiritimati") as context:
        page = context.new_page()
        page.clock.set_fixed_time(MONDAY.replace(tzinfo=datetime.UTC))
        page.goto(address + REVIEW)
        grade(page, "I knew it")
        assert [place["due"] for place in kept(page).values()] == ["2026-11-25"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (f"localStorage.setItem('{KEY}', '{{')", "can't be read"),
        (f"localStorage.setItem('{KEY}', JSON.stringify({{version: 9}}))", "newer version"),
        (f"localStorage.setItem('{KEY}', JSON.stringify({{version: 2, modes: {{}}, cards: {{x: 1}}}}))", ""),
        (
            "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) {"
            " if (key.startsWith('chunkwise.')) throw new DOMException('full', 'QuotaExceededError');"
            " set.call(this, key, value); }",
            "until you leave",
        ),
        (
            "const get = Storage.prototype.getItem; Storage.prototype.getItem = function (key) {"
            " if (key.startsWith('chunkwise.')) throw new DOMException('no', 'SecurityError');"
            " return get.call(this, key); }",
            "until you leave",
        ),
    ],
    ids=["corrupt", "newer", "broken cards", "full", "forbidden"],
)
def test_storage_that_fails_is_told_of_and_breaks_nothing(page: Page, address: str, broken: str, told: str) -> None:
    page.add_init_script(f"try {{ {broken} }} catch {{}}")
    opened(page, address)
    grade(page, "I knew it", "Not yet")
    expect(page.locator(STATUS)).to_contain_text(f"{total(page) - 1} cards are due now.")
    expect(page.locator("cw-deck .cw-trouble")).to_contain_text(told)


def test_the_page_of_progress_exports_and_erases_the_cards_too(review: Page, address: str) -> None:
    grade(review, "I knew it")
    cards = kept(review)
    review.goto(f"{address}progress/")
    with review.expect_download() as waiting:
        review.get_by_role("button", name="Export").click()
    assert json.loads(Path(waiting.value.path()).read_text("utf-8"))["cards"] == cards
    review.get_by_role("button", name="Erase", exact=True).click()
    review.get_by_role("button", name="Erase it").click()
    opened(review, address)
    expect(review.locator(STATUS)).to_have_text(f"{total(review)} cards are due now.")


def test_the_page_works_when_it_is_reached_without_a_reload(page: Page, address: str) -> None:
    page.goto(address + LEARN)
    for _ in range(2):
        page.locator(".cw-modes a[data-mode=review]").click()
        expect(page.get_by_role("button", name="Show the answer")).to_have_count(1)
        expect(page.locator(".cw-turned")).to_have_css("border-top-style", "solid")
        expect(page.get_by_role("button", name="Print the sheet")).to_have_count(1)
        page.locator(".cw-modes a[data-mode=learn]").click()
        expect(page.locator("cw-deck")).to_have_count(0)


def test_a_card_has_edges_in_the_readers_own_colours_and_does_not_turn_for_who_wants_no_motion(review: Page) -> None:
    review.emulate_media(forced_colors="active", reduced_motion="reduce")
    review.get_by_role("button", name="Show the answer").click()
    expect(review.locator(".cw-turned")).to_have_css("border-top-width", "1px")
    expect(review.locator(".cw-back")).to_have_css("animation-name", "none")
    review.emulate_media(forced_colors="active", reduced_motion="no-preference")
    expect(review.locator(".cw-back")).to_have_css("animation-name", "cw-turn")


def test_the_whole_page_on_paper_has_every_answer_and_nothing_to_press(review: Page) -> None:
    review.emulate_media(media="print")
    for gone in ("cw-deck", "cw-print", ".cw-export"):
        for one in review.locator(gone).all():
            expect(one).to_be_hidden()
    for card in review.locator("details.cw-card").all():
        expect(card.locator("> :not(summary)").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_an_answer_moves_nothing_below_its_card(review: Page, width: int) -> None:
    review.set_viewport_size({"width": width, "height": 800})
    review.reload()
    below = review.get_by_role("button", name="Show all cards as a list")
    top = "one => one.getBoundingClientRect().top + scrollY"
    for _ in range(3):
        before = below.evaluate(top)
        review.get_by_role("button", name="Show the answer").click()
        assert below.evaluate(top) == pytest.approx(before, abs=0.01)  # a float32 in some engines
        review.get_by_role("button", name="I knew it").click()
