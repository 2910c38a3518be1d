from __future__ import annotations

import httpx
import pytest

from tests.support.reading import client, code, error, header, pieces, status, story, wire
from tests.support.record import Record

TICKER, RESUME = "server_sent_events/ticker", "server_sent_events/resume"
HTTPX_SSE = "server_sent_events/with_httpx_sse"


def test_an_event_has_its_name_its_data_and_its_id_in_this_order(record: Record) -> None:
    assert pieces(record(TICKER)) == [f'event: price\ndata: {{"price": {100 + n}}}\nid: {n}\n\n' for n in range(1, 4)]


def test_the_headers_say_event_stream_and_ask_that_nobody_keeps_it_back(record: Record) -> None:
    assert header(record(TICKER), "content-type") == "text/event-stream; charset=utf-8"
    assert header(record(TICKER), "cache-control") == "no-cache"
    assert header(record(TICKER), "x-accel-buffering") == "no"


def test_each_event_is_a_chunk_and_the_stream_ends_like_any_other(record: Record) -> None:
    assert len(wire(record(TICKER))) == 5
    assert wire(record(TICKER))[-1] == "0\r\n\r\n"


def test_a_string_is_json_and_raw_data_is_not(record: Record) -> None:
    assert pieces(record(TICKER, "plain_string"))[0] == 'data: "up"\n\n'
    assert pieces(record(TICKER, "raw_data"))[0] == "data: up\n\n"


def test_an_idle_stream_gets_a_comment_every_fifteen_seconds(record: Record) -> None:
    assert pieces(record("server_sent_events/idle")) == [
        'data: "good morning"\n\n',
        ": ping\n\n",
        ": ping\n\n",
        'data: "good night"\n\n',
    ]


def test_a_client_that_comes_back_goes_on_behind_the_last_event_it_saw(record: Record) -> None:
    recording = record(RESUME)
    assert client(recording)[-1] == "hang up"
    assert [piece.splitlines()[-2:][0] for piece in pieces(recording)] == ["id: 1", "id: 2"]
    assert pieces(recording, exchange=2) == ['data: "step 3"\nid: 3\n\n']
    assert client(recording, exchange=2)[-2:] == ["finished", "open"]


def test_the_header_arrives_as_a_parameter(record: Record) -> None:
    first, second = code(record(RESUME), "steps", "start")
    assert (first.names["last_event_id"], second.names["last_event_id"]) == ("0", "2")


def test_each_line_of_text_becomes_a_line_of_data(record: Record) -> None:
    assert pieces(record(TICKER, "two_lines"))[0] == "event: price\ndata: price\ndata: 101\nid: 1\n\n"


def test_a_response_that_is_declared_and_returned_as_well_gives_nothing(record: Record) -> None:
    recording = record(TICKER, "returned")
    assert (header(recording, "content-type"), pieces(recording)) == ("text/event-stream; charset=utf-8", [])
    assert code(recording, "events", "yield") == []


def test_a_generator_that_awaits_nothing_runs_ahead_of_what_is_sent(record: Record) -> None:
    def yields_before_the_first_body(name: str, function: str, variant: str = "main") -> int:
        words = story(record(name, variant))
        return words[: words.index("send http.response.body")].count(f"{function} yield")

    assert yields_before_the_first_body(TICKER, "ticker", "without_await") == 3
    assert yields_before_the_first_body(TICKER, "ticker") == 1
    assert yields_before_the_first_body("json_lines/readings", "readings") == 1


def test_only_an_empty_line_makes_an_event_of_lines(record: Record) -> None:
    assert "".join(pieces(record("server_sent_events/by_hand", "one_line_feed"))) == "data: 101\ndata: 102\ndata: 103\n"
    assert pieces(record("server_sent_events/by_hand")) == ["data: 101\n\n", "data: 102\n\n", "data: 103\n\n"]


def test_a_string_with_a_line_feed_stays_one_line_of_data(record: Record) -> None:
    assert pieces(record(TICKER, "line_feed"))[0] == 'event: price\ndata: "price\\n101"\nid: 1\n\n'


@pytest.mark.parametrize(("variant", "second"), [("ignored", [1, 2, 3]), ("off_by_one", [2, 3]), ("only_news", [])])
def test_where_a_second_stream_begins_is_the_programs_choice(record: Record, variant: str, second: list[int]) -> None:
    assert pieces(record(RESUME, variant), exchange=2) == [f'data: "step {n}"\nid: {n}\n\n' for n in second]


def test_who_has_seen_the_last_event_gets_a_stream_without_one(record: Record) -> None:
    recording = record(RESUME, "all_seen")
    assert client(recording)[-2:] == ["finished", "open"]
    assert pieces(recording) == []


def test_a_reader_of_a_log_goes_on_where_it_was_cut_off(record: Record) -> None:
    assert pieces(record("server_sent_events/take_up"), exchange=2) == ["data: done\nid: 3\n\n"]


def test_without_header_the_parameter_is_one_of_the_query(record: Record) -> None:
    assert [one.names["last_event_id"] for one in code(record(RESUME, "without_header"), "steps", "start")] == [
        "0",
        "0",
    ]


def test_only_what_runs_before_the_stream_can_tell_a_reader_to_stay_away(record: Record) -> None:
    recording = record(RESUME, "told_to_stay_away")
    assert (status(recording), pieces(recording)) == ([204], [])
    assert code(recording, "steps") == []


def test_an_id_is_any_word_and_retry_says_when_to_come_back(record: Record) -> None:
    assert pieces(record(TICKER, "retry"))[0] == 'event: price\ndata: {"price": 101}\nid: price-1\nretry: 5000\n\n'


def test_httpx_sse_makes_an_event_of_a_comment_and_an_empty_line(record: Record) -> None:
    assert pieces(record(HTTPX_SSE)) == ["message 1: '101'\n", "message 1: ''\n", "message 2: '102'\n"]
    assert pieces(record(HTTPX_SSE, "skips")) == ["message 1: '101'\n", "message 2: '102'\n"]
    assert pieces(record(HTTPX_SSE, "parsed")) == ["message 1: 101\n"]
    assert "JSONDecodeError" in (error(record(HTTPX_SSE, "parsed")) or "")


@pytest.mark.parametrize(
    ("variant", "raised"),
    [("usual_timeout", "ReadTimeout"), ("refused", "SSEError"), ("breaks", "RemoteProtocolError")],
)
def test_httpx_sse_raises_where_an_event_source_would_reconnect_or_end(
    record: Record, variant: str, raised: str
) -> None:
    assert (error(record(HTTPX_SSE, variant)) or "").startswith(raised)


def test_what_a_server_that_fails_raises_is_a_transport_error_and_no_read_error() -> None:
    assert issubclass(httpx.RemoteProtocolError, httpx.TransportError)
    assert not issubclass(httpx.RemoteProtocolError, httpx.ReadError)
