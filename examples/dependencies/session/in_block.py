from asyncio import sleep
from collections.abc import AsyncIterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@asynccontextmanager
async def open_session():
    session = {"open": True}
    try:
        yield session
    finally:
        session["open"] = False


async def generate(session: dict) -> AsyncIterable[str]:
    for i in range(2):
        yield f"row {i}, open: {session['open']}\n"
        await sleep(0.1)


@app.get("/rows")
async def rows():
    async with open_session() as session:
        return StreamingResponse(generate(session), media_type="text/plain")
