"""Tasks in the page, as a reader does them: what they begin with fails, the solution passes, and it is kept.

All tests share one page and its Python, and do the tasks in the page's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chunkwise.exercises.tasks import Task, find_tasks
from tests.support.accessibility import violations
from tests.support.browser import ADDRESS, page_at
from tests.support.record import EXAMPLES
from tests.support.task import passed, place, run, write_into
from tests.support.trying import LOADED

TRY = "lessons/streaming-responses/try/"
TASKS = [task for task in find_tasks(EXAMPLES) if task.example.name.startswith("streaming_responses/")]
ANSWERED = re.compile(r"^(404|500): .*/live/|responded with a status of (404|500)")


@pytest.fixture(scope="module")
def shared(browser: Browser, port: int) -> Iterator[Page]:
    # The program's own answers with another status than 200 are no trouble of the page, which reads them by fetch.
    with page_at(browser, TRY, allowed=ANSWERED) as page:
        yield page


def test_the_page_has_every_task_and_loads_nothing_for_them(shared: Page) -> None:
    names = shared.locator(".cw-task").evaluate_all("all => all.map(one => one.dataset.quiz)")
    assert sorted(names) == [task.example.name for task in TASKS]
    loaded = shared.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert not [name for name in loaded if name.endswith(("/task.js", "/task.css", "/try/panel.js"))]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.example.name)
def test_a_starter_fails(shared: Page, task: Task) -> None:
    box = place(shared, task)
    said = run(box)
    assert f" of {len(task.checks)} checks pass." in said
    assert "false" in passed(box)
    assert len(passed(box)) == len(task.checks)


def test_a_failed_check_says_why_and_leads_to_its_step(shared: Page) -> None:
    task = next(task for task in TASKS if task.example.name.endswith("all_at_once"))
    box = place(shared, task)
    run(box, task.starter)
    failed = box.locator(".cw-verdicts > li[data-right=false]")
    expect(failed).to_contain_text(
        "Expected pieces to be ['one\\n', 'two\\n', 'three\\n'], but it is ['one\\ntwo\\nthree\\n']."
    )
    expect(box.locator(".cw-checks")).to_have_count(1)  # ticked where the task lists them
    marked = box.locator(".cw-editor .cm-wrong")
    expect(marked).to_contain_text(f"Not yet: {failed.first.get_attribute('data-says')}")
    failed.get_by_role("link", name="step 2 of your run").click()
    row = box.locator("#yours-all-at-once-main-step-2")
    expect(row).to_have_attribute("aria-current", "step")
    expect(row).to_be_in_viewport()
    assert violations(shared) == []


def test_a_run_that_comes_to_no_answer_leaves_no_verdict_of_the_run_before(shared: Page) -> None:
    box = place(shared, TASKS[0])
    run(box, TASKS[0].starter)
    expect(box.locator(".cw-verdicts > li")).to_have_count(len(TASKS[0].checks))
    write_into(box, "while True: pass\n")
    box.get_by_role("button", name="Run", exact=True).click()
    expect(box.locator(".cw-state")).to_have_text("Running …", timeout=LOADED)  # in a new Python, after a live run
    box.get_by_role("button", name="Stop", exact=True).click()
    expect(box.locator(".cw-state")).to_have_text("Stopped.")
    expect(box.locator(".cw-verdicts")).to_have_count(0)
    expect(box.locator(".cw-checks [data-right]")).to_have_count(0)


def test_the_run_can_be_stepped_through_on_a_stage_of_its_own(shared: Page) -> None:
    box = place(shared, TASKS[0])
    run(box, TASKS[0].starter)
    stage = box.get_by_role("region", name="Stage: Your run")
    expect(stage).to_be_hidden()
    box.get_by_text("Your run on the stage, step by step").click()
    stage.get_by_role("slider").press("Home")
    stage.get_by_role("button", name="Next", exact=True).click()
    expect(stage.locator(".cw-stage-says")).to_contain_text("Step 2 of")
    expect(box.locator(".cw-steps tr[aria-current]")).to_have_attribute("data-step", "2")
    expect(box.locator(".cw-editor .cm-at")).to_have_count(1)
    assert violations(shared) == []


def test_a_link_within_the_page_keeps_what_the_reader_wrote(shared: Page) -> None:
    """Material fetches the page anew for the first such link, with an editor that nobody has opened in it."""
    box = place(shared, TASKS[0])
    run(box, TASKS[0].starter + "# mine\n")
    shared.get_by_role("link", name="Common mistakes").first.click()
    expect(shared.locator("#common-mistakes")).to_be_in_viewport()
    assert shared.url.endswith("#common-mistakes")
    expect(box.get_by_role("textbox", name="Program")).to_contain_text("# mine")
    assert passed(box)


def test_a_program_that_cannot_run_passes_nothing_and_says_so_once(shared: Page) -> None:
    box = place(shared, TASKS[0])
    said = run(box, "def (:")
    assert said.startswith(f"0 of {len(TASKS[0].checks)} checks pass. The run didn't finish")
    assert "Expected" not in box.locator(".cw-verdicts").inner_text()


def test_another_request_is_not_held_against_the_task(shared: Page) -> None:
    box = place(shared, TASKS[0])
    box.locator(".cw-request summary").click()
    box.get_by_label("Path").fill("/other")
    assert run(box, TASKS[0].example.source).startswith("Nothing was checked")
    assert passed(box) == []
    assert box.locator(".cw-checks > li").all_inner_texts() == [check.says for check in TASKS[0].checks]
    box.get_by_role("button", name="Reset").click()


def test_every_solution_passes_and_the_last_one_finishes_the_page(shared: Page) -> None:
    mode = shared.locator(".cw-modes a[data-mode=try]")
    for task in TASKS:
        expect(mode).not_to_contain_text("finished")
        box = place(shared, task)
        said = run(box, task.example.source)
        assert said.startswith(f"All {len(task.checks)} checks pass: this task is done.")
        assert ("this page is marked as finished" in said) == (task is TASKS[-1])
        assert passed(box) == ["true"] * len(task.checks)
    expect(mode).to_have_text(re.compile(r"^Try \d+ min \(finished\)$"))
    shared.reload()
    expect(mode).to_have_text(re.compile(r"^Try \d+ min \(finished\)$"))
    shared.goto(ADDRESS)
    done = re.compile(rf"\b{len(TASKS)} of \d+ tasks done")
    expect(shared.locator("[data-lesson=streaming-responses] .cw-tally")).to_contain_text(done)
