import asyncio

from fastapi import FastAPI

app = FastAPI()
shared = asyncio.Queue(maxsize=100)
queues = [shared]


@app.get("/messages")
async def listen():
    queue = shared
    while True:
        yield await queue.get()


@app.post("/messages")
async def publish(text: str):
    for queue in queues:
        queue.put_nowait(text)
