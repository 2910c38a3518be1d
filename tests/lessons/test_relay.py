"""The relay, in each of its four steps: what of an upstream's answer reaches the client, and what behind nginx."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from chunkwise.events import Recording
from chunkwise.views.steps import steps
from tests.support.reading import client, code, header, pieces, status
from tests.support.record import Record
from tests.support.relayed import STEPS, behind_nginx
from tests.support.serving import PATIENCE

BYTES, STATUS, HEARTBEAT, PROXY = (f"relay/{name}" for name in STEPS)
BEGUN, DONE, FAILED = (
    "event: begun\ndata: report\n\n",
    "event: done\ndata: 42 rows\n\n",
    "event: failed\ndata: upstream\n\n",
)
COMMENT = ": heartbeat\n\n"


def names(recording: Recording) -> list[str]:
    return [step.name for step in steps(recording)]


def test_the_bytes_are_passed_on_as_they_come_and_a_piece_is_no_event(record: Record) -> None:
    assert pieces(record(BYTES)) == [BEGUN, DONE[:14], DONE[14:]]
    assert header(record(BYTES), "content-type") == "text/event-stream; charset=utf-8"


def test_the_status_of_the_upstream_is_that_of_the_relay(record: Record) -> None:
    recording = record(STATUS)
    assert status(recording) == [200, 404, 502, 200]
    assert pieces(recording, exchange=2) == ['{"detail":"no such job"}']


def test_httpx_gives_up_on_an_upstream_that_is_silent(record: Record) -> None:
    raised = [one.error for one in code(record(STATUS), "upstream", "raise")]
    assert "ReadTimeout('')" in raised


def test_what_fails_after_the_head_is_an_event(record: Record) -> None:
    recording = record(STATUS)
    assert pieces(recording, exchange=4) == [BEGUN, FAILED]
    assert "finished" in client(recording, exchange=4)


def test_comments_fill_the_silence_and_stand_in_no_event(record: Record) -> None:
    recording = record(HEARTBEAT)
    assert pieces(recording, exchange=1) == [BEGUN, *[COMMENT] * 5, DONE]
    assert pieces(recording, exchange=2) == [BEGUN, *[COMMENT] * 2, FAILED]
    assert pieces(recording, exchange=3) == ['{"detail":"no such job"}']


def test_a_client_that_leaves_closes_the_upstream_which_ends_the_task_that_reads_it(record: Record) -> None:
    recording = record(PROXY)
    order = names(recording)
    assert order.index("hang up #2") < order.index("exit upstream #2") < order.index("upstream closed #2")
    assert [one.error for one in code(recording, "whole_events", "raise")] == ["ReadError('')"]


def read_behind_nginx(step: str, folder: Path) -> tuple[str, float]:
    """Return what a client that speaks TLS and HTTP/1.1 reads from nginx, and the seconds between its head and its end.

    The upstream takes four seconds, and is silent for two and then for two more.
    """
    with (
        behind_nginx(step, folder) as (address, _),
        httpx.stream("GET", f"{address}/jobs/report", verify=False, timeout=60) as response,
    ):
        assert (response.status_code, response.http_version) == (200, "HTTP/1.1")
        begin = time.monotonic()
        return response.read().decode(), time.monotonic() - begin


def test_without_a_heartbeat_nginx_ends_the_silence(tmp_path: Path) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        read_behind_nginx("step_2_status", tmp_path)


@pytest.mark.parametrize("step", ["step_3_heartbeat", "step_4_proxy"])
def test_with_one_all_arrives_and_the_header_lets_it_arrive_in_time(step: str, tmp_path: Path) -> None:
    text, seconds = read_behind_nginx(step, tmp_path)
    assert text.replace(COMMENT, "") == BEGUN + DONE
    assert text.count(COMMENT) >= 4
    # Without the header nginx holds all of it, and the head too, to the end.
    assert (seconds > 2) == (step == "step_4_proxy")


@pytest.mark.parametrize(("step", "ends"), [("step_3_heartbeat", "complete"), ("step_4_proxy", "cut short")])
def test_behind_nginx_too_a_client_that_leaves_stops_the_upstream(step: str, ends: str, tmp_path: Path) -> None:
    with behind_nginx(step, tmp_path) as (address, log):
        with httpx.stream("GET", f"{address}/jobs/report", verify=False, timeout=60) as response:
            assert response.status_code == 200
        until = time.monotonic() + PATIENCE
        while not log.exists() and time.monotonic() < until:
            time.sleep(0.02)
        assert log.read_text("utf-8") == f"{ends}\n"
