import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def model(queue):
    for token in ("It ", "is ", "sunny ", "and ", "warm."):
        await asyncio.sleep(1)
        await queue.put(token)
    await queue.put(None)
    print("answer complete")


@app.get("/chat", response_class=StreamingResponse)
async def chat():
    queue = asyncio.Queue()
    task = asyncio.create_task(model(queue))
    while token := await queue.get():
        yield token
