import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI

app = FastAPI()
watching = 0


@app.get("/ticks")
async def ticks() -> AsyncIterable[int]:
    global watching
    watching += 1
    try:
        for tick in range(100):
            yield tick
            await asyncio.sleep(1)
    finally:
        watching -= 1


@app.get("/watching")
async def count():
    return watching
