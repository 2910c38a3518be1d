"""What is committed is what the examples do now; and each of them is a program like any other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from chunkwise.engine.tracing import backends
from chunkwise.examples import store
from chunkwise.examples.example import Example, Run, find_examples
from chunkwise.exercises.projects import STEP
from chunkwise.recording.recorder import Recorder
from tests.support.covering import LOCK_STEP, covered_first
from tests.support.in_page import committed
from tests.support.record import EXAMPLES, Record

ALL = find_examples(EXAMPLES)
NAMES = [example.name for example in ALL]


@pytest.mark.parametrize("example", ALL, ids=NAMES)
def test_a_fresh_recording_equals_the_committed_one(example: Example, record: Record) -> None:
    runs = example.runs
    # What a free run is about is time, which no two runs share.
    fresh = {name: record(example.name, name) for name, run in runs.items() if run.scenario.clock == "lock-step"}
    free = {name: one for name, one in store.load(example).items() if name not in fresh}
    anew = {name: (fresh | free)[name] for name in runs}
    assert store.dumps(example, anew) == example.recording_file.read_text("utf-8")


@pytest.fixture(scope="module")
def settrace() -> Iterator[Recorder]:
    with Recorder(backend="settrace") as recorder:
        yield recorder


@pytest.mark.parametrize("run", covered_first(LOCK_STEP))
def test_the_other_backend_makes_the_committed_recording(run: Run, settrace: Recorder) -> None:
    """Python 3.11 has settrace alone; ``make check-pythons`` compares its recordings with those of the others."""
    assert settrace.record(run) == committed(run.example)[run.name]


def test_there_is_no_third_backend() -> None:
    assert [*backends()] == (["monitoring", "settrace"] if sys.version_info >= (3, 12) else ["settrace"])


def test_each_example_can_be_imported() -> None:
    program = """
import runpy, sys
from pathlib import Path
for file in sys.argv[1:]:
    # As Uvicorn does: a program may have other files beside it.
    sys.path[0] = str(Path(file).parent)
    for beside in Path(file).parent.glob("*.py"):
        sys.modules.pop(beside.stem, None)
    assert runpy.run_path(file)["app"].routes, file
"""
    found = os.environ | {name: text for example in ALL for name, text in example.scenario.environment.items()}
    command = [sys.executable, "-c", program, *(str(example.app) for example in ALL)]
    subprocess.run(command, env=found, check=True, timeout=60)


SHORT = [example for example in ALL if not STEP.fullmatch(example.folder.name)]


@pytest.mark.parametrize("example", SHORT, ids=lambda example: example.name)
def test_each_example_can_be_read_at_a_glance(example: Example) -> None:
    """A project grows from step to step. What is new in each of its steps is counted with the other tasks.

    Blank lines part what is read, and are not read. A notebook measures forms of a program against each other, so it
    has them in one file, folded.
    """
    most = 41 if example.name.startswith("performance/") else 23
    assert len([line for line in example.source.splitlines() if line.strip()]) < most
