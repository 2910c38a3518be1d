import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
lines = ["opened", "half way", "done"]


@app.get("/log", response_class=EventSourceResponse)
async def log(last_event_id: Annotated[int, Header()] = 0) -> AsyncIterable[ServerSentEvent]:
    for number, line in enumerate(lines, start=1):
        yield ServerSentEvent(raw_data=line)
        await asyncio.sleep(0.1)
