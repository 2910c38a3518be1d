"""The stage of a program with several files: the lines that run are in sight, in whichever file they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from scripts.csp import policy
from tests.support.accessibility import violations
from tests.support.browser import Trouble
from tests.support.running import Project
from tests.support.stage import LESSON, ready, says, stage
from tests.support.two_files import APART, two_files, whole_page

PLACE = LESSON.replace("visualize", "two-files")

PLACES = "all => all.map((one) => one.dataset.line)"

IN_SIGHT = """(line) => {
  const pane = line.closest(".cw-stage-code").getBoundingClientRect();
  const { left, width, top, bottom } = line.getBoundingClientRect();
  const over = document.elementFromPoint(left + width - 8, top + 2);
  return top >= pane.top && bottom <= pane.bottom + 1 && line.contains(over);
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return two_files(tmp_path_factory.mktemp("two-files"))


@pytest.fixture(params=[360, 1440])
def shown(
    browser: Browser, address: str, site: Path, made: Project, request: pytest.FixtureRequest, trouble: Trouble
) -> Iterator[Page]:
    html = whole_page(made, (site / LESSON / "index.html").read_text("utf-8"))
    headers = {"Content-Security-Policy": policy(site), "Content-Type": "text/html; charset=utf-8"}

    def answer(route: Route) -> None:
        route.fulfill(body=html, headers=headers)

    viewport = {"width": request.param, "height": 700}
    with browser.new_context(viewport=viewport, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        trouble.watch(page)
        page.route(f"{address}{PLACE}", answer)
        page.goto(address + PLACE)
        ready(page)
        yield page
        assert trouble.seen == []


def test_the_present_line_is_in_sight_in_whichever_file_it_is(shown: Page) -> None:
    stage(shown).evaluate("stage => { stage.scrollIntoView(); stage.focus(); }")
    files = set()
    for _ in range(12):
        shown.keyboard.press("ArrowDown")
        if not (line := stage(shown).locator("[data-lit~=at]")).count():
            continue
        assert line.evaluate(IN_SIGHT), says(shown).inner_text()
        files.add(line.evaluate("line => line.closest('.highlight').querySelector('.filename').textContent"))
    assert files == {"app.py", "words.py"}


def test_each_file_marks_its_own_lines(shown: Page) -> None:
    stage(shown).focus()
    shown.keyboard.press("ArrowRight")
    files = stage(shown).locator(".highlight")
    expect(files).to_have_count(2)
    ran = [file.locator("[data-lit~=ran]").evaluate_all(PLACES) for file in files.all()]
    assert ran == [["10", "11"], [f"{APART + 2}", f"{APART + 3}"]]
    expect(files.last.get_by_text("number = 0")).to_be_visible()
    expect(stage(shown).get_by_role("button", name="Edit")).to_have_count(0)
    stage(shown).get_by_role("button", name="Three").click()
    assert stage(shown).locator(".cw-changed[data-line]").evaluate_all(PLACES) == ["11"]
    assert violations(shown, ".cw-stage") == []
