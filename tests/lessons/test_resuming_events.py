from __future__ import annotations

import pytest

from chunkwise.event_stream import read
from chunkwise.events import ClientEvent, Recording
from tests.support.reading import client, code, in_order, pieces, status
from tests.support.record import Record

OVER, ORDERS, HALF = "resuming_events/over_and_over", "resuming_events/orders", "resuming_events/half_an_event"


def carried(recording: Recording, name: str = "client") -> list[str | None]:
    """The ``Last-Event-ID`` that a client read and sent back, request by request."""
    asked = [event for event in recording.events if isinstance(event, ClientEvent) and event.kind == "request"]
    return [dict(event.headers).get("Last-Event-ID") for event in asked if event.client == name]


def page(recording: Recording) -> list[tuple[str, str]]:
    """The events that the page was told of, over all its connections."""
    mine = [event for event in recording.events if isinstance(event, ClientEvent) and event.client == "page"]
    texts = [event.data.text for event in mine if event.kind == "piece" and event.data is not None]
    return [(kind, data) for _, kind, data in read(texts)]


def test_a_stream_that_ends_is_requested_again_from_the_start(record: Record) -> None:
    recording = record(OVER)
    assert carried(recording) == [None, "3"]
    assert pieces(recording) == pieces(recording, 2) == [f"data: file {n} of 3\nid: {n}\n\n" for n in (1, 2, 3)]
    assert in_order(recording, "client finished", "client request", "client finished")


def test_the_head_leaves_when_the_generator_has_reached_its_first_yield_or_await(record: Record) -> None:
    assert in_order(record(OVER), "progress yield", "send http.response.start", "send http.response.body")
    waits = record(ORDERS, "one_queue_each")
    assert in_order(waits, "orders await", "send http.response.start", "orders yield")


def test_a_header_that_is_read_leaves_empty_streams_without_end(record: Record) -> None:
    recording = record(OVER, "header_only")
    assert carried(recording) == [None, "3", "3"]
    assert (pieces(recording, 2), pieces(recording, 3)) == ([], [])
    assert status(recording) == [200, 200, 200]


def test_a_204_ends_it_for_good(record: Record) -> None:
    recording = record(OVER, "to_its_end")
    assert carried(recording) == [None, "2", "3"]
    assert status(recording) == [200, 200, 204]
    assert "no reconnect" in client(recording, 3)
    assert (code(recording, "progress", "unwind")[0].error or "").startswith("CancelledError(")


def test_a_last_event_is_handed_on_only_if_it_has_data(record: Record) -> None:
    with_data, without = record(OVER, "says_done"), record(OVER, "done_without_data")
    assert [kind for _, kind, _ in read(pieces(with_data))][-1] == "done"
    assert [kind for _, kind, _ in read(pieces(without))] == ["message"] * 3
    assert pieces(without)[-1] == "event: done\n\n"


def test_an_id_counts_when_its_event_is_complete(record: Record) -> None:
    recording = record(HALF)
    assert pieces(recording)[-1] == "id: 2\n"
    assert carried(recording) == [None, "1"]
    assert pieces(recording, 2)[0] == "id: 2\n"


@pytest.mark.parametrize(
    ("variant", "sends", "gets"),
    [
        ("main", "1", ["tea", "milk", "bread"]),
        ("one_queue_each", None, ["tea", "bread"]),
        ("without_ids", None, ["tea", "tea", "milk", "bread"]),
        ("short_log", "1", ["tea", "bread", "jam"]),
    ],
)
def test_what_a_page_gets_over_two_connections(
    record: Record, variant: str, sends: str | None, gets: list[str]
) -> None:
    recording = record(ORDERS, variant)
    assert carried(recording, "page") == [None, sends]
    assert [data for _, data in page(recording)] == gets


def test_numbers_that_begin_again_leave_an_old_page_without_events(record: Record) -> None:
    recording = record(ORDERS, "restarted")
    assert page(recording) == []
    assert len(code(recording, "add", "return")) == 2


def test_an_id_of_another_run_is_told_to_load_everything(record: Record) -> None:
    assert [kind for kind, _ in page(record(ORDERS, "with_run"))] == ["reset", "message", "message"]
    reconnects = record(ORDERS, "with_run_reconnects")
    assert [data for _, data in page(reconnects)] == ["tea", "milk", "bread"]
    assert (carried(reconnects, "page")[1] or "").endswith("-1")


def test_a_header_of_another_type_ends_the_event_source(record: Record) -> None:
    recording = record(ORDERS, "words_as_ids")
    assert carried(recording, "page") == [None, "order-1"]
    assert status(recording) == [200, 200, 422]
    assert client(recording, 3)[-2:] == ["no reconnect", "open"]


def test_ids_that_begin_again_with_each_connection_work_once(record: Record) -> None:
    recording = record("resuming_events/count_on", "from_one")
    assert carried(recording) == [None, "2", "1"]
    assert [data for _, _, data in read(pieces(recording, 3))][:2] == ["milk", "bread"]
