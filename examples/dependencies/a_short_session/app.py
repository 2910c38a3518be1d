from asyncio import sleep
from collections.abc import AsyncIterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@asynccontextmanager
async def open_session():
    session = {"name": "Ada"}
    try:
        yield session
    finally:
        session["name"] = "closed"


@app.get("/chat", response_class=StreamingResponse)
async def chat() -> AsyncIterable[str]:
    async with open_session() as session:
        name = session["name"]
    for word in ("Hello", name, "!"):
        yield f"{word} "
        await sleep(0.5)
