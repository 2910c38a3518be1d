"""A server that shuts down with open streams, time limits, a request's id in the log, and a task that outlives."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.reading import client, code, in_order, pieces
from tests.support.record import EXAMPLES, Record

GOODBYE, OUTLIVES = "production/goodbye", "production/outlives"
REQUEST_ID, LIMIT = "production/request_id", "production/limit"

NOBODY_WAITS = ("    if saving:\n        await asyncio.wait(saving, timeout=5)\n", "")
ONE_SECOND = "--timeout-graceful-shutdown 1"
SAVE_IN_FINALLY = (
    "        saving.add(task := asyncio.create_task(save()))\n        task.add_done_callback(saving.discard)\n",
    '        print("finally", flush=True)\n        await save()\n',
)
SAYS_SO = ('    saved.append("saved")\n', '    print("saved", flush=True)\n')


# What the recordings show.


def test_a_stream_that_looks_at_an_event_says_goodbye_and_ends(record: Record) -> None:
    recording = record(GOODBYE)
    assert pieces(recording) == ["word 0\n", "word 1\n", "word 2\n", "goodbye\n"]
    assert "finished" in client(recording)


def test_one_that_does_not_look_goes_on_until_its_client_leaves(record: Record) -> None:
    recording = record(GOODBYE, "never_told")
    assert len(pieces(recording)) == 6
    assert in_order(recording, "stop return", "words yield", "words yield", "words yield", "reader hang up")


def test_a_stream_that_waits_for_the_event_notices_it_during_the_wait(record: Record) -> None:
    assert pieces(record(GOODBYE, "at_once"))[-1] == "goodbye\n"


@pytest.mark.parametrize("variant", ["too_late", "on_sigterm"])
def test_the_lifespan_goes_on_when_the_stream_is_over(record: Record, variant: str) -> None:
    assert in_order(record(GOODBYE, variant), "reader hang up", "words raise", "lifespan resume")


def log_of(record: Record, variant: str) -> list[str]:
    (lines,) = pieces(record(REQUEST_ID, variant), 3)
    return lines.strip('[]"').split('","')


OWN = ["a1 word 0", "b2 word 0", "a1 word 1", "b2 word 1", "a1 counted", "b2 counted"]


@pytest.mark.parametrize(
    ("variant", "lines"),
    [
        ("main", OWN),
        ("def_after_dependency", OWN),
        ("global_variable", ["a1 word 0", "b2 word 0", "b2 word 1", "b2 word 1", "b2 counted", "b2 counted"]),
        ("in_the_path", [*OWN[:4], "- counted", "- counted"]),
        ("def_generator", [*OWN[:2], "- word 1", "- word 1", "- counted", "- counted"]),
    ],
)
def test_whose_id_is_in_the_log(record: Record, variant: str, lines: list[str]) -> None:
    assert log_of(record, variant) == lines


def test_a_task_outlives_its_stream_and_an_await_in_finally_does_not(record: Record) -> None:
    assert pieces(record(OUTLIVES), 2) == ['["saved"]']
    assert pieces(record(OUTLIVES, "awaited"), 2) == ["[]"]


def test_a_time_limit_ends_a_stream_that_waits(record: Record) -> None:
    assert pieces(record(LIMIT))[-1] == "time is up\n"


def test_one_that_expires_at_the_yield_cuts_the_response_and_no_except_runs(record: Record) -> None:
    recording = record(LIMIT, "stalls")
    assert code(recording, "words", "raise") == []
    assert "finished" not in client(recording)


@pytest.mark.parametrize("variant", ["looks", "looks_stalls"])
def test_a_stream_that_looks_at_the_clock_ends_by_itself(record: Record, variant: str) -> None:
    recording = record(LIMIT, variant)
    assert "".join(pieces(recording)).endswith("time is up\n")
    assert "finished" in client(recording)


# What no recording can show: the recorder sends no signals. Here Uvicorn runs, and gets SIGTERM.


class Served:
    """A program under a Uvicorn of its own, and what it has written."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self.log = process, log
        self.port = int(self.until("running on http://127.0.0.1:").split()[0])

    def until(self, words: str, times: int = 1) -> str:
        """Wait until the log has ``words``; return what follows."""
        ends = time.monotonic() + 60
        while self.log.read_text().count(words) < times or not self.log.read_text().endswith("\n"):
            assert time.monotonic() < ends, self.log.read_text()[-2000:]
            time.sleep(0.02)
        return self.log.read_text().split(words, 1)[1]

    @contextmanager
    def reader(self) -> Iterator[http.client.HTTPResponse]:
        """Begin to read the stream, and disconnect at the end."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", "/words")
            with connection.getresponse() as response:
                assert response.readline() == b"word 0\n"
                yield response

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def ended(self) -> str:
        """Wait until the server has ended; return what it has written."""
        self.process.wait(60)
        return self.log.read_text()


@contextmanager
def served(folder: Path, program: str, *changes: tuple[str, str], options: str = "") -> Iterator[Served]:
    """Serve a program of an example, with pauses of a twentieth of a second."""
    source = (EXAMPLES / "production" / program).read_text()
    for old, new in (("asyncio.sleep(1)", "asyncio.sleep(0.05)"), *changes):
        assert old in source, old
        source = source.replace(old, new)
    (folder / "app.py").write_text(source)
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0", *options.split()]
    log = folder / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=folder, stdout=written, stderr=written)
    try:
        yield Served(process, log)
    finally:
        process.kill()
        process.wait()


def test_uvicorn_waits_for_an_open_stream_and_the_end_of_the_lifespan_comes_after_it(tmp_path: Path) -> None:
    with served(tmp_path, "goodbye/too_late.py") as server:
        with server.reader() as response:
            server.stop()
            server.until("Waiting for connections to close")
            assert all(response.readline().startswith(b"word ") for _ in range(20))
            with socket.socket() as another:
                assert another.connect_ex(("127.0.0.1", server.port)) != 0
            assert "Waiting for application shutdown" not in server.log.read_text()
        assert "Waiting for application shutdown" in server.ended()


def test_with_a_limit_the_stream_is_cut_off_and_never_learns_of_the_event(tmp_path: Path) -> None:
    with served(tmp_path, "goodbye/too_late.py", options=ONE_SECOND) as server, server.reader() as response:
        server.stop()
        with pytest.raises(http.client.IncompleteRead) as cut:
            response.read()
        assert b"goodbye" not in cut.value.partial
        assert "Cancel 1 running task(s), timeout graceful shutdown exceeded" in server.ended()


def test_a_stream_that_hears_of_sigterm_says_goodbye_and_the_server_ends(tmp_path: Path) -> None:
    with served(tmp_path, "goodbye/on_sigterm.py") as server, server.reader() as response:
        server.stop()
        assert response.read().endswith(b"goodbye\n")
        assert "Application shutdown complete" in server.ended()


def test_each_of_two_workers_hears_of_it(tmp_path: Path) -> None:
    with served(tmp_path, "goodbye/on_sigterm.py", options="--workers 2") as server:
        server.until("Application startup complete", times=2)
        with server.reader() as response:
            server.stop()
            assert response.read().endswith(b"goodbye\n")
        assert server.ended().count("Application shutdown complete") == 2


def test_at_the_limit_the_lifespan_ends_first_and_a_save_in_finally_is_lost(tmp_path: Path) -> None:
    over = (NOBODY_WAITS[0], '    print("lifespan over", flush=True)\n')
    with (
        served(tmp_path, "outlives/app.py", SAYS_SO, over, SAVE_IN_FINALLY, options=ONE_SECOND) as server,
        server.reader() as response,
    ):
        server.stop()
        with pytest.raises(http.client.IncompleteRead):
            response.read()
        written = server.ended()
    assert "finally" not in written.split("lifespan over")[0]
    assert "saved" not in written


def test_a_lifespan_that_awaits_lets_the_finally_run_and_still_no_await_in_it(tmp_path: Path) -> None:
    awaits = (NOBODY_WAITS[0], "    await asyncio.sleep(0.5)\n")
    with (
        served(tmp_path, "outlives/app.py", SAYS_SO, awaits, SAVE_IN_FINALLY, options=ONE_SECOND) as server,
        server.reader(),
    ):
        server.stop()
        written = server.ended()
    assert "finally\n" in written
    assert "saved" not in written


@pytest.mark.parametrize(
    ("changes", "saved"),
    [
        ([("asyncio.sleep(2)", "asyncio.sleep(0.5)")], True),
        ([NOBODY_WAITS, ("asyncio.sleep(2)", "asyncio.sleep(60)")], False),
    ],
)
def test_a_task_is_lost_with_its_process_unless_the_lifespan_waits_for_it(
    tmp_path: Path, changes: list[tuple[str, str]], saved: bool
) -> None:
    with served(tmp_path, "outlives/app.py", SAYS_SO, *changes) as server:
        with server.reader():
            server.stop()
            server.until("Waiting for connections to close")
        assert ("saved" in server.ended()) == saved


def test_the_access_log_has_its_line_while_the_stream_is_open(tmp_path: Path) -> None:
    with served(tmp_path, "goodbye/too_late.py") as server, server.reader() as response:
        server.until('"GET /words HTTP/1.1" 200 OK')
        assert response.readline() == b"word 1\n"
