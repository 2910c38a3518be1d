"""A stranger's program, from a host that sends no policy: it reaches nothing, and what it sends is not believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Response, expect

from scripts.csp import META, policy
from tests.support.browser import BARE, Trouble
from tests.support.hostile_programs import ANSWER, ANSWERS, CLEANED, FORGES, HTML, REACHES, ROW, STEPS, STOPS
from tests.support.trying import LESSON, LOADED, opened, press, says, write
from tests.support.worker import LESSON as QUIET
from tests.support.worker import START

WORKER = f"{BARE}assets/chunkwise/try/worker.js"
FORGED = "The program sent this page a message that no run sends"
SOON = 10_000

FAKE = """() => {
  window.Worker = class extends EventTarget {
    constructor() {
      super()
      setTimeout(() => this.say({ type: "ready", milliseconds: 1, heap: 1, versions: {} }))
    }
    say(data) { if (!this.over) this.onmessage?.({ data: structuredClone(data) }) }
    postMessage({ id }) {
      for (const one of window.forged) this.say(one)
      for (const value of window.answers) this.say({ type: "done", id, heap: 1, value })
    }
    terminate() { this.over = true }
  }
}"""
"""A worker that says what the test wants, in the place of one whose program has taken over its Python."""


@pytest.fixture(scope="module")
def reached(browser: Browser, port: int) -> Iterator[Page]:
    """A worker in which many programs try; each of them is refused, so none changes anything for the next."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(BARE + QUIET)
        assert page.evaluate(START, WORKER)[-1]["type"] == "ready"
        yield page


def tried(page: Page, body: str) -> dict[str, Any]:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    found: dict[str, Any] = page.evaluate("(text) => run(text)", f"async def attempt():\n{lines}\nstr(await attempt())")
    return found


@pytest.mark.parametrize("body", REACHES.values(), ids=REACHES)
def test_a_program_reaches_nothing_outside_of_python(reached: Page, body: str) -> None:
    asked: list[str] = []
    reached.on("request", lambda request: asked.append(request.url))
    told = tried(reached, body)
    assert told["type"] == "raised", told
    assert [url for url in asked if "/assets/runtime/" not in url] == []


def test_not_even_the_browsers_own_tools_make_code_of_text_in_the_worker(reached: Page) -> None:
    with pytest.raises(Error, match="eval is not a function"):
        reached.workers[0].evaluate("1")


@pytest.mark.parametrize("body", STOPS.values(), ids=STOPS)
def test_what_stops_python_is_told_and_reaches_nothing(browser: Browser, body: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(BARE + QUIET)
        page.evaluate(START, WORKER)
        assert tried(page, body)["type"] == "failed"


@pytest.fixture(scope="module")
def believing(browser: Browser, port: int) -> Iterator[Page]:
    """A page whose workers say what a test wants. It may log nothing but what the policy stops, and raise nothing."""
    trouble = Trouble(BARE)
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(BARE + LESSON)
        page.evaluate(FAKE)
        opened(page)
        yield page
    # The policy is heard of already where the browser parses such HTML, which is before anything of it is in the page.
    left = [one for one in trouble.seen if "Content Security Policy" not in one]
    assert left == [], "\n".join(left)


def answered(page: Page, answer: object, forged: object = ()) -> None:
    text = answer if answer is None or isinstance(answer, str) else json.dumps(answer)
    page.evaluate("(given) => Object.assign(window, given)", {"answers": [text], "forged": forged})
    page.locator(".cw-bench .cw-state").evaluate("one => (one.textContent = '')")
    press(page, "Run")


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_no_run_has_is_refused_in_a_sentence(believing: Page, answer: object) -> None:
    answered(believing, answer)
    says(believing, FORGED, SOON)
    assert believing.locator(".cw-result > *").count() == 0


@pytest.mark.parametrize(("html", "forbidden"), CLEANED.values(), ids=CLEANED)
def test_html_of_a_programs_own_is_built_anew_without_what_acts(believing: Page, html: str, forbidden: str) -> None:
    steps = STEPS.replace("<table>", f"{html}</p><table>").replace("a</td>", f"{html}</td>")
    answered(believing, {**ANSWER, "html": {**HTML, "steps": steps}})
    says(believing, "Your run has", SOON)
    assert believing.locator(".cw-result .cw-steps").count() == 1
    assert believing.locator(f".cw-result .cw-steps :is({forbidden})").count() == 0
    assert believing.evaluate("window.broken") is None


@pytest.mark.parametrize("forged", FORGES.values(), ids=FORGES)
def test_a_message_that_no_worker_sends_ends_it(believing: Page, forged: object) -> None:
    answered(believing, ANSWER, [forged])
    says(believing, FORGED, SOON)


def test_a_flood_of_messages_ends_it(believing: Page) -> None:
    answered(believing, ANSWER, [{"type": "event", "id": 1, "value": 'event {"status": 200}'}] * 20_001)
    says(believing, FORGED, SOON)


def test_many_rows_are_refused(believing: Page) -> None:
    answered(believing, {**ANSWER, "html": {**HTML, "steps": STEPS.replace(ROW, ROW * 8_000)}})
    says(believing, FORGED, SOON)
    answered(believing, ANSWER)
    says(believing, "Your run has 1 step,", SOON)


@pytest.fixture(scope="module")
def linked(browser: Browser, port: int) -> Iterator[Page]:
    """A page with a program that came with a link."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(BARE + LESSON)
        program = page.locator("cw-try").first.evaluate("one => JSON.parse(one.dataset.program)")
        link = f"import('{BARE}assets/chunkwise/try/link.js')"
        text = page.evaluate(
            f"(source) => {link}.then((one) => one.packed({{ source, request: null }}))", program["source"]
        )
        page.goto(f"{BARE}{LESSON}#try={program['example']}={program['variant']}={text}")
        page.reload()
        expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=15_000)
        yield page


def test_what_a_strangers_program_can_do_is_said_before_it_runs(linked: Page) -> None:
    says(linked, "it can reach neither your data nor other sites, but what it shows as its result may be made up")


def test_the_worker_has_a_policy_and_no_other_program_runs_in_it(linked: Page) -> None:
    found: list[str | None] = []

    def note(one: Response) -> None:
        if one.url == WORKER:
            found.append(one.headers.get("content-security-policy"))

    linked.on("response", note)
    with linked.expect_worker() as made:
        press(linked, "Run")
    first = made.value
    says(linked, "Your run has 6 steps")
    expect(linked.locator(".cw-live")).to_contain_text("The stream is complete", timeout=LOADED)
    for _ in range(100):
        linked.wait_for_timeout(100)
        if first not in linked.workers:
            break
    assert first not in linked.workers
    assert found
    assert all(one and one.startswith("default-src 'none'") for one in found), found


TEXTS = {"too long": "x = 1\n" * 20_000, "no letters": "\0" * 1_000, "marks of direction": "\u202e" * 1_000}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_that_is_no_program_stays_out_of_the_editor(linked: Page, text: str) -> None:
    before = linked.get_by_role("textbox", name="Program").inner_text()
    write(linked, text)
    says(linked, "characters")
    assert linked.get_by_role("textbox", name="Program").inner_text() == before


ADDRESSES = (
    "#%E0%A4%A",
    "?q=%E0%A4%A",
    "#try=%E0%A4%A",
    "#try=three_chunks=main=%00",
    "#__proto__",
    "#" + "a" * 50_000,
)


def test_no_address_and_nothing_stored_raises(page: Page, trouble: Trouble) -> None:
    trouble.origin = BARE
    stored = [
        '{"modes": 1}',
        '{"modes": {"__proto__": null}}',
        "[1]",
        "null",
        "}",
        '{"version": 1e99}',
        '"x"',
        "\ud800",
    ]
    for at, address in enumerate(ADDRESSES):
        page.goto(BARE + LESSON + address)
        page.evaluate("(text) => localStorage.setItem('chunkwise.progress.v1', text)", stored[at])
        page.reload()
        expect(page.get_by_role("button", name="Try it").first).to_be_visible()


def test_each_page_says_its_policy_itself(browser: Browser, site: Path) -> None:
    for file in site.rglob("*.html"):
        [meta] = META.findall(file.read_text("utf-8"))
        assert policy(site).removesuffix("; frame-ancestors 'none'") in meta
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(BARE)
        stopped = page.evaluate(
            """() => new Promise((resolve) => {
              document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective))
              document.body.insertAdjacentHTML("beforeend", "<img src=data:, onerror='window.broken = 1'>")
              setTimeout(resolve, 3000)
            })"""
        )
        assert stopped == "script-src-attr"
        assert page.evaluate("window.broken") is None
