import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/orders", response_class=StreamingResponse)
async def feed() -> AsyncIterable[str]:
    batch = []

    async def collect():
        for number in range(1, 6):
            await asyncio.sleep(0.45)
            batch.append(f"order {number}\n")

    task = asyncio.create_task(collect())
    while not task.done():
        await asyncio.wait({task}, timeout=____)
        yield "".join(batch)
        batch.____()
    yield "".join(batch)
