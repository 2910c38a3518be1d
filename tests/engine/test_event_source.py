"""A scripted client that reconnects as an `EventSource` does: when, with what, and after what no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chunkwise.events import ClientEvent, Recording, WireEvent
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder
from chunkwise.views.lanes import lanes
from chunkwise.views.steps import steps

PROGRAM = """
import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
answers = iter({answers})


async def body(pieces):
    for piece in pieces:
        yield piece
        await asyncio.sleep(0.5)


@app.api_route("/feed", methods=["GET", "POST"])
@app.get("/other")
async def feed():
    status, pieces, headers = next(answers)
    return StreamingResponse(body(pieces), status, headers)
"""

STREAM = {"Content-Type": "text/event-stream"}

Answer = tuple[int, list[str], dict[str, str]]
Feed = Callable[..., Recording]


def answer(*pieces: str, **headers: str) -> Answer:
    """An event stream of these pieces."""
    return 200, list(pieces), headers


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with Recorder() as one:
        yield one


@pytest.fixture
def feed(tmp_path: Path, recorder: Recorder) -> Feed:
    def record(answers: list[Answer], *acts: str, status: int | list[int] = 200) -> Recording:
        folder = tmp_path / "feeds" / "feed"
        folder.mkdir(parents=True)
        (folder / "app.py").write_text(
            PROGRAM.format(answers=[(code, pieces, {**STREAM, **headers}) for code, pieces, headers in answers]),
            "utf-8",
        )
        script = ", ".join(f"{{ {act} }}" for act in ('send = "GET /feed"', *acts))
        toml = f'title = "A feed"\nstatus = {status}\n\n[[client]]\nscript = [{script}]\n'
        (folder / "scenario.toml").write_text(toml, "utf-8")
        return recorder.record(Example(tmp_path, "feeds/feed").runs["main"])

    return record


READ, AGAIN = 'read = "all"', "reconnect = true"


def carried(recording: Recording) -> list[dict[str, str]]:
    """The headers that the client added to each of its requests."""
    return [dict(event.headers) for event in recording.events if isinstance(event, ClientEvent) if event.method]


def kinds(recording: Recording) -> list[str]:
    return [event.kind for event in recording.events if isinstance(event, ClientEvent)]


@pytest.mark.parametrize(
    ("pieces", "carries"),
    [
        (["id: 1\ndata: a\n\n", "id: 2\ndata: b\n\n"], {"Last-Event-ID": "2"}),
        (["id: 1\ndata: a\n\n", "id: 2\ndata: b\n"], {"Last-Event-ID": "1"}),
        (["id: 1\n", "data: a\n\nid: 2"], {"Last-Event-ID": "1"}),
        (["id: é\n\n"], {"Last-Event-ID": "é"}),
        (["\ufeffid: 1\n\n"], {"Last-Event-ID": "1"}),
        (["id:  1 \n\n"], {"Last-Event-ID": "1"}),
        (["id: 1\n\n", "id\n\n"], {}),
        (["data: a\n\n"], {}),
    ],
)
def test_the_last_id_of_a_finished_event_is_sent_back(feed: Feed, pieces: list[str], carries: dict[str, str]) -> None:
    recording = feed([answer(*pieces), answer()], READ, AGAIN, READ)
    assert carried(recording) == [{}, carries]
    up = [event.data.data for event in recording.events if isinstance(event, WireEvent) and event.kind == "up"]
    assert b"Last-Event-ID" not in up[0]
    assert up[1].count(b"Last-Event-ID") == len(carries)


def test_an_id_outlives_a_connection_that_brings_none(feed: Feed) -> None:
    answers = [answer("id: 1\ndata: a\n\n"), answer("data: b\n\n"), answer()]
    assert carried(feed(answers, READ, AGAIN, READ, AGAIN, READ))[1:] == [{"Last-Event-ID": "1"}] * 2


def test_what_was_not_read_was_not_received(feed: Feed) -> None:
    answers = [answer(*(f"id: {n}\ndata: a\n\n" for n in range(5))), answer()]
    recording = feed(answers, "read = 2", AGAIN, READ)
    assert carried(recording)[1] == {"Last-Event-ID": "1"}
    assert kinds(recording).count("hang up") == 1


def test_a_new_send_is_a_new_event_source(feed: Feed) -> None:
    answers = [answer("id: 1\nretry: 100\n\n"), answer(), answer()]
    assert carried(feed(answers, READ, 'send = "GET /feed"', READ, AGAIN, READ)) == [{}, {}, {}]


@pytest.mark.parametrize(
    ("said", "after"),
    [("retry: 200\n\n", 200), ("retry: 200", 3000), ("retry: 1s\n", 3000), ("retry: 60000\n", 60_000)],
)
def test_it_waits_as_long_as_it_was_told(feed: Feed, said: str, after: int) -> None:
    recording = feed([answer(f"id: 1\n\n{said}"), answer(), answer()], READ, AGAIN, READ, AGAIN, READ)
    asked = [event.at or 0 for event in recording.events if isinstance(event, ClientEvent) and event.method]
    # The body takes half a second to end; what was said of the time holds for later connections too.
    assert asked == pytest.approx([0, 500 + after, 500 + 2 * after])


@pytest.mark.parametrize(
    "last",
    [(204, [], {}), (500, [], {}), (404, [], {}), (200, [], {"Content-Type": "text/html"})],
    ids=["204", "500", "404", "another type"],
)
def test_after_some_answers_it_never_reconnects(feed: Feed, last: Answer) -> None:
    recording = feed([last], READ, AGAIN, READ, AGAIN, status=last[0])
    assert len(carried(recording)) == 1
    assert kinds(recording).count("no reconnect") == 2
    assert [step.action for step in steps(recording) if "reconnect" in step.name] == ["Client does not reconnect"] * 2


def test_a_run_may_be_answered_with_several_statuses(feed: Feed) -> None:
    recording = feed([answer("id: 1\n\n"), (204, [], {})], READ, AGAIN, READ, AGAIN, status=[200, 204])
    assert [step.name for step in steps(recording)][-2:] == ["no reconnect #2", "open #2"]


def test_after_a_lost_connection_it_reconnects_once_the_server_knows(feed: Feed) -> None:
    recording = feed([answer("id: 1\n\n", "id: 2\n\n"), answer()], "read = 1", AGAIN, READ)
    assert kinds(recording)[:5] == ["request", "headers", "piece", "hang up", "request"]
    assert [step.action for step in steps(recording) if step.name == "request #2"] == [
        "Request 2: request received with `Last-Event-ID: 1`, generator created"
    ]
    assert "sends `GET /feed` with `Last-Event-ID: 1`" in str(lanes(recording, steps(recording)))


def test_a_request_on_a_connection_that_the_server_has_closed_takes_another(feed: Feed) -> None:
    """Uvicorn keeps an idle connection for five seconds; ``retry:`` may ask for more."""
    recording = feed([answer("retry: 6000\n\n"), answer()], READ, AGAIN, READ)
    assert kinds(recording)[:6] == ["request", "headers", "piece", "finished", "closed", "request"]
    assert [event.status for event in recording.events if isinstance(event, ClientEvent) and event.status] == [200] * 2


def test_cookies_go_back_to_where_they_came_from(feed: Feed) -> None:
    one, other = {"Set-Cookie": "a=1; Path=/; HttpOnly; Secure"}, {"Set-Cookie": "b=2; Path=/other"}
    end = {"Set-Cookie": 'a=""; Max-Age=0; Path=/'}
    answers = [answer(**one), answer(**other), answer(**end), answer(), answer()]
    own = 'send = "GET /feed", headers = { Cookie = "c=3" }'
    recording = feed(answers, READ, AGAIN, READ, 'send = "GET /other"', READ, AGAIN, READ, own, READ)
    assert carried(recording) == [{}, {"Cookie": "a=1"}, {"Cookie": "a=1; b=2"}, {"Cookie": "b=2"}, {}]
