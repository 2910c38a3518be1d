"""Running a program in the page, as a reader does it: editing, running, watching, asking for something else."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.trying import LOADED, app, edit, press, rows, says, write


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
    expect(bench.locator(".cw-editor .cm-at")).to_contain_text("yield")
    expect(bench.locator(".cw-editor .cm-at .cm-waits")).to_have_text("suspended here")
    expect(bench.locator(".cw-result .cw-example")).to_have_count(0)  # the program stands in the editor, and once
    expect(bench.locator("tr#step-1")).to_have_attribute("aria-current", "step")
    bench.evaluate("document.activeElement.blur()")
    bench.keyboard.press("ArrowRight")
    expect(player.get_by_role("status")).to_contain_text("Step 4 of 6")
    expect(bench.locator("tr#step-1")).to_have_attribute("aria-current", "step")


def test_a_second_run_is_quick(bench: Page) -> None:
    press(bench, "Run")
    says(bench, "Your run has 6 steps")
    expect(bench.locator(".cw-live")).to_contain_text("The stream is complete", timeout=LOADED)
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


def test_what_went_wrong_is_said_at_its_line_in_the_editor(bench: Page) -> None:
    write(bench, app("    yield 'one'\n    1 / 0"))
    press(bench, "Run")
    says(bench, "the program raised an exception")
    line = bench.locator(".cw-editor .cm-wrong")
    expect(line).to_have_text(re.compile(r"1 / 0.*ZeroDivisionError"))
    field = bench.get_by_role("textbox", name="Program")
    field.press("Control+Home")
    field.press("Enter")
    expect(line).to_have_text(re.compile(r"1 / 0.*ZeroDivisionError"))  # at its line, which has moved
    expect(bench.locator(".cw-editor .cm-ran")).to_have_count(0)  # of another text than this
    write(bench, app("    yield 'one'"))
    press(bench, "Run")
    says(bench, "Your run has")
    expect(line).to_have_count(0)


def test_the_page_reads_the_stream_itself_piece_by_piece(bench: Page) -> None:
    write(bench, app('    for i in range(3):\n        yield f"chunk {i}\\n"\n        await asyncio.sleep(0.4)'))
    press(bench, "Run")
    live = bench.locator(".cw-live")
    expect(live).to_contain_text(re.compile("The stream is complete after .*: 3 writes, 3 reads"), timeout=LOADED)
    assert "own fetch" in live.inner_text()
    at = [int(found) for found in re.findall(r"\+(\d+) ms chunk", live.inner_text().replace("\n", " "))]
    assert len(at) == 3
    assert at[2] - at[0] >= 700, at


def test_writes_that_are_read_at_once_are_told_so_and_a_pause_is_offered(bench: Page) -> None:
    """Three chunks in one read seem to refute the lesson."""
    write(bench, app('    for i in range(3):\n        yield f"chunk {i}\\n"'))
    together = re.compile(r"3 writes, (1 read|2 reads)\. There was no pause between the writes")
    for _ in range(8):  # a machine on which Python gets little time may separate them
        bench.evaluate("document.querySelectorAll('.cw-live').forEach((one) => { one.dataset.old = '' })")
        press(bench, "Run")
        live = bench.locator(".cw-live:not([data-old])")
        expect(live).to_contain_text("The stream is complete", timeout=LOADED)
        if together.search(live.text_content() or ""):
            break
    live = bench.locator(".cw-live")
    expect(live).to_contain_text(together)
    press(bench, "Put a pause before each yield")
    expect(live).to_contain_text("3 writes, 3 reads.", timeout=LOADED)
    source = bench.get_by_role("textbox", name="Program").inner_text()
    assert re.search(
        r"        await asyncio\.sleep\(0\.5\)\s+(suspended here)?\s+yield", source
    )  # and the player's words
    assert live.locator("text:visible").all_text_contents() == ["1", "2", "3"]
    assert re.fullmatch(r"0 ms\s*\d+ ms\s*\d{4} ms", live.locator(".cw-scale").inner_text())


def test_a_long_piece_arrives_whole_and_says_how_much_of_it_is_not_shown(bench: Page) -> None:
    write(bench, app('    yield "x" * 3_000'))
    press(bench, "Run")
    live = bench.locator(".cw-live")
    expect(live).to_contain_text("… and 2,880 more characters", timeout=LOADED)
    expect(live).to_contain_text("The stream is complete")


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


def test_what_several_requests_do_is_told_where_they_have_no_form(page: Page, address: str) -> None:
    page.goto(f"{address}lessons/server-sent-events/visualize/")
    page.get_by_role("button", name="Try it: edit and run server_sent_events/resume").click()
    page.locator(".cw-request summary").click(timeout=15_000)
    expect(page.locator(".cw-request")).to_contain_text("The form is for a single request only.")
    acts = page.locator(".cw-request li").all_inner_texts()
    assert [act for act in acts if act.startswith(("sends", "hangs", "reconnects"))] == [
        "sends GET /steps",
        "hangs up",
        "reconnects as an EventSource does",
    ]
