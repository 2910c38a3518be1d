import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def ask_model():
    for token in ("It ", "streams ", "well."):
        await asyncio.sleep(1)
        yield token


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    async for token in ask_model():
        yield token


@app.get("/ping")
async def ping():
    return "pong"
