import asyncio
from contextlib import aclosing
from itertools import count

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse

app = FastAPI()
app.state.readers = 0


@app.get("/ticks", response_class=EventSourceResponse)
async def ticks():
    app.state.readers += 1
    try:
        for number in count():
            yield {"tick": number}
            await asyncio.sleep(1)
    finally:
        app.state.readers -= 1


@app.get("/test")
async def test_the_generator():
    async with aclosing(ticks()) as stream:
        assert await anext(stream) == {"tick": 0}
        assert await anext(stream) == {"tick": 1}
    assert app.state.readers == 0
    return "passed"
