"""One recorder for all tests of a worker, because keeping its process warm is what makes a recording cheap."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from chunkwise.authoring.assets import copy_assets
from chunkwise.events import Recording
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder
from tests.support.made import ROOT
from tests.support.record import EXAMPLES, Record

# A shell starts what it runs in the background with Ctrl-C ignored, and so would be every command under test.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Copy the scripts and styles to where builders take them, before there are workers that build at once."""
    if not hasattr(config, "workerinput"):
        copy_assets(ROOT / "docs")


@pytest.fixture(scope="session")
def recorder() -> Iterator[Recorder]:
    with Recorder() as recorder:
        yield recorder


@pytest.fixture(scope="session")
def record(recorder: Recorder) -> Record:
    """``record("lesson/example")``, or with a variant's name: what the example does now, recorded once a session."""
    made: dict[tuple[str, str], Recording] = {}

    def record(name: str, variant: str = "main") -> Recording:
        if (name, variant) not in made:
            made[name, variant] = recorder.record(Example(EXAMPLES, name).runs[variant])
        return made[name, variant]

    return record
