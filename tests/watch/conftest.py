"""Runs of other people's programs, each made once, because each is a process that imports FastAPI."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from chunkwise.events import Recording
from chunkwise.watch.job import End, Job, Request
from chunkwise.watch.process import Process
from tests.support.made import ROOT

WATCHED = ROOT / "tests" / "cases" / "watched"

Watched = Callable[..., tuple[Recording, End]]


def job(folder: Path, path: str, module: str = "app", **more: object) -> Job:
    """Return the job of one GET."""
    given = {
        "module": module,
        "attribute": "app",
        "folder": str(folder),
        "follow": str(folder),
        "request": Request(method="GET", path=path),
        **more,
    }
    return Job.model_validate(given)


@pytest.fixture(scope="session")
def watched() -> Watched:
    """``watched(folder, "/path")``: what a watch recorded, and how the run ended."""

    @cache
    def watched(folder: Path, path: str, module: str = "app", **more: object) -> tuple[Recording, End]:
        with Process(job(folder, path, module, **more)) as process:
            while process.end is None:
                process.take(0.05)
            return process.received.recording, process.end

    return watched
