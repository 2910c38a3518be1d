"""What the measured pages teach, measured anew: orders and ratios with a wide margin, never a time or a size."""

from __future__ import annotations

import pytest

from chunkwise.examples.example import Example, find_examples
from chunkwise.measure.figures import Figures, load
from chunkwise.measure.measure import once
from tests.support.reading import pieces, sent
from tests.support.record import EXAMPLES, Record

pytestmark = pytest.mark.xdist_group("stream_or_build")
REPORT = "stream_or_build/report"


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
    assert runs["batches"].last_byte > 0.3 * runs["main"].last_byte


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
