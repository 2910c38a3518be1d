from __future__ import annotations

import pytest

from tests.support.reading import client, code, header, pieces
from tests.support.record import Record

STEPS = ("step_1_rows", "step_2_feed", "step_3_heartbeat", "step_4_goodbye")
ROWS, FEED, HEARTBEAT, GOODBYE = (f"csv_export/{name}" for name in STEPS)


def event(name: str, state: str, rows: int, total: int, **more: bool) -> str:
    rest = "".join(f',"{key}":{str(value).lower()}' for key, value in more.items())
    return f'event: {name}\ndata: {{"state":"{state}","rows":{rows},"total":{total}{rest}}}\n\n'


def test_each_row_is_a_piece_and_a_cell_with_a_comma_is_quoted(record: Record) -> None:
    assert pieces(record(ROWS)) == [
        "order,customer,total\r\n",
        '1,"Customer 1, Ltd",12.5\r\n',
        '2,"Customer 2, Ltd",25.0\r\n',
        '3,"Customer 3, Ltd",37.5\r\n',
    ]


def test_a_browser_saves_it_under_a_name_of_its_own(record: Record) -> None:
    assert header(record(ROWS), "content-disposition") == 'attachment; filename="orders-7.csv"'
    assert header(record(ROWS), "content-type") == "text/csv; charset=utf-8"


def test_the_feed_looks_once_a_second_and_not_at_each_row(record: Record) -> None:
    recording = record(FEED)
    assert len(pieces(recording, exchange=1)) == 5
    told = [("running", 0), ("running", 3), ("finished", 4)]
    assert pieces(recording, exchange=2) == [event("progress", state, rows, 4) for state, rows in told]
    assert client(recording, exchange=2)[-2:] == ["finished", "open"]


def test_a_heartbeat_comes_for_each_second_without_news(record: Record) -> None:
    assert pieces(record(HEARTBEAT)) == [
        event("progress", "waiting", 0, 0),
        event("heartbeat", "waiting", 0, 0),
        event("heartbeat", "waiting", 0, 0),
        event("progress", "running", 1, 2),
        event("progress", "finished", 2, 2),
    ]


def test_when_the_client_has_left_the_work_stops_and_the_connection_is_released(record: Record) -> None:
    recording = record(GOODBYE)
    assert client(recording)[-1] == "hang up"
    assert [one.kind for one in code(recording, "release")][-1] == "return"
    assert pieces(recording, exchange=2) == [
        event("progress", "running", 0, 9, released=False),
        event("progress", "stopped", 2, 9, released=True),
    ]


def test_a_download_that_is_read_to_its_end_is_finished_and_released(record: Record) -> None:
    recording = record(GOODBYE)
    assert client(recording, exchange=3)[-2:] == ["finished", "open"]
    assert pieces(recording, exchange=4)[-1] == event("progress", "finished", 1, 1, released=True)


def test_without_a_shield_the_cleanup_is_cancelled_too(record: Record) -> None:
    recording = record(GOODBYE, "unshielded")
    assert [one.kind for one in code(recording, "release")][-1] == "unwind"
    assert pieces(recording, exchange=2)[-1] == event("heartbeat", "running", 2, 9, released=False)


@pytest.mark.parametrize("name", STEPS)
def test_nothing_needs_a_thread(record: Record, name: str) -> None:
    assert {getattr(one, "thread", "event loop") for one in record(f"csv_export/{name}").events} == {"event loop"}
