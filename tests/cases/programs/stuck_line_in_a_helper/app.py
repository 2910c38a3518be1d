import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Results:
    def __init__(self):
        self.queue = asyncio.Queue(maxsize=1)

    async def put_all(self, items):
        for item in items:
            await self.queue.put(item)

    async def take(self):
        return await self.queue.get()


async def results():
    kept = Results()
    await kept.put_all(["one", "two"])
    for _ in range(2):
        yield await kept.take()


@app.get("/results")
async def stream():
    return StreamingResponse(results(), media_type="text/plain")
