import asyncio
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
