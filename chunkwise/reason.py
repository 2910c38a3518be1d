"""Why an example is recorded only, because a page must not pretend to run what it can't.

Computed from the example's scenario and its recording; no list is kept.
"""

from __future__ import annotations

from chunkwise.events import CodeEvent, Recording
from chunkwise.scenario import Scenario

THREADS = "A part of this program runs in worker threads, and Python in a browser has none."
BUFFERS = "What happens here depends on the operating system's socket buffers, and a browser has none."


def reason(scenario: Scenario, recording: Recording) -> str | None:
    """Return a sentence for readers that says why this cannot run in a page, or None if it can.

    In a page a free-running scenario runs in lock-step: in the same order, and with its pauses, but unmeasured.
    """
    if any(isinstance(event, CodeEvent) and event.thread == "worker thread" for event in recording.events):
        return THREADS
    stalls = any(action.stop_reading for client in scenario.client for action in client.script)
    return BUFFERS if stalls and scenario.send_buffer is not None else None
