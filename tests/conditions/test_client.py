"""The client of a condition and the relay behind a proxy, before a server that does as it is told."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from chunkwise.conditions.client import Client, ClientSide
from chunkwise.conditions.processes import HOST
from chunkwise.conditions.relay import Relay
from chunkwise.examples.scenario import Action

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ALL = (Action(send="GET /"), Action(read="all"))

Act = Callable[[socket.socket], None]


@contextlib.contextmanager
def server(act: Act) -> Iterator[int]:
    """Serve one connection: read the request, then act."""

    def serve() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                act(connection)

    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.close()
        thread.join(5)


def asked(act: Act, script: tuple[Action, ...] = ALL, limit: float = 5) -> ClientSide:
    with server(act) as port:
        return Client(port, limit).follow(script)


def test_a_complete_body_is_followed_read_by_read() -> None:
    def act(connection: socket.socket) -> None:
        connection.sendall(HEAD)
        for number in range(2):
            time.sleep(0.05)
            connection.sendall(b"2\r\na%d\r\n" % number)
        connection.sendall(b"0\r\n\r\n")

    side = asked(act)
    assert (side.status, side.end, side.text) == (200, "complete", b"a0a1")
    assert side.head is not None
    assert side.head < side.body[0][0] < side.body[-1][0] <= side.ended
    assert side.body[-1][1] == 4


def test_a_body_without_its_end_is_cut_off() -> None:
    side = asked(lambda connection: connection.sendall(HEAD + b"2\r\na0\r\n"))
    assert (side.status, side.end, side.text) == (200, "cut off", b"a0")


def test_a_connection_that_closes_without_a_head_is_cut_off_without_a_status() -> None:
    side = asked(lambda connection: None)
    assert (side.status, side.end) == (None, "cut off")


def test_a_body_that_ends_with_its_connection_is_complete() -> None:
    side = asked(lambda connection: connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nabc"))
    assert (side.end, side.text) == ("complete", b"abc")


def test_one_that_says_nothing_hangs() -> None:
    side = asked(lambda connection: time.sleep(0.6), limit=0.2)
    assert (side.status, side.end) == (None, "hangs")


def test_a_client_leaves_when_its_script_says_so() -> None:
    gone = threading.Event()

    def act(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"2\r\na0\r\n")
        connection.settimeout(5)
        if connection.recv(1) == b"":
            gone.set()

    side = asked(act, (Action(send="GET /"), Action(read=1), Action(hang_up=True)))
    assert (side.end, side.text) == ("left", b"a0")
    assert gone.wait(5)


def test_a_compressed_body_counts_as_what_is_in_it() -> None:
    body = gzip.compress(b"x" * 1000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert asked(lambda connection: connection.sendall(head + body)).body[-1][1] == 1000


def test_a_relay_passes_on_every_byte_and_knows_the_version() -> None:
    def act(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"2\r\na0\r\n0\r\n\r\n")

    with server(act) as port, Relay(port) as relay:
        side = Client(relay.port).follow(ALL)
        assert (side.end, side.text) == ("complete", b"a0")
        assert relay.side.version == "HTTP/1.1"
        assert sum(size for _, size in relay.side.answers) == len(HEAD) + 12


@pytest.mark.parametrize("read", ["headers", 1])
def test_a_relay_closes_the_server_s_side_when_the_proxy_leaves(read: int | str) -> None:
    gone = threading.Event()

    def act(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"2\r\na0\r\n")
        connection.settimeout(5)
        if connection.recv(1) == b"":
            gone.set()

    script = (Action(send="GET /"), Action.model_validate({"read": read}), Action(hang_up=True))
    with server(act) as port, Relay(port) as relay:
        Client(relay.port).follow(script)
        assert gone.wait(5)
        assert relay.side.left is not None


def test_a_client_waits_for_a_server_at_rest_as_its_script_says() -> None:
    waits: list[str] = []
    script = (Action(send="GET /"), Action(read="headers"), Action(wait="server"), Action(hang_up=True))
    with server(lambda connection: connection.sendall(HEAD)) as port:
        side = Client(port, server_rests=lambda: waits.append("waited")).follow(script)
    assert (side.end, waits) == ("left", ["waited"])


def test_a_proxy_that_leaves_with_bytes_unread_resets_the_server_behind_the_relay() -> None:
    ended: list[str] = []
    done = threading.Event()

    def act(connection: socket.socket) -> None:
        try:
            while True:
                connection.sendall(b"x" * 1_000_000)
        except OSError as error:
            ended.append(type(error).__name__)
        done.set()

    with server(act) as port, Relay(port) as relay:
        with socket.create_connection((HOST, relay.port), 5) as proxy:
            proxy.sendall(b"GET / HTTP/1.1\r\n\r\n")
            proxy.recv(1)
        assert done.wait(5)
    assert ended in (["ConnectionResetError"], ["BrokenPipeError"])
