"""In the reader's browser an example makes the recording that is committed, event by event."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from chunkwise.events import Recording
from chunkwise.examples.example import Run
from chunkwise.views.comparable import comparable
from tests.support.browser import page_at
from tests.support.covering import covered_first
from tests.support.in_page import FREE, LOCK_STEP, committed
from tests.support.made import first_difference, timeless
from tests.support.worker import LESSON, START, WORKER

RUN = """
import json
from chunkwise.browser import entry
told = []
result = await entry.run({source!r}, {asked!r}, lambda kind, text: told.append((kind, json.loads(text))))
json.dumps([json.loads(result), [what for kind, what in told if kind == "event"]])
"""

ABSENT = "FileNotFoundError(44, ", "FileNotFoundError(2, "
"""A page's Python numbers the system's errors as WASI does, where ENOENT is 44."""


@pytest.fixture(scope="module")
def python(browser: Browser, port: int) -> Iterator[Page]:
    """A page with one worker for all runs, as a reader has who tries one example after another."""
    with page_at(browser, LESSON) as page:
        assert page.evaluate(START, WORKER)[-1]["type"] == "ready"
        yield page


@pytest.mark.parametrize("run", covered_first(LOCK_STEP + FREE))
def test_the_browser_makes_the_committed_recording(run: Run, python: Page) -> None:
    asked = run.scenario.model_dump_json(exclude={"variants"})
    answer = python.evaluate("(text) => run(text)", RUN.format(source=run.source, asked=asked))
    result, events = json.loads(answer["value"].replace(*ABSENT))
    for event in events:
        del event["at"]  # of the run, and told to the page; a recording has its own
    recording = timeless(committed(run.example)[run.name])
    made = Recording.model_validate({"clock": recording.clock, "source": run.source, "events": events})
    assert result["error"] is None
    assert comparable(made) == comparable(recording), first_difference(made, recording)
