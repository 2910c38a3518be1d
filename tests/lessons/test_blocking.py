"""Blocking calls: who waits for them, what a thread or an await changes, and how the line is found."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Thread

import pytest

from tests.support.reading import client, code, in_order, pieces, ran, story
from tests.support.record import EXAMPLES, Record

FROZEN = "blocking/frozen"
ANSWER = "blocking/answer"
SLOW = re.compile(r"(?m)^Executing <Task.*\bwrap\b.*seconds$")
"""What the debug mode says of the task that made the stream."""
WORDS = ["word 0\n", "word 1\n", "word 2\n"]


def test_while_a_stream_sleeps_nobody_else_is_answered(record: Record) -> None:
    recording = record(FROZEN)
    assert in_order(recording, "other request", "reader finished", "ping start", "other headers")


def test_with_an_await_the_ping_is_answered_in_between(record: Record) -> None:
    recording = record(FROZEN, "asyncio_sleep")
    assert in_order(recording, "other request", "ping start", "other finished", "count resume", "reader finished")


def test_in_a_def_generator_the_sleep_holds_up_only_its_thread(record: Record) -> None:
    recording = record(FROZEN, "def_generator")
    assert in_order(recording, "other request", "ping start", "other finished", "count yield", "reader finished")


def test_the_bad_stream_itself_arrives_whole(record: Record) -> None:
    assert pieces(record(FROZEN)) == pieces(record(FROZEN, "asyncio_sleep")) == ["0\n", "1\n", "2\n"]
    assert story(record(FROZEN)).count("reader piece") == 3


def words_before_the_ping(record: Record, variant: str, *, function: str = "answer") -> int:
    """How many words are made between the ping's request and the moment at which its endpoint runs."""
    told = story(record(ANSWER, variant))
    starts = max(place for place, words in enumerate(told) if words == "ping start")
    asked = max(place for place, words in enumerate(told[:starts]) if words == "other request")
    return told[asked:starts].count(f"{function} yield")


def test_a_declared_stream_that_blocks_freezes_the_others_too(record: Record) -> None:
    assert in_order(record(ANSWER), "other request", "reader finished", "ping start", "other finished")
    assert pieces(record(ANSWER, "alone")) == WORDS


def test_the_await_of_fastapi_lets_a_request_through_only_after_several_calls(record: Record) -> None:
    assert words_before_the_ping(record, "longer") == 5
    assert words_before_the_ping(record, "kept_alive") == 2
    assert words_before_the_ping(record, "returned", function="words") == 7
    assert in_order(record(ANSWER, "returned"), "other request", "reader finished", "ping start")


@pytest.mark.parametrize("variant", ["awaited", "in_a_thread", "def_generator"])
def test_each_cure_lets_the_ping_through_at_once(record: Record, variant: str) -> None:
    assert words_before_the_ping(record, variant) == 0


@pytest.mark.parametrize("variant", ["async_in_name", "computes"])
def test_async_def_around_a_blocking_call_and_a_computation_change_nothing(record: Record, variant: str) -> None:
    assert in_order(record(ANSWER, variant), "other request", "reader finished", "ping start")


def test_a_sleep_of_no_seconds_still_lets_calls_block(record: Record) -> None:
    assert words_before_the_ping(record, "sleep_zero") == 2


def test_a_disconnect_is_noticed_when_the_event_loop_is_free(record: Record) -> None:
    made = {
        variant: len(code(record(ANSWER, variant), "words" if "returned" in variant else "answer", "yield"))
        for variant in ("leaves", "longer_leaves", "returned_leaves", "awaited_leaves", "thread_leaves")
    }
    assert made == {
        "leaves": 3,
        "longer_leaves": 4,
        "returned_leaves": 8,
        "awaited_leaves": 1,
        "thread_leaves": 2,
    }


def test_an_iterator_of_an_sdk_goes_through_threads(record: Record) -> None:
    assert in_order(record("blocking/sdk"), "other request", "ping start", "other finished", "answer resume")
    assert in_order(record("blocking/sdk", "on_the_loop"), "other request", "reader finished", "ping start")


def test_a_function_that_is_called_first_runs_on_the_event_loop(record: Record) -> None:
    recording = record("blocking/to_a_thread", "called_first")
    assert 'return f"row {number}\\n"' in ran(recording, "fetch")
    assert "cut short" in client(recording)


def test_the_stream_itself_counts_no_ping_while_it_blocks(record: Record) -> None:
    assert pieces(record("blocking/pings")) == ["0 answered\n"] * 3
    assert pieces(record("blocking/pings", "awaited")) == ["0 answered\n", "1 answered\n", "1 answered\n"]


def test_the_stack_names_the_line_and_the_debug_mode_only_the_time(tmp_path: Path) -> None:
    """Claim of the page on a server of its own: the recorder's clock would not let a call take long."""
    log = tmp_path / "log"
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0", "--loop", "asyncio"]
    with log.open("wb") as written:
        environment = {**os.environ, "PYTHONASYNCIODEBUG": "1", "PYTHONFAULTHANDLER": "1"}
        folder = EXAMPLES / ANSWER
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=written, stderr=written)
    try:
        until(log, "running on http://")
        address = log.read_text().split("running on ")[1].split(" ")[0]
        Thread(target=read, args=(f"{address}/answer",), daemon=True).start()
        until(log, "200 OK")
        until(log, "seconds")
        # The log is written between two calls; a moment later the next one of a second has begun.
        time.sleep(0.3)
        server.send_signal(signal.SIGABRT)
        server.wait(timeout=30)
    finally:
        server.kill()
        server.wait()
    text = log.read_text()
    stack = text.split("most recent call first")[1].splitlines()[1:3]
    assert [line.split(", ", 1)[1] for line in stack] == ["line 11 in next_word", "line 18 in answer"]
    (slow, *_) = SLOW.findall(text)
    assert "app.py" not in slow


def read(address: str) -> None:
    """Keep a stream going until its server is killed."""
    with suppress(OSError, HTTPException):
        urllib.request.urlopen(address, timeout=20).read()


def until(log: Path, words: str | re.Pattern[str]) -> None:
    ends = time.monotonic() + 30
    while not re.search(words, log.read_text()):
        assert time.monotonic() < ends, log.read_text()[-2000:]
        time.sleep(0.02)
