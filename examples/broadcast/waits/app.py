import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from source import lifespan_of

queues = []


async def publish(message):
    for queue in list(queues):
        await queue.put(message)


app = FastAPI(lifespan=lifespan_of(publish))


@app.get("/feed", response_class=StreamingResponse)
async def feed() -> AsyncIterable[str]:
    queue = asyncio.Queue(maxsize=2)
    queues.append(queue)
    try:
        while True:
            yield await queue.get()
    finally:
        queues.remove(queue)
