"""Who gets an event stream and who a status: a POST with a token, cookies, tickets, preflights and a late 401."""

from __future__ import annotations

import pytest

from chunkwise.events import ClientEvent, Recording
from tests.support.reading import client, code, error, in_order, pieces
from tests.support.record import Record

CHAT, REFUSED, FEED = "post_and_auth/chat", "post_and_auth/refused", "post_and_auth/feed"
LOGOUT, TICKET, PREFLIGHT = "post_and_auth/logout", "post_and_auth/ticket", "post_and_auth/preflight"


def heads(recording: Recording) -> list[ClientEvent]:
    return [event for event in recording.events if isinstance(event, ClientEvent) and event.kind == "headers"]


def statuses(recording: Recording) -> list[int | None]:
    return [event.status for event in heads(recording)]


def test_a_post_with_a_token_is_answered_with_events(record: Record) -> None:
    recording = record(CHAT)
    assert pieces(recording)[-1] == 'event: done\ndata: "complete"\n\n'
    assert ("content-type", "text/event-stream; charset=utf-8") in heads(recording)[0].headers
    assert in_order(recording, "check return", "chat start", "send http.response.start")


@pytest.mark.parametrize(
    ("variant", "status"), [("event_source", 405), ("no_token", 401), ("wrong_token", 401), ("no_prompt", 422)]
)
def test_a_refused_request_has_a_status_and_no_generator(record: Record, variant: str, status: int) -> None:
    recording = record(CHAT, variant)
    assert statuses(recording) == [status]
    assert not code(recording, "chat")


def test_a_401_in_the_path_operation_is_raised_before_a_200_is_sent(record: Record) -> None:
    recording = record(REFUSED)
    assert statuses(recording) == [200]
    assert in_order(recording, "feed raise", "send http.response.start", "client cut short")
    assert "HTTPException(401" in (error(recording) or "")


def test_a_401_in_a_dependency_is_a_401(record: Record) -> None:
    recording = record(REFUSED, "dependency")
    assert statuses(recording) == [401]
    assert client(recording)[-1] == "open"
    assert not code(recording, "feed")


@pytest.mark.parametrize("variant", ["sets_status", "says_so"])
def test_other_ways_to_refuse_in_the_path_operation_are_a_complete_200(record: Record, variant: str) -> None:
    assert statuses(record(REFUSED, variant)) == [200]
    assert "finished" in client(record(REFUSED, variant))


def test_the_cookie_of_a_login_opens_the_stream(record: Record) -> None:
    recording = record(FEED)
    assert statuses(recording) == [200, 200]
    assert pieces(recording, 2) == ["data: 0\n\n", "data: 1\n\n", "data: 2\n\n"]


def test_a_logout_does_not_end_a_stream_that_is_not_checked_again(record: Record) -> None:
    assert pieces(record(LOGOUT)) == [f"data: {n}\n\n" for n in range(4)]
    assert pieces(record(LOGOUT, "checked_again"))[2:] == ['event: logged-out\ndata: "log in again"\n\n']


def test_a_session_without_cookie_is_a_query_parameter(record: Record) -> None:
    assert statuses(record(LOGOUT, "without_cookie")) == [401]


def test_a_ticket_opens_streams_until_it_expires(record: Record) -> None:
    assert statuses(record(TICKET)) == [201, 200, 200]
    assert statuses(record(TICKET, "expired")) == [201, 401]
    assert statuses(record(TICKET, "without_token")) == [401]


def test_a_preflight_is_answered_by_the_middleware_alone(record: Record) -> None:
    assert statuses(record(PREFLIGHT)) == [200, 200]
    assert statuses(record(PREFLIGHT, "without_cors")) == [405]
    assert statuses(record(PREFLIGHT, "header_not_allowed")) == [400]
