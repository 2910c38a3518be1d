import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def next_word(number):
    ____ asyncio.sleep(1)
    return f"word {number}\n"


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    for number in range(3):
        yield await next_word(number)


@app.get("/ping")
async def ping():
    return "pong"
