import asyncio
from collections import deque
from collections.abc import AsyncIterable
from itertools import count
from typing import Annotated

from fastapi import Depends, FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

KEPT = 5

app = FastAPI()
queues: set[asyncio.Queue] = set()
log: deque[ServerSentEvent] = deque(maxlen=KEPT)
numbers = count(1)


def missed(last: str | None) -> list[ServerSentEvent]:
    """Return what was added to the log after an id."""
    events, ids = list(log), [event.id for event in log]
    if last is None:
        return events
    if last in ids:
        return events[ids.index(last) + ____ :]
    return [ServerSentEvent(event="____", data="the log begins later"), *events]


async def subscription(last_event_id: Annotated[str | None, ____()] = None):
    queue = asyncio.Queue()
    for event in missed(last_event_id):
        queue.put_nowait(____)
    queues.add(queue)
    try:
        yield queue
    finally:
        queues.discard(queue)


@app.get("/notifications", response_class=EventSourceResponse)
async def listen(queue: Annotated[asyncio.Queue, Depends(subscription)]) -> AsyncIterable[ServerSentEvent]:
    while True:
        yield await queue.get()


def deliver(event: ServerSentEvent):
    log.____(event)
    for queue in queues:
        queue.put_nowait(event)


@app.post("/notifications", status_code=202)
async def notify(text: str) -> int:
    deliver(ServerSentEvent(data=text, id=____))
    return len(queues)
