"""What a stream gains and gives up. Measured anew: orders and ratios with a wide margin, never a time or a size."""

from __future__ import annotations

import asyncio
import importlib.util

import httpx
import pytest
from starlette.middleware.gzip import GZipMiddleware

from chunkwise.examples.example import Example, find_examples
from chunkwise.measure.figures import Figures, load
from chunkwise.measure.measure import once
from tests.support.reading import client, code, error, header, in_order, pieces, sent, status
from tests.support.record import EXAMPLES, Record

pytestmark = pytest.mark.xdist_group("stream_or_build")
REPORT, FAILS = "stream_or_build/report", "stream_or_build/fails"
LENGTH, TO_FILE = "stream_or_build/length", "stream_or_build/to_file"
ROWS = ["tea,4\n", "cup,2\n", "pot,9\n"]
# The response names no charset, so its pieces are kept byte by byte.
WITH_AN_ACCENT = ["thé,4\n".encode().decode("latin-1"), *ROWS[1:]]


@pytest.fixture(scope="module")
def anew() -> dict[str, Figures]:
    example = Example(EXAMPLES, REPORT)
    asked = example.scenario.measure
    assert asked is not None
    rounds = [{name: once(run, asked) for name, run in example.runs.items()} for _ in range(3)]
    return {name: least([one[name] for one in rounds]) for name in example.runs}


def least(found: list[Figures]) -> Figures:
    """What the program itself takes: whatever else a busy machine does only adds to it."""
    figures = {name: min(getattr(one, name) for one in found) for name in Figures.model_fields}
    return Figures.model_validate(figures)


@pytest.fixture(params=["committed", "anew"])
def runs(request: pytest.FixtureRequest) -> dict[str, Figures]:
    if request.param == "committed":
        return load(Example(EXAMPLES, REPORT)).runs
    anew: dict[str, Figures] = request.getfixturevalue("anew")
    return anew


def test_a_stream_brings_the_first_byte_long_before_a_whole_answer_does(runs: dict[str, Figures]) -> None:
    for name in ("row_by_row", "batches"):
        assert runs["main"].first_byte > 5 * runs[name].first_byte


def test_a_whole_answer_needs_many_times_the_memory(runs: dict[str, Figures]) -> None:
    for name in ("row_by_row", "batches"):
        assert runs["main"].peak_memory > 5 * runs[name].peak_memory


def test_a_stream_is_ready_no_sooner_and_row_by_row_much_later(runs: dict[str, Figures]) -> None:
    assert runs["row_by_row"].last_byte > 4 * runs["main"].last_byte
    assert runs["row_by_row"].last_byte > 3 * runs["batches"].last_byte
    # A whole answer takes 10 MB anew, and memory is what a busy machine is slowest with: 0.22 was seen on one.
    assert runs["batches"].last_byte > 0.1 * runs["main"].last_byte


def test_a_piece_is_a_message_and_a_message_has_its_price(runs: dict[str, Figures]) -> None:
    assert {name: one.messages for name, one in runs.items()} == {"main": 2, "row_by_row": 100_002, "batches": 202}
    assert runs["row_by_row"].wire_bytes > 1.2 * runs["main"].wire_bytes
    assert runs["batches"].wire_bytes < 1.01 * runs["main"].wire_bytes


def test_all_of_them_send_the_same_report(record: Record) -> None:
    bodies = ["".join(sent(record(REPORT, name))) for name in load(Example(EXAMPLES, REPORT)).runs]
    assert bodies[0] == bodies[1] == bodies[2]
    assert [len(pieces(record(REPORT, name))) for name in ("main", "row_by_row", "batches")] == [1, 3, 1]


@pytest.mark.parametrize("example", [one for one in find_examples(EXAMPLES) if one.scenario.measure], ids=str)
def test_no_committed_measurement_is_stale(example: Example) -> None:
    assert list(load(example).runs) == list(example.runs)


def test_built_a_bad_row_is_a_500(record: Record) -> None:
    recording = record(FAILS)
    assert status(recording) == [500]
    assert in_order(recording, "to_row raise", "send http.response.start")


def test_streamed_it_comes_after_a_200_and_cuts_the_body_short(record: Record) -> None:
    recording = record(FAILS, "streamed")
    assert status(recording) == [200]
    assert pieces(recording) == ROWS[:2]
    assert in_order(recording, "send http.response.start", "to_row raise", "client cut short")


def test_checked_first_it_is_a_500_again(record: Record) -> None:
    recording = record(FAILS, "checked")
    assert status(recording) == [500]
    assert not code(recording, "report")


def test_with_good_rows_all_that_differs_is_the_length_and_the_pieces(record: Record) -> None:
    built, streamed = record(FAILS, "good"), record(FAILS, "streamed_good")
    assert pieces(built) == ["".join(pieces(streamed))]
    assert (header(built, "content-length"), header(streamed, "content-length")) == ("18", None)


def test_a_stream_may_say_how_long_it_is(record: Record) -> None:
    recording = record(LENGTH)
    assert (header(recording, "content-length"), header(recording, "transfer-encoding")) == ("19", None)
    assert pieces(recording) == WITH_AN_ACCENT
    assert header(record(LENGTH, "without"), "transfer-encoding") == "chunked"


def test_a_length_that_is_too_large_cuts_the_body_short(record: Record) -> None:
    assert pieces(record(LENGTH, "too_long")) == WITH_AN_ACCENT
    assert "cut short" in client(record(LENGTH, "too_long"))


def test_one_that_is_too_small_loses_the_end_and_the_client_is_content(record: Record) -> None:
    recording = record(LENGTH, "too_short")
    assert pieces(recording) == WITH_AN_ACCENT[:2]
    assert "finished" in client(recording)
    assert "Too much data" in (error(recording) or "")


def test_in_the_middle_of_a_piece_the_whole_piece_is_lost(record: Record) -> None:
    recording = record(LENGTH, "in_letters")
    assert len(pieces(recording)) == 2
    assert "cut short" in client(recording)


def test_gzip_removes_the_length_of_a_stream() -> None:
    spec = importlib.util.spec_from_file_location("app", EXAMPLES / LENGTH / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    async def length(accepts: str) -> str | None:
        transport = httpx.ASGITransport(GZipMiddleware(module.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            response = await http.get("/report", headers={"Accept-Encoding": accepts})
            found: str | None = response.headers.get("content-length")
            return found

    assert (asyncio.run(length("gzip")), asyncio.run(length("identity"))) == (None, "19")


def test_built_in_a_file_it_has_a_length_and_a_status_that_can_still_change(record: Record) -> None:
    recording = record(TO_FILE)
    assert (header(recording, "content-length"), pieces(recording)) == ("18", ["".join(ROWS)])
    assert in_order(recording, "report return", "send http.response.start", "client finished", "scratch return")
    assert status(record(TO_FILE, "bad_row")) == [500]
