from __future__ import annotations

import zlib

from tests.support.reading import client, header, in_order, pieces, status
from tests.support.record import Record

GZIP = "middleware/gzip"
WORDS = ["apple", "mango", "cherry"]


def test_each_compressed_chunk_can_be_read_when_it_arrives(record: Record) -> None:
    assert header(record(GZIP), "content-encoding") == "gzip"
    unzip = zlib.decompressobj(wbits=31)
    assert [unzip.decompress(piece.encode("latin-1")).decode() for piece in pieces(record(GZIP))] == [*WORDS, ""]
    assert unzip.eof


def test_the_headers_wait_for_the_first_chunk(record: Record) -> None:
    assert in_order(record(GZIP), "generate yield", "send http.response.start", "client piece", "generate resume")


def test_a_client_that_does_not_ask_gets_it_as_it_is(record: Record) -> None:
    assert header(record(GZIP, "not_asked_for"), "content-encoding") is None
    assert pieces(record(GZIP, "not_asked_for")) == WORDS


def test_an_exception_before_the_first_chunk_is_a_500_behind_it_and_a_200_without_it(record: Record) -> None:
    assert status(record(GZIP, "fails_first")) == [500]
    assert client(record(GZIP, "fails_first"))[-2:] == ["finished", "closed"]
    assert status(record(GZIP, "without_gzip")) == [200]
    assert client(record(GZIP, "without_gzip"))[-2:] == ["cut short", "closed"]
