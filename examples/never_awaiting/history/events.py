from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse

app = FastAPI()
CACHE = {number: f"message {number}" for number in range(8)}


async def load(number):
    return CACHE[number]


@app.get("/history", response_class=EventSourceResponse)
async def history() -> AsyncIterable[str]:
    for number in CACHE:
        message = await load(number)
        yield message


@app.get("/ping")
async def ping():
    return "pong"
