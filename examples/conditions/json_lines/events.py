import asyncio

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse

app = FastAPI()


@app.get("/readings", response_class=EventSourceResponse)
async def readings():
    for number in range(1, 4):
        yield {"reading": number}
        await asyncio.sleep(0.2)
