import asyncio

from fastapi import BackgroundTasks, FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()
stored = []
running = set()


async def store(text):
    await asyncio.sleep(2)
    stored.append(text)


def in_background(coroutine):
    task = asyncio.create_task(coroutine)
    running.add(task)
    task.add_done_callback(running.discard)
    return task


async def answer(request):
    text = ""
    for number in range(3):
        text += f"token {number} "
        yield f"token {number}\n"
        await asyncio.sleep(1)
        if await request.is_disconnected():
            break
    await asyncio.shield(in_background(store(text)))
    yield "stored\n"


@app.get("/answer")
async def stream(request: Request):
    return StreamingResponse(answer(request), media_type="text/plain")


@app.post("/slow")
async def slow(request: Request, tasks: BackgroundTasks):
    await asyncio.sleep(2)
    tasks.add_task(store, "slow")
    return {"gone": await request.is_disconnected()}
