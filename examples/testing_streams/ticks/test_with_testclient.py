from app import app
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient


def test_two_ticks():
    with TestClient(app).stream("GET", "/ticks") as response:
        lines = (line for line in response.iter_lines() if line)
        assert next(lines) == 'data: {"tick": 0}'
        assert next(lines) == 'data: {"tick": 1}'
    assert app.state.readers == 0


broken = FastAPI()


@broken.get("/report", response_class=StreamingResponse)
async def report():
    yield "Monday: 100\n"
    raise ValueError("no data for Tuesday")


def test_a_failure_that_looks_complete():
    response = TestClient(broken, raise_server_exceptions=False).get("/report")
    assert (response.status_code, response.text) == (200, "Monday: 100\n")
