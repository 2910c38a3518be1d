from contextlib import asynccontextmanager

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@asynccontextmanager
async def cancelled_on_disconnect(request, every=0.25):
    async with anyio.create_task_group() as group:

        async def watch():
            while not await request.is_disconnected():
                await anyio.sleep(every)
            group.cancel_scope.cancel()

        group.start_soon(watch)
        yield group.cancel_scope
        group.cancel_scope.cancel()


async def steps(count):
    for number in range(count):
        await anyio.sleep(1)
        yield number


@app.get("/sum")
async def total(request: Request):
    result = 0
    async with cancelled_on_disconnect(request) as scope:
        async for number in steps(3):
            result += number
    return {"sum": result, "cancelled": scope.cancelled_caught}


@app.get("/steps")
async def stream(request: Request):
    async def told():
        async with cancelled_on_disconnect(request):
            async for number in steps(3):
                yield f"{number}\n"

    return StreamingResponse(told(), media_type="text/plain")
