import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse

app = FastAPI()


@app.get("/news", response_class=EventSourceResponse)
async def news() -> AsyncIterable[str]:
    yield "good morning"
    await asyncio.sleep(40)
    yield "good night"
