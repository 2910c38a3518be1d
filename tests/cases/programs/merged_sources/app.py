import asyncio
from contextlib import aclosing

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def source(name, every):
    number = 0
    try:
        while number < 2:
            await asyncio.sleep(every)
            yield f"{name}{number}\n"
            number += 1
    finally:
        print(name, "ends")


async def merged(*sources):
    queue = asyncio.Queue()

    async def pump(source):
        async with aclosing(source):
            async for item in source:
                await queue.put(item)

    tasks = [asyncio.create_task(pump(one)) for one in sources]
    waiter = asyncio.gather(*tasks)
    try:
        while not (waiter.done() and queue.empty()):
            try:
                yield await asyncio.wait_for(queue.get(), 0.5)
            except TimeoutError:
                yield ": ping\n"
    finally:
        for task in tasks:
            task.cancel()


@app.get("/merged")
async def stream():
    return StreamingResponse(merged(source("a", 1), source("b", 1.2)))
