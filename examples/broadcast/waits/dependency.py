import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from source import lifespan_of

queues = []


async def publish(message):
    for queue in list(queues):
        await queue.put(message)


app = FastAPI(lifespan=lifespan_of(publish))


async def subscription():
    queue = asyncio.Queue(maxsize=2)
    queues.append(queue)
    try:
        yield queue
    finally:
        queues.remove(queue)


@app.get("/feed", response_class=StreamingResponse)
async def feed(queue: Annotated[asyncio.Queue, Depends(subscription)]) -> AsyncIterable[str]:
    while True:
        yield await queue.get()
