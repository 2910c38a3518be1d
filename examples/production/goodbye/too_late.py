import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

stopping = asyncio.Event()


@asynccontextmanager
async def lifespan(app):
    yield
    stopping.set()


app = FastAPI(lifespan=lifespan)


@app.get("/words", response_class=StreamingResponse)
async def words():
    number = 0
    while not stopping.is_set():
        yield f"word {number}\n"
        number += 1
        await asyncio.sleep(1)
    yield "goodbye\n"
