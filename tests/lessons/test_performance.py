"""The programs that the Performance notebook measures, with so few and small pieces that one sees what they do."""

from __future__ import annotations

from tests.support.reading import code, header, in_order, pieces, sent
from tests.support.record import EXAMPLES, Record

EXPORT = "performance/export"
SIZE = "performance/piece_size"
ROWS = "performance/compressed"
FILE = "performance/file"
FORMS = "performance/forms"
FAN_OUT = "performance/fan_out"
LAYERS = "performance/layers"


def test_a_streamed_export_leaves_while_it_is_made(record: Record) -> None:
    assert in_order(record(EXPORT), "make yield", "client piece", "make resume", "make return")
    assert pieces(record(EXPORT)) == ["...."] * 3


def test_a_collected_export_is_made_before_the_first_piece_leaves(record: Record) -> None:
    assert in_order(record(EXPORT, "collected"), "make return", "send http.response.start", "client piece")
    assert sent(record(EXPORT, "collected")) == ["....", "....", "....", ""]
    assert header(record(EXPORT, "collected"), "transfer-encoding") == "chunked"


def test_a_built_export_is_one_message(record: Record) -> None:
    assert in_order(record(EXPORT, "built"), "make return", "send http.response.start", "client piece")
    assert sent(record(EXPORT, "built")) == ["............"]
    assert header(record(EXPORT, "built"), "content-length") == "12"


def test_the_same_bytes_leave_in_pieces_of_any_size(record: Record) -> None:
    assert pieces(record(SIZE)) == pieces(record(SIZE, "plain")) == ["...."] * 3
    assert pieces(record(SIZE, "larger")) == ["............"]


def test_only_the_plain_generator_runs_in_threads(record: Record) -> None:
    assert {event.thread for event in code(record(SIZE), "in_the_loop")} == {"event loop"}
    threads = {event.thread for event in code(record(SIZE, "plain"), "in_threads", "line")}
    assert threads == {"worker thread"}


def test_rows_leave_one_by_one_or_in_batches(record: Record) -> None:
    assert [piece.count("\n") for piece in pieces(record(ROWS))] == [1, 1, 1, 1]
    assert [piece.count("\n") for piece in pieces(record(ROWS, "batches"))] == [2, 2]
    assert "".join(pieces(record(ROWS))) == "".join(pieces(record(ROWS, "batches")))


def test_an_open_file_leaves_line_by_line(record: Record) -> None:
    lines = (EXAMPLES / FILE / "app.py").read_text("utf-8").splitlines(keepends=True)
    assert pieces(record(FILE)) == lines
    assert len(pieces(record(FILE, "blocks"))) == 1


def test_each_form_sends_the_same_rows(record: Record) -> None:
    rows = ['{"number":0,"name":"apple"}\n', '{"number":1,"name":"apple"}\n']
    for variant in ("main", "declared", "threads", "rows"):
        assert pieces(record(FORMS, variant)) == rows, variant
    assert pieces(record(FORMS, "events")) == [f"data: {row}\n" for row in rows]
    assert pieces(record(FORMS, "lists")) == [f"[{','.join(row.strip() for row in rows)}]\n"]


def test_a_listener_receives_what_is_published_before_the_publisher_is_answered(record: Record) -> None:
    recording = record(FAN_OUT)
    assert pieces(recording) == ['{"name 0": 0, "name 1": 0}\n']
    assert in_order(recording, "encode_for_each yield", "publish return", "end return", "encode_for_each return")


def test_no_middleware_changes_the_rows(record: Record) -> None:
    rows = pieces(record(LAYERS))
    assert len(rows) == 2
    for variant in ("pure", "function", "functions", "gzip"):
        assert pieces(record(LAYERS, variant)) == rows, variant
