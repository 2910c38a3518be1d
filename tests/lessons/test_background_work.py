from __future__ import annotations

from tests.support.reading import in_order
from tests.support.record import Record

FILE = "background_work/after_the_stream"


def test_generator_then_terminator_then_background_then_dependency(record: Record) -> None:
    assert in_order(
        record(FILE),
        "generate return",
        "send http.response.body end",
        "client finished",
        "count_download start",
        "count_download return",
        "session resume",
        "session return",
        "done",
    )
