"""One recorder for all tests of a worker, because keeping its process warm is what makes a recording cheap."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

from chunkwise.authoring.assets import copy_assets
from chunkwise.errors import ChunkwiseError
from chunkwise.events import MAIN, Recording
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder
from scripts.lesson import find, lesson_pattern
from tests.support import packed_wheel
from tests.support.made import ROOT
from tests.support.record import EXAMPLES, Once, Record

# A shell starts what it runs in the background with Ctrl-C ignored, and so would be every command under test.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A change is judged by the same examples each time; `make test-all` draws new ones every night.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Copy the scripts and styles to where builders take them, before there are workers that build at once."""
    if not hasattr(config, "workerinput"):
        copy_assets(ROOT / "docs")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lesson", metavar="NAME", help="only the tests of this lesson, such as client-leaves")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if name := config.getoption("lesson"):
        try:
            of_lesson = lesson_pattern(find(name).name)
        except ChunkwiseError as error:
            raise pytest.UsageError(str(error)) from None
        config.hook.pytest_deselected(items=[item for item in items if not of_lesson.search(item.nodeid)])
        items[:] = [item for item in items if of_lesson.search(item.nodeid)]


@pytest.fixture(scope="session")
def recorder() -> Iterator[Recorder]:
    with Recorder() as recorder:
        yield recorder


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this session have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def once(session_folder: Path) -> Once:
    """``once(name, act)``: act, unless a worker of this session has acted under that name already, without an error."""
    folder = session_folder / "once"
    folder.mkdir(exist_ok=True)

    def once(name: str, act: Callable[[], object]) -> None:
        done = folder / sha256(name.encode()).hexdigest()
        with done.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                act()
                done.touch()

    return once


@pytest.fixture(scope="session")
def built(session_folder: Path, once: Once) -> Path:
    """Return the folder of the wheel and the source archive."""
    once("built", lambda: packed_wheel.build(session_folder / "dist"))
    return session_folder / "dist"


@pytest.fixture(scope="session")
def installed(session_folder: Path, built: Path, once: Once) -> Path:
    """Return the folder that holds the package as the wheel brings it, for ``PYTHONPATH``."""
    once("installed", lambda: packed_wheel.unpack(built, session_folder / "installed"))
    return session_folder / "installed"


@pytest.fixture(scope="session")
def record(recorder: Recorder, session_folder: Path) -> Record:
    """``record("lesson/example")``, or with a variant's name: what the example does now, recorded once a session."""
    folder = session_folder / "recorded"
    folder.mkdir(exist_ok=True)

    @cache
    def record(name: str, variant: str = MAIN) -> Recording:
        file = folder / f"{name.replace('/', '-')}-{variant}.json"
        with file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                made = recorder.record(Example(EXAMPLES, name).runs[variant])
                file.write_text(made.model_dump_json(), "utf-8")
            return Recording.model_validate_json(file.read_text("utf-8"))

    return record
