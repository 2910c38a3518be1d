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
    while (text := await queue.get()) != "bye":
        yield f"{text}\n"
