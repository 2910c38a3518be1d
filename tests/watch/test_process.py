"""The process of a watch, from outside: nothing that it said gets lost, however it ends."""

from __future__ import annotations

import pytest

from chunkwise.watch.process import Process
from tests.watch.conftest import WATCHED, job


def test_what_it_said_just_before_it_ended_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with Process(job(WATCHED, "/greeting", "app.main", seconds=20)) as process:
        process._process.wait(30)
        real = process._selector.select
        looked = iter([True])
        # As if all of it had come between the look at the channel and the look at the process.
        monkeypatch.setattr(process._selector, "select", lambda seconds: [] if next(looked, False) else real(seconds))
        process.take(0)
        while process.end is None:
            process.take(0.05)
    assert process.end.kind == "whole"
    assert process.received.recording.events
