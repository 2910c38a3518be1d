import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/import", response_class=EventSourceResponse)
async def progress() -> AsyncIterable[ServerSentEvent]:
    for n in range(1, 4):
        yield ServerSentEvent(raw_data=f"file {n} of 3", id=str(n))
        await asyncio.sleep(1)
