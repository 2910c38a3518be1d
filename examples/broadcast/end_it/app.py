import asyncio

from fastapi import FastAPI

app = FastAPI()
queues = []


@app.get("/messages")
async def listen():
    queues.append(queue := asyncio.Queue(maxsize=2))
    while queue in queues:
        yield await queue.get()
        await asyncio.sleep(60)
    yield "too slow"


@app.post("/messages")
async def publish(text: str):
    for queue in list(queues):
        if queue.full():
            queues.remove(queue)
        else:
            queue.put_nowait(text)
