import asyncio
import os
from collections import deque
from collections.abc import AsyncIterable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Header
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

KEPT = 5
WAITING = 2


class MemoryBus:
    """Bus in memory, for one worker."""

    def __init__(self):
        self.numbers = count(1)
        self.queue = asyncio.Queue()

    async def add(self, text: str):
        self.queue.put_nowait(ServerSentEvent(data=text, id=str(next(self.numbers))))

    async def kept(self) -> list[ServerSentEvent]:
        return []

    async def after(self, last: str):
        while True:
            yield await self.queue.get()


class RedisBus:
    """Redis stream: each worker adds to it, and reads all of it."""

    def __init__(self, url: str):
        from redis.asyncio import Redis

        self.redis = Redis.from_url(url, decode_responses=True)

    async def add(self, text: str):
        await self.redis.xadd("hub", {"text": text}, maxlen=KEPT, approximate=False)

    async def kept(self) -> list[ServerSentEvent]:
        return [ServerSentEvent(data=entry["text"], id=number) for number, entry in await self.redis.xrange("hub")]

    async def after(self, last: str):
        while True:
            for _, entries in await self.redis.xread({"hub": last}, block=2000):
                for last, entry in entries:
                    yield ServerSentEvent(data=entry["text"], id=last)


bus = RedisBus(os.environ["REDIS"]) if "REDIS" in os.environ else MemoryBus()

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


@app.post("/elsewhere", status_code=202)
async def elsewhere(text: str) -> None:
    """Play another worker: it has the bus, and none of our queues."""
    await bus.add(text)


@app.get("/")
async def page():
    return FileResponse(Path(__file__).with_name("page.html"))
