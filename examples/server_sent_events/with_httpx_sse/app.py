import os
from collections.abc import AsyncIterable

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from httpx_sse import aconnect_sse

app = FastAPI()
TIMEOUT = httpx.Timeout(5, read=60)


@app.get("/events", response_class=StreamingResponse)
async def events() -> AsyncIterable[str]:
    url = os.environ["SERVER"] + "/prices"
    async with httpx.AsyncClient(timeout=TIMEOUT) as client, aconnect_sse(client, "GET", url) as source:
        async for event in source.aiter_sse():
            yield f"{event.event} {event.id}: {event.data!r}\n"
