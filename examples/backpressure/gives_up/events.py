import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/download", response_class=EventSourceResponse)
async def download() -> AsyncIterable[ServerSentEvent]:
    print("file opened")
    try:
        for letter in "abcdefghij":
            yield ServerSentEvent(raw_data=letter * 32_768)
            await asyncio.sleep(0)
    finally:
        print("file closed")
