"""The runtime as built, in a browser under the strict policy: it starts, is what was pinned, and stays contained."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from scripts.runtime import locks
from tests.support.browser import ADDRESS, page_at
from tests.support.made import ROOT
from tests.support.trying import wait_for_kept
from tests.support.worker import LESSON, START, WORKER

Told = dict[str, Any]
Run = Callable[[str], Told]


@pytest.fixture(scope="module")
def alone(browser: Browser, port: int) -> Iterator[Page]:
    """One page for all tests that only run something, because a start takes seconds."""
    with page_at(browser, LESSON) as page:
        yield page


@pytest.fixture(scope="module")
def started(alone: Page) -> list[Told]:
    """What the worker said until it was ready."""
    heard: list[Told] = alone.evaluate(START, WORKER)
    assert heard[-1]["type"] == "ready", heard[-1]
    return heard


@pytest.fixture
def run(alone: Page, started: list[Told]) -> Run:
    """``run(text)`` runs Python and returns the last answer."""
    return lambda text: alone.evaluate("(text) => run(text)", text)


@pytest.fixture
def asked(alone: Page) -> Iterator[list[str]]:
    """The addresses that are asked for from now on."""
    urls: list[str] = []

    def note(request: Request) -> None:
        urls.append(request.url)

    alone.on("request", note)
    yield urls
    alone.remove_listener("request", note)


def test_it_runs_the_versions_that_are_pinned(started: list[Told], run: Run) -> None:
    pinned = {wheel.name: wheel.version for wheel in locks.read(ROOT / "scripts/runtime/wheels.txt")}
    names = json.dumps(sorted(pinned))
    told = run(f"import fastapi\nfrom importlib.metadata import version\n[version(name) for name in {names}]")
    assert told["value"] == [pinned[name] for name in sorted(pinned)]
    assert {name: started[-1]["versions"][name] for name in pinned} == pinned


def test_the_bytes_that_came_are_told_until_all_are_there(started: list[Told], site: Path) -> None:
    progress = [told for told in started if told["type"] == "progress"]
    loaded = [told["loaded"] for told in progress]
    assert loaded == sorted(loaded)
    assert loaded[-1] == progress[0]["total"]
    files = json.loads((site / "assets/runtime/manifest.json").read_text())["files"]
    assert progress[0]["total"] == sum(part["bytes"] for name, part in files.items() if name != "full-library")


@pytest.fixture(scope="module")
def asked_again(alone: Page, started: list[Told]) -> list[Request]:
    """What a second worker asks for when the first one's files are kept."""
    wait_for_kept(alone, "chunkwise-runtime", 7)
    seen: list[Request] = []

    def note(request: Request) -> None:
        seen.append(request)

    alone.on("request", note)
    heard = alone.evaluate(START, WORKER)
    alone.remove_listener("request", note)
    assert heard[-1]["type"] == "ready"
    return seen


def test_the_second_start_asks_the_host_for_the_list_alone(asked_again: list[Request]) -> None:
    # Of what comes from the browser's cache, Playwright takes the head away from nothing.
    came = [one for one in asked_again if one.failure is None and one.sizes()["responseBodySize"] >= 0]
    assert {one.url.rsplit("/", 1)[1] for one in came} == {"manifest.json"}


def test_the_second_start_takes_the_machine_from_where_its_compiled_code_is(asked_again: list[Request]) -> None:
    names = [one.url.rsplit("/", 1)[1] for one in asked_again]
    assert [name.partition(".")[0] for name in names if name.endswith(".wasm")] == ["machine"]


def test_values_go_in_and_come_out(run: Run) -> None:
    told = run("import asyncio\nemit('first')\nawait asyncio.sleep(0)\nemit('second')\nprint('said')\nsum(given)")
    assert told["value"] == 3
    assert [one["value"] for one in told["before"] if one["type"] == "event"] == ["first", "second"]
    assert {"type": "output", "error": False, "text": "said"} in told["before"]


def test_a_run_of_a_reader_is_recorded_and_comes_back_as_html(run: Run) -> None:
    source = (ROOT / "examples/streaming_responses/three_chunks/app.py").read_text()
    program = f"import json\nfrom chunkwise.browser.entry import run\nawait run({source!r}, {{'path': '/stream'}})"
    told = run(program)
    assert told["type"] == "done", told
    result = json.loads(told["value"])
    assert result["error"] is None
    assert result["output"] == "chunk 0\nchunk 1\nchunk 2\n"
    assert "<table" in result["html"]["steps"]


def test_an_exception_comes_back_as_its_traceback(run: Run) -> None:
    told = run("def f():\n    1 / 0\nf()")
    assert (told["type"], told["name"]) == ("raised", "ZeroDivisionError")
    assert "line 2, in f" in told["traceback"]
    assert run("1 + 1")["value"] == 2


def test_a_program_that_breaks_python_itself_is_told_of(browser: Browser, started: list[Told]) -> None:
    with browser.new_context() as context:  # without the trouble fixture, since Pyodide logs an error
        page = context.new_page()
        page.goto(ADDRESS + LESSON)
        page.evaluate(START, WORKER)
        assert page.evaluate("(text) => run(text)", "def f(n):\n    return f(n + 1)\nf(0)")["name"] == "RecursionError"
        told = page.evaluate("(text) => run(text)", "import json\njson.loads('[' * 100_000)")
    assert told["type"] == "failed"
    assert "nested too deep" in told["what"]


def test_a_rarely_used_part_of_the_library_is_loaded_when_it_is_imported(
    alone: Page, run: Run, asked: list[str]
) -> None:
    assert run("import json, asyncio, dataclasses, logging; 1")["value"] == 1
    assert asked == []
    assert run("import wave, asyncio.tools, json.tool; wave.__name__")["value"] == "wave"
    assert any("/full-library." in url for url in asked)
    assert run("import nowhere")["name"] == "ModuleNotFoundError"
    assert [url for url in asked if not url.endswith("/manifest.json") and "/full-library." not in url] == []
    wait_for_kept(alone, "chunkwise-runtime", 8)


@pytest.mark.parametrize(
    "attempt",
    [
        "from js import fetch",
        "from js import indexedDB",
        "from js import caches",
        "from pyodide.code import run_js\nrun_js('1')",
        "from pyodide.http import pyfetch\nawait pyfetch('/')",
        "import urllib.request\nurllib.request.urlopen('http://chunkwise.localhost/').read()",
        "import socket\nsocket.create_connection(('chunkwise.localhost', 80), timeout=1)",
    ],
)
def test_a_program_reaches_neither_storage_nor_network(run: Run, asked: list[str], attempt: str) -> None:
    assert run(attempt)["type"] == "raised"
    # What is asked for is Python itself: more of its library, or another one after a program that changed a library.
    assert [url for url in asked if "/assets/runtime/" not in url] == []


def test_a_reader_who_runs_nothing_loads_nothing_of_it(page_of_its_own: Page, address: str) -> None:
    page = page_of_its_own
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + LESSON, wait_until="networkidle")
    assert asked
    assert [url for url in asked if "/runtime/" in url or "try/worker" in url or "/vendor/" in url] == []
