"""Files by lines and blocks, ranges, archives that are made while they are sent, and who receives an upload."""

from __future__ import annotations

import csv
import io
import runpy
import zipfile

import pytest
from starlette.responses import FileResponse
from starlette.testclient import TestClient

from chunkwise.events import AsgiEvent, ClientEvent, Recording
from tests.support.reading import client, code, error, header, in_order, pieces, sent, status
from tests.support.record import EXAMPLES, Record

FILE, CLOSED, RANGES = "files_and_uploads/open_file", "files_and_uploads/closed_file", "files_and_uploads/ranges"
ZIP, CSV, UPLOAD = "files_and_uploads/zip", "files_and_uploads/csv", "files_and_uploads/upload"


def sizes(recording: Recording) -> list[int]:
    """The sizes of the bodies that were sent, without the empty one at the end."""
    bodies = [event.body for event in recording.events if isinstance(event, AsgiEvent) and event.kind == "send"]
    return [body.size for body in bodies if body is not None and body.size]


def answered(recording: Recording) -> list[str]:
    """What the client received, without the parts that it sent."""
    return [
        event.data.text
        for event in recording.events
        if isinstance(event, ClientEvent) and event.kind == "piece" and event.data
    ]


def test_an_open_file_is_a_piece_for_each_line(record: Record) -> None:
    assert pieces(record(FILE)) == ["id,item\n", "1,tea\n", "2,cup\n", "3,pot\n"]


def test_in_blocks_it_is_one_piece(record: Record) -> None:
    assert pieces(record(FILE, "blocks")) == ["id,item\n1,tea\n2,cup\n3,pot\n"]


def test_a_file_without_line_ends_is_one_piece_of_any_size(record: Record) -> None:
    assert sizes(record(FILE, "no_lines")) == [200_000]
    assert sizes(record(FILE, "no_lines_in_blocks")) == [65_536, 65_536, 65_536, 3_392]


def test_a_file_of_a_with_block_is_closed_when_the_response_reads_it(record: Record) -> None:
    recording = record(CLOSED)
    assert status(recording) == [200]
    assert client(recording)[-2:] == ["cut short", "closed"]
    assert error(recording) == "ValueError('I/O operation on closed file.')"


@pytest.mark.parametrize(
    ("variant", "expected", "body"),
    [
        ("main", 206, "fghij"),
        ("last", 206, "xyz"),
        ("whole", 200, "abcdefghijklmnopqrstuvwxyz"),
        ("beyond", 416, ""),
        ("backwards", 400, "Range header: start must be less than end"),
        ("changed", 200, "abcdefghijklmnopqrstuvwxyz"),
        ("stream", 200, "abcdefghijklmnopqrstuvwxyz"),
    ],
)
def test_what_a_range_is_answered_with(record: Record, variant: str, expected: int, body: str) -> None:
    recording = record(RANGES, variant)
    assert status(recording) == [expected]
    assert "".join(pieces(recording)) == body


def test_the_blocks_of_a_file_response_are_64_kib() -> None:
    assert FileResponse.chunk_size == 64 * 1024


def test_a_range_says_where_it_is(record: Record) -> None:
    assert header(record(RANGES), "content-range") == "bytes 5-9/26"
    assert header(record(RANGES, "beyond"), "content-range") == "bytes */26"
    assert header(record(RANGES, "stream"), "accept-ranges") is None


def test_two_ranges_are_parts_of_one_body(record: Record) -> None:
    recording = record(RANGES, "two")
    assert (header(recording, "content-type") or "").startswith("multipart/byteranges; boundary=")
    assert [piece for piece in pieces(recording) if len(piece) == 2 and piece.isalpha()] == ["ab", "yz"]


def test_a_file_of_an_archive_is_sent_before_the_next_is_read(record: Record) -> None:
    recording = record(ZIP)
    assert ["may.csv" in piece for piece in sent(recording)[:2]] == [True, False]
    assert in_order(recording, "reports yield", "client piece", "reports yield", "client piece")
    assert len(code(record(ZIP, "in_memory"), "reports", "yield")) == 1


def test_an_archive_that_lacks_its_last_piece_cannot_be_opened() -> None:
    program = runpy.run_path(str(EXAMPLES / ZIP / "app.py"))
    whole = TestClient(program["app"]).get("/reports.zip").content
    assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None
    directory = whole.index(b"PK\x01\x02")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(whole[:directory]))


def test_each_row_is_a_job_of_a_worker_thread_or_two_are(record: Record) -> None:
    rows, batches = record(CSV), record(CSV, "batches")
    assert len(code(rows, "orders", "yield")) == 4
    assert len(code(batches, "orders", "yield")) == 2
    text = "".join(pieces(rows))
    assert text == "".join(pieces(batches))
    assert [*csv.reader(io.StringIO(text))][1] == ["2", "cup, blue"]


@pytest.mark.parametrize("variant", ["main", "returned"])
def test_a_stream_that_reads_its_upload_gets_an_empty_one_and_no_exception(record: Record, variant: str) -> None:
    recording = record(UPLOAD, variant)
    assert answered(recording) == ["0 bytes\n"]
    assert status(recording) == [200]
    assert "finished" in client(recording)
    assert error(recording) is None


def test_both_parts_of_the_upload_were_received(record: Record) -> None:
    bodies = [
        event.body.text
        for event in record(UPLOAD).events
        if isinstance(event, AsgiEvent) and event.kind == "receive" and event.body is not None
    ]
    assert "".join(bodies) == "one\nthree\n"


def test_an_upload_in_one_message_is_waited_for_until_the_client_leaves(record: Record) -> None:
    recording = record(UPLOAD, "whole")
    assert pieces(recording) == []
    assert in_order(recording, "client hang up", "sizes raise")


def test_a_dependency_has_the_upload_before_the_response_starts(record: Record) -> None:
    recording = record(UPLOAD, "dependency")
    assert answered(recording) == ["4 bytes\n", "6 bytes\n"]
    assert in_order(recording, "saved yield", "send http.response.start", "sizes start")
    assert in_order(recording, "send http.response.body end", "saved return")


def test_an_upload_over_the_limit_is_a_413_before_it_has_ended(record: Record) -> None:
    recording = record(UPLOAD, "too_large")
    assert status(recording) == [413]
    assert not code(recording, "sizes")


def test_an_uploaded_file_of_a_with_block_is_closed_when_the_generator_runs(record: Record) -> None:
    recording = record(UPLOAD, "closed")
    assert status(recording) == [200]
    assert in_order(recording, "sizes return", "lines raise")
    assert client(recording)[-2:] == ["cut short", "closed"]
