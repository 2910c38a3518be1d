"""Who holds a piece between the generator and its reader: the program, a kernel, a proxy or the client's library."""

from __future__ import annotations

import array
import fcntl
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chunkwise.conditions import records
from chunkwise.events import UpstreamEvent
from chunkwise.examples.example import Example
from tests.support.reading import arrivals, client, header, in_order, pieces, wire
from tests.support.record import EXAMPLES, Record

RELAY = "whose_buffer/relay"
WORDS = ["one\n", "two\n", "three\n"]


def test_a_relay_that_streams_passes_each_word_on_before_the_next_one_arrives(record: Record) -> None:
    recording = record(RELAY)
    assert pieces(recording) == WORDS
    assert in_order(recording, *["upstream piece", "client piece"] * 3)


@pytest.mark.parametrize("variant", ["in_blocks", "with_get", "read_first"])
def test_a_client_library_that_waits_for_a_block_or_the_end_makes_one_piece_of_all_words(
    record: Record, variant: str
) -> None:
    recording = record(RELAY, variant)
    assert pieces(recording) == ["".join(WORDS)]
    assert in_order(recording, "upstream finished", "words yield", "client piece")


@pytest.mark.parametrize("variant", ["main", "in_blocks", "with_get", "read_first"])
def test_the_upstream_sends_the_same_whoever_holds_its_words(record: Record, variant: str) -> None:
    sent = [event for event in record(RELAY, variant).events if isinstance(event, UpstreamEvent)]
    assert [event.data.text for event in sent if event.kind == "piece" and event.data] == WORDS


BATCHES = "whose_buffer/batches"


def test_a_batch_that_never_fills_holds_its_orders_until_the_feed_ends(record: Record) -> None:
    assert arrivals(record(BATCHES)) == pytest.approx([3000])
    assert arrivals(record(BATCHES, "one_by_one")) == pytest.approx([1000, 2000, 3000])
    assert "".join(pieces(record(BATCHES))) == "".join(pieces(record(BATCHES, "one_by_one")))


PIECES = "whose_buffer/pieces"


def test_the_program_ends_while_a_client_that_reads_late_has_nothing(record: Record) -> None:
    recording = record(PIECES, "reads_late")
    assert in_order(recording, "pieces return", "client read on", "client headers", "client piece")
    assert client(recording).count("piece") == 5
    assert wire(recording) == wire(record(PIECES))


def found(variant: str, configuration: str) -> dict[str, str]:
    """What was found out about a variant behind nginx with that configuration."""
    place = variant, configuration
    known = records.load(Example(EXAMPLES, PIECES))
    return next(dict(one.facts) for one in known if (one.condition.variant, one.condition.configuration) == place)


@pytest.mark.parametrize(
    ("variant", "configuration", "arrive"),
    [
        ("main", "nginx.conf", "one by one"),
        ("main", "nginx-http-1.0.conf", "all at the end"),
        ("larger", "nginx-http-1.0.conf", "some together"),
        ("main", "nginx-gzip.conf", "all at the end"),
        ("no_type", "nginx-gzip.conf", "one by one"),
        ("main", "nginx-buffering-off.conf", "one by one"),
        ("unbuffered", "nginx-http-1.0.conf", "one by one"),
        ("unbuffered", "nginx-gzip.conf", "one by one"),
    ],
)
def test_a_line_of_its_configuration_makes_nginx_hold_a_stream(variant: str, configuration: str, arrive: str) -> None:
    assert found(variant, configuration)["pieces"] == arrive


def test_whoever_holds_the_pieces_the_program_runs_to_its_end() -> None:
    assert {one.facts["program"] for one in records.load(Example(EXAMPLES, PIECES))} == {"runs to its end"}


def test_the_header_is_set_in_a_dependency(record: Record) -> None:
    assert header(record(PIECES, "unbuffered"), "x-accel-buffering") == "no"
    assert header(record(PIECES), "x-accel-buffering") is None
    assert header(record(PIECES, "no_type"), "content-type") is None


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A Uvicorn that serves the five pieces."""
    log = tmp_path_factory.mktemp("served") / "log"
    with log.open("wb") as written:
        command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0"]
        server = subprocess.Popen(command, cwd=EXAMPLES / PIECES, stdout=written, stderr=written)
    try:
        yield listening(log)
    finally:
        server.kill()
        server.wait()


def listening(log: Path) -> int:
    ends = time.monotonic() + 30
    while "running on " not in (text := log.read_text("utf-8")):
        assert time.monotonic() < ends, text
        time.sleep(0.02)
    return int(text.split("running on ")[1].split(" ")[0].rpartition(":")[2])


def unread(connection: socket.socket) -> int:
    """The bytes that lie in the kernel for this socket, which ``ss`` calls ``Recv-Q``."""
    size = array.array("i", [0])
    fcntl.ioctl(connection, termios.FIONREAD, size)
    return size[0]


def test_what_a_client_has_not_read_lies_in_its_kernel(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"GET /pieces HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        # A look that takes nothing out. It waits for the first byte only, so it is repeated until the end is there.
        while not connection.recv(65536, socket.MSG_PEEK).endswith(b"0\r\n\r\n"):
            time.sleep(0.02)
        held = unread(connection)
        response = connection.recv(65536)
    assert held == len(response)
    assert response.count(b"piece ") == 5
