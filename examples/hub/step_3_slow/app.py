import asyncio
from collections import deque
from collections.abc import AsyncIterable
from itertools import count
from typing import Annotated

from fastapi import Depends, FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

KEPT = 5
WAITING = 2

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
        return events[ids.index(last) + 1 :]
    return [ServerSentEvent(event="reset", data="the log begins later"), *events]


async def subscription(last_event_id: Annotated[str | None, Header()] = None):
    events = missed(last_event_id)
    queue = asyncio.Queue(maxsize=len(events) + WAITING)
    for event in events:
        queue.put_nowait(event)
    queues.add(queue)
    try:
        yield queue
    finally:
        queues.discard(queue)


@app.get("/notifications", response_class=EventSourceResponse)
async def listen(
    queue: Annotated[asyncio.Queue, Depends(subscription)], busy: float = 0
) -> AsyncIterable[ServerSentEvent]:
    while queue in queues:
        yield await queue.get()
        await asyncio.sleep(busy)  # plays a slow subscriber


def deliver(event: ServerSentEvent):
    log.append(event)
    for queue in list(queues):
        if queue.full():
            queues.discard(queue)
        else:
            queue.put_nowait(event)


@app.post("/notifications", status_code=202)
async def notify(text: str) -> int:
    deliver(ServerSentEvent(data=text, id=str(next(numbers))))
    return len(queues)
