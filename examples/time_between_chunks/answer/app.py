import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def model():
    for word in ("It ", "depends", ".\n"):
        await asyncio.sleep(1)
        yield word


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    words = []
    async for word in model():
        words.append(word)
    for word in words:
        yield word
        await asyncio.sleep(0.1)
