import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from source import lifespan_of

queues = []


async def publish(message):
    for queue in list(queues):
        if queue.full():
            queues.remove(queue)
        else:
            queue.put_nowait(message)


app = FastAPI(lifespan=lifespan_of(publish))


async def subscription():
    queues.append(queue := asyncio.Queue(maxsize=2))
    try:
        yield queue
    finally:
        if queue in queues:
            queues.remove(queue)


@app.get("/feed", response_class=StreamingResponse)
async def feed(queue: Annotated[asyncio.Queue, Depends(subscription)]):
    while queue in queues:
        yield await queue.get()
    yield "too slow"
