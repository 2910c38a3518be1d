import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def seen(last_event_id: Annotated[str | None, Header()] = None) -> int:
    if last_event_id == "3":
        raise HTTPException(204)
    return int(last_event_id or 0)


@app.get("/import", response_class=EventSourceResponse)
async def progress(seen: Annotated[int, Depends(seen)]) -> AsyncIterable[ServerSentEvent]:
    for n in range(seen + 1, 4):
        yield ServerSentEvent(raw_data=f"file {n} of 3", id=str(n))
        await asyncio.sleep(1)
