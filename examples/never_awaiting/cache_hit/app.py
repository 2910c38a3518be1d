import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
CACHE = range(12)


async def pages():
    for number in range(13):
        if number in CACHE:
            await asyncio.sleep(0)
        else:
            await asyncio.sleep(1)
        yield f"page {number}\n"


@app.get("/pages")
async def book():
    return StreamingResponse(pages(), media_type="text/plain")
