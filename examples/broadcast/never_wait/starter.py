import asyncio

from fastapi import FastAPI

app = FastAPI()
queues = []


@app.get("/messages")
async def listen():
    queues.append(queue := asyncio.Queue(maxsize=2))
    while True:
        yield await queue.get()
        await asyncio.sleep(60)


@app.post("/messages")
async def publish(text: str):
    for queue in queues:
        await queue.put(text)
