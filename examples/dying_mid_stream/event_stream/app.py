import asyncio

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse

app = FastAPI()


@app.get("/progress", response_class=EventSourceResponse)
async def progress():
    yield "half done"
    await asyncio.sleep(0.1)
    raise ConnectionError("worker is gone")
