"""Programs that go wrong in the page: each ends in a message, and the next run works."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.trying import LESSON, LOADED, app, edit, opened, press, says, write

ENDS = {
    "a syntax error": ("def (:\n", "The run didn't finish", "Line 1"),
    "an import that is not there": ("import numpy\n", "there is no module 'numpy' in this page", "Line 1"),
    "no app": ("x = 1\n", "The run didn't finish", "app"),
    "an exception": (app("    yield 'one'\n    1 / 0"), "the program raised an exception", "ZeroDivisionError"),
    "deep recursion": (
        app("    def f(n):\n        return f(n + 1)\n    yield f(0)"),
        "raised an exception",
        "RecursionError",
    ),
    "an endless stream": (app("    while True:\n        yield 'x'"), "The run didn't finish", ""),
    "a gigabyte": (app("    while True:\n        yield b'x' * 2**20"), "The run didn't finish", "bytes"),
    "a gigabyte printed": (
        app("    print('x' * 2**28)\n    yield 'x'"),
        "The run didn't finish",
        "printed more",
    ),
    "threads": (app("    yield 'x'").replace("async def", "def"), "The run didn't finish", "worker thread"),
    "another origin": (
        "import urllib.request\nurllib.request.urlopen('https://example.org/')\n",
        "The run didn't finish",
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


RUN_AGAIN = """async (bench) => {
  [...bench.querySelectorAll("button")].find((one) => one.textContent === "Run").click()
  await new Promise(requestAnimationFrame)
  return bench.querySelector(".cw-state").textContent
}"""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (app("    while True:\n        yield b'x' * 2**20"), "The run didn't finish"),
        (app("    yield 'x'"), "Your run has 4 steps"),
        (app("    for _ in range(9):\n        yield 'x'\n        await asyncio.sleep(2)"), "Your run has"),
    ],
    ids=["ended by its bound", "at its end", "still read live"],
)
def test_a_press_of_run_takes_back_at_once_what_was_said_of_the_run_before(bench: Page, source: str, said: str) -> None:
    write(bench, source if "asyncio" not in source else f"import asyncio\n{source}")
    press(bench, "Run")
    says(bench, said)
    now = bench.locator(".cw-bench").evaluate(RUN_AGAIN)
    assert now in ("Loading Python …", "Running …", "Ending the run …")
    says(bench, said)


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


def test_a_library_that_a_program_changed_is_as_it_was_for_the_next_run(bench: Page) -> None:
    changed = "StreamingResponse.media_type = None\nStreamingResponse.charset = property(lambda self: 1 / 0)\n"
    write(bench, app("    yield 'x'").replace("app = ", changed + "app = "))
    press(bench, "Run")
    says(bench, "Your run has")
    expect(bench.locator(".cw-result .cw-went-wrong").first).to_contain_text("ZeroDivisionError")
    press(bench, "Reset")
    press(bench, "Run")
    says(bench, "Your run has 6 steps, status 200.")


def test_a_hostile_program_cannot_write_into_the_page(browser: Browser, address: str) -> None:
    """Here the browser may complain: of what it blocks, and of what it isn't given."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + LESSON)
        opened(page)
        write(
            page,
            "from chunkwise.views import render\n"
            "render.steps_table = lambda *a, **k: \"<figure class='cw-steps md-overlay' style='color:red'"
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
