import asyncio
import time

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

app = FastAPI()


def fetch(name, seconds):
    time.sleep(seconds)
    return f"{name} after {seconds} s\n"


async def first_come():
    queue = asyncio.Queue()

    async def one(name, seconds):
        await queue.put(await run_in_threadpool(fetch, name, seconds))

    async with asyncio.TaskGroup() as group:
        group.create_task(one("slow", 0.3))
        group.create_task(one("fast", 0.1))
        for _ in range(2):
            yield await queue.get()


@app.get("/race")
async def race():
    return StreamingResponse(first_come(), media_type="text/plain")
