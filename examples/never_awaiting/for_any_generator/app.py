import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def rows():
    for number in range(16):
        yield f"row {number}\n"


async def making_way(items, every=2):
    count = 0
    async for item in items:
        yield item
        count += 1
        if count % every == 0:
            await asyncio.sleep(0)


@app.get("/rows")
async def export():
    return StreamingResponse(making_way(rows()), media_type="text/plain")
