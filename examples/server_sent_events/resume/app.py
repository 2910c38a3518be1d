import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/steps", response_class=EventSourceResponse)
async def steps(last_event_id: Annotated[int, Header()] = 0) -> AsyncIterable[ServerSentEvent]:
    for n in range(last_event_id + 1, 4):
        yield ServerSentEvent(data=f"step {n}", id=str(n))
        await asyncio.sleep(0.1)
