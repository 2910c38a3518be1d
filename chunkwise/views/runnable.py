"""Why an example is recorded only, because a page must not pretend to run what it can't.

Computed from the example's scenario and its recording; no list is kept.
"""

from __future__ import annotations

from chunkwise.events import AsgiEvent, CodeEvent, Recording
from chunkwise.examples.scenario import Scenario

THREADS = "A part of this program runs in worker threads, and Python in a browser has none."
FILES = "This program has several files, and a page runs one."
UPSTREAM = "This program sends requests to another server, and a page has none."
BROWSER = "This run has a browser's page as its client, and a page can't be a server for another one."
NEEDS = "This program needs the package {}, which a page does not load."
BUFFERS = "What happens here depends on the operating system's socket buffers, and a browser has none."
WRITE_LIMIT = 65_536
"""How many bytes asyncio queues for a connection before it asks to wait (its default high-water mark)."""


def why_not_in_browser(scenario: Scenario, recording: Recording) -> str | None:
    """Return a sentence for readers that says why this cannot run in a page, or None if it can.

    In a page a free-running scenario runs in lock-step: in the same order, and with its pauses, but unmeasured.
    """
    if scenario.page is not None:
        return BROWSER
    if scenario.upstream is not None:
        return UPSTREAM
    if scenario.requires:
        return NEEDS.format(scenario.requires[0])
    if recording.modules:
        return FILES
    threads = any(isinstance(event, CodeEvent) and event.thread == "worker thread" for event in recording.events)
    if threads or scenario.threads:
        return THREADS
    stalls = any(action.stop_reading for client in scenario.client for action in client.script)
    sent = sum(event.body.size for event in recording.events if isinstance(event, AsgiEvent) and event.body is not None)
    return BUFFERS if stalls and scenario.send_buffer is not None and sent > WRITE_LIMIT else None
