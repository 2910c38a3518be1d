from __future__ import annotations

from conftest import Record
from reading import code, in_order, pieces, story

STALLED = "backpressure/stalled_reader"


def test_a_stalled_reader_stops_the_generator_after_six_blocks(record: Record) -> None:
    words = story(record(STALLED))
    assert words[: words.index("client read on")].count("blocks yield") == 6


def test_it_goes_on_when_the_client_reads_on(record: Record) -> None:
    assert in_order(record(STALLED), "client read on", "blocks yield", "blocks return", "client finished")
    assert len(pieces(record(STALLED))) == 10


def test_with_a_reader_that_keeps_up_each_block_is_read_before_the_next(record: Record) -> None:
    recording = record(STALLED, "never_stalls")
    words = [word for word in story(recording) if word in ("blocks yield", "client piece")]
    assert words == ["blocks yield", "client piece"] * 10
    assert len(code(recording, "blocks", "yield")) == 10
