import asyncio
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse

app = FastAPI()


@app.get("/events", response_class=EventSourceResponse)
async def events():
    yield "connected"
    await asyncio.Event().wait()


@app.get("/plain", response_class=StreamingResponse)
async def plain():
    yield "connected\n"
    await asyncio.Event().wait()


@app.get("/descriptors")
async def descriptors() -> int:
    return len(list(Path("/dev/fd").iterdir()))
