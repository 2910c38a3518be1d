"""Running a program in the page, as a reader does it: editing, stopping, leaving, coming back, and all that goes wrong.

Most tests share one page, because Python takes seconds to start.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from browser.conftest import ADDRESS, Trouble

LESSON = "lessons/streaming-responses/visualize/"
LOADED = 90_000
"""Milliseconds until Python must have started, on a machine that is busy with other tests."""

PASTE = """(field, text) => {
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/plain", text)
  const how = { clipboardData, bubbles: true, cancelable: true, composed: true }
  field.dispatchEvent(new ClipboardEvent("paste", how))
}"""


def opened(page: Page) -> Page:
    page.get_by_role("button", name="Try it").first.click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=15_000)
    return page


def write(page: Page, text: str) -> None:
    field = page.get_by_role("textbox", name="Program")
    field.press("Control+a")
    field.evaluate(PASTE, text)


def edit(page: Page, old: str, new: str) -> None:
    """Start again from the page's program, with one change."""
    page.get_by_role("button", name="Reset").click()
    source = page.locator("cw-try").first.evaluate("one => JSON.parse(one.dataset.program).source")
    assert old in source
    write(page, source.replace(old, new))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def says(page: Page, text: str | re.Pattern[str], timeout: float = LOADED) -> None:
    expect(page.locator(".cw-bench .cw-state")).to_contain_text(text, timeout=timeout)


def rows(page: Page) -> int:
    return page.locator(".cw-result .cw-steps tbody tr").count()


def app(body: str, answer: str = 'StreamingResponse(generate(), media_type="text/plain")') -> str:
    return (
        "import asyncio\nfrom fastapi import FastAPI\nfrom fastapi.responses import StreamingResponse\n\n"
        f"app = FastAPI()\n\n\nasync def generate():\n{body}\n\n\n"
        f'@app.get("/stream")\nasync def stream():\n    return {answer}\n'
    )


@pytest.fixture(scope="module")
def shared(browser: Browser, port: int) -> Iterator[Page]:
    trouble = Trouble(ADDRESS)
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(ADDRESS + LESSON)
        yield opened(page)
    assert trouble.seen == [], "\n".join(trouble.seen)


@pytest.fixture
def bench(shared: Page) -> Page:
    """The page with the editor open and the first program in it."""
    press(shared, "Reset")
    return shared


def test_a_program_is_edited_and_run_and_has_its_own_table(bench: Page) -> None:
    edit(bench, "range(3)", "range(6)")
    press(bench, "Run")
    says(bench, "Your run has 9 steps, status 200.")
    assert rows(bench) == 9
    assert bench.locator(".cw-result .cw-output").first.inner_text().count("chunk") == 6
    assert bench.locator("#step-3").count() == 1, "the page's own recording is as it was"


def test_the_step_player_moves_through_the_run_and_leaves_the_pages_own_alone(bench: Page) -> None:
    press(bench, "Run")
    says(bench, "Your run has 6 steps")
    player = bench.locator(".cw-result cw-player")
    player.get_by_role("button", name="Next step").click()
    player.get_by_role("button", name="Next step").click()
    expect(player.get_by_role("status")).to_contain_text("Step 3 of 6")
    expect(bench.locator(".cw-result tr[aria-current=step]")).to_have_id("yours-three-chunks-main-step-3")
    expect(bench.locator(".cw-result .cw-example .cw-at")).to_contain_text("yield")
    expect(bench.locator("tr#step-1")).to_have_attribute("aria-current", "step")
    bench.evaluate("document.activeElement.blur()")
    bench.keyboard.press("ArrowRight")
    expect(player.get_by_role("status")).to_contain_text("Step 4 of 6")
    expect(bench.locator("tr#step-1")).to_have_attribute("aria-current", "step")


def test_a_second_run_is_quick(bench: Page) -> None:
    press(bench, "Run")
    says(bench, "Your run has 6 steps")
    bench.evaluate("""() => {
      const state = document.querySelector(".cw-bench .cw-state")
      window.took = new Promise((done) => new MutationObserver(() => {
        if (state.textContent.startsWith("Your run")) done(performance.now() - window.pressed)
      }).observe(state, { childList: true }))
      const run = document.querySelector(".cw-bench .cw-check")
      run.addEventListener("click", () => (window.pressed = performance.now()))
    }""")
    press(bench, "Run")
    assert bench.evaluate("window.took") < 1_500, "150 ms on an idle machine; this one may be busy"


def test_the_page_reads_the_stream_itself_piece_by_piece(bench: Page) -> None:
    write(bench, app('    for i in range(3):\n        yield f"chunk {i}\\n"\n        await asyncio.sleep(0.4)'))
    press(bench, "Run")
    live = bench.locator(".cw-live")
    expect(live).to_contain_text(re.compile("The stream is complete after .*: 3 arrivals"), timeout=LOADED)
    assert "own fetch" in live.inner_text()
    at = [int(found) for found in re.findall(r"\+(\d+) ms chunk", live.inner_text().replace("\n", " "))]
    assert len(at) == 3
    assert at[2] - at[0] >= 700, at


def test_event_streams_are_read_by_an_event_source(bench: Page) -> None:
    write(
        bench,
        "from fastapi import FastAPI\n"
        "from fastapi.sse import EventSourceResponse, ServerSentEvent\n\napp = FastAPI()\n\n\n"
        '@app.get("/stream", response_class=EventSourceResponse)\nasync def stream():\n    for n in range(2):\n'
        '        yield ServerSentEvent(data={"n": n}, event="tick", id=str(n))\n',
    )
    press(bench, "Run")
    live = bench.locator(".cw-live")
    expect(live).to_contain_text('tick 1: {"n": 1}', timeout=LOADED)
    expect(live).to_contain_text("own EventSource")
    expect(live).to_contain_text("The stream is complete")


def test_the_client_can_hang_up(bench: Page) -> None:
    finally_ = (
        '    try:\n        for i in range(9):\n            yield f"chunk {i}\\n"\n    finally:\n        print("closed")'
    )
    write(bench, app(finally_))
    bench.locator(".cw-request summary").click()
    bench.get_by_label("Hang up after so many pieces").fill("2")
    press(bench, "Run")
    says(bench, "Your run has")
    expect(bench.locator(".cw-result .cw-steps tbody")).to_contain_text("hangs up")
    bench.locator(".cw-request summary").click()


def test_the_request_can_be_edited(bench: Page) -> None:
    write(
        bench,
        "from fastapi import FastAPI, Request\n\napp = FastAPI()\n\n\n"
        '@app.post("/echo")\nasync def echo(request: Request, q: str):\n'
        '    return {"q": q, "h": request.headers["x-mine"], "b": (await request.body()).decode()}\n',
    )
    bench.locator(".cw-request summary").click()
    for label, text in [("Method", "POST"), ("Path", "/echo"), ("Query", "q=ä b"), ("Headers", "X-Mine: yes")]:
        bench.get_by_label(label).first.fill(text)
    bench.get_by_label("Body").fill("hello")
    press(bench, "Run")
    says(bench, "status 200")
    expect(bench.locator(".cw-result .cw-output").first).to_contain_text('{"q":"ä b","h":"yes","b":"hello"}')
    bench.locator(".cw-request summary").click()


ENDS = {
    "a syntax error": ("def (:\n", "The run did not get to its end", "Line 1"),
    "an import that is not there": ("import numpy\n", "there is no module 'numpy' in this page", "Line 1"),
    "no app": ("x = 1\n", "The run did not get to its end", "app"),
    "an exception": (app("    yield 'one'\n    1 / 0"), "the program raised an exception", "ZeroDivisionError"),
    "deep recursion": (
        app("    def f(n):\n        return f(n + 1)\n    yield f(0)"),
        "raised an exception",
        "RecursionError",
    ),
    "an endless stream": (app("    while True:\n        yield 'x'"), "The run did not get to its end", ""),
    "a gigabyte": (app("    while True:\n        yield b'x' * 2**20"), "The run did not get to its end", "bytes"),
    "a gigabyte printed": (
        app("    print('x' * 2**28)\n    yield 'x'"),
        "The run did not get to its end",
        "printed more",
    ),
    "threads": (app("    yield 'x'").replace("async def", "def"), "The run did not get to its end", "worker thread"),
    "another origin": (
        "import urllib.request\nurllib.request.urlopen('https://example.org/')\n",
        "The run did not get to its end",
        "",
    ),
}


@pytest.mark.parametrize(("source", "said", "shown"), ENDS.values(), ids=ENDS.keys())
def test_what_goes_wrong_ends_in_a_message_and_the_next_run_works(
    bench: Page, source: str, said: str, shown: str
) -> None:
    write(bench, source)
    press(bench, "Run")
    says(bench, said)
    expect(bench.locator(".cw-result .cw-went-wrong").first).to_contain_text(shown)
    edit(bench, "range(3)", "range(2)")
    press(bench, "Run")
    says(bench, "Your run has 5 steps")


def test_a_traceback_names_the_readers_own_line(bench: Page) -> None:
    write(bench, app("    yield 'one'\n    1 / 0"))
    press(bench, "Run")
    says(bench, "raised an exception")
    wrong = bench.locator(".cw-result .cw-went-wrong")
    expect(wrong).to_contain_text("Line 10: the program raised ZeroDivisionError")
    assert 'File "app.py", line 10, in generate' in wrong.inner_text()
    wrong.get_by_role("button", name="Line 10").click()
    bench.keyboard.insert_text("2 /")
    expect(bench.get_by_role("textbox", name="Program")).to_contain_text("2 /    1 / 0")


def test_an_endless_loop_is_stopped_within_a_second_and_the_page_stays_alive(bench: Page) -> None:
    press(bench, "Run")
    says(bench, "Your run has 6 steps")
    write(bench, "while True: pass\n")
    press(bench, "Run")
    says(bench, "Running")
    bench.wait_for_timeout(1_500)
    frames = bench.evaluate("""() => new Promise((done) => {
      const times = [performance.now()]
      requestAnimationFrame(function next(at) {
        times.push(at)
        times.length > 10 ? done(times) : requestAnimationFrame(next)
      })
    })""")
    assert len(frames) == 11
    began = time.monotonic()
    press(bench, "Stop")
    says(bench, "Stopped.", 1_000)
    assert time.monotonic() - began < 2, "the click itself takes its time on a busy machine"
    edit(bench, "range(3)", "range(1)")
    press(bench, "Run")
    says(bench, "Your run has 4 steps")


def test_an_endless_loop_that_nobody_stops_is_stopped(bench: Page) -> None:
    write(bench, "sum(iter(int, 1))\n")
    press(bench, "Run")
    says(bench, "The program ran for 10 seconds and did not end")
    press(bench, "Reset")
    press(bench, "Run")
    says(bench, "Your run has 6 steps")


@pytest.fixture
def lesson(page: Page, address: str) -> Page:
    """A page of one's own, with a Python of its own when something is run."""
    page.goto(address + LESSON)
    return opened(page)


def test_a_hostile_program_cannot_write_into_the_page(browser: Browser, address: str) -> None:
    """Here the browser may complain: of what it blocks, and of what it isn't given."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + LESSON)
        opened(page)
        write(
            page,
            "from chunkwise import html\n"
            "html.steps_table = lambda *a, **k: \"<figure class='cw-steps md-overlay' style='color:red'"
            " onclick='window.broken=1' id='step-1'><img src=x onerror='window.broken=1'>"
            "<a href='javascript:window.broken=1'>a</a><form></form><script>window.broken=1</script></figure>\"\n"
            + app("    yield 'x'"),
        )
        press(page, "Run")
        says(page, "Your run has 0 steps")
        expect(page.locator(".cw-result .cw-steps")).to_contain_text("a")
        assert page.evaluate("window.broken") is None
        assert page.locator(".cw-result .cw-steps :is(img, form, script, [href])").count() == 0
        assert (
            page.locator(".cw-result .cw-steps")
            .evaluate("one => one.outerHTML")
            .startswith('<figure class="cw-steps">')
        )
        # What a program answers is for scripts to read, once, and never a script of this site itself.
        expect(page.locator(".cw-live")).to_contain_text("The stream is complete", timeout=LOADED)
        address = f"{address}live/1/stream"
        assert page.evaluate("(a) => import(a).then(() => 'ran', () => 'refused')", address) == "refused"
        assert page.evaluate("(a) => fetch(a).then(({ status }) => status)", address) == 502


def test_leaving_the_page_ends_the_run_and_coming_back_begins_anew(page: Page, address: str) -> None:
    """Material swaps the page's content; the document, and with it any worker, would live on."""
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(address + LESSON)
    page.evaluate("window.stayed = true")
    opened(page)
    write(page, "while True: pass\n")
    press(page, "Run")
    says(page, "Running")
    page.locator(".md-sidebar--primary").get_by_role("link", name="Learn").click()
    expect(page.locator("h1")).not_to_contain_text("step by step")
    deadline = time.monotonic() + 5
    while len([one for one in page.workers if "try-worker" in one.url]) > 1 and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert len([one for one in page.workers if "try-worker" in one.url]) <= 1, "at most the one to spare"
    assert page.locator(".cw-bench").count() == 0
    page.go_back()
    expect(page.locator("h1")).to_contain_text("step by step")
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    opened(page)
    press(page, "Run")
    says(page, "Your run has 6 steps")


def test_two_pages_and_a_reload(lesson: Page, address: str, trouble: Trouble) -> None:
    """Each page has its own Python, and the service worker gives each its own stream."""
    other = lesson.context.new_page()
    trouble.watch(other)
    other.goto(address + LESSON)
    opened(other)
    for page, number in [(lesson, 4), (other, 7)]:
        pause = "\n        await asyncio.sleep(0.2)"
        write(page, app(f'    for i in range({number}):\n        yield f"{{i}} of {number}\\n"{pause}'))
        press(page, "Run")
    for page, number in [(lesson, 4), (other, 7)]:
        says(page, f"Your run has {number + 3} steps")
        live = page.locator(".cw-live")
        expect(live).to_contain_text(f"{number} arrivals", timeout=LOADED)
        expect(live).to_contain_text(f"{number - 1} of {number}")
    other.close()
    lesson.reload()
    opened(lesson)
    press(lesson, "Run")
    says(lesson, "Your run has 6 steps")


def test_after_the_first_load_it_works_without_a_network(browser: Browser, address: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(address + LESSON)
        opened(page)
        press(page, "Run")
        says(page, "Your run has 6 steps")
        kept = "caches.open('chunkwise-pages').then((c) => c.keys()).then((keys) => keys.length > 15)"
        page.wait_for_function(kept, timeout=LOADED)
        page.wait_for_function(
            "caches.open('chunkwise-runtime').then((c) => c.keys()).then((keys) => keys.length >= 5)"
        )
        page.wait_for_timeout(1_000)
        context.set_offline(True)
        asked = page.evaluate("fetch('../learn/').then(() => 'came', () => 'failed')")
        assert asked == "failed", "the service worker has no network either"
        page.reload()
        opened(page)
        edit(page, "range(3)", "range(5)")
        press(page, "Run")
        says(page, "Your run has 8 steps")
        expect(page.locator(".cw-live")).to_contain_text("The stream is complete")


def test_a_link_carries_the_program_and_waits_for_the_reader(browser: Browser, address: str, trouble: Trouble) -> None:
    with browser.new_context(reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(address + LESSON)
        opened(page)
        edit(page, "range(3):", "range(2):  # ä \U0001f600 </script>")
        page.locator(".cw-request summary").click()
        page.get_by_label("Query").fill("a=1")
        press(page, "Copy link")
        says(page, "The link is copied.", 5_000)
        link = page.evaluate("navigator.clipboard.readText()")
        assert link.startswith(f"{address}{LESSON}#try=streaming_responses/three_chunks=main=")
        other = context.new_page()
        trouble.watch(other)
        other.goto(link)
        says(other, "This program came with the link. Read it before you run it.", 15_000)
        expect(other.get_by_role("textbox", name="Program")).to_contain_text("range(2):  # ä \U0001f600 </script>")
        assert other.get_by_label("Query").input_value() == "a=1"
        assert other.locator(".cw-result *").count() == 0
        press(other, "Run")
        says(other, "Your run has 5 steps")
    assert trouble.seen == []


HOSTILE_LINKS = ["", "x", "%", "AAAA", "%22%3E%3Cscript%3E", "=" * 50, "q1YqVbJSKlGyUqoFAA", "a" * 50_000, "\u202e"]


@pytest.mark.parametrize("text", HOSTILE_LINKS, ids=range(len(HOSTILE_LINKS)))
def test_a_broken_link_says_so_and_leaves_the_program(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}{LESSON}#try=streaming_responses/three_chunks=main={text}")
    says(page, "This link is broken", 15_000)
    expect(page.get_by_role("textbox", name="Program")).to_contain_text("range(3)")


def test_a_download_that_fails_can_be_tried_again(browser: Browser, address: str) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        context.route("**/*.wasm", lambda route: route.abort())
        page.goto(address + LESSON)
        opened(page)
        press(page, "Run")
        retry = page.get_by_role("button", name="Retry")
        expect(retry).to_be_visible(timeout=LOADED)
        assert "could not" in page.locator(".cw-state").inner_text()
        context.unroute("**/*.wasm")
        retry.click()
        says(page, "Your run has 6 steps")
        expect(retry).to_be_hidden()
        # Without a service worker, as here, the stream is read all the same.
        expect(page.locator(".cw-live")).to_contain_text("The stream is complete")


def test_a_site_without_the_runtime_says_how_to_get_it(browser: Browser, address: str) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        context.route("**/runtime/manifest.json", lambda route: route.fulfill(status=404))
        page.goto(address + LESSON)
        opened(page)
        press(page, "Run")
        says(page, "This copy of the site was built without the browser runtime")
        says(page, "make runtime")


def test_the_bytes_are_counted_while_they_come(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + LESSON)
        opened(page)
        press(page, "Run")
        expect(page.get_by_role("progressbar", name="Python, loaded so far")).to_be_visible(timeout=LOADED)
        expect(page.locator(".cw-bytes")).to_contain_text(re.compile(r"[\d.]+ of \d+\.\d MB"))


def test_keyboard_alone_is_enough(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    page.get_by_role("button", name="Try it").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cw-bench")).to_be_focused(timeout=15_000)
    for name in ("Run", "Stop", "Reset", "Copy link", "Close"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Program")).to_be_focused()
    page.keyboard.press("Control+Enter")
    says(page, "Your run has 6 steps")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cw-request summary")).to_be_focused()
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Try it").first).to_be_focused()


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_editor_and_a_run_are_accessible_and_fit(
    browser: Browser, address: str, trouble: Trouble, palette: Literal["light", "dark"]
) -> None:
    with browser.new_context(color_scheme=palette, reduced_motion="reduce") as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(address + LESSON)
        opened(page)
        write(page, app("    print('printed')\n    yield 'one'\n    1 / 0"))
        page.locator(".cw-request summary").click()
        press(page, "Run")
        says(page, "Your run has")
        expect(page.locator(".cw-live")).to_contain_text("arrival", timeout=LOADED)
        for summary in page.locator(".cw-fold > summary").all():
            summary.click()
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page)
            assert found.violations_count == 0, [
                (one["id"], [node["target"] for node in one["nodes"]]) for one in found.response["violations"]
            ]
    assert trouble.seen == []


def test_whoever_presses_nothing_loads_nothing_of_it(page: Page, address: str, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + LESSON, wait_until="networkidle")
    own = [url for url in asked if re.search(r"/assets/chunkwise/.*\.(js|css)$", url)]
    assert [url for url in asked if re.search(r"runtime|vendor|try-|try\.css", url)] == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    sizes = [len(gzip.compress((site / url.removeprefix(address)).read_bytes())) for url in own]
    assert 0 < sum(sizes) < 20_000


def test_without_scripts_there_are_the_program_and_the_commands(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + LESSON)
        sample = page.locator(".cw-example").first
        expect(sample).to_contain_text("With scripts, you can edit and run this program here.")
        expect(sample).to_contain_text("uvicorn app:app")
        assert page.get_by_role("button", name="Try it").count() == 0
