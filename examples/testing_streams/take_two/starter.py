import asyncio
from contextlib import aclosing

from fastapi import FastAPI

app = FastAPI()


@app.get("/ticks")
async def ticks():
    number = 0
    while True:
        yield number
        number += 1
        await asyncio.sleep(1)


@app.get("/test")
async def test_two_ticks():
    async with aclosing(ticks()) as stream:
        first = await ____(stream)
        second = await anext(stream)
    return [first, second]
