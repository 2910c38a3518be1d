import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def add_up():
    await asyncio.sleep(3)
    return 42


@app.get("/report", response_class=StreamingResponse)
async def report() -> AsyncIterable[str]:
    ____ "adding up...\n"
    total = await add_up()
    yield f"total {total}\n"
