import asyncio

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
queue = asyncio.Queue()


async def produce():
    for token in ("It ", "is ", "sunny ", "today.", "[DONE]"):
        await queue.put(token)
        await asyncio.sleep(1)


@app.post("/answer", status_code=202)
async def start():
    app.state.producer = asyncio.create_task(produce())


@app.get("/answer", response_class=EventSourceResponse)
async def follow():
    while True:
        yield ServerSentEvent(raw_data=await queue.get())
