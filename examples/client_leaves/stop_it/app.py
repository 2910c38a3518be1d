import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI

app = FastAPI()


async def fill(queue):
    for number in range(1, 6):
        await queue.put(number)
        await asyncio.sleep(1)


@app.get("/numbers")
async def numbers() -> AsyncIterable[int]:
    queue = asyncio.Queue()
    task = asyncio.create_task(fill(queue))
    try:
        while True:
            yield await queue.get()
    finally:
        task.cancel()
