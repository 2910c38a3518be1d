import asyncio

from fastapi import FastAPI

app = FastAPI()
queues = []


@app.get("/messages")
async def listen():
    queue = asyncio.Queue(maxsize=100)
    queues.append(queue)
    while True:
        yield await queue.get()


@app.post("/messages")
async def publish(text: str):
    for queue in queues:
        queue.put_nowait(text)
