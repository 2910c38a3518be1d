"""A run in a page is the run that was recorded: the same events, without a socket, a thread or a process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pydantic
import pytest

from chunkwise.browser import entry
from chunkwise.browser.run import PageRun, Ran
from chunkwise.browser.scheduler import NO_THREADS
from chunkwise.events import Recording
from chunkwise.examples.example import Example, Run
from chunkwise.views.comparable import comparable
from chunkwise.views.runnable import BROWSER, BUFFERS, FILES, NEEDS, THREADS, UPSTREAM
from chunkwise.views.steps import steps
from tests.support.in_page import FREE, LOCK_STEP, RUNS, committed, name, ran_in_page, why_not
from tests.support.made import timeless
from tests.support.packed import imported
from tests.support.record import EXAMPLES

RECORDED_ONLY = [run for run in RUNS if why_not(run) in (THREADS, BUFFERS)]
NEEDS_MORE = [run for run in RUNS if run.scenario.requires or run.scenario.upstream or run.modules or run.scenario.page]


@pytest.mark.parametrize("run", LOCK_STEP, ids=name)
def test_a_page_makes_the_committed_recording(run: Run) -> None:
    """That it leaves nothing behind is shown in a process of its own (``test_monkeypatches``)."""
    ran = ran_in_page(run)
    recording = committed(run.example)[run.name]
    assert ran.error is None
    assert steps(ran.recording) == steps(recording)
    assert ran.recording == recording


@pytest.mark.parametrize("run", FREE, ids=name)
def test_a_free_run_differs_in_its_order_between_the_lanes_alone(run: Run) -> None:
    free = ran_in_page(run).recording.model_copy(update={"clock": "free"})
    assert comparable(free) == comparable(committed(run.example)[run.name])


@pytest.mark.parametrize("run", RECORDED_ONLY, ids=name)
def test_what_is_recorded_only_really_cannot_run_in_a_page(run: Run) -> None:
    ran = ran_in_page(run)
    assert ran.recording != committed(run.example)[run.name]
    if why_not(run) == THREADS and not ran.raised:  # a page has no file for a program that begins with one
        assert NO_THREADS in str(ran.error)


@pytest.mark.parametrize("run", NEEDS_MORE, ids=name)
def test_what_needs_more_than_fastapi_is_not_offered_to_run(run: Run) -> None:
    package = next(iter(run.scenario.requires), "")
    assert why_not(run) in (BROWSER, UPSTREAM, NEEDS.format(package), FILES)
    assert not {*run.scenario.requires} & {*PACKAGES}  # those that a page has


def test_each_reason_is_some_examples() -> None:
    assert {why_not(run) for run in RUNS if run not in NEEDS_MORE} == {None, THREADS, BUFFERS}
    assert NEEDS_MORE


def test_a_live_run_has_the_same_events_and_takes_its_time() -> None:
    run = Example(EXAMPLES, "time_between_chunks/ticks").runs["main"]
    seen: list[tuple[float, float]] = []

    async def live() -> Ran:
        loop = asyncio.get_running_loop()
        began = loop.time()
        tell = lambda at, what: seen.append((at / 1000, loop.time() - began))  # noqa: E731
        return await PageRun(run.source, run.scenario, tell, live=True).perform()

    # A live run's times are real, and so its recording has none.
    assert asyncio.run(live()).recording == timeless(ran_in_page(run).recording)
    assert seen[-1][0] > 0.15
    assert all(real >= virtual - 0.01 for virtual, real in seen)


def test_the_loop_around_a_live_run_goes_on() -> None:
    run = Example(EXAMPLES, "time_between_chunks/ticks").runs["main"]

    async def beside() -> int:
        ticks = 0
        task = asyncio.create_task(PageRun(run.source, run.scenario, live=True).perform())
        while not task.done():
            await asyncio.sleep(0.01)
            ticks += 1
        await task
        return ticks

    assert asyncio.run(beside()) > 5


def test_two_runs_in_one_python_are_the_same() -> None:
    run = Example(EXAMPLES, "client_leaves/cleanup").runs["main"]

    async def twice() -> list[Recording]:
        return [(await PageRun(run.source, run.scenario).perform()).recording for _ in range(2)]

    first, second = asyncio.run(twice())
    assert first == second


# What CPython with Emscripten lacks, or what nobody should have to download.
ABSENT = ("click", "fcntl", "markdown", "multiprocessing", "pygments", "pymdownx", "resource", "termios", "yaml")
PACKAGES = (
    "_cffi_backend",
    "annotated_doc",
    "annotated_types",
    "anyio",
    "fastapi",
    "h11",
    "idna",
    "markupsafe",
    "opentelemetry",
    "pydantic",
    "pydantic_core",
    "starlette",
    "typing_extensions.py",
    "typing_inspection",
)

PAGE = """
import asyncio, json, sys
for name in {absent}: sys.modules[name] = None
from chunkwise.browser import entry
import _thread, socket, threading
def nothing(*args, **options): raise RuntimeError("a browser has none")
_thread.start_new_thread = threading._start_joinable_thread = threading._start_new_thread = nothing
socket.socket.__init__ = nothing
async def main():
    source, scenario = json.load(sys.stdin)
    return await entry.run(source, scenario)
# asyncio's own loop would need a pair of sockets, so the outer loop is of the inner one's kind.
from chunkwise.browser.loop import InnerLoop
print(InnerLoop(lambda timeout: []).run_until_complete(main()))
print(*(name for name in sys.modules if name.startswith("uvicorn")), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a page's Python has, and nothing else: our files, parts of Uvicorn, and a few packages."""
    folder = tmp_path_factory.mktemp("page")
    for file, source in imported().items():
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    installed = Path(pydantic.__file__).parent.parent
    for package in PACKAGES:
        for found in [installed / package, *installed.glob(f"{package}-*.dist-info")]:
            if found.exists():
                (folder / found.name).symlink_to(found)
    return folder


def test_a_page_needs_only_what_is_packed_for_it(page: Path) -> None:
    run = Example(EXAMPLES, "server_sent_events/resume").runs["main"]
    program = f"import sys; sys.path.insert(0, {str(page)!r})\n" + PAGE.format(absent=ABSENT)
    scenario = run.scenario.model_dump(mode="json", exclude_defaults=True)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program],
        input=json.dumps([run.source, scenario]),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["error"] is None
    recording = committed(run.example)["main"]
    assert result["events"] == len(recording.events)
    assert result["html"]["steps"] == entry.shown(recording, run.scenario, "yours", "main", "yours-")["html"]["steps"]
    assert "uvicorn.main" not in done.stderr.split()


CLEANS_UP = """\
from contextlib import contextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@contextmanager
def held():
    try:
        yield
    finally:
        print("given back")


@app.get("/stream", response_class=StreamingResponse)
async def stream():
    with held():
        while True:
            yield "more"
"""


def test_what_python_closes_after_a_run_is_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run is over, so a generator that is closed then ends at its first line. Python would print that."""
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    ran = json.loads(asyncio.run(entry.run(CLEANS_UP, {"path": "/stream"})))
    assert "never" in ran["status"] or ran["error"], ran
    assert told == []
