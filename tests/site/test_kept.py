"""The page of progress: what is kept of a reader's progress is in the reader's own hands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.kept import (
    DONE,
    KEY,
    LESSON,
    SUM,
    home,
    kept,
    kept_page,
)

__all__ = ["home", "kept_page"]


def test_nothing_can_be_taken_along_where_nothing_is_kept(page: Page, address: str) -> None:
    page.goto(address + "progress/")
    expect(page.get_by_role("button", name="Import")).to_be_enabled()
    for name in ("Print what is finished", "Export"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()


def test_export_hands_over_all_that_is_kept(kept_page: Page) -> None:
    with kept_page.expect_download() as waiting:
        kept_page.get_by_role("button", name="Export").click()
    file = waiting.value
    assert file.suggested_filename == "chunkwise-progress.json"
    assert json.loads(Path(file.path()).read_text("utf-8")) == DONE
    expect(kept_page.locator("cw-kept [role=status]")).to_have_text("Saved as chunkwise-progress.json.")


def test_erase_asks_first_and_the_safe_answer_has_the_focus(kept_page: Page) -> None:
    kept_page.get_by_role("button", name="Erase", exact=True).click()
    expect(kept_page.get_by_role("group", name="Erase everything that this browser has stored")).to_be_visible()
    expect(kept_page.get_by_role("button", name="Keep it")).to_be_focused()
    kept_page.keyboard.press("Enter")
    assert json.loads(kept(kept_page) or "") == DONE
    expect(kept_page.get_by_role("button", name="Erase it")).to_be_hidden()
    expect(kept_page.get_by_role("button", name="Erase", exact=True)).to_be_focused()


def test_escape_keeps_everything(kept_page: Page) -> None:
    kept_page.get_by_role("button", name="Erase", exact=True).click()
    kept_page.keyboard.press("Escape")
    expect(kept_page.get_by_role("button", name="Keep it")).to_be_hidden()
    assert kept(kept_page)


def test_erase_erases_and_says_so(kept_page: Page) -> None:
    kept_page.get_by_role("button", name="Erase", exact=True).click()
    kept_page.get_by_role("button", name="Erase it").click()
    assert kept(kept_page) is None
    expect(kept_page.locator("cw-kept [role=status]")).to_have_text("Your progress is erased.")
    expect(kept_page.get_by_role("button", name="Erase", exact=True)).to_be_focused()
    expect(kept_page.locator(".cw-tally")).to_have_count(0)
    expect(kept_page.locator(".cw-done")).to_have_count(0)
    expect(kept_page.locator(SUM).first).to_contain_text("Nothing is finished yet.")


def test_another_tab_is_noticed(kept_page: Page) -> None:
    other = kept_page.context.new_page()
    other.goto(kept_page.url)
    other.evaluate("key => localStorage.removeItem(key)", KEY)
    expect(kept_page.locator(".cw-tally")).to_have_count(0)


def test_an_import_adds_to_what_is_kept(kept_page: Page, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    other = {
        "version": 2,
        "modes": {
            "streaming-responses/visualize": {"finished": False, "quizzes": {"five-chunks": False, "new": True}},
            "backpressure/learn": {"finished": True, "quizzes": {}},
        },
        "cards": {
            "streaming-responses/one-yield": {"box": 2, "due": "2026-12-24"},
            "backpressure/x": {"box": 1, "due": "2026-11-23"},
        },
    }
    file.write_text(json.dumps(other), "utf-8")
    kept_page.locator("cw-kept input[type=file]").set_input_files(file)
    expect(kept_page.locator("cw-kept [role=status]")).to_have_text("Imported other.json.")
    found = json.loads(kept(kept_page) or "")
    assert found["modes"]["streaming-responses/learn"]["finished"]
    assert found["modes"]["backpressure/learn"]["finished"]
    quizzes = found["modes"]["streaming-responses/visualize"]["quizzes"]
    assert quizzes == {"five-chunks": True, "long-gone": True, "new": True}
    assert found["cards"] == other["cards"] | DONE["cards"]  # type: ignore[operator]
    expect(kept_page.locator("[data-lesson=backpressure] .cw-tally")).to_contain_text("1 of 4 modes finished")
    expect(kept_page.locator(SUM).first).to_contain_text("1 card due.")


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 9}'])
def test_a_file_that_is_no_export_changes_nothing(kept_page: Page, tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text, "utf-8")
    before = kept(kept_page)
    kept_page.locator("cw-kept input[type=file]").set_input_files(file)
    expect(kept_page.locator("cw-kept [role=status]")).to_contain_text("other.json is not an export of this site")
    assert kept(kept_page) == before


def test_the_printed_sheet_has_what_is_finished_and_the_day(kept_page: Page) -> None:
    kept_page.emulate_media(media="print")
    expect(kept_page.locator(".cw-day")).to_have_text("Printed on 23 November 2026")
    expect(kept_page.locator(".cw-day")).to_be_visible()
    expect(kept_page.locator("[data-lesson]:visible")).to_have_count(1)
    expect(kept_page.locator("[data-lesson] a[data-mode]:visible")).to_have_count(1)
    expect(kept_page.locator(f"{LESSON} a[data-mode=learn]")).to_be_visible()
    expect(kept_page.locator("cw-kept button:visible")).to_have_count(0)
