import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def orders():
    yield "order 1\n"
    await asyncio.sleep(60)
    yield "order 2\n"


@app.get("/orders", response_class=StreamingResponse)
async def feed() -> AsyncIterable[str]:
    batch = []
    async for order in orders():
        batch.append(order)
        if len(batch) == 100:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)
