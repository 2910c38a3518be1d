import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def fill(queue):
    for price in (101, 102, 103, 104):
        await queue.put(f"price {price}\n")
        await asyncio.sleep(1)


async def prices(queue):
    task = asyncio.create_task(fill(queue))
    try:
        while True:
            yield await queue.get()
    finally:
        task.cancel()


@app.get("/prices")
async def stream():
    return StreamingResponse(prices(asyncio.Queue()), media_type="text/plain")
