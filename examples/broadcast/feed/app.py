import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from source import lifespan_of

queues = []


async def publish(message):
    for queue in queues:
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(message)


app = FastAPI(lifespan=lifespan_of(publish))


async def subscription():
    queues.append(queue := asyncio.Queue(maxsize=2))
    try:
        yield queue
    finally:
        queues.remove(queue)


@app.get("/feed", response_class=StreamingResponse)
async def feed(queue: Annotated[asyncio.Queue, Depends(subscription)]):
    while True:
        yield await queue.get()
