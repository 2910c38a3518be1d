import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def bump(queue, number):
    queue.put_nowait(number)
    if number < 2:
        asyncio.get_running_loop().call_later(1, bump, queue, number + 1)


async def ticks():
    queue = asyncio.Queue()
    asyncio.get_running_loop().call_soon(bump, queue, 0)
    for _ in range(3):
        yield f"{await queue.get()}\n"


def done(task):
    print("done", task)


@app.get("/ticks")
async def stream():
    return StreamingResponse(ticks())


async def work():
    await asyncio.sleep(1)


@app.post("/fire")
async def fire():
    task = asyncio.create_task(work())
    task.add_done_callback(done)
    return {}
