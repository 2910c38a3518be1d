import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

beats = []


async def heartbeat():
    while True:
        beats.append(len(beats))
        await asyncio.sleep(1)


@asynccontextmanager
async def lifespan(app):
    task = asyncio.create_task(heartbeat())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


app = FastAPI(lifespan=lifespan)


async def count():
    for number in range(2):
        await asyncio.sleep(0.6)
        yield f"{number}: {len(beats)} beats\n"


@app.get("/beats")
async def stream():
    return StreamingResponse(count(), media_type="text/plain")
