"""Plugin of pytest: the fixture ``stream_recorder``, which costs nothing until a test asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from chunkwise.testing.stream_recorder import StreamRecorder


@pytest.fixture
def stream_recorder(request: pytest.FixtureRequest) -> StreamRecorder:
    """Record a request to an ASGI application: ``stream_recorder(app, "GET /chat?q=hi", hang_up_after=3)``."""
    # Nothing is imported before: pytest loads this module in every project that has the package.
    try:
        from chunkwise.testing.stream_recorder import StreamRecorder
    except ModuleNotFoundError as error:
        if error.name not in ("anyio", "fastapi", "starlette", "uvicorn"):
            raise
        pytest.fail(
            f"stream_recorder needs {error.name}. Install it: python -m pip install 'chunkwise[record]'.", pytrace=False
        )
    return StreamRecorder(request.config.rootpath)
