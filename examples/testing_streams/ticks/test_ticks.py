import threading
import time

import httpx
import pytest
import uvicorn
from app import app


@pytest.fixture(scope="session")
def url():
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def test_two_ticks_and_a_disconnect(url):
    with httpx.stream("GET", f"{url}/ticks", timeout=5) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = (line for line in response.iter_lines() if line)
        assert next(lines) == 'data: {"tick": 0}'
        assert next(lines) == 'data: {"tick": 1}'
        assert app.state.readers == 1
    deadline = time.monotonic() + 5
    while app.state.readers and time.monotonic() < deadline:
        time.sleep(0.01)
    assert app.state.readers == 0
