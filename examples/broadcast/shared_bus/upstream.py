import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()
queues = []


async def subscription():
    queues.append(queue := asyncio.Queue(maxsize=100))
    try:
        yield queue
    finally:
        queues.remove(queue)


@app.get("/messages")
async def listen(queue: Annotated[asyncio.Queue, Depends(subscription)]):
    while True:
        yield await queue.get()


@app.post("/messages")
async def publish(text: str) -> str:
    for queue in queues:
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(text)
    return f"listeners: {len(queues)}"
