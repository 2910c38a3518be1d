import asyncio

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/progress", response_class=EventSourceResponse)
async def progress():
    try:
        yield ServerSentEvent(data="half done")
        await asyncio.sleep(0.1)
        raise ConnectionError("worker is gone")
    except ConnectionError as error:
        print(error)
