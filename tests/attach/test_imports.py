"""What it costs to have the package: nothing until somebody uses it, and of the extras nothing for the recorder."""

from __future__ import annotations

import sys

import chunkwise
from tests.support.packed_wheel import ran
from tests.test_package import WITHOUT


def test_the_package_imports_nothing_by_itself() -> None:
    said = ran(sys.executable, "-c", "import sys; import chunkwise; print(*sorted(sys.modules))").split()
    assert [name for name in said if name.startswith("chunkwise")] == ["chunkwise"]
    assert not {"pydantic", "pytest", "fastapi", "asyncio"} & set(said)


def test_all_that_it_offers_is_there_and_has_a_docstring() -> None:
    assert set(chunkwise.__all__) <= set(dir(chunkwise))
    for name in chunkwise.__all__:
        assert getattr(chunkwise, name).__doc__, name
    assert not hasattr(chunkwise, "Recorder")


def test_the_recorder_needs_no_server_and_no_framework() -> None:
    program = """
import asyncio
from chunkwise import ASGIRecorder

async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})

async def send(message):
    pass

recorder = ASGIRecorder(app, enabled=True)
asyncio.run(recorder({"type": "http", "method": "GET", "path": "/"}, None, send))
print(recorder.recordings[0])
"""
    said = ran(sys.executable, "-c", WITHOUT + program)
    assert said.startswith("GET /: status 200, 1 piece, 5 bytes")
