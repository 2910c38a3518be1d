import asyncio

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
        await asyncio.sleep(1)
    yield "goodbye\n"


@app.post("/stop")
async def stop():
    stopping.set()
