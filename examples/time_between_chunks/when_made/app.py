import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def model():
    await asyncio.sleep(1)
    yield "It "
    await asyncio.sleep(1)
    yield "depends.\n"


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    async for word in model():
        yield word
