import asyncio
import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
DONE = object()


def tokens(prompt):
    """A client library that knows nothing of asyncio."""
    for word in prompt.split():
        time.sleep(0.1)
        yield word


async def in_thread(iterable):
    loop = asyncio.get_running_loop()
    iterator = iter(iterable)
    while (item := await loop.run_in_executor(None, next, iterator, DONE)) is not DONE:
        yield item


async def events(prompt):
    async for token in in_thread(tokens(prompt)):
        yield f"data: {token}\n\n"


@app.get("/chat")
async def chat(prompt: str):
    return StreamingResponse(events(prompt), media_type="text/event-stream")
