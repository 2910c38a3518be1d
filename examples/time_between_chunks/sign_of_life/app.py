import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def add_up():
    await asyncio.sleep(2.5)
    return 42


@app.get("/report", response_class=StreamingResponse)
async def report() -> AsyncIterable[str]:
    task = asyncio.create_task(add_up())
    while not task.done():
        yield "."
        await asyncio.wait({task}, timeout=1)
    yield f" {task.result()}\n"
