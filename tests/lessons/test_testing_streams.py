"""What each kind of test sees of a stream, and what its disconnect does."""

from __future__ import annotations

import asyncio
import importlib.util
import re
from collections.abc import Iterable
from types import ModuleType

import httpx
import httpx2
import pytest
from fastapi.testclient import TestClient

from chunkwise.conditions import records
from chunkwise.conditions.records import Record as Conditioned
from chunkwise.examples.example import Example
from chunkwise.views.steps import Step, steps
from tests.support.made import ROOT
from tests.support.reading import client, error, in_order, pieces, status
from tests.support.record import EXAMPLES, Record

COLLECTED, OWN = "testing_streams/asgi_transport", "testing_streams/own_client"
TICKS = [f'data: {{"tick": {number}}}\\n\\n' for number in range(3)]


def named(steps: Iterable[Step]) -> dict[str, Step]:
    return {step.name: step for step in steps}


def under(example: str, server: str) -> Conditioned:
    found = Example(EXAMPLES, f"testing_streams/{example}")
    return next(one for one in records.load(found) if one.condition.server == server)


def program(example: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("program", EXAMPLES / "testing_streams" / example / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_transport_of_httpx_makes_one_piece_of_three(record: Record) -> None:
    recording = record(COLLECTED)
    names = [step.name for step in steps(recording)]
    assert names.index("yield 2") < names.index("end") < names.index("answer")
    assert pieces(recording) == [f'["{"".join(TICKS)}"]'.replace('{"tick"', '{\\"tick\\"')]


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_both_versions_of_httpx_collect(library: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    app = program("asgi_transport").app

    async def ask() -> int:
        client = library.AsyncClient(transport=library.ASGITransport(app), base_url="http://test")
        async with client, client.stream("GET", "/ticks") as response:
            return len([piece async for piece in response.aiter_bytes()])

    sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda _: sleep(0))
    assert asyncio.run(ask()) == 1


def test_an_endless_stream_gives_the_transport_no_response(record: Record) -> None:
    recording = record(COLLECTED, "endless")
    names = [step.name for step in steps(recording)]
    assert [name for name in names if name.startswith("yield")] == ["yield 0", "yield 1", "yield 2", "yield 3"]
    assert status(recording) == [500]
    assert "TimeoutError" in (error(recording) or "")


def test_two_queues_disconnect_as_a_client_does(record: Record) -> None:
    own, real = (named(steps(record(OWN, variant))) for variant in ("main", "leaves"))
    assert own["raise"].action == real["raise"].action
    assert own["gone"].state == real["gone"].state == "Ended by CancelledError"
    assert status(record(OWN)) == [200]


def test_a_disconnect_inside_send_leaves_the_generator_at_its_yield(record: Record) -> None:
    recording = record(OWN, "in_send")
    assert "left" in named(steps(recording))
    assert pieces(recording) == ['"1 reader left"']


def test_mistakes_in_a_test_make_it_fail(record: Record) -> None:
    early, hasty = record(OWN, "too_early"), record(OWN, "no_wait")
    assert "yield 1" not in named(steps(early))
    assert status(early) == status(hasty) == [500]
    names = [step.name for step in steps(hasty)]
    assert names.index("raise") < names.index("gone")


def test_a_generator_that_is_called_is_closed_at_its_yield(record: Record) -> None:
    assert named(steps(record(OWN, "directly")))["raise"].action.startswith("`GeneratorExit`")


def test_a_real_client_gets_each_tick_and_cancels_the_stream(record: Record) -> None:
    recording = record("testing_streams/ticks")
    assert len(pieces(recording)) == 2
    assert in_order(recording, "client hang up", "ticks unwind")


def test_testclient_loses_the_background_task_of_a_client_that_leaves() -> None:
    assert under("job", "uvicorn").facts["order"].endswith("job closed, job counted")
    assert under("job", "testclient").facts["order"].endswith("job closed")


def test_a_failure_is_raised_in_the_test(record: Record) -> None:
    assert "cut short" in client(record("testing_streams/dies"))
    assert under("dies", "testclient").facts == under("dies", "uvicorn").facts
    assert under("dies", "asgitransport").facts["status"] == "none"
    with pytest.raises(ValueError, match="no data for Tuesday"), TestClient(program("dies").app) as asked:
        asked.get("/report")


def test_the_page_says_how_its_tests_are_run() -> None:
    """What it says is run with the commands of all pages."""
    page = (ROOT / "docs/lessons/testing-streams/learn.md").read_text("utf-8")
    folder = EXAMPLES / "testing_streams" / "ticks"
    assert f"\npytest examples/{folder.relative_to(EXAMPLES).as_posix()}\n" in page
    assert {file.name for file in folder.glob("test_*.py")} == set(re.findall(r'title="(test_\w+\.py)"', page))
