import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()
queues = []


async def subscription():
    queues.append(queue := asyncio.Queue(maxsize=3))
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
    for letter in text:
        for queue in queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(letter)
    return f"listeners: {len(queues)}"
