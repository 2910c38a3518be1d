import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    for part in range(2):
        total = 0
        for row in range(200):
            total += row * row
            if row % 20 == 0:
                ____ asyncio.sleep(____)
        yield f"part {part}: {total}\n"


@app.get("/ping")
async def ping():
    return "pong"
