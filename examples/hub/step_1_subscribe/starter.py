import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
queues: set[asyncio.Queue] = set()


async def subscription():
    queue = asyncio.Queue()
    queues.____(queue)
    try:
        yield ____
    finally:
        ____


@app.get("/notifications", response_class=EventSourceResponse)
async def listen(queue: Annotated[asyncio.Queue, Depends(subscription)]) -> AsyncIterable[ServerSentEvent]:
    while True:
        yield await ____


def deliver(event: ServerSentEvent):
    for queue in queues:
        queue.put_nowait(event)


@app.post("/notifications", status_code=202)
async def notify(text: str) -> int:
    deliver(ServerSentEvent(data=text))
    return len(queues)
