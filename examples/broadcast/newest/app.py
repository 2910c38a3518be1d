import asyncio

from fastapi import FastAPI

app = FastAPI()
queues = []


@app.get("/letters")
async def listen():
    queues.append(queue := asyncio.Queue(maxsize=2))
    while True:
        yield await queue.get()


@app.post("/letters")
async def publish(word: str):
    for letter in word:
        for queue in queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(letter)
