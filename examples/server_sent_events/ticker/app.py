import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/ticker", response_class=EventSourceResponse)
async def ticker() -> AsyncIterable[ServerSentEvent]:
    for n in range(1, 4):
        yield ServerSentEvent(data={"price": 100 + n}, event="price", id=str(n))
        await asyncio.sleep(1)
