import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/search", response_class=StreamingResponse)
async def search() -> AsyncIterable[str]:
    for row in range(40):
        if row % 20 == 0:
            yield f"row {row} matches\n"
        if row % 5 == 0:
            await asyncio.sleep(0)


@app.get("/ping")
async def ping():
    return "pong"
