import asyncio
from contextlib import aclosing

from fastapi import FastAPI

app = FastAPI()
log = []


@app.get("/ticks")
async def ticks():
    try:
        while True:
            yield "tick"
            await asyncio.sleep(1)
    finally:
        log.append("closed")


@app.get("/test")
async def test_the_cleanup():
    async with ____(ticks()) as stream:
        log.append(await anext(stream))
    return log
