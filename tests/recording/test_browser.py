"""A browser as the client of a run: what its requests are on the wire, what its script logs, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.authoring.comparison import check
from chunkwise.engine.event_log import Log
from chunkwise.errors import ChunkwiseError
from chunkwise.events import AsgiEvent, Blob, ClientEvent, WireEvent
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.examples.scenario import Client
from chunkwise.recording import browser_process
from chunkwise.recording.agreement import record_twice
from chunkwise.recording.browser import BrowserClient, in_order
from chunkwise.recording.freerun import FreeRun
from chunkwise.recording.recorder import Recorder
from chunkwise.views.lanes import lanes
from chunkwise.views.steps import steps

APP = """\
from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    yield "one"
    await anyio.sleep_forever()


@app.post("/words")
async def take() -> str:
    return "taken"
"""

SCRIPT = """\
const taken = await fetch("/words", { method: "POST", body: "zero" });
console.log(await taken.json());
const response = await fetch("/words");
const { value } = await response.body.getReader().read();
console.log("read", new TextDecoder().decode(value));
"""

SCENARIO = 'title = "A page that reads"\nclient = "chromium"\n'


def example_in(folder: Path, *, script: str = SCRIPT, scenario: str = SCENARIO) -> Example:
    where = folder / "pages/reads"
    where.mkdir(parents=True, exist_ok=True)
    for name, text in (("app.py", APP), ("client.js", script), ("scenario.toml", scenario)):
        (where / name).write_text(text)
    return Example(folder, "pages/reads")


def test_a_page_is_recorded_and_closed_when_its_script_ends(tmp_path: Path, recorder: Recorder) -> None:
    example = example_in(tmp_path)
    recording = recorder.record_all(example)["main"]
    said = [event for event in recording.events if isinstance(event, ClientEvent)]
    logged = [event.data.text for event in said if event.kind == "log" and event.data is not None]
    assert logged == ["taken", "read one"]
    asked = [f"{event.method} {event.path}" for event in said if event.kind == "request"]
    assert asked == ["POST /words", "GET /words"], "the page itself is not asked of the server"
    up = [event.data.text for event in recording.events if isinstance(event, WireEvent) and event.kind == "up"]
    assert "HeadlessChrome" in up[0]
    assert "".join(up).count("zero") == 1

    # The tab is closed: the browser hangs up, and the program is told of it.
    left = next(event for event in said if event.kind == "hang up")
    told = [event for event in recording.events if isinstance(event, AsgiEvent) and event.type == "http.disconnect"]
    assert [recording.events[event.cause or 0] for event in told if event.exchange == 2] == [left]

    rows = steps(recording)
    assert [row.name for row in rows if row.name.startswith("log")] == ["log 0", "log 1"]
    shown = [entry.text for row in lanes(recording, rows) for entry in row.entries if entry.lane == "client"]
    assert "logs `read one`" in shown
    times = [event.at for event in recording.events if event.at is not None]
    assert times == sorted(times), "a line is where it was logged, not where it was heard of"


def test_lines_that_are_logged_keep_their_order_where_one_is_heard_of_late() -> None:
    """Two clocks say when a line was logged. On a busy machine the second may be read milliseconds after the first."""

    def never(error: Exception) -> None:
        raise error

    log = Log("free", 10, never)
    page = Client(name="chromium", page="client.js")
    client = BrowserClient(page, log, FreeRun(), script="", host=0, address=("127.0.0.1", 0))
    log._now = iter([100.0, 101.0, 101.001]).__next__
    for text, ago in ((b"zeroth", 0.0), (b"first", 0.0), (b"second", 0.5)):
        client._place(ClientEvent(lane="client", kind="log", client="chromium", data=Blob.of(text)), ago)
    said = [event.data.data for event in in_order(log.events) if isinstance(event, ClientEvent) and event.data]
    assert said == [b"zeroth", b"first", b"second"]


def test_a_run_is_held_to_what_its_script_logs_and_asks(tmp_path: Path, recorder: Recorder) -> None:
    example = example_in(tmp_path)
    store.save(example, record_twice(recorder, recorder, example))
    check(example, recorder)
    (example.folder / "client.js").write_text(SCRIPT + "\n")
    with pytest.raises(ChunkwiseError, match="stale"):
        store.load(Example(tmp_path, "pages/reads"))


def test_a_script_that_logs_something_else_each_time_is_refused(tmp_path: Path, recorder: Recorder) -> None:
    script = "console.log(performance.timeOrigin);"
    with pytest.raises(ChunkwiseError, match=r"two runs of 'main' differ: the page's script logs `\d+[^`]*`, and then"):
        record_twice(recorder, recorder, example_in(tmp_path, script=script))


WRONG = {
    "it raises": (SCRIPT + "nothing();", SCENARIO, "client.js:6: the page's script failed: ReferenceError: nothing"),
    "it cannot be read": ("const = 1;", SCENARIO, "client.js:1: the page's script failed: SyntaxError"),
    "it logs nothing": ("await fetch('/words');", SCENARIO, "client.js:1: the page's script logs nothing"),
    "it never ends": (
        "console.log(1);\nawait new Promise(() => {});",
        SCENARIO + "limits = { seconds = 1.5 }\n",
        "client.js:1: the page's script did not end within 1.5 s",
    ),
    "it asks for what is not there": (
        "console.log((await fetch('/nothing')).status);",
        SCENARIO,
        "scenario.toml:2: the program has no path /nothing: chromium was answered 404",
    ),
    "another browser": (SCRIPT, SCENARIO.replace("chromium", "netscape"), 'write client = "chromium"'),
    "a virtual clock": (SCRIPT, SCENARIO + 'clock = "lock-step"\n', "a browser has its own time"),
    "a virtual clock in a variant": (
        SCRIPT,
        SCENARIO + '[variants.other]\ntitle = "Other"\nclock = "lock-step"\n',
        "a browser is the only client of a run",
    ),
    "a condition": (
        SCRIPT,
        SCENARIO + '[[condition]]\nserver = "hypercorn"\n',
        "a run with a browser is only recorded",
    ),
    "a script outside": (SCRIPT, SCENARIO + 'script = "../client.js"\n', "a file beside app.py, such as client.js"),
    "no such script": (SCRIPT, SCENARIO + 'script = "page.js"\n', "page.js: this file is missing"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_what_is_wrong_is_said_with_its_place(mistake: str, tmp_path: Path, recorder: Recorder) -> None:
    script, scenario, said = WRONG[mistake]
    with pytest.raises(ChunkwiseError) as raised:
        recorder.record_all(example_in(tmp_path, script=script, scenario=scenario))
    assert said in str(raised.value)


def test_without_a_browser_one_sentence_says_what_to_install(
    tmp_path: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = example_in(tmp_path)
    store.save(example, recorder.record_all(example))
    monkeypatch.setenv("CHROME", str(tmp_path / "none"))
    with Recorder() as elsewhere:
        with pytest.raises(ChunkwiseError, match=r"no Chromium was found that starts\n  Install Chromium or Chrome"):
            check(example, elsewhere)
        monkeypatch.setattr(browser_process, "find_spec", lambda name: None)
        with pytest.raises(ChunkwiseError, match=r"Playwright.*\n.*pip install 'chunkwise\[browser\]'"):
            check(example, elsewhere)
    assert store.load(example)["main"].events, "what is committed can be shown without a browser"
