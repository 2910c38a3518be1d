"""A server that is busy for a moment loses no connection of a browser's, which opens many at once."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler

import pytest

from scripts.loopback import LoopbackServer

MANY = 40


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_connections_wait_for_a_server_that_is_busy() -> None:
    server = LoopbackServer(Hello)
    clients = []
    for _ in range(MANY):  # nobody accepts them yet
        client = socket.create_connection(("127.0.0.1", server.server_port), timeout=20)
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        clients.append(client)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    began = time.monotonic()
    thread.start()
    try:
        assert [client.recv(100)[:12] for client in clients] == [b"HTTP/1.0 204"] * MANY
        # Sent again after a loss they would come in steps of 1, 3, 7 and more seconds.
        assert time.monotonic() - began < 0.9
    finally:
        for client in clients:
            client.close()
        server.shutdown()
        thread.join()
        server.server_close()


class Trouble(Hello):
    def do_GET(self) -> None:
        raise ConnectionResetError if self.path == "/left" else ZeroDivisionError


@pytest.mark.parametrize(("path", "told"), [("/left", False), ("/wrong", True)])
def test_a_browser_that_leaves_is_no_error(path: str, told: bool, capfd: pytest.CaptureFixture[str]) -> None:
    server = LoopbackServer(Trouble)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as client:
        client.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        assert client.recv(100) == b""
    server.shutdown()
    thread.join()
    server.server_close()
    assert ("ZeroDivisionError" in capfd.readouterr().err) == told
