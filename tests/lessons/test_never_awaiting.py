"""A stream that is never suspended: who waits for it, which await isn't one, and what lets the others in."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.reading import code, in_order, pieces, story
from tests.support.record import EXAMPLES, Record

HISTORY, SEARCH, STOP = "never_awaiting/history", "never_awaiting/search", "never_awaiting/stop"


def between(record: Record, name: str, variant: str, function: str) -> int:
    """How many pieces are made between the other client's last request and the moment at which its endpoint runs."""
    told = story(record(name, variant))
    starts = max(place for place, words in enumerate(told) if words == "ping start")
    asked = max(place for place, words in enumerate(told[:starts]) if words == "other request")
    return told[asked:starts].count(f"{function} yield")


@pytest.mark.parametrize("variant", ["main", "queue", "relayed"])
def test_an_await_that_finds_its_result_lets_nobody_in(record: Record, variant: str) -> None:
    assert between(record, HISTORY, variant, "messages") == 7


def test_an_await_that_waits_lets_the_ping_in_before_the_next_message(record: Record) -> None:
    assert between(record, HISTORY, "waits", "messages") == 0


@pytest.mark.parametrize(
    ("variant", "function"), [("declared", "history"), ("json_lines", "history"), ("checkpoint", "messages")]
)
def test_a_checkpoint_after_each_message_lets_it_in_after_two(record: Record, variant: str, function: str) -> None:
    assert between(record, HISTORY, variant, function) == 2


def test_an_event_stream_lets_the_ping_in_too(record: Record) -> None:
    recording = record(HISTORY, "events")
    assert in_order(recording, "other request", "history yield", "other finished", "history yield", "reader finished")


def test_the_reader_gets_the_same_messages_in_each_form(record: Record) -> None:
    messages = [f"message {number}\n" for number in range(8)]
    for variant in ("main", "declared", "checkpoint", "waits", "queue", "relayed"):
        assert pieces(record(HISTORY, variant), 2) == messages


def test_a_client_that_leaves_is_noticed_only_at_a_checkpoint(record: Record) -> None:
    assert len(code(record(HISTORY, "leaves"), "messages", "yield")) == 8
    assert len(code(record(HISTORY, "declared_leaves"), "history", "yield")) == 5
    assert len(code(record(HISTORY, "checkpoint_leaves"), "messages", "yield")) == 5


def test_only_a_checkpoint_of_its_own_raises_in_the_generator(record: Record) -> None:
    assert code(record(HISTORY, "declared_leaves"), "history", "raise") == []
    raised = code(record(HISTORY, "checkpoint_leaves"), "messages", "raise")
    assert [(event.error or "").startswith("CancelledError") for event in raised] == [True]


def test_a_stop_button_is_served_only_if_the_loop_is_suspended(record: Record) -> None:
    assert pieces(record(STOP))[-1] == "word 7\n"
    assert in_order(record(STOP), "button request", "reader finished", "stop start")
    assert pieces(record(STOP, "declared"))[-1] == "word 5\n"


def test_a_declared_loop_that_rarely_yields_is_rarely_suspended(record: Record) -> None:
    assert in_order(record(SEARCH), "other request", "reader finished", "ping start", "other finished")
    assert len(code(record(SEARCH, "leaves"), "search", "yield")) == 2


@pytest.mark.parametrize("variant", ["checkpoint", "def_generator"])
def test_a_checkpoint_in_the_loop_and_a_thread_let_the_ping_in_between_two_matches(
    record: Record, variant: str
) -> None:
    assert between(record, SEARCH, variant, "search") == 0


def test_a_reader_that_stalls_suspends_the_generator(record: Record) -> None:
    recording = record("never_awaiting/stalled")
    asked = ["reader headers", "letters yield", "other request", "ping start", "other finished", "reader piece"]
    assert in_order(recording, *asked)
    told = story(recording)
    assert told[: told.index("reader piece")].count("letters yield") == 3


def test_a_checkpoint_after_the_loop_is_too_late(record: Record) -> None:
    assert between(record, "never_awaiting/make_way", "main", "rows") == 2
    assert between(record, "never_awaiting/make_way", "after_the_loop", "rows") == 7


def test_asyncio_logs_each_write_to_a_client_that_is_gone(tmp_path: Path) -> None:
    """Claim of the page on a server of its own: the recorder's client reads what was sent before it leaves."""
    program = (EXAMPLES / HISTORY / "app.py").read_text().replace("range(8)", "range(100_000)")
    (tmp_path / "app.py").write_text(program)
    log = tmp_path / "log"
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0", "--loop", "asyncio"]
    with log.open("wb") as written:
        server = subprocess.Popen(command, cwd=tmp_path, env=os.environ, stdout=written, stderr=written)
    try:
        address = until(log, r"running on http://([\d.:]+)")
        connection = http.client.HTTPConnection(address, timeout=30)
        connection.request("GET", "/history")
        assert connection.getresponse().read(9) == b"message 0"
        connection.close()
        until(log, r"(socket\.send\(\) raised exception\.\n){100}")
    finally:
        server.kill()
        server.wait()


def until(log: Path, words: str) -> str:
    ends = time.monotonic() + 60
    while (found := re.search(words, log.read_text())) is None:
        assert time.monotonic() < ends, log.read_text()[-2000:]
        time.sleep(0.02)
    return found[1]
