import asyncio
from contextlib import aclosing, asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@asynccontextmanager
async def connection(host):
    opened = {"host": host, "open": True}
    try:
        yield opened
    finally:
        opened["open"] = False


async def events(opened):
    number = 0
    try:
        while opened["open"]:
            yield number
            number += 1
            await asyncio.sleep(1)
    finally:
        print("events closed while open:", opened["open"])


async def relay(host, count):
    async with connection(host) as opened, aclosing(events(opened)) as numbers:
        async for number in numbers:
            if number == count:
                break
            yield f"data: {host} {number}\n\n"


@app.get("/relay")
async def stream(count: int = 2):
    return StreamingResponse(relay("upstream", count), media_type="text/event-stream")
