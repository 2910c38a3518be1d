from __future__ import annotations

import subprocess
import sys

from tests.support.made import ROOT
from tests.support.reading import client, code, header, in_order, pieces, sent, status, wire
from tests.support.record import Record

THREE = "streaming_responses/three_chunks"


def test_one_message_for_each_yield_and_an_empty_one_at_the_end(record: Record) -> None:
    assert sent(record(THREE)) == ["chunk 0\n", "chunk 1\n", "chunk 2\n", ""]


def test_each_chunk_is_framed_by_its_size_and_zero_ends_the_body(record: Record) -> None:
    assert wire(record(THREE))[1:] == [f"8\r\nchunk {i}\n\r\n" for i in range(3)] + ["0\r\n\r\n"]


def test_a_chunk_arrives_before_the_generator_goes_on(record: Record) -> None:
    assert in_order(record(THREE), "generate yield", "client piece", "generate resume", "generate yield")


def test_the_connection_closes_because_the_client_asked(record: Record) -> None:
    assert client(record(THREE))[-2:] == ["finished", "closed"]
    assert header(record(THREE), "connection") == "close"


def test_with_keep_alive_the_response_ends_and_the_connection_stays(record: Record) -> None:
    assert client(record(THREE, "keep_alive"))[-2:] == ["finished", "open"]
    assert header(record(THREE, "keep_alive"), "connection") is None


def test_five_yields_are_five_chunks(record: Record) -> None:
    assert len(pieces(record(THREE, "five_chunks"))) == 5


def test_an_empty_chunk_is_a_message_and_no_byte(record: Record) -> None:
    recording = record("streaming_responses/empty_chunk")
    assert sent(recording) == ["first", "", "last", ""]
    assert wire(recording)[1:] == ["5\r\nfirst\r\n", "4\r\nlast\r\n", "0\r\n\r\n"]
    assert client(recording)[-1] == "open"


def test_head_runs_the_whole_generator_for_no_byte_of_body(record: Record) -> None:
    recording = record("streaming_responses/head")
    assert len(code(recording, "generate", "yield")) == 3
    assert len(wire(recording)) == 1
    assert pieces(recording) == []
    assert status(recording) == [200]
    assert len(pieces(record("streaming_responses/head", "get"))) == 3


def test_a_path_that_takes_get_alone_refuses_head_and_runs_nothing(record: Record) -> None:
    recording = record("streaming_responses/head", "get_only")
    assert (status(recording), header(recording, "allow")) == ([405], "GET")
    assert not [event for event in recording.events if event.lane == "code"]


def test_a_connection_that_nobody_uses_is_closed_by_the_server(record: Record) -> None:
    assert client(record(THREE, "idle"))[-2:] == ["finished", "closed"]
    assert header(record(THREE, "idle"), "connection") is None


def test_a_length_that_is_known_takes_the_place_of_chunks(record: Record) -> None:
    recording = record(THREE, "length")
    assert (header(recording, "content-length"), header(recording, "transfer-encoding")) == ("24", None)
    assert wire(recording)[1:] == ["chunk 0\n", "chunk 1\n", "chunk 2\n"]
    assert client(recording)[-2:] == ["finished", "closed"]


def test_the_two_generators_print_what_the_page_shows() -> None:
    program = ROOT / "examples" / "streaming_responses" / "two_generators.py"
    run = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == program.with_suffix(".txt").read_text("utf-8")
