import asyncio

from fastapi import FastAPI

app = FastAPI()
queue = asyncio.Queue()


async def produce():
    for token in ("It ", "is ", "warm."):
        await queue.put(token)
        await asyncio.sleep(1)
    print("answer complete")


@app.get("/answer")
async def answer():
    app.state.producer = asyncio.create_task(produce())
    try:
        for _ in range(3):
            yield await queue.get()
    finally:
        app.state.producer.cancel()
