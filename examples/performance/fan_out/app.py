import asyncio
import json
import time
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
queues = []


async def subscription():
    queues.append(queue := asyncio.Queue(maxsize=100))
    try:
        yield queue
    finally:
        queues.remove(queue)


Queue = Annotated[asyncio.Queue, Depends(subscription)]


@app.get("/each", response_class=StreamingResponse)
async def encode_for_each(queue: Queue) -> AsyncIterable[str]:
    while message := await queue.get():
        yield json.dumps(message) + "\n"


@app.get("/once", response_class=StreamingResponse)
async def encoded_once(queue: Queue) -> AsyncIterable[str]:
    while line := await queue.get():
        yield line


@app.post("/publish")
async def publish(count: int, names: int, once: bool) -> None:
    for number in range(count):
        message = {f"name {n}": number for n in range(names)}
        sent = json.dumps(message) + "\n" if once else message
        for queue in queues:
            queue.put_nowait(sent)
        while not all(map(asyncio.Queue.empty, queues)):
            await asyncio.sleep(0)


@app.post("/end")
async def end() -> None:
    for queue in queues:
        queue.put_nowait(None)


@app.get("/used")
async def processor_time() -> float:
    return time.process_time()
