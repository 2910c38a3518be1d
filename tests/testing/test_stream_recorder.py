"""What a test suite can ask of a stream: each assertion as it holds, and as it fails with its proof."""

from __future__ import annotations

import asyncio
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, get
from litestar.response import Stream

from chunkwise import StreamRecorder, StreamRecording
from chunkwise.engine.tracing import Settrace
from chunkwise.errors import WatchError
from tests.support.running import children
from tests.testing import programs

HERE = Path(__file__).parent
recorded = StreamRecorder(HERE)


@pytest.fixture(autouse=True)
def _with_a_fake_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(programs.app.dependency_overrides, programs.model, lambda: ["a", "b", "c"])
    before = children(os.getpid())
    yield
    assert children(os.getpid()) == before, "a recorder leaves no process behind"


def line(text: str) -> int:
    return 1 + next(n for n, one in enumerate(inspect.getsource(programs).splitlines()) if text in one)


@pytest.fixture(scope="module")
def ticks() -> StreamRecording:
    return recorded(programs.app, "GET /ticks", hang_up_after=2)


def test_a_stream_streams_with_the_tests_own_overrides_in_the_tests_own_process() -> None:
    recording = recorded(programs.app, "GET /words")

    assert recording.client.received_before("a", yield_=1)
    assert recording.client.received_before(b"ab", yield_=2)
    assert (recording.client.status, recording.client.text, recording.client.finished) == (200, "abc", True)
    assert recording.client.pieces == (b"a", b"b", b"c")
    assert recording.client.headers["transfer-encoding"] == "chunked"
    assert [step.name for step in recording.steps][:5] == ["startup", "request", "yield 0", "yield 1", "yield 2"]
    assert recording.whole


def test_what_was_not_received_in_time_is_proved_by_the_steps() -> None:
    recording = recorded(programs.app, "GET /words")
    with pytest.raises(AssertionError) as failed:
        recording.client.received_before("c", yield_=1)

    said = str(failed.value)
    assert said.startswith("the client received 'c' only after yield 1, not before it\n\n  Step")
    marked = [row[:11] for row in said.splitlines() if row.startswith(">")]
    assert marked == ["> 4 yield 1", "> 5 yield 2"]


@pytest.mark.parametrize(
    ("path", "text", "yield_", "said"),
    [
        ("/words", "d", 1, "the client never received 'd'"),
        ("/words", "a", 3, "`words` never came to yield 3: it made 3, counted from yield 0"),
        ("/greeting", "hello", 0, "nothing of the program's own files makes the pieces of this response"),
        ("/collected", "end", 1, "the client received 'end' only after yield 1"),
    ],
)
def test_what_cannot_be_is_said(path: str, text: str, yield_: int, said: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(said)) as failed:
        recorded(programs.app, f"GET {path}").client.received_before(text, yield_=yield_)
    assert "\n> " in str(failed.value)


def test_where_a_client_that_leaves_cancels_the_program(ticks: StreamRecording) -> None:
    assert ticks.client.hung_up
    assert ticks.client.pieces[:2] == (b"tick\n", b"tick\n")
    assert ticks.cancelled_at("await asyncio.sleep")
    assert ticks.cancelled_at(line("sleep(0.01)"), file="programs.py")
    assert ticks.findings == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"line": "while True"}, r"at a line with 'while True', but at programs.py:\d+, `await asyncio.sleep\(0.01\)`"),
        ({"line": 3}, r"nothing was cancelled at line 3, but at programs.py"),
        ({"line": "await", "file": "other.py"}, r"nothing was cancelled at a line with 'await', but at"),
        ({"line": "not there"}, r"no file of which anything ran has a line with 'not there': programs.py"),
    ],
)
def test_another_line_than_the_one_that_was_cancelled_is_named(
    wrong: dict[str, Any], said: str, ticks: StreamRecording
) -> None:
    with pytest.raises(AssertionError, match=said):
        ticks.cancelled_at(**wrong)


def test_a_client_that_stays_and_a_program_that_never_awaits_are_told_apart() -> None:
    with pytest.raises(AssertionError, match="the client did not leave; let it, with hang_up_after=1"):
        recorded(programs.app, "GET /words").cancelled_at("yield word")
    with pytest.raises(AssertionError, match="nor anywhere else, although the client left") as failed:
        recorded(programs.app, "GET /never", hang_up_after=1).cancelled_at("yield f")
    assert "hang up" in next(row for row in str(failed.value).splitlines() if row.startswith(">"))


def test_the_order_is_the_same_each_time() -> None:
    orders = set()
    for _ in range(5):
        recording = recorded(programs.app, "GET /rows")
        orders.add(tuple((step.name, step.received) for step in recording.steps[:4]))
        recording.client.received_before("a", yield_=1)
    assert len(orders) == 1


def test_names_that_the_test_patched_are_patched_in_the_copy_which_changes_nothing_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(programs, "GREETING", "patched")
    before = list(programs.opened)
    assert recorded(programs.app, "GET /greeting").client.text == '{"said":"patched"}'
    assert programs.opened == before


def test_a_request_has_headers_and_a_body() -> None:
    recording = recorded(
        programs.app, "POST /echo", headers={"Content-Type": "application/json"}, data='{"a": "b"}', watch=["body"]
    )
    assert recording.client.text == '{"a":"b"}'


def test_it_is_called_in_an_async_test_too() -> None:
    async def test() -> StreamRecording:
        return recorded(programs.app, "GET /words")

    assert asyncio.run(test()).client.text == "abc"


def test_the_other_backend_sees_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chunkwise.watch.run.backends", lambda: {"settrace": Settrace})
    assert recorded(programs.app, "GET /ticks", hang_up_after=1).cancelled_at("await asyncio.sleep")


def test_another_framework_in_the_test_itself() -> None:
    async def numbers() -> Any:
        for number in range(3):
            yield f"{number};"

    @get("/numbers")
    async def handler() -> Stream:
        return Stream(numbers())

    recording = recorded(Litestar([handler], openapi_config=None), "GET /numbers")
    recording.client.received_before("1;", yield_=2)


def test_an_application_is_named_by_its_module_where_it_cannot_be_given() -> None:
    recording = StreamRecorder(HERE)("programs:app", "GET /rows")
    recording.client.received_before("a", yield_=1)


def test_what_comes_to_no_end_fails_with_what_was_seen() -> None:
    with pytest.raises(
        WatchError, match=r"did not end its response within 0.3 s\n.*hang_up_after, .*timeout"
    ) as failed:
        recorded(programs.app, "GET /long", timeout=0.3)
    assert "'begun'" in failed.value.__notes__[0]
    assert "--" not in str(failed.value)


def test_a_program_that_ends_its_process_ends_the_copy_alone() -> None:
    with pytest.raises(WatchError, match=r"programs.py:\d+: the program ends its own process, with exit code 3"):
        recorded(programs.app, "GET /exit")


@pytest.mark.parametrize(
    ("app", "request_", "said"),
    [
        (3, "GET /", "was given no ASGI application, but an object of the class int"),
        (programs.app, "words", "the path of the request is 'words'"),
        ("programs", "GET /", "has no `:`"),
    ],
)
def test_what_cannot_be_recorded_is_refused(app: Any, request_: str, said: str) -> None:
    with pytest.raises(WatchError, match=said):
        recorded(app, request_)


def test_where_there_is_no_fork_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(WatchError, match=r"needs os.fork.*\n.*Say where the application is"):
        recorded(programs.app, "GET /words")


def test_another_folder_can_be_followed_in_which_nothing_ran(tmp_path: Path) -> None:
    recording = recorded(programs.app, "GET /words", follow=tmp_path)
    assert recording.recording.modules == {}
    assert (recording.client.text, "Server answers in one piece" in str(recording)) == ("abc", False)
    with pytest.raises(AssertionError, match="no file of which anything ran has a line with 'x': there is none"):
        recording.cancelled_at("x")


def test_secrets_are_masked_unless_they_are_asked_for() -> None:
    path = "GET /greeting?token=hush"
    assert "hush" not in repr(recorded(programs.app, path).recording.events)
    assert "hush" in repr(recorded(programs.app, path, show_secrets=True).recording.events)
