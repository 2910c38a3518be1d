import asyncio

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
queues: set[asyncio.Queue[str]] = set()


@app.post("/orders/{order}")
async def add(order: str):
    for queue in queues:
        queue.put_nowait(order)


@app.get("/orders", response_class=EventSourceResponse)
async def orders():
    queue: asyncio.Queue[str] = asyncio.Queue()
    queues.add(queue)
    try:
        while True:
            yield ServerSentEvent(raw_data=await queue.get())
    finally:
        queues.discard(queue)
