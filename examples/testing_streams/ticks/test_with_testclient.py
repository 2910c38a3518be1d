from app import app
from fastapi.testclient import TestClient


def test_two_ticks():
    with TestClient(app).stream("GET", "/ticks") as response:
        lines = (line for line in response.iter_lines() if line)
        assert next(lines) == 'data: {"tick": 0}'
        assert next(lines) == 'data: {"tick": 1}'
    assert app.state.readers == 0
