import asyncio
import queue

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def drain(results):
    while True:
        yield results.get()


async def produce(ready, results):
    for number in range(2):
        await ready.wait()
        results.put(f"{number}\n")


async def tokens():
    ready, results = asyncio.Event(), asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(produce(ready, results))
        while True:
            yield await results.get()


@app.get("/tokens")
async def from_task():
    return StreamingResponse(tokens(), media_type="text/plain")


@app.get("/drain")
def from_thread():
    return StreamingResponse(drain(queue.Queue()), media_type="text/plain")
