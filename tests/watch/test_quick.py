"""Chunks that come too quickly are counted: nothing is lost of a run but the single steps, and it costs little."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Event, Recording
from chunkwise.views.steps import steps
from chunkwise.watch.checks import diagnose
from chunkwise.watch.findings import Seen
from chunkwise.watch.job import FOLLOWED
from chunkwise.watch.summary import client_view
from tests.watch.conftest import WATCHED, Watched

CHUNKS = 3_000


def counted(events: tuple[Event, ...], kind: type[Event]) -> int:
    return sum(one.left_out.count for one in events if isinstance(one, kind) and one.left_out is not None)


@pytest.fixture
def many(watched: Watched) -> Recording:
    recording, end = watched(WATCHED, f"/many?count={CHUNKS}", "app.main")
    assert end.kind == "whole"
    return recording


def test_each_side_counts_what_it_does_not_follow(many: Recording) -> None:
    events = many.events
    pieces = [one for one in events if isinstance(one, ClientEvent) and one.kind == "piece"]
    sent = [one for one in events if isinstance(one, AsgiEvent) and one.kind == "send" and one.more_body]
    made = [one for one in events if isinstance(one, CodeEvent) and one.kind == "yield" and one.body]

    assert FOLLOWED <= len(made) < CHUNKS
    assert len(pieces) + counted(events, ClientEvent) == CHUNKS
    assert len(sent) + counted(events, AsgiEvent) == CHUNKS
    assert len(made) + counted(events, CodeEvent) == CHUNKS
    size = sum(len(f"{number}\n") for number in range(CHUNKS))
    assert f"The client received {CHUNKS:,} pieces, {size:,} bytes:" in next(client_view(many, 120))


def test_the_end_behind_them_is_followed(many: Recording) -> None:
    end, open_, shutdown = steps(many)[-3:]

    assert (end.name, open_.name, shutdown.name) == ("end", "open", "shutdown")
    assert "more pieces" in end.received or "more pieces" in open_.received


def test_an_error_behind_them_is_found_with_its_line(watched: Watched) -> None:
    recording, _ = watched(WATCHED, f"/many?count={CHUNKS}&fail=true", "app.main")

    (found,) = [one for one in diagnose(Seen(recording)) if one.check == "died"]

    assert found.file == "app/many.py"
    assert "raise" in recording.modules["app/many.py"].splitlines()[found.line - 1]


def test_a_client_that_leaves_among_them_is_followed_from_there_on(watched: Watched) -> None:
    recording, end = watched(WATCHED, f"/many?count={CHUNKS}&pause=0.4", "app.main", hang_up_after=CHUNKS - 10)
    rows = steps(recording)
    last = [one for one in recording.events if isinstance(one, CodeEvent) and one.body][-1]

    assert end.kind == "whole"
    assert "hang up" in [row.name for row in rows]
    assert last.kind == "unwind"
    assert last.error is not None
    assert last.error.startswith("CancelledError(")


def test_chunks_that_come_slowly_again_are_followed_and_keep_their_numbers(watched: Watched) -> None:
    recording, _ = watched(WATCHED, f"/many?count={CHUNKS}&pause=1.1", "app.main")
    names = [row.name for row in steps(recording)]

    assert f"yield {CHUNKS}" in names
    assert len(names) < CHUNKS
    assert not [one for one in diagnose(Seen(recording)) if one.check in ("blocking", "at once")]


def test_a_chunk_that_is_cut_in_two_reads_is_one(watched: Watched, tmp_path: Path) -> None:
    recording, _ = watched(WATCHED, "/many?count=1500&size=9001", "app.main")
    pieces = [one for one in recording.events if isinstance(one, ClientEvent) and one.kind == "piece"]

    assert len(pieces) + counted(recording.events, ClientEvent) == 1500
    sizes = sum(one.data.size for one in pieces if one.data is not None)
    sizes += sum(one.left_out.size for one in recording.events if isinstance(one, ClientEvent) and one.left_out)
    assert sizes == 1500 * 9001
