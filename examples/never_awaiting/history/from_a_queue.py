import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def messages():
    waiting = asyncio.Queue()
    for number in range(8):
        waiting.put_nowait(f"message {number}\n")
    while not waiting.empty():
        message = await waiting.get()
        yield message


@app.get("/history")
async def history():
    return StreamingResponse(messages(), media_type="text/plain")


@app.get("/ping")
async def ping():
    return "pong"
