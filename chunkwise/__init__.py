"""Chunkwise records what a streaming FastAPI program does and turns the recording into a page.

The data goes one way: examples -> recordings -> views -> HTML. No module reaches back.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chunkwise.attach.exchange import RecordedExchange
    from chunkwise.attach.recorder import ASGIRecorder
    from chunkwise.testing.recorded import StreamClient, StreamRecording
    from chunkwise.testing.stream_recorder import StreamRecorder

_PLACES = {
    "ASGIRecorder": "chunkwise.attach.recorder",
    "RecordedExchange": "chunkwise.attach.exchange",
    "StreamClient": "chunkwise.testing.recorded",
    "StreamRecorder": "chunkwise.testing.stream_recorder",
    "StreamRecording": "chunkwise.testing.recorded",
}
"""What others import from here, and where it is: `import chunkwise` itself has to cost nothing and to need nothing."""

__all__ = ["ASGIRecorder", "RecordedExchange", "StreamClient", "StreamRecorder", "StreamRecording"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PLACES])
