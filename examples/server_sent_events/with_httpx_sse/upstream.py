from asyncio import sleep
from collections.abc import AsyncIterable

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/prices", response_class=EventSourceResponse)
async def prices() -> AsyncIterable[ServerSentEvent]:
    yield ServerSentEvent(data=101, id="1")
    await sleep(20)
    yield ServerSentEvent(data=102, id="2")


@app.get("/refused")
async def refused() -> None:
    raise HTTPException(401, "log in first")


async def broken():
    yield "id: 1\ndata: 101\n\n"
    raise RuntimeError("the server fails")


@app.get("/breaks")
async def breaks() -> StreamingResponse:
    return StreamingResponse(broken(), media_type="text/event-stream")
