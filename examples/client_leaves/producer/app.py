import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI

app = FastAPI()


async def fill(queue):
    for price in (101, 102, 103, 104):
        await queue.put(price)
        await asyncio.sleep(1)


@app.get("/prices")
async def prices() -> AsyncIterable[int]:
    queue = asyncio.Queue()
    task = asyncio.create_task(fill(queue))
    try:
        while True:
            yield await queue.get()
    finally:
        task.cancel()
