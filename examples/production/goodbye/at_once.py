import asyncio
from contextlib import suppress

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
stopping = asyncio.Event()


@app.get("/words", response_class=StreamingResponse)
async def words():
    number = 0
    while not stopping.is_set():
        yield f"word {number}\n"
        number += 1
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await stopping.wait()
    yield "goodbye\n"


@app.post("/stop")
async def stop():
    stopping.set()
