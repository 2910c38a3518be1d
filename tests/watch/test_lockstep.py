"""``--lock-step``: the same in each run, and a sentence where it can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.events import ClientEvent, CodeEvent
from chunkwise.watch.process import Process
from tests.watch.conftest import WATCHED, Watched, job

OUTSIDE = WATCHED / "outside.py"


def test_two_runs_are_the_same_and_a_sleep_takes_no_time(watched: Watched) -> None:
    first, end = watched(WATCHED, "/rows", "outside", lock_step=True)
    with Process(job(WATCHED, "/rows", "outside", lock_step=True)) as process:
        while process.end is None:
            process.take(0.05)
        second = process.received.recording

    assert end.kind == "whole"
    assert first.clock == "lock-step"
    assert first.model_dump_json() == second.model_dump_json()
    pieces = [one for one in first.events if isinstance(one, ClientEvent) and one.kind == "piece"]
    assert [one.at for one in pieces] == [5_000, 10_000, 15_000]
    assert [one.data.text for one in pieces if one.data] == [f"{n} {1_767_225_605 + 5 * n}\n" for n in range(3)]


def test_nothing_is_left_out_however_quickly_it_comes(watched: Watched) -> None:
    recording, _ = watched(WATCHED, "/many?count=700", "app.main", lock_step=True)

    made = [one for one in recording.events if isinstance(one, CodeEvent) and one.kind == "yield" and one.body]
    assert len(made) == 700
    assert not any(one.left_out for one in recording.events)


@pytest.mark.parametrize(
    ("path", "what", "call"),
    [
        ("/thread", "the program starts a thread of its own", "threading.Thread"),
        ("/server", "the program connects to 127.0.0.1:9", "asyncio.open_connection"),
        ("/process", "the program starts a process", "subprocess.run"),
    ],
)
def test_what_has_a_time_of_its_own_is_refused_with_its_line(path: str, what: str, call: str, watched: Watched) -> None:
    _, end = watched(WATCHED, path, "outside", lock_step=True)

    assert (end.kind, end.what) == ("error", what)
    assert end.hint is not None
    assert end.hint.startswith("Run it without --lock-step")
    assert end.file is not None
    assert end.line is not None
    assert Path(end.file).name == OUTSIDE.name
    assert call in OUTSIDE.read_text("utf-8").splitlines()[end.line - 1]
