"""Spans of OpenTelemetry around a stream, from its own instrumentation of FastAPI under a real Uvicorn."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.record import EXAMPLES
from tests.support.serving import uvicorn_of
from tests.support.workers import wait_for

QUIET = """
import logging
logging.getLogger("uvicorn.error").addFilter(lambda record: not record.exc_info)
logging.getLogger("opentelemetry.context").addFilter(lambda record: print(record.getMessage(), flush=True))
"""
"""What fails on purpose needs no traceback in the server's log. What OpenTelemetry logs is printed with the spans."""
DETACHED = "Failed to detach context"


class Traced:
    """The program, and the spans that have ended, in that order."""

    def __init__(self, address: str, output: Path) -> None:
        self.host, _, port = address.removeprefix("http://").partition(":")
        self.port = int(port)
        self.output = output
        self._seen = 0

    def spans(self) -> list[dict[str, Any]]:
        """Return the spans that have ended since the last call of ``ended``."""
        decoder, text, found = json.JSONDecoder(), self.output.read_text(), []
        text = text[self._seen :]
        while (start := text.find("{\n")) >= 0:
            try:
                span, end = decoder.raw_decode(text[start:])
            except ValueError:  # half of it is written
                break
            found.append(span)
            text = text[start + end :]
        return found

    def ended(self, path: str) -> list[dict[str, Any]]:
        """Wait until the server's span of a path has ended, and return what has ended until then."""
        wait_for(lambda: any(span["name"] == f"GET {path}" for span in self.spans()))
        found = self.spans()
        self._seen = len(self.output.read_text())
        return found

    def logged(self, path: str) -> bool:
        """Ask for a path to its end, and return whether OpenTelemetry has logged that it lost its context."""
        before = self.output.read_text().count(DETACHED)
        self.read(path)
        self.ended(path)
        return self.output.read_text().count(DETACHED) > before

    def read(self, path: str) -> list[str]:
        with closing(http.client.HTTPConnection(self.host, self.port, timeout=30)) as connection:
            connection.request("GET", path)
            return connection.getresponse().read().decode().splitlines()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> str:
    return (EXAMPLES / "production/spans.py").read_text() + QUIET


@pytest.fixture(scope="module")
def traced(program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    folder = tmp_path_factory.mktemp("spans")
    (folder / "app.py").write_text(program)
    with (folder / "output").open("w") as output, uvicorn_of(folder, output) as (address, _):
        yield Traced(address, folder / "output")


def names(spans: list[dict[str, Any]]) -> list[str]:
    return [span["name"] for span in spans]


def seconds(span: dict[str, Any]) -> float:
    return (datetime.fromisoformat(span["end_time"]) - datetime.fromisoformat(span["start_time"])).total_seconds()


def test_a_span_in_the_generator_is_current_for_each_piece_and_covers_the_stream(traced: Traced) -> None:
    assert traced.read("/inside") == [f"word {number} in words" for number in range(3)]
    words, server = traced.ended("/inside")
    assert words["parent_id"] == server["context"]["span_id"]
    assert seconds(server) >= seconds(words) >= 0.3


def test_in_a_def_generator_it_is_current_for_the_first_piece_only(traced: Traced) -> None:
    pieces = traced.read("/threads")
    assert pieces == ["word 0 in words", "word 1 in GET /threads", "word 2 in GET /threads"]
    words, server = traced.ended("/threads")
    assert seconds(server) >= seconds(words) >= 0.3


def test_and_opentelemetry_logs_that_it_can_not_leave_the_span(traced: Traced) -> None:
    assert [path for path in ("/inside", "/threads", "/around") if traced.logged(path)] == ["/threads"]


def test_a_span_around_a_returned_response_ends_before_the_first_piece(traced: Traced) -> None:
    assert traced.read("/around") == [f"word {number} in GET /around" for number in range(3)]
    words, server = traced.ended("/around")
    assert seconds(words) < 0.3 <= seconds(server)


def test_a_stream_that_fails_is_an_error_with_status_200(traced: Traced) -> None:
    with pytest.raises(http.client.IncompleteRead):
        traced.read("/fails")
    (server,) = traced.ended("/fails")
    assert server["status"]["status_code"] == "ERROR"
    assert server["attributes"]["http.status_code"] == 200


def test_a_client_that_leaves_ends_both_spans_and_is_no_error(traced: Traced) -> None:
    with socket.create_connection((traced.host, traced.port)) as connection:
        connection.sendall(b"GET /inside HTTP/1.1\r\nHost: here\r\n\r\n")
        assert any(b"word 0" in line for line in connection.makefile("rb"))
    words, server = traced.ended("/inside")
    assert words["name"] == "words"
    assert {words["status"]["status_code"], server["status"]["status_code"]} == {"UNSET"}
    assert seconds(words) < 0.3


def test_the_span_of_a_client_that_stalls_and_leaves_has_not_ended_when_the_servers_has(traced: Traced) -> None:
    with socket.create_connection((traced.host, traced.port)) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
        assert connection.recv(10)
    (server,) = traced.ended("/large")
    assert (server["name"], server["status"]["status_code"]) == ("GET /large", "UNSET")


def test_by_default_there_is_a_span_for_each_message(program: str, tmp_path: Path) -> None:
    excluded = ', exclude_spans=["send", "receive"]'
    assert excluded in program
    (tmp_path / "app.py").write_text(program.replace(excluded, ""))
    with (tmp_path / "output").open("w") as output, uvicorn_of(tmp_path, output) as (address, _):
        traced = Traced(address, tmp_path / "output")
        traced.read("/inside")
        sent = [name for name in names(traced.ended("/inside")) if name.endswith("http send")]
    assert len(sent) == 5  # the head, three pieces and the end
