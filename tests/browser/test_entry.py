"""What a page is told about a reader's program, whatever that program does."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from typing import Any

import pytest

from chunkwise.browser import entry
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.views import render
from chunkwise.views.lanes import lanes
from chunkwise.views.render_stage import own_run
from chunkwise.views.stage import stage
from chunkwise.views.steps import steps
from tests.support.page_entry import HEAD, streaming, told
from tests.support.record import EXAMPLES


def test_a_run_is_shown_by_the_views_of_every_other_recording() -> None:
    example = Example(EXAMPLES, "streaming_responses/three_chunks")
    recording, scenario = store.load(example)["main"], example.scenario
    result = told(example.source, scenario.model_dump_json(exclude={"variants"}))
    rows = lanes(recording, steps(recording))
    assert result["html"]["steps"] == render.steps_table(
        rows, recording="yours", variant="main", prefix="yours-", caption="Your run, step by step"
    )
    assert result["html"] == entry.shown(recording, scenario, "yours", "main", "yours-")["html"]
    assert result["output"] == "chunk 0\nchunk 1\nchunk 2\n"
    assert result["status"] == [200]
    assert (result["error"], result["raised"], result["printed"]) == (None, [], "")


def test_a_run_beside_a_recording_is_what_the_stage_shows_of_one() -> None:
    example = Example(EXAMPLES, "streaming_responses/three_chunks")
    recording, scenario = store.load(example)["main"], example.scenario
    asked = scenario.model_dump_json(exclude={"variants"})
    same = told(example.source, asked, beside=example.source)
    rows = lanes(recording, steps(recording))
    assert same["stage"] == json.loads(json.dumps(own_run(stage(recording, rows), ())))
    assert "stage" not in told(example.source, asked)
    longer = told(example.source.replace("range(3)", "range(5)"), asked, beside=example.source)["stage"]
    (line,) = longer["data"]["changed"]
    assert "range(3)" in example.source.splitlines()[line - 1]
    assert len(longer["scenes"]) == len(longer["data"]["steps"]) == len(rows) + 2


def test_two_more_chunks_are_two_more_steps() -> None:
    example = Example(EXAMPLES, "streaming_responses/three_chunks")
    asked = {"path": "/stream", "headers": {"Connection": "close"}, "watch": ["i"]}
    before = told(example.source, asked)["html"]["steps"]
    after = told(example.source.replace("range(3)", "range(5)"), asked)["html"]["steps"]
    assert (before.count("<tr id="), after.count("<tr id=")) == (6, 8)


def test_what_happens_is_told_while_it_happens() -> None:
    seen: list[tuple[str, dict[str, Any]]] = []
    source = streaming("print('one')", "yield 'a'", "await asyncio.sleep(2)", "yield 'b'")
    told(source, tell=lambda kind, text: seen.append((kind, json.loads(text))))
    assert {kind for kind, _ in seen} == {"event", "printed"}
    assert [(one["at"], one["data"]["text"]) for _, one in seen if one.get("kind") == "piece"] == [
        (0, "a"),
        (2000, "b"),
    ]


def test_the_page_hangs_up_in_the_middle_of_a_pause() -> None:
    source = streaming("try:", "    yield 'x' * 1000", "    await asyncio.sleep(60)", "finally: print('left')")
    seen: list[dict[str, Any]] = []

    def tell(kind: str, text: str) -> None:
        if kind == "piece":
            seen.append(json.loads(text))

    async def abort() -> str:
        run = asyncio.create_task(entry.run(source, {"path": "/stream"}, tell, live=True))
        while not seen:
            await asyncio.sleep(0.01)
        entry.hang_up()
        return await asyncio.wait_for(run, 10)

    result = json.loads(asyncio.run(abort()))
    assert b64decode(seen[0]["data"]) == b"x" * 1000
    assert (result["error"], result["printed"]) == (None, "left\n")
    assert "Client hangs up" in result["html"]["steps"]


def test_the_client_hangs_up_after_two_pieces() -> None:
    source = streaming(
        "try:",
        "    for i in range(9):",
        "        yield str(i)",
        "        await asyncio.sleep(1)",
        "finally: print('left')",
    )
    result = told(source, {"path": "/stream", "hang_up_after": 2})
    assert (result["output"], result["printed"]) == ("01", "left\n")
    assert "Client hangs up" in result["html"]["steps"]


ECHO = (
    HEAD + '@app.post("/{name}")\nasync def echo(name: str, r: Request): return [name, r.url.query, (await r.body())]\n'
)


def test_the_request_is_the_readers_own() -> None:
    asked = {"method": "post", "path": "/a b", "query": "?x=1&y=ä", "headers": "X-One: 1\nX-Two: a: b", "body": "hello"}
    result = told(ECHO, asked)
    assert json.loads(result["output"]) == ["a b", "x=1&y=%C3%A4", "hello"]
    assert "X-Two: a: b" in result["html"]["exchanges"][0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"path": "stream"}, "the path 'stream' does not begin with a slash"),
        ({"method": "G E T"}, "'G E T' is no method"),
        ({"headers": "X-One"}, "the header 'X-One' has no colon"),
        ({"headers": {"Host": "example.com"}}, "the header Host is written for you"),
        ({"headers": {"X": "ä"}}, "the header X has a value that is not ASCII"),
        ({"headers": {"X Y": "z"}}, "this is not a request"),
        ({"hang_up_after": "two"}, "hang up after 'two' pieces"),
        ({"hang_up_after": -1}, "hang up after -1 pieces"),
        ({"verb": "GET"}, "a request has no 'verb'"),
        ({"title": "x", "client": []}, "client: Tuple should have at least 1 item"),
        ("{", "this is no request"),
        ("[]", "this is no request"),
    ],
)
def test_what_is_no_request_is_said(asked: Any, said: str) -> None:
    result = told(streaming("yield 'a'"), asked)
    assert said in result["error"]["what"]
    assert result["html"] == {}


def test_a_long_run_is_cut_where_it_is_shown() -> None:
    result = told(streaming("while True:", "    yield 'x'"))
    assert result["events"] == 12_001
    assert result["shown"] == entry.SHOWN_LIMIT
    assert 100 < result["html"]["steps"].count("<tr id=") < 200
