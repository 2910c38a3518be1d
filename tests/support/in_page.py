"""Runs as a page makes them, for the tests of that engine here and in a real browser."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from functools import cache

from chunkwise.browser.errors import let_go
from chunkwise.browser.run import PageRun, Ran
from chunkwise.events import Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example, Run, find_examples
from chunkwise.views.runnable import why_not_in_browser
from tests.support.record import EXAMPLES


@cache
def committed(example: Example) -> dict[str, Recording]:
    return store.load(example)


@contextmanager
def elsewhere() -> Iterator[None]:
    """Let a program write its files where nobody finds them, as it does in a page."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        yield


def ran_in_page(run: Run, *, live: bool = False) -> Ran:
    """Run it in a plain event loop, as a page does."""
    with elsewhere():
        ran = asyncio.run(PageRun(run.source, run.scenario, live=live).perform())
    for error in ran.raised:
        let_go(error)
    return ran


def why_not(run: Run) -> str | None:
    return why_not_in_browser(run.scenario, committed(run.example)[run.name])


RUNS = [run for example in find_examples(EXAMPLES) for run in example.runs.values()]


RUNNABLE = [run for run in RUNS if why_not(run) is None]


LOCK_STEP = [run for run in RUNNABLE if run.scenario.clock == "lock-step"]


FREE = [run for run in RUNNABLE if run.scenario.clock == "free"]


def name(run: Run) -> str:
    return f"{run.example.name}-{run.name}"
