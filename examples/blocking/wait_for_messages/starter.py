import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
queue = asyncio.Queue()


@app.post("/say/{text}")
async def say(text: str):
    queue.put_nowait(text)


@app.get("/messages", response_class=StreamingResponse)
async def messages() -> AsyncIterable[str]:
    # Write this: a line for each text in the queue, up to "bye".
    yield ""
